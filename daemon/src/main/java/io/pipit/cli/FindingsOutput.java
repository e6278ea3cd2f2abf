package io.pipit.cli;

import io.pipit.doctor.Finding;
import io.pipit.doctor.Finding.Level;
import io.pipit.json.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Findings as lines for a person, or as one line of JSON. */
final class FindingsOutput {
  private FindingsOutput() {}

  /** What was found, and in a second line what to do about it. */
  static List<String> lines(Finding finding) {
    String line = row(level(finding.level()), finding.area(), finding.what());
    return finding.remedy().isEmpty()
        ? List.of(line)
        : List.of(line, row("", "", "→ " + finding.remedy()));
  }

  /** All of it in both forms, by the names of files. */
  static Map<String, String> files(String version, List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    findings.forEach(finding -> lines.addAll(lines(finding)));
    lines.add("");
    lines.add(summary(findings));
    Map<String, String> files = new LinkedHashMap<>();
    files.put("doctor.txt", String.join("\n", lines) + "\n");
    files.put("doctor.json", json(version, findings) + "\n");
    return files;
  }

  /** How many of each level there are, the worst first. */
  static String summary(List<Finding> findings) {
    return "%s, %s, %s, %d ok"
        .formatted(
            several(count(findings, Level.PROBLEM), "problem"),
            several(count(findings, Level.WARNING), "warning"),
            several(count(findings, Level.NOTE), "note"),
            count(findings, Level.OK));
  }

  /** {@code {"pipit", "findings": [{"level", "area", "what", "do"}]}}. */
  static String json(String version, List<Finding> findings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pipit", version);
    json.put("findings", findings.stream().map(FindingsOutput::json).toList());
    return JsonText.of(json);
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("level", level(finding.level()));
    json.put("area", finding.area());
    json.put("what", finding.what());
    json.put("do", finding.remedy());
    return json;
  }

  private static String row(String level, String area, String text) {
    return String.format(Locale.ROOT, "%-7s  %-13s  %s", level, area, text);
  }

  private static String level(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  private static String several(long count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }
}
