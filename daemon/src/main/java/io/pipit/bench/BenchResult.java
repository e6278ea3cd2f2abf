package io.pipit.bench;

import io.pipit.json.JsonText;
import io.pipit.metrics.StageClock.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark found.
 *
 * @param setting model, engine, threads and frame sizes
 * @param frames how many were measured
 * @param looked of those, how many the model has examined; the others had not changed
 * @param wallNanos from the first to the last
 * @param cpuNanos processor time of the process meanwhile, all threads; without child processes
 * @param forwardCpuNanos the part of it that passed during the model's forward
 * @param allocatedBytes on the pipeline's thread, all frames together
 * @param rssBytes memory of the process by frames done, in rising order
 * @param stages times of each stage in nanoseconds, sorted, of the frames that it was not left out
 *     for
 */
public record BenchResult(
    String setting,
    int frames,
    int looked,
    long wallNanos,
    long cpuNanos,
    long forwardCpuNanos,
    long allocatedBytes,
    Map<Integer, Long> rssBytes,
    Map<Stage, List<Long>> stages) {
  double fps() {
    return frames * 1e9 / wallNanos;
  }

  /** Fraction of the processor time that is not the model's forward, 0 to 1. */
  double outsideForward() {
    return cpuNanos == 0 ? 0 : 1 - (double) forwardCpuNanos / cpuNanos;
  }

  /** Mean bytes allocated for a frame on the pipeline's thread. */
  long bytesPerFrame() {
    return allocatedBytes / frames;
  }

  /** A table for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(setting);
    lines.add(String.format(Locale.ROOT, "%-12s %10s %10s", "stage", "median ms", "p95 ms"));
    stages.forEach(
        (stage, times) ->
            lines.add(
                String.format(
                    Locale.ROOT,
                    "%-12s %10.3f %10.3f",
                    name(stage),
                    millis(times, 0.5),
                    millis(times, 0.95))));
    lines.add(
        String.format(
            Locale.ROOT,
            "%d frames, %.1f fps, %.2f ms of processor time a frame, %.1f %% of it outside the"
                + " forward",
            frames,
            fps(),
            cpuNanos / 1e6 / frames,
            100 * outsideForward()));
    lines.add(
        String.format(
            Locale.ROOT,
            "%d frames were examined; in the other %.1f %% nothing had changed",
            looked,
            100 - 100.0 * looked / frames));
    lines.add(bytesPerFrame() + " bytes allocated a frame on the pipeline thread");
    rssBytes.forEach(
        (done, bytes) ->
            lines.add(
                String.format(
                    Locale.ROOT, "memory after %d frames: %.1f MiB", done, bytes / 1048576.0)));
    return lines;
  }

  /** The same as one JSON object. */
  public String json() {
    Map<String, Object> times = new LinkedHashMap<>();
    stages.forEach(
        (stage, sorted) -> {
          Map<String, Object> of = new LinkedHashMap<>();
          of.put("median", millis(sorted, 0.5));
          of.put("p95", millis(sorted, 0.95));
          times.put(name(stage), of);
        });
    Map<String, Object> rss = new LinkedHashMap<>();
    rssBytes.forEach((done, bytes) -> rss.put(String.valueOf(done), bytes));
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("setting", setting);
    json.put("frames", frames);
    json.put("looked", looked);
    json.put("fps", fps());
    json.put("stages_ms", times);
    json.put("cpu_ms_per_frame", cpuNanos / 1e6 / frames);
    json.put("cpu_share_outside_forward", outsideForward());
    json.put("allocated_bytes_per_frame", bytesPerFrame());
    json.put("rss_bytes_after_frames", rss);
    return JsonText.of(json);
  }

  private static String name(Stage stage) {
    return stage.name().toLowerCase(Locale.ROOT);
  }

  private static double millis(List<Long> sorted, double fraction) {
    if (sorted.isEmpty()) {
      return 0;
    }
    int rank = Math.max(0, (int) Math.ceil(fraction * sorted.size()) - 1);
    return sorted.get(rank) / 1e6;
  }
}
