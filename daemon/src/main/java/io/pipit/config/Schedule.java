package io.pipit.config;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Times of the week, such as {@code Mon-Fri 18:00-06:00, Sat-Sun} or {@code sunset-sunrise}.
 *
 * @param spans any of them; none: always
 */
public record Schedule(List<Span> spans) {
  /** At any time. */
  public static final Schedule ALWAYS = new Schedule(List.of());

  /** How a schedule is written, for messages. */
  static final String RULE =
      "always or times such as \"Mon-Fri 18:00-06:00, Sat-Sun\" or \"sunset-30m - sunrise+1h\" (days"
          + " Mon Tue Wed Thu Fri Sat Sun; days without hours come last, or with 00:00-24:00;"
          + " at most 12h from the sun)";

  private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
  private static final String EDGE =
      "([0-2]?[0-9]:[0-5][0-9]|(?:sunrise|sunset)(?:[+-][0-9]{1,3}[mh])?)";
  private static final Pattern DAYS = Pattern.compile(DAY + "(?:-" + DAY + ")?");
  private static final Pattern SPAN =
      Pattern.compile("(?:" + DAYS + ")?\\s*(?:" + EDGE + "\\s*-\\s*" + EDGE + ")?");
  private static final Pattern SUN = Pattern.compile("(sunrise|sunset)(?:([+-][0-9]+)([mh]))?");
  private static final int MINUTES_A_DAY = 24 * 60;

  /** Offsets from the sun are at most this. */
  private static final int MAX_OFFSET = 12 * 60;

  public Schedule {
    spans = List.copyOf(spans);
  }

  /** What a time of the day counts from. */
  public enum Anchor {
    MIDNIGHT,
    SUNRISE,
    SUNSET
  }

  /**
   * A time of the day.
   *
   * @param minutes after the anchor; negative: before it
   */
  public record Edge(Anchor anchor, int minutes) {
    /** A time of the clock, in minutes since midnight. */
    public static Edge clock(int minutes) {
      return new Edge(Anchor.MIDNIGHT, minutes);
    }

    boolean isSun() {
      return anchor != Anchor.MIDNIGHT;
    }
  }

  /**
   * Some hours of some days.
   *
   * @param days on which it begins
   * @param from when it begins
   * @param to when it is over; where that is not after {@code from}: on the next day
   */
  public record Span(Set<DayOfWeek> days, Edge from, Edge to) {
    public Span {
      days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }
  }

  /** Whether it needs to know where the board stands. */
  public boolean usesSun() {
    return spans.stream().anyMatch(span -> span.from().isSun() || span.to().isSun());
  }

  /** From a configuration's text; null when it is not a schedule. */
  public static @Nullable Schedule parse(String text) {
    if (text.equals("always")) {
      return ALWAYS;
    }
    List<Span> spans = new ArrayList<>();
    boolean bareDays = false;
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      Span span = span(part.strip());
      boolean bare = DAYS.matcher(part.strip()).matches();
      if (span == null || (bareDays && !bare)) {
        return null; // "Mon, Tue 08:00-17:00": all of Monday, or at those hours?
      }
      spans.add(span);
      bareDays = bare;
    }
    return new Schedule(spans);
  }

  private static @Nullable Span span(String text) {
    Matcher parts = SPAN.matcher(text);
    if (text.isEmpty() || !parts.matches()) {
      return null;
    }
    EnumSet<DayOfWeek> days = days(parts.group(1), parts.group(2));
    if (parts.group(3) == null) {
      return new Span(days, Edge.clock(0), Edge.clock(MINUTES_A_DAY));
    }
    Edge from = edge(parts.group(3), MINUTES_A_DAY - 1);
    Edge to = edge(parts.group(4), MINUTES_A_DAY);
    return from == null || to == null || from.equals(to) ? null : new Span(days, from, to);
  }

  private static @Nullable Edge edge(String text, int lastMinute) {
    Matcher sun = SUN.matcher(text);
    if (!sun.matches()) {
      int colon = text.indexOf(':');
      int minutes =
          Integer.parseInt(text.substring(0, colon)) * 60
              + Integer.parseInt(text.substring(colon + 1));
      return minutes > lastMinute ? null : Edge.clock(minutes);
    }
    int offset = sun.group(2) == null ? 0 : Integer.parseInt(sun.group(2));
    int minutes = "h".equals(sun.group(3)) ? offset * 60 : offset;
    Anchor anchor = sun.group(1).equals("sunrise") ? Anchor.SUNRISE : Anchor.SUNSET;
    return Math.abs(minutes) > MAX_OFFSET ? null : new Edge(anchor, minutes);
  }

  private static EnumSet<DayOfWeek> days(@Nullable String first, @Nullable String last) {
    EnumSet<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    DayOfWeek day = first == null ? DayOfWeek.MONDAY : day(first);
    DayOfWeek end = first == null ? DayOfWeek.SUNDAY : last == null ? day : day(last);
    for (; day != end; day = day.plus(1)) {
      days.add(day);
    }
    days.add(end);
    return days;
  }

  private static DayOfWeek day(String name) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (day.name().toLowerCase(Locale.ROOT).startsWith(name)) {
        return day;
      }
    }
    throw new IllegalArgumentException(name);
  }
}
