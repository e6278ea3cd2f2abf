package io.pipit.control;

import io.pipit.config.Settings;
import io.pipit.explain.ExplainedFrame;
import io.pipit.explain.ExplanationFeed;
import io.pipit.explain.ExplanationFeed.Subscription;
import io.pipit.explain.ExplanationLog;
import io.pipit.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says what is seen and does not count, until whoever asks has gone: {@code camera}, which may be
 * left out. Each line of the answer has {@code time_ms}, {@code camera} and {@code text}; an empty
 * one says that there is nothing new.
 */
public final class ExplainControl implements ControlCommand {
  static final String NAME = "explain";

  private static final long ALIVE_MILLIS = 2_000;

  private final Supplier<Settings> settings;
  private final ExplanationFeed feed;

  /**
   * Explains frames of the cameras.
   *
   * @param settings in force
   */
  public ExplainControl(Supplier<Settings> settings, ExplanationFeed feed) {
    this.settings = settings;
    this.feed = feed;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void answer(Exchange exchange)
      throws IOException, JsonTree.Malformed, InterruptedException {
    String wanted = exchange.camera();
    String camera = wanted == null ? null : CameraChoice.of(settings.get(), wanted).name();
    Map<String, ExplanationLog> logs = new HashMap<>();
    List<ExplanationLog.Entry> entries = new ArrayList<>();
    try (Subscription subscription = feed.subscribe(camera)) {
      long aliveAt = System.nanoTime();
      while (true) {
        Optional<ExplainedFrame> frame = subscription.next(ALIVE_MILLIS);
        if (frame.isPresent()) {
          String of = frame.get().report().camera();
          logs.computeIfAbsent(of, name -> ExplanationLog.live(entries::add)).frame(frame.get());
        }
        if (System.nanoTime() - aliveAt >= ALIVE_MILLIS * 1_000_000) {
          aliveAt = System.nanoTime();
          exchange.line(Map.of()); // finds that whoever asked has gone, though nothing is stopped
        }
        for (ExplanationLog.Entry entry : entries) {
          exchange.line(
              Map.of(
                  "time_ms",
                  entry.time().wallMillis(),
                  "camera",
                  entry.camera(),
                  "text",
                  entry.text()));
        }
        entries.clear();
      }
    }
  }
}
