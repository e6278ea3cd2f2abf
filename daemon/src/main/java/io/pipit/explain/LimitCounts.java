package io.pipit.explain;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each limit stopped something. */
final class LimitCounts {
  private final Map<Limit, Count> counts = new EnumMap<>(Limit.class);

  private static final class Count {
    int times;
    long frames;
  }

  /** It stops something at one frame. */
  void frame(Limit limit) {
    count(limit).frames++;
  }

  /** It stops another object, or the same one again. */
  void time(Limit limit) {
    count(limit).times++;
  }

  /** A table for people; one line where nothing was stopped. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (limit, count) -> {
          if (count.times > 0) {
            lines.add(row(limit.key(), count.times, count.frames));
          }
        });
    if (lines.isEmpty()) {
      return List.of("all that was seen counted");
    }
    lines.add(0, row("limit", "times", "frames"));
    return lines;
  }

  private static String row(String limit, Object times, Object frames) {
    return String.format(Locale.ROOT, "%-30s %8s %8s", limit, times, frames);
  }

  private Count count(Limit limit) {
    return counts.computeIfAbsent(limit, any -> new Count());
  }
}
