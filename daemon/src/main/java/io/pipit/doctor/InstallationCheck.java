package io.pipit.doctor;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Compares the installed files with the hashes in Debian's package, where Pipit came as one. */
final class InstallationCheck extends Check {
  private static final String DPKG = "dpkg";

  /** A line about a file that is not as it was packed; those with a c are configuration. */
  private static final Pattern DAMAGED = Pattern.compile("(?:missing|\\S{9})\\s+(/.*)");

  /** Small systems leave these out on purpose (path-exclude). */
  private static final Pattern PAPERS = Pattern.compile("/usr/[a-z]+/(doc|man|locale)/.*");

  private static final int MAX_NAMED = 3;

  private final Programs programs;

  InstallationCheck(Programs programs) {
    super("installation");
    this.programs = programs;
  }

  @Override
  Duration limit() {
    return Duration.ofMinutes(5); // 450 MB from a slow card
  }

  @Override
  List<Finding> find() throws Exception {
    if (!programs.installed(DPKG) || !programs.run(Programs.SOON, DPKG, "-s", "pipit").ok()) {
      return List.of(ok("not from a Debian package"));
    }
    Programs.Result verified = programs.run(limit(), DPKG, "--verify", "pipit");
    List<String> damaged =
        verified
            .output()
            .lines()
            .map(DAMAGED::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .filter(file -> !PAPERS.matcher(file).matches())
            .collect(Collectors.toList());
    if (damaged.isEmpty()) {
      return List.of(
          verified.status() == Programs.Result.TIMED_OUT
              ? warning("reading the installed files takes too long", "look at the card")
              : ok("all files are as in the package"));
    }
    String more =
        damaged.size() > MAX_NAMED ? " and " + (damaged.size() - MAX_NAMED) + " more" : "";
    String named = damaged.stream().limit(MAX_NAMED).collect(Collectors.joining(", "));
    return List.of(
        problem("damaged or changed: " + named + more, "sudo apt-get install --reinstall pipit"));
  }
}
