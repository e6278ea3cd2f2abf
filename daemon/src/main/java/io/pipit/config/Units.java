package io.pipit.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and times as they are written in the configuration; null for what is neither. */
final class Units {
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?) ?([a-z]+)");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1));

  private Units() {}

  static @Nullable Long integer(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  static @Nullable Double number(String text) {
    try {
      return new BigDecimal(text).doubleValue(); // unlike Double.valueOf, no "NaN" and no "1f"
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** A number and its unit: ms, s, m or h. A time without a unit is none. */
  static @Nullable Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return null;
    }
    Duration unit = UNITS.get(parts.group(2));
    if (unit == null) {
      return null;
    }
    BigDecimal nanos = new BigDecimal(parts.group(1)).multiply(BigDecimal.valueOf(unit.toNanos()));
    return Duration.ofNanos(nanos.longValue());
  }

  /** Such as {@code 500ms}, {@code 10s} or {@code 1h}. */
  static String show(Duration time) {
    if (time.toMillis() % 1000 != 0) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toSeconds();
    if (seconds == 0) {
      return "0s";
    }
    return seconds % 3600 == 0
        ? seconds / 3600 + "h"
        : seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** Without a needless fraction: {@code 1}, {@code 0.05}. */
  static String show(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
