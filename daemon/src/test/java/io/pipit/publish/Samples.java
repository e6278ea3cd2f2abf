package io.pipit.publish;

import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.event.ConfigReloaded;
import io.pipit.event.Decoder;
import io.pipit.event.Event;
import io.pipit.event.Event.Kind;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.CameraSample;
import io.pipit.event.InputChanged;
import io.pipit.event.LineCrossed;
import io.pipit.event.OutputState;
import io.pipit.event.RecoveryCounts;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.event.ZoneChanged;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Direction;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.ModelIdentity;
import io.pipit.scene.Track;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Values as they could come, for the tests of all that is published; all on a clock that stands.
 */
public final class Samples {
  private static final long WALL_MILLIS = Instant.parse("2026-11-24T10:15:31.250Z").toEpochMilli();
  private static final long NANOS = 93_123_000_000L;

  public static final NodeInfo NODE =
      new NodeInfo(
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
          new Because("street", track(7, "person", 0.9018f), "gate"),
          "20261124T101538.094Z-street-intruder.jpg");

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
    return new EventStream(Runnable::run, NODE, clock());
  }

  /** So many milliseconds before the clock's now. */
  public static FrameTime ago(long millis) {
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

  public static Report report(String camera, List<Track> tracks, List<Event> events) {
    return new Report(
        camera,
        184,
        ago(64),
        1280,
        720,
        true,
        List.of(new Detection(0, "person", 0.8731f, new Box(412.4f, 188.2f, 498.9f, 431.6f))),
        tracks,
        events,
        new Latency(3_120_000, 74_000, 1_004_000, 41_870_000, 612_000, 35_000, 58_000),
        3);
  }

  /** A track's event at the frame of {@link #report}. */
  public static TrackChanged trackChanged(Phase phase, String camera, Track track) {
    return new TrackChanged(phase, camera, track, ago(64), 1280, 720);
  }

  /** Some event of a kind. */
  public static Event event(Kind kind) {
    return switch (kind) {
      case NEW -> trackChanged(Phase.STARTED, "street", track(7, "person", 0.9018f));
      case UPDATE -> trackChanged(Phase.UPDATED, "street", track(7, "person", 0.9018f));
      case END -> trackChanged(Phase.ENDED, "street", track(7, "person", 0.9018f));
      case ZONE -> ZONE;
      case LINE -> LINE;
      case RULE -> RULE;
      case FRAME -> report("street");
      case CAMERA -> CameraState.ok("street");
      case HEALTH -> health();
      case OUTPUT -> output("siren");
      case INPUT -> input("key");
      case CONFIG -> new ConfigReloaded(true, 0, List.of("socket"), Set.of("siren", "key"));
    };
  }

  /** A state in which nothing has happened. */
  public static LiveState state(List<String> cameras) {
    return new LiveState(cameras);
  }

  /** Takes an event in, with its parts. */
  public static void update(LiveState state, Event event) {
    event.parts().forEach(part -> update(state, part));
    event.accept(state);
  }

  /** A frame at which a track was confirmed. */
  public static Report started(String camera, Track track) {
    return report(camera, List.of(track), List.of(trackChanged(Phase.STARTED, camera, track)));
  }

  /** A frame at which a track had a better score. */
  public static Report updated(String camera, Track track) {
    return report(camera, List.of(track), List.of(trackChanged(Phase.UPDATED, camera, track)));
  }

  /** A frame at which a track was found gone. */
  public static Report ended(String camera, Track track) {
    return report(camera, List.of(), List.of(trackChanged(Phase.ENDED, camera, track)));
  }

  public static CameraState lost(String camera) {
    return new CameraState(
        camera, CameraState.Status.RECONNECTING, "rtsp://cam/1: no frame came within 10 s", 2, 2);
  }

  public static OutputState output(String name) {
    return new OutputState(name, OutputState.Status.ON, "gate-person", false, ago(2));
  }

  public static InputChanged input(String name) {
    return new InputChanged(name, true, ago(2));
  }

  public static HealthSample health() {
    return health(true);
  }

  public static HealthSample health(boolean clockSynced) {
    return new HealthSample(
        93.1,
        List.of(
            new CameraSample(
                "street",
                Status.OK,
                9.98,
                187,
                3,
                1,
                31,
                153,
                new Decoder("v4l2h264dec", true, 0))),
        41.87,
        47.2,
        412_876_800L,
        54.1,
        0,
        new RecoveryCounts(17, 2, 1, 0, 1, 0),
        clockSynced,
        new HealthSample.Delivery(0, List.of(new HealthSample.Client("127.0.0.1:40112", 2))));
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
