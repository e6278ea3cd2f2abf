package io.pipit.motion;

import io.pipit.TestSettings;
import io.pipit.camera.Camera;
import io.pipit.camera.Cameras;
import io.pipit.camera.FrameBuffer;
import io.pipit.config.CameraSettings;
import io.pipit.demo.StreetScene;
import io.pipit.image.RgbImage;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Films to compare the gate's answers on: 10 frames a second, the same each time. */
public enum Film {
  /** People walk into a room one by one, in reality. */
  CLIP,
  CLIP_NIGHT,
  CLIP_RAIN,
  CLIP_LAMP,
  /** The same room, a minute without anybody. */
  HALL,
  /** The drawn street, in which all stand still for a while. */
  STREET,
  STREET_NIGHT,
  STREET_RAIN,
  STREET_LAMP;

  private static final Path VIDEO =
      Path.of(System.getenv().getOrDefault("PIPIT_DATA", "../../shared/data"))
          .resolve("clips/intel-one-by-one-person-detection.mp4");
  private static final int STREET_FRAMES = 500;
  private static final int STILL_FROM = 80;
  private static final int STILL_FRAMES = 220;
  private static final int HALL_FRAMES = 600;
  private static final int EMPTY_FRAMES = 50;

  private Weather weather() {
    return switch (this) {
      case CLIP, HALL -> Weather.FAIR;
      case CLIP_NIGHT -> Weather.night(6);
      case STREET_NIGHT -> Weather.night(4);
      case CLIP_RAIN -> Weather.rain(250);
      case CLIP_LAMP -> Weather.lamp(230);
      case STREET -> Weather.noise(2);
      case STREET_RAIN -> Weather.noise(2).and(Weather.rain(250));
      case STREET_LAMP -> Weather.noise(2).and(Weather.lamp(110));
    };
  }

  /** The recorded detections' name among the resources. */
  String resource() {
    if (this == CLIP || this == HALL) {
      return "/io/pipit/track/clip.csv.gz";
    }
    return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".csv.gz";
  }

  private boolean isDrawn() {
    return name().startsWith("STREET");
  }

  /** The frame of the recording that a frame shows. */
  int recorded(int number) {
    return this == HALL ? toAndFro(number) : number;
  }

  /** Whether what it is made of is there. */
  boolean isThere() {
    return isDrawn() || Files.exists(VIDEO);
  }

  /** Shows all frames; each is valid until the next one. */
  public void play(Consumer<Frame> target) throws Exception {
    Weather weather = weather();
    Shots frames =
        (number, layout, rgb) -> {
          weather.apply(rgb, layout.width(), layout.height(), number);
          target.accept(frame(number, layout, rgb));
        };
    if (isDrawn()) {
      street(frames);
    } else if (this == HALL) {
      hall(frames);
    } else {
      video(frames);
    }
  }

  private interface Shots {
    void take(int number, Frame.Layout layout, byte[] rgb);
  }

  private static void video(Shots shots) throws Exception {
    CameraSettings settings =
        TestSettings.camera(
            "film", new CameraSettings.Source.File(VIDEO, false), 10, Duration.ofSeconds(60));
    FrameBuffer buffer = new FrameBuffer();
    try (Camera camera = Cameras.create(settings, 416, 416, false)) {
      camera.open();
      int number = 0;
      for (Frame.Layout layout = camera.read(buffer);
          layout != null;
          layout = camera.read(buffer)) {
        byte[] rgb = new byte[layout.bytes()];
        buffer.pixels().get(0, rgb);
        shots.take(number++, layout, rgb);
      }
    }
  }

  /** To and fro through the seconds before the first one comes in: its noise is a real camera's. */
  private static void hall(Shots frames) throws Exception {
    List<byte[]> empty = new ArrayList<>();
    Frame.Layout[] layout = new Frame.Layout[1];
    video(
        (number, of, rgb) -> {
          layout[0] = of;
          if (number < EMPTY_FRAMES) {
            empty.add(rgb);
          }
        });
    for (int number = 0; number < HALL_FRAMES; number++) {
      frames.take(number, layout[0], empty.get(toAndFro(number)).clone());
    }
  }

  private static int toAndFro(int number) {
    int turn = 2 * (EMPTY_FRAMES - 1);
    int at = number % turn;
    return at < EMPTY_FRAMES ? at : turn - at;
  }

  /** In the middle all stand still, as if time did. */
  private static void street(Shots frames) {
    StreetScene scene = new StreetScene(9, 416, 234);
    Frame.Layout layout = Frame.Layout.packed(416, 234);
    for (int number = 0; number < STREET_FRAMES; number++) {
      int moment = Math.max(Math.min(number, STILL_FROM), number - STILL_FRAMES);
      scene.render(moment / 10.0);
      byte[] rgb = new byte[layout.bytes()];
      RgbImage.of(scene.image()).rgb().get(0, rgb);
      frames.take(number, layout, rgb);
    }
  }

  private static Frame frame(int number, Frame.Layout layout, byte[] rgb) {
    ByteBuffer pixels = ByteBuffer.allocateDirect(rgb.length).put(0, rgb);
    FrameTime time = new FrameTime(number * 100_000_000L, number * 100L);
    return new Frame("film", number, time, layout, pixels, 0, () -> {});
  }
}
