package io.pipit.config;

import io.pipit.config.ObjectSettings.Criteria;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** From a camera's section {@code objects} to its settings. */
final class ObjectsReader {
  private static final double MAX_PIXELS = 1e9;
  private static final double MAX_RATIO = 1000;

  private ObjectsReader() {}

  static ObjectSettings read(Section section) {
    List<String> track = List.copyOf(NamesReader.labels(section, "track", "all"));
    Criteria general = new Values(section, null).criteria();
    Section filters = section.section("filters");
    Map<String, Criteria> byLabel = new TreeMap<>();
    for (String label : new TreeSet<>(filters.values().keySet())) {
      Section own = filters.section(label);
      byLabel.put(label, new Values(own, general).criteria());
      own.rejectUnknownKeys();
    }
    section.rejectUnknownKeys();
    return new ObjectSettings(track, general, byLabel);
  }

  /** What one section asks; what it leaves out is as in {@code general}, where there is one. */
  private record Values(Section section, @Nullable Criteria general) {
    @FunctionalInterface
    private interface Reader {
      double read(String key, double min, double max);
    }

    Criteria criteria() {
      Criteria criteria =
          new Criteria(
              value(
                  "min-score",
                  section::numberOrAuto,
                  ModelSettings.LOWEST_SCORE,
                  1,
                  Criteria::minScore),
              value("threshold", section::numberOrAuto, 0, 1, Criteria::threshold),
              value("min-area", section::number, 0, MAX_PIXELS, Criteria::minArea),
              value("max-area", section::numberOrNone, 0, MAX_PIXELS, Criteria::maxArea),
              value("min-ratio", section::number, 0, MAX_RATIO, Criteria::minRatio),
              value("max-ratio", section::numberOrNone, 0, MAX_RATIO, Criteria::maxRatio));
      boolean sameUnit = criteria.minArea() < 1 == criteria.maxArea() < 1;
      if (sameUnit && criteria.minArea() > criteria.maxArea()) {
        section.problem("lets nothing through: min-area is greater than max-area");
      }
      if (criteria.minRatio() > criteria.maxRatio()) {
        section.problem("lets nothing through: min-ratio is greater than max-ratio");
      }
      return criteria;
    }

    private float value(
        String key, Reader reader, double min, double max, ToDoubleFunction<Criteria> member) {
      return (float)
          (general == null || section.has(key)
              ? reader.read(key, min, max)
              : member.applyAsDouble(general));
    }
  }
}
