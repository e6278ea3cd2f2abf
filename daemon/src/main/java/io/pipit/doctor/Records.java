package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.config.EffectiveValue;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the board, its service and its configuration are, for somebody who can't look himself. */
final class Records {
  private static final Duration LIMIT = Duration.ofMinutes(1); // of a journal on a slow card
  private static final String UNIT = "pipit.service";
  private static final String MAX_LINES = "2000";

  /** Neither its environment nor what drop-ins say: passwords may stand there. */
  private static final String PROPERTIES =
      "LoadState,UnitFileState,ActiveState,SubState,Result,NRestarts,ExecMainCode,ExecMainStatus,"
          + "ExecMainStartTimestamp,ActiveEnterTimestamp,WatchdogTimestamp,MemoryCurrent,"
          + "TasksCurrent,CPUUsageNSec,FragmentPath,DropInPaths";

  private final Board board;
  private final Programs programs;
  private final List<String> versions;

  /**
   * Records of one board.
   *
   * @param versions of Pipit, libtorch and Java
   */
  Records(Board board, Programs programs, List<String> versions) {
    this.board = board;
    this.programs = programs;
    this.versions = List.copyOf(versions);
  }

  /** All of them, by the names of files. */
  Map<String, String> of(Configuration configuration) throws IOException, InterruptedException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("versions.txt", versions());
    texts.put("effective.conf", effective(configuration));
    texts.put("unit.txt", answer("systemctl", "show", UNIT, "--property=" + PROPERTIES));
    texts.put(
        "journal.txt",
        answer(
            "journalctl",
            "--unit=" + UNIT,
            "--lines=" + MAX_LINES,
            "--no-pager",
            "--output=short-iso"));
    texts.put("recovery.txt", board.text("/var/lib/pipit/recovery") + "\n");
    return texts;
  }

  private String versions() throws IOException, InterruptedException {
    List<String> lines = new ArrayList<>();
    new VersionsCheck(board, versions).find().forEach(finding -> lines.add(finding.what()));
    lines.add(firstLine(answer("systemctl", "--version")));
    lines.add(firstLine(answer("gst-launch-1.0", "--version")));
    return String.join("\n", lines) + "\n";
  }

  private static String effective(Configuration configuration) {
    return configuration
        .loaded()
        .map(
            loaded -> loaded.values().stream().map(Records::line).collect(Collectors.joining("\n")))
        .orElse("# There is none that can be used: doctor.txt says why.")
        .concat("\n");
  }

  private static String line(EffectiveValue value) {
    return value.key() + " = " + value.value() + "  # " + value.source();
  }

  private String answer(String... command) throws IOException, InterruptedException {
    return programs.installed(command[0])
        ? programs.run(LIMIT, command).output()
        : command[0] + " is not installed\n";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
