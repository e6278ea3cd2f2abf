package io.pipit.track;

import io.pipit.TestSettings;
import io.pipit.camera.Camera;
import io.pipit.camera.Cameras;
import io.pipit.camera.FrameBuffer;
import io.pipit.config.CameraSettings;
import io.pipit.config.ModelSettings;
import io.pipit.config.SettingsLoader;
import io.pipit.demo.StreetScene;
import io.pipit.demo.Truth;
import io.pipit.detect.Detector;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.image.RgbImage;
import io.pipit.metrics.StageClock;
import io.pipit.motion.Film;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Records what the shipped model finds, for tests of the tracker. Run by tools/record-detections:
 * {@code Recorder VIDEO OUT FPS}, {@code Recorder scene:SEED:SECONDS OUT FPS} or {@code Recorder
 * gate:FILM OUT} with a film of {@link Film}.
 */
final class Recorder {
  /** Low enough for any setting of the tracker. */
  private static final float MIN_SCORE = 0.05f;

  private Recorder() {}

  public static void main(String[] arguments) throws Exception {
    ModelSettings shipped = SettingsLoader.shipped().model();
    ModelSettings model =
        new ModelSettings(
            shipped.dir(), shipped.engine(), shipped.input(), MIN_SCORE, shipped.nmsIou(), 1);
    double fps = arguments.length > 2 ? Double.parseDouble(arguments[2]) : 0;
    StageClock clock = new StageClock();
    LoadedDetector ready = Detectors.open(model, clock);
    try (Detector detector = ready.detector()) {
      String source = arguments[0];
      String comment =
          "# %s by %s (%s)%n"
              .formatted(
                  Path.of(source).getFileName(), ready.model().name(), ready.model().sha256());
      Recording recording =
          source.startsWith("scene:")
              ? scene(detector, clock, source.split(":", -1), comment, fps)
              : source.startsWith("gate:")
                  ? gate(detector, clock, Film.valueOf(source.split(":", -1)[1]), comment)
                  : film(detector, clock, Path.of(source), comment, fps);
      recording.write(Path.of(arguments[1]));
      System.out.println(arguments[1] + ": " + recording.shots().size() + " frames");
    }
  }

  private static Recording scene(
      Detector detector, StageClock clock, String[] words, String comment, double fps)
      throws IOException {
    int width = 640;
    int height = 360;
    StreetScene scene = new StreetScene(Long.parseLong(words[1]), width, height);
    Frame.Layout layout = Frame.Layout.packed(width, height);
    List<Recording.Shot> shots = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(words[2]) * fps; i++) {
      FrameTime time = time(i, fps);
      List<Recording.True> truths = new ArrayList<>();
      for (Truth truth : scene.render(i / fps)) {
        truths.add(
            new Recording.True(truth.track(), truth.label(), (float) truth.visible(), truth.box()));
      }
      Frame frame =
          new Frame("scene", i, time, layout, RgbImage.of(scene.image()).rgb(), 0, () -> {});
      try (frame) {
        clock.begin(0);
        shots.add(new Recording.Shot(time, truths, detector.detect(frame)));
      }
    }
    return new Recording(comment, width, height, shots);
  }

  private static Recording film(
      Detector detector, StageClock clock, Path video, String comment, double fps)
      throws Exception {
    CameraSettings settings =
        TestSettings.camera(
            "film", new CameraSettings.Source.File(video, false), fps, Duration.ofSeconds(60));
    List<Recording.Shot> shots = new ArrayList<>();
    FrameBuffer buffer = new FrameBuffer();
    int width = 0;
    int height = 0;
    try (Camera camera = Cameras.create(settings, 416, 416, false)) {
      camera.open();
      for (Frame.Layout layout = camera.read(buffer);
          layout != null;
          layout = camera.read(buffer)) {
        width = layout.frameWidth();
        height = layout.frameHeight();
        FrameTime time = time(shots.size(), fps);
        try (Frame frame =
            new Frame("film", shots.size(), time, layout, buffer.pixels(), 0, () -> {})) {
          clock.begin(0);
          shots.add(new Recording.Shot(time, List.of(), detector.detect(frame)));
        }
      }
    }
    return new Recording(comment, width, height, shots);
  }

  private static Recording gate(Detector detector, StageClock clock, Film film, String comment)
      throws Exception {
    List<Recording.Shot> shots = new ArrayList<>();
    int[] size = new int[2];
    float low = TestSettings.tracker().lowScore();
    film.play(
        frame -> {
          size[0] = frame.layout().frameWidth();
          size[1] = frame.layout().frameHeight();
          clock.begin(0);
          List<Detection> found = new ArrayList<>(detector.detect(frame));
          found.removeIf(one -> one.score() < low);
          shots.add(new Recording.Shot(frame.time(), List.of(), found));
        });
    return new Recording(comment, size[0], size[1], shots);
  }

  private static FrameTime time(int number, double fps) {
    long millis = Math.round(number * 1000 / fps);
    return new FrameTime(millis * 1_000_000, millis);
  }
}
