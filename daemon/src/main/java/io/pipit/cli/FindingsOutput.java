package io.pipit.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.doctor.Finding;
import io.pipit.doctor.Finding.Level;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** Findings as lines for a person, or as one line of JSON. */
final class FindingsOutput {
  private static final JsonFactory JSON = new JsonFactory();

  private FindingsOutput() {}

  /** What was found, and in a second line what to do about it. */
  static List<String> lines(Finding finding) {
    String line = row(level(finding.level()), finding.area(), finding.what());
    return finding.remedy().isEmpty()
        ? List.of(line)
        : List.of(line, row("", "", "→ " + finding.remedy()));
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
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("pipit", version);
      json.writeArrayFieldStart("findings");
      for (Finding finding : findings) {
        json.writeStartObject();
        json.writeStringField("level", level(finding.level()));
        json.writeStringField("area", finding.area());
        json.writeStringField("what", finding.what());
        json.writeStringField("do", finding.remedy());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static String row(String level, String area, String text) {
    return String.format("%-7s  %-13s  %s", level, area, text);
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
