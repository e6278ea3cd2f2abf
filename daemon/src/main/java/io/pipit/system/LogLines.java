package io.pipit.system;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Function;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Formats a message as one line, and its stack trace, if any, as the lines that follow. */
final class LogLines extends Formatter {
  private final Function<LogRecord, String> first;
  private final Function<LogRecord, String> further;

  private LogLines(Function<LogRecord, String> first, Function<LogRecord, String> further) {
    this.first = first;
    this.further = further;
  }

  /** Time, level, message. */
  static LogLines terminal(ZoneId zone) {
    DateTimeFormatter time =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    return new LogLines(
        message -> time.format(message.getInstant()) + " " + level(message) + " ", message -> "");
  }

  /**
   * Priority and message; the journal has the time. Each line needs the priority: it splits them.
   */
  static LogLines journal() {
    Function<LogRecord, String> priority = message -> "<" + priority(message) + ">";
    return new LogLines(priority, priority);
  }

  @Override
  public String format(LogRecord message) {
    StringBuilder lines = new StringBuilder(first.apply(message));
    String next = "\n" + further.apply(message);
    lines.append(formatMessage(message).replace("\n", next));
    if (message.getThrown() != null) {
      StringWriter trace = new StringWriter();
      message.getThrown().printStackTrace(new PrintWriter(trace, true));
      trace.toString().lines().forEach(line -> lines.append(next).append(line));
    }
    return lines.append('\n').toString();
  }

  private static String level(LogRecord message) {
    int level = message.getLevel().intValue();
    return level >= Level.SEVERE.intValue()
        ? "ERROR"
        : level >= Level.WARNING.intValue()
            ? "WARN "
            : level >= Level.INFO.intValue()
                ? "INFO "
                : level >= Level.FINE.intValue() ? "DEBUG" : "TRACE";
  }

  /** As syslog numbers them. */
  private static int priority(LogRecord message) {
    int level = message.getLevel().intValue();
    return level >= Level.SEVERE.intValue()
        ? 3
        : level >= Level.WARNING.intValue() ? 4 : level >= Level.INFO.intValue() ? 6 : 7;
  }
}
