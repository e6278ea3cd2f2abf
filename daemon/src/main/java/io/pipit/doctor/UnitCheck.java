package io.pipit.doctor;

import io.pipit.board.Board;
import io.pipit.errors.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the service is: there, running, restarted how often, shut off from the system how well. */
final class UnitCheck extends Check {
  private static final String UNIT = "pipit.service";
  private static final String RECOVERY = "/var/lib/pipit/recovery";
  private static final double MAX_EXPOSURE = 1.5;
  private static final String LOG = "journalctl -u pipit -n 50";
  private static final String PROPERTIES =
      "LoadState,UnitFileState,ActiveState,SubState,NRestarts,ExecMainCode,ExecMainStatus";
  private static final Pattern EXPOSURE = Pattern.compile("exposure level for \\S+ ([0-9.]+)");
  private static final Pattern COUNT = Pattern.compile("(?m)^([a-z-]+)=(\\d+)$");
  private static final String EXITED = "1"; // CLD_EXITED

  private final Board board;
  private final Programs programs;

  UnitCheck(Board board, Programs programs) {
    super("service");
    this.board = board;
    this.programs = programs;
  }

  @Override
  List<Finding> find() throws IOException, InterruptedException {
    List<Finding> findings = new ArrayList<>();
    if (board.has("/run/systemd/system") && programs.installed("systemctl")) {
      Map<String, String> state = state();
      if (text(state, "LoadState").equals("loaded")) {
        findings.addAll(running(state));
        findings.addAll(exposure());
      } else {
        findings.add(
            note(
                UNIT + " is " + text(state, "LoadState"),
                "to have Pipit start by itself: apt install ./pipit_VERSION_ARCH.deb"));
      }
    } else {
      findings.add(
          note("systemd does not run here", "make sure that Pipit is restarted when it ends"));
    }
    findings.addAll(recoveries());
    return findings;
  }

  private Map<String, String> state() throws IOException, InterruptedException {
    Map<String, String> state = new HashMap<>();
    programs
        .run(Programs.SOON, "systemctl", "show", UNIT, "--property=" + PROPERTIES)
        .output()
        .lines()
        .filter(line -> line.contains("="))
        .forEach(
            line -> {
              int end = line.indexOf('=');
              state.put(line.substring(0, end), line.substring(end + 1));
            });
    return state;
  }

  private List<Finding> running(Map<String, String> state) {
    List<Finding> findings = new ArrayList<>();
    String active = text(state, "ActiveState");
    String what = UNIT + " is " + active + " (" + text(state, "SubState") + ")";
    String exit = text(state, "ExecMainCode").equals("0") ? "" : "; " + lastExit(state);
    if (active.equals("active")) {
      findings.add(ok(what));
    } else if (active.equals("inactive")) {
      findings.add(warning(what, "systemctl start pipit"));
    } else if (active.equals("activating") && !text(state, "SubState").equals("auto-restart")) {
      findings.add(note(what, "ask again when it has had time to start"));
    } else {
      findings.add(problem(what + exit, LOG));
    }
    if (text(state, "UnitFileState").equals("disabled")) {
      findings.add(warning(UNIT + " does not start with the board", "systemctl enable pipit"));
    }
    String restarts = text(state, "NRestarts");
    if (restarts.matches("[1-9]\\d*")) {
      findings.add(warning("it had to be restarted, times: " + restarts, LOG));
    }
    return findings;
  }

  private static String lastExit(Map<String, String> state) {
    String status = text(state, "ExecMainStatus");
    if (!text(state, "ExecMainCode").equals(EXITED)) {
      return "it was ended by signal " + status;
    }
    return "it ended with "
        + status
        + Arrays.stream(ExitCode.values())
            .filter(code -> String.valueOf(code.number()).equals(status))
            .map(code -> ": " + code.meaning())
            .collect(Collectors.joining());
  }

  private List<Finding> exposure() throws IOException, InterruptedException {
    if (!programs.installed("systemd-analyze")) {
      return List.of();
    }
    String answer =
        programs.run(Programs.SOON, "systemd-analyze", "security", "--no-pager", UNIT).output();
    Matcher figure = EXPOSURE.matcher(answer);
    if (!figure.find()) {
      return List.of();
    }
    String what = "its exposure is " + figure.group(1);
    return List.of(
        Double.parseDouble(figure.group(1)) <= MAX_EXPOSURE
            ? ok(what)
            : warning(
                what + ", should be at most " + MAX_EXPOSURE,
                "take back what loosens it: systemctl cat pipit"));
  }

  /** What the daemon did by itself to get a camera back, since it was installed. */
  private List<Finding> recoveries() {
    String counts =
        COUNT
            .matcher(board.text(RECOVERY))
            .results()
            .filter(count -> !count.group(1).startsWith("spent-") && !count.group(2).equals("0"))
            .map(count -> count.group(1) + " " + count.group(2))
            .collect(Collectors.joining(", "));
    return counts.isEmpty()
        ? List.of()
        : List.of(note("it had to recover by itself: " + counts, LOG));
  }

  private static String text(Map<String, String> state, String key) {
    return state.getOrDefault(key, "unknown");
  }
}
