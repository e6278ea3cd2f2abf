package io.pipit.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pipit.ShippedModel;
import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.ModelSettings;
import io.pipit.config.MotionSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.Detector;
import io.pipit.detect.LoadedDetector;
import io.pipit.replay.Replay;
import io.pipit.replay.Transcript;
import io.pipit.replay.Transcript.Entry;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.ModelIdentity;
import io.pipit.track.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * With the gate a film comes to the same events as without, within a second. What the shipped model
 * finds in the films was recorded by tools/record-detections.
 */
class GateFilmsTest {
  private static final double MAX_APART_SECONDS = 1;
  private static final FrameTime START = new FrameTime(0, 946_728_000_000L);
  private static final List<String> CLASSES =
      List.of("person", "bicycle", "car", "motorcycle", "bus", "truck", "dog", "cat");

  /** Gives what was recorded, and counts how often it is asked. */
  private static final class RecordedDetector implements Detector {
    private final Film film;
    private final Recording recording;
    int looked;

    RecordedDetector(Film film, Recording recording) {
      this.film = film;
      this.recording = recording;
    }

    @Override
    public List<Detection> detect(Frame frame) {
      looked++;
      return recording.shots().get(film.recorded((int) frame.number())).detections();
    }

    @Override
    public void close() {}
  }

  /** One replay of a film. */
  private static final class Run {
    final List<Entry> events = new ArrayList<>();
    final RecordedDetector detector;
    final Replay replay;

    Run(Film film, Recording recording, boolean gated) throws Exception {
      detector = new RecordedDetector(film, recording);
      Settings settings =
          SettingsLoader.load(
                  Path.of(Objects.requireNonNull(Run.class.getResource("films.conf")).toURI()),
                  dir -> null)
              .settings();
      CameraSettings camera = settings.cameras().get(0);
      replay =
          new Replay(
              settings,
              gated ? camera : TestSettings.camera(camera, MotionSettings.UNGATED),
              new LoadedDetector(
                  detector,
                  new ModelIdentity("recorded", "", "", CLASSES),
                  "none",
                  1,
                  new ModelSettings.Input.Auto(416),
                  ShippedModel.minScores()),
              new Transcript(START, events::add),
              START,
              List.of("key"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void theGateChangesNoEvent(Film film) throws Exception {
    if (!film.isThere()) {
      System.err.println("SKIPPED: no clip for " + film + "; PIPIT_DATA names the data's folder");
    }
    assumeTrue(film.isThere(), "no clip");
    Recording recording = recording(film);
    Run all = new Run(film, recording, false);
    Run gated = new Run(film, recording, true);
    film.play(
        frame -> {
          all.replay.frame(frame);
          gated.replay.frame(frame);
        });
    FrameTime end = START.plusNanos(all.detector.looked * 100_000_000L);
    all.replay.end(end);
    gated.replay.end(end);
    double saved = 1 - (double) gated.detector.looked / all.detector.looked;
    List<String> differences = differences(all.events, gated.events);
    System.err.printf(
        Locale.ROOT,
        "[gate] %-12s %4d frames, %5.1f %% of inferences saved, %3d events, %d differ: %s%n",
        film,
        all.detector.looked,
        100 * saved,
        all.events.size(),
        differences.size(),
        String.join("; ", differences));
    assertEquals(List.of(), differences);
    assertTrue(film != Film.HALL || saved >= 0.8, "saved only " + saved);
  }

  /** Events without a partner of the same words within a second; each has one at most. */
  private static List<String> differences(List<Entry> all, List<Entry> gated) {
    List<String> differences = new ArrayList<>();
    List<Entry> open = new ArrayList<>(gated);
    for (Entry event : all) {
      Entry partner = null;
      for (Entry other : open) {
        double apart = apart(event, other);
        if (other.what().equals(event.what())
            && apart <= MAX_APART_SECONDS
            && (partner == null || apart < apart(event, partner))) {
          partner = other;
        }
      }
      if (partner == null) {
        differences.add("without " + event);
      } else {
        open.remove(partner);
      }
    }
    open.forEach(event -> differences.add("only with " + event));
    return differences;
  }

  private static double apart(Entry one, Entry other) {
    return Math.abs(one.nanos() - other.nanos()) * 1e-9;
  }

  private static Recording recording(Film film) throws IOException {
    try (InputStream in = GateFilmsTest.class.getResourceAsStream(film.resource())) {
      return Recording.read(Objects.requireNonNull(in, film.resource()));
    }
  }
}
