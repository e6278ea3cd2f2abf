package io.pipit.preview;

import io.pipit.config.Settings;
import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.event.FrameTap;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.scene.Frame;
import io.pipit.util.LogPeriod;
import io.pipit.util.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an image of the frame that made a rule fire, under the name that the rule's message has.
 * The pipeline's thread copies the frame; the thread {@code snapshots} encodes and writes. When
 * that is behind or fails, images are left out, and the log says how many.
 */
public final class EventSnapshots implements FrameTap, EventListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventSnapshots.class);

  /** Frames that wait to be written: 300 kB each. */
  private static final int MAX_WAITING = 8;

  private final ConcurrentMap<String, List<String>> wanted = new ConcurrentHashMap<>();
  private final LogPeriod failures = new LogPeriod(Duration.ofMinutes(1));
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          Threads.factory("snapshots"));
  private volatile Settings settings;

  /** Nothing is to be written yet. */
  public EventSnapshots(Settings settings) {
    this.settings = settings;
  }

  /** The configuration was read again. */
  public void replace(Settings changed) {
    settings = changed;
  }

  @Override
  public void on(Event event) {
    if (event instanceof RuleChanged rule) {
      note(rule);
    } else if (event instanceof Report report) {
      List<Event> parts = report.parts();
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i) instanceof RuleChanged rule) {
          note(rule);
        }
      }
    }
  }

  private void note(RuleChanged rule) {
    String name = rule.snapshot();
    Because because = rule.because();
    if (name != null && because != null && settings.snapshots().folder() != null) {
      wanted.computeIfAbsent(because.camera(), camera -> new CopyOnWriteArrayList<>()).add(name);
    }
  }

  @Override
  public boolean wants(String camera) {
    return !wanted.isEmpty() && wanted.containsKey(camera);
  }

  @Override
  public void take(Frame frame, Report report) {
    List<String> names = wanted.remove(frame.camera());
    Settings now = settings;
    Path folder = now.snapshots().folder();
    if (names == null || folder == null) {
      return;
    }
    Frame.Layout layout = frame.layout();
    Snapshot snapshot =
        new Snapshot(
            frame.camera(),
            Instant.ofEpochMilli(frame.time().wallMillis()),
            layout.width(),
            layout.height(),
            FrameCopy.rgb(frame),
            Annotations.of(now.camera(frame.camera()).regions(), report));
    try {
      SnapshotFolder target = new SnapshotFolder(folder, now.snapshots().maxBytes());
      thread.execute(() -> write(snapshot, now.snapshots().drawn(), names, target));
    } catch (RejectedExecutionException e) {
      failed(names, "others are still being written");
    }
  }

  private void write(Snapshot snapshot, boolean drawn, List<String> names, SnapshotFolder folder) {
    try {
      byte[] image = snapshot.encode("jpeg", drawn);
      for (String name : names) {
        folder.add(name, image);
      }
    } catch (IOException | RuntimeException e) {
      failed(names, e.toString());
    }
  }

  private void failed(List<String> names, String why) {
    long times = failures.count(System.nanoTime());
    if (times > 0) {
      LOG.error(
          "[snapshots] {} can't be written, {} such since the last report: {}",
          String.join(", ", names),
          times,
          why);
    }
  }

  /** Writes those that wait, for a moment. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(3, TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
