package io.pipit.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a video device can give, as {@code v4l2-ctl --info --list-formats-ext} lists it.
 *
 * @param camera whether it gives frames at all, not only converts those of others
 * @param formats the sizes of each format
 */
record VideoFormats(boolean camera, Map<String, List<SizeRange>> formats) {
  private static final int SHOWN = 3;
  private static final Pattern FORMAT = Pattern.compile("\\[\\d+\\]: '([^']+)'");
  private static final Pattern SIZE = Pattern.compile("Size: Discrete (\\d+)x(\\d+)");
  private static final Pattern RANGE =
      Pattern.compile("Size: (?:Stepwise|Continuous) (\\d+)x(\\d+) - (\\d+)x(\\d+)");
  private static final Pattern RATE = Pattern.compile("Interval: .*\\(([0-9.]+) fps\\)");

  /**
   * A size, or a range of sizes.
   *
   * @param minWidth as {@code width} except in a range
   * @param fps the maximum of frames per second; 0: unknown
   */
  record SizeRange(int minWidth, int minHeight, int width, int height, double fps) {
    boolean holds(int wantedWidth, int wantedHeight) {
      return wantedWidth >= minWidth
          && wantedWidth <= width
          && wantedHeight >= minHeight
          && wantedHeight <= height;
    }

    private long pixels() {
      return (long) width * height;
    }

    private SizeRange atRate(double other) {
      return new SizeRange(minWidth, minHeight, width, height, Math.max(fps, other));
    }

    @Override
    public String toString() {
      String range = minWidth == width ? "" : minWidth + "x" + minHeight + " to ";
      String rate = fps == 0 ? "" : " " + Math.round(fps) + " fps";
      return range + width + "x" + height + rate;
    }
  }

  /** Understands the answer. */
  static VideoFormats parse(String answer) {
    Map<String, List<SizeRange>> formats = new LinkedHashMap<>();
    List<SizeRange> sizes = new ArrayList<>();
    boolean own = false;
    boolean camera = false;
    for (String line : answer.split("\n", -1)) {
      own |= line.contains("Device Caps");
      camera |= own && line.strip().matches("Video Capture( Multiplanar)?");
      Matcher format = FORMAT.matcher(line);
      Matcher size = SIZE.matcher(line);
      Matcher range = RANGE.matcher(line);
      Matcher rate = RATE.matcher(line);
      if (format.find()) {
        sizes = new ArrayList<>();
        formats.put(format.group(1).strip(), sizes);
      } else if (size.find()) {
        sizes.add(size(size, 1, size, 1));
      } else if (range.find()) {
        sizes.add(size(range, 1, range, 3));
      } else if (rate.find() && !sizes.isEmpty()) {
        int last = sizes.size() - 1;
        sizes.set(last, sizes.get(last).atRate(Double.parseDouble(rate.group(1))));
      }
    }
    return new VideoFormats(camera, formats);
  }

  private static SizeRange size(Matcher min, int from, Matcher max, int to) {
    return new SizeRange(
        Integer.parseInt(min.group(from)),
        Integer.parseInt(min.group(from + 1)),
        Integer.parseInt(max.group(to)),
        Integer.parseInt(max.group(to + 1)),
        0);
  }

  /** Whether some format has a size; where no sizes are listed, any may do. */
  boolean holds(int width, int height) {
    List<SizeRange> all = formats.values().stream().flatMap(List::stream).toList();
    return all.isEmpty() || all.stream().anyMatch(size -> size.holds(width, height));
  }

  /** The first formats, each with its largest sizes, in one line. */
  @Override
  public String toString() {
    List<String> texts = new ArrayList<>();
    formats.forEach(
        (format, sizes) -> {
          List<SizeRange> largestFirst = new ArrayList<>(sizes);
          largestFirst.sort(Comparator.comparing(SizeRange::pixels).reversed());
          texts.add((format + " " + shown(largestFirst, ", ")).strip());
        });
    return texts.isEmpty() ? "no formats" : shown(texts, "; ");
  }

  private static String shown(List<?> values, String between) {
    List<String> texts = values.stream().limit(SHOWN).map(Object::toString).toList();
    int more = values.size() - texts.size();
    return String.join(between, texts) + (more > 0 ? " and " + more + " more" : "");
  }
}
