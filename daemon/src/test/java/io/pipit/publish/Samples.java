package io.pipit.publish;

import io.pipit.health.HealthSample;
import io.pipit.health.HealthSample.CameraSample;
import io.pipit.health.RecoveryCounts;
import io.pipit.scene.Box;
import io.pipit.scene.CameraState;
import io.pipit.scene.CameraState.Status;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.ModelIdentity;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.Because;
import io.pipit.scene.SceneEvent.LineCrossed;
import io.pipit.scene.SceneEvent.LineCrossed.Direction;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.SceneEvent.ZoneChanged;
import io.pipit.scene.Track;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * Values as they could come, for the tests of all that is published; all on a clock that stands.
 */
public final class Samples {
  private static final long WALL_MILLIS = Instant.parse("2026-11-24T10:15:31.250Z").toEpochMilli();
  private static final long NANOS = 93_123_000_000L;

  public static final Origin ORIGIN =
      new Origin(
          "gate-pi",
          "5c1f8a52-6a0e-4d0f-9d5c-0a86c6f0b7de",
          "0.1.0",
          new ModelIdentity(
              "edge8",
              "9f2c1d4e8b7a60355f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a6978",
              "int8 signed",
              List.of("person", "car", "dog")),
          List.of("street", "yard"),
          List.of("gate"));

  static final ZoneChanged ZONE = new ZoneChanged("street", "gate", "person", 2);

  static final LineCrossed LINE =
      new LineCrossed("street", "door", track(7, "person", 0.9018f), Direction.LEFT);

  static final RuleChanged RULE =
      new RuleChanged(
          "intruder",
          true,
          false,
          List.of("alarm"),
          List.of(),
          new Because("street", track(7, "person", 0.9018f), "gate"));

  private Samples() {}

  /** A clock that stands, 93 s after the program's start. */
  public static MessageClock clock() {
    long[] nanos = {0};
    MessageClock clock = new MessageClock(() -> nanos[0], () -> WALL_MILLIS);
    nanos[0] = NANOS;
    return clock;
  }

  /** A stream that numbers at once, on the thread that publishes. */
  public static EventStream stream() {
    return new EventStream(Runnable::run, ORIGIN, clock());
  }

  /** So many milliseconds before the clock's now. */
  static FrameTime ago(long millis) {
    return new FrameTime(NANOS - millis * 1_000_000, WALL_MILLIS - millis);
  }

  public static Track track(long id, String label, float topScore) {
    Box box = new Box(412.4f, 188.2f, 498.9f, 431.6f);
    return new Track(id, label, 0.8731f, topScore, box, ago(2847), ago(64), 12, false);
  }

  /** A frame of a camera with one person on it, at which nothing else happened. */
  public static Report report(String camera) {
    return report(camera, List.of(track(7, "person", 0.9018f)), List.of());
  }

  static Report report(String camera, List<Track> tracks, List<SceneEvent> events) {
    return new Report(
        camera,
        184,
        ago(64),
        1280,
        720,
        List.of(new Detection(0, "person", 0.8731f, new Box(412.4f, 188.2f, 498.9f, 431.6f))),
        tracks,
        events,
        new Latency(3_120_000, 1_004_000, 41_870_000, 612_000, 35_000, 58_000),
        3);
  }

  /** A frame at which a track was confirmed. */
  public static Report started(String camera, Track track) {
    return report(camera, List.of(track), List.of(new SceneEvent.TrackStarted(camera, track)));
  }

  /** A frame at which a track had a better picture. */
  static Report updated(String camera, Track track) {
    return report(camera, List.of(track), List.of(new SceneEvent.TrackUpdated(camera, track)));
  }

  /** A frame at which a track was found gone. */
  static Report ended(String camera, Track track) {
    return report(camera, List.of(), List.of(new SceneEvent.TrackEnded(camera, track, ago(64))));
  }

  static CameraState lost(String camera) {
    return new CameraState(
        camera, CameraState.Status.RECONNECTING, "rtsp://cam/1: no picture came within 10 s", 2, 2);
  }

  static OutputState output(String name) {
    return new OutputState(name, OutputState.Status.ON, "gate-person", false, ago(2));
  }

  static InputChanged input(String name) {
    return new InputChanged(name, true, ago(2));
  }

  public static HealthSample health() {
    return new HealthSample(
        93.1,
        List.of(new CameraSample("street", Status.OK, 9.98, 187, 3, 1)),
        41.87,
        47.2,
        412_876_800L,
        54.1,
        0,
        new RecoveryCounts(17, 2, 1, 0, 1, 0),
        true);
  }

  /** The line as text, without its newline. */
  public static String text(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    if (!text.endsWith("\n") || text.indexOf('\n') != text.length() - 1) {
      throw new AssertionError("not one line: " + text);
    }
    return text.substring(0, text.length() - 1);
  }
}
