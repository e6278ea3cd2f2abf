package io.pipit.camera;

import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.event.Decoder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds streams that cost much more to decode than the model needs, and says what to do. */
public final class StreamAdvice {
  /** So many times what a stream costs that is just large enough. */
  private static final double MUCH = 4;

  /** A smaller frame is worth it from here on, else a lower rate. */
  private static final double SMALLER = 2;

  /** Sizes that cameras commonly have, the smallest first: width by height is 16:9, then 4:3. */
  private static final List<Size> WIDE =
      List.of(new Size(640, 360), new Size(1280, 720), new Size(1920, 1080));

  private static final List<Size> TALL =
      List.of(new Size(640, 480), new Size(1280, 960), new Size(1600, 1200));

  private static final double BETWEEN_WIDE_AND_TALL = 1.5;

  private static final List<String> FRACTIONS =
      List.of(
          "half",
          "a third",
          "a quarter",
          "a fifth",
          "a sixth",
          "a seventh",
          "an eighth",
          "a ninth",
          "a tenth");

  private final Source source;
  private final double fps;
  private final int maxWidth;
  private final int maxHeight;
  private final boolean turned;

  private record Size(int width, int height) {
    private double pixels() {
      return (double) width * height;
    }

    private Size onItsSide() {
      int shorter = height;
      return new Size(shorter, width);
    }

    @Override
    public String toString() {
      return width + "x" + height;
    }
  }

  /**
   * What to say of a stream.
   *
   * @param what is the case
   * @param remedy what to do
   */
  public record Advice(String what, String remedy) {}

  /**
   * For one camera.
   *
   * @param maxWidth no wider frames are needed
   * @param maxHeight no higher frames are needed
   */
  public StreamAdvice(CameraSettings settings, int maxWidth, int maxHeight) {
    source = settings.source();
    fps = settings.fps();
    this.maxWidth = maxWidth;
    this.maxHeight = maxHeight;
    String rotate = settings.shape().rotate();
    turned = rotate.equals("90") || rotate.equals("270");
  }

  /** Empty when it is well chosen, or nothing can be said. */
  public Optional<Advice> of(VideoStream stream, Decoder decoder) {
    boolean decoded = stream.isKnown() && !stream.codec().equals("raw") && !decoder.hardware();
    Size enough = enough(stream);
    if (!decoded || !isChosen() || enough == null) {
      return Optional.empty();
    }
    double smaller = stream.pixels() / enough.pixels();
    double slower = slower(stream);
    if (smaller * slower < MUCH) {
      return Optional.empty();
    }
    String what =
        "%s is decoded for a model that takes %dx%d".formatted(stream, maxWidth, maxHeight);
    String remedy =
        smaller >= SMALLER
            ? "%s would cost %s".formatted(smaller(enough), fraction(smaller))
            : "the same at %s frames/s, set in the camera, would cost %s"
                .formatted(VideoStream.rate(fps), fraction(slower));
    return Optional.of(new Advice(what, remedy));
  }

  /** Whether the user could have chosen another stream. */
  private boolean isChosen() {
    return source instanceof Source.Rtsp
        || source instanceof Source.Http
        || (source instanceof Source.V4l2 video && video.width() > 0 && video.height() > 0);
  }

  private String smaller(Size enough) {
    if (source instanceof Source.Rtsp) {
      return "the camera's second stream (substream) of " + enough;
    }
    return source instanceof Source.Http
        ? enough + ", set in the camera,"
        : "width = %d, height = %d, or both auto,".formatted(enough.width, enough.height);
  }

  /** The smallest usual size that the model needs of such a stream. */
  private @Nullable Size enough(VideoStream stream) {
    if (!stream.isKnown()) {
      return null;
    }
    boolean portrait = stream.height() > stream.width();
    double longer = Math.max(stream.width(), stream.height());
    double ratio = longer / Math.min(stream.width(), stream.height());
    int boxWidth = turned == portrait ? maxWidth : maxHeight; // lying on its side as the sizes do
    int boxHeight = turned == portrait ? maxHeight : maxWidth;
    for (Size size : ratio > BETWEEN_WIDE_AND_TALL ? WIDE : TALL) {
      if (size.width >= Math.min(boxWidth, (int) (boxHeight * ratio))
          && size.height >= Math.min(boxHeight, (int) (boxWidth / ratio))) {
        return portrait ? size.onItsSide() : size;
      }
    }
    return null;
  }

  /** How many times as many frames are decoded as are asked for; of JPEG only those are. */
  private double slower(VideoStream stream) {
    boolean all = !stream.codec().equals("mjpeg") && fps > 0 && stream.fps() > fps;
    return all ? stream.fps() / fps : 1;
  }

  private static String fraction(double times) {
    int whole = Math.max(2, (int) Math.round(times));
    return whole < FRACTIONS.size() + 2 ? FRACTIONS.get(whole - 2) : "1/" + whole;
  }
}
