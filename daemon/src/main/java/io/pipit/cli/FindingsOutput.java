package io.pipit.cli;

import io.pipit.cli.Palette.Tone;
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
  private static final int LEVEL_WIDTH = 7;

  private FindingsOutput() {}

  /** What was found, and in a second line what to do about it. */
  static List<String> lines(Finding finding, Palette palette) {
    String row = row(level(finding.level()), finding.area(), finding.what());
    String line =
        palette.paint(tone(finding.level()), row.substring(0, LEVEL_WIDTH))
            + row.substring(LEVEL_WIDTH);
    return finding.remedy().isEmpty()
        ? List.of(line)
        : List.of(line, row("", "", "→ " + finding.remedy()));
  }

  /** All of it in both forms, by the names of files. */
  static Map<String, String> files(String version, List<Finding> findings) {
    List<String> lines = new ArrayList<>();
    Palette plain = new Palette(false);
    findings.forEach(finding -> lines.addAll(lines(finding, plain)));
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
            Several.of(count(findings, Level.PROBLEM), "problem"),
            Several.of(count(findings, Level.WARNING), "warning"),
            Several.of(count(findings, Level.NOTE), "note"),
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
    return String.format(Locale.ROOT, "%-" + LEVEL_WIDTH + "s  %-13s  %s", level, area, text);
  }

  private static Tone tone(Level level) {
    return switch (level) {
      case OK -> Tone.GOOD;
      case NOTE -> Tone.PLAIN;
      case WARNING -> Tone.ODD;
      case PROBLEM -> Tone.BAD;
    };
  }

  private static String level(Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }
}
