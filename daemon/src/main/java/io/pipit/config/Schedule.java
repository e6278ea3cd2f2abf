package io.pipit.config;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
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
 * Times of the week, such as {@code Mon-Fri 18:00-06:00, Sat-Sun}.
 *
 * @param spans any of them; none: always
 */
public record Schedule(List<Span> spans) {
  /** At any time. */
  public static final Schedule ALWAYS = new Schedule(List.of());

  /** How a schedule is written, for messages. */
  static final String RULE =
      "always or times such as \"Mon-Fri 18:00-06:00, Sat-Sun\" (days Mon Tue Wed Thu Fri Sat Sun;"
          + " days without hours come last, or with 00:00-24:00)";

  private static final String DAY = "(mon|tue|wed|thu|fri|sat|sun)";
  private static final String TIME = "([0-2]?[0-9]):([0-5][0-9])";
  private static final Pattern SPAN =
      Pattern.compile("(?:" + DAY + "(?:-" + DAY + ")?)?\\s*(?:" + TIME + "-" + TIME + ")?");
  private static final int MINUTES_A_DAY = 24 * 60;

  public Schedule {
    spans = List.copyOf(spans);
  }

  /**
   * Some hours of some days.
   *
   * @param days on which it begins
   * @param from minute of the day at which it begins
   * @param to minute at which it is over; at most {@code from}: on the next day
   */
  public record Span(Set<DayOfWeek> days, int from, int to) {
    public Span {
      days = Collections.unmodifiableSet(EnumSet.copyOf(days));
    }

    boolean contains(LocalDateTime time) {
      LocalTime clock = time.toLocalTime();
      int minute = clock.getHour() * 60 + clock.getMinute();
      DayOfWeek today = time.getDayOfWeek();
      if (from < to) {
        return days.contains(today) && minute >= from && minute < to;
      }
      boolean sinceToday = days.contains(today) && minute >= from;
      return sinceToday || (days.contains(today.minus(1)) && minute < to);
    }
  }

  /** Whether it is now. */
  public boolean contains(LocalDateTime time) {
    for (Span span : spans) {
      if (span.contains(time)) {
        return true;
      }
    }
    return spans.isEmpty();
  }

  /** From a configuration's text; null when it is not a schedule. */
  static @Nullable Schedule parse(String text) {
    if (text.equals("always")) {
      return ALWAYS;
    }
    List<Span> spans = new ArrayList<>();
    boolean bareDays = false;
    for (String part : text.toLowerCase(Locale.ROOT).split(",", -1)) {
      Span span = span(part.strip());
      boolean hours = part.contains(":");
      if (span == null || (bareDays && hours)) {
        return null; // "Mon, Tue 08:00-17:00": all of Monday, or at those hours?
      }
      spans.add(span);
      bareDays = !hours;
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
      return new Span(days, 0, MINUTES_A_DAY);
    }
    int from = minute(parts.group(3), parts.group(4));
    int to = minute(parts.group(5), parts.group(6));
    return from >= MINUTES_A_DAY || to > MINUTES_A_DAY || from == to
        ? null
        : new Span(days, from, to);
  }

  private static int minute(String hour, String minute) {
    return Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
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
