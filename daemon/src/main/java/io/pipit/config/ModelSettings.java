package io.pipit.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The model and how it is run.
 *
 * @param dir the package's folder, with model.json in it
 * @param engine quantized engine: "auto", "qnnpack", "x86" or "fbgemm"
 * @param input sides of the network's input; null: by each camera's aspect ratio, the longer side
 *     as the model's card says
 * @param minScore detections below are dropped, 0 to 1; NaN: as the model's card says of each class
 * @param nmsIou boxes of one class that overlap more are one object, 0 to 1
 * @param threads of libtorch; 0: as many as the cameras' decoders leave processors, at least one
 */
public record ModelSettings(
    Path dir, String engine, @Nullable Input input, float minScore, float nmsIou, int threads) {
  /** What {@code engine} may be. */
  public static final List<String> ENGINES = List.of("auto", "qnnpack", "x86", "fbgemm");

  /** The lowest score that may be asked for: the network's own noise is not smaller. */
  public static final double LOWEST_SCORE = 0.001;

  public static final int MAX_THREADS = 64;

  /** Sides of the network's input in pixels. */
  public sealed interface Input {
    /** Sides are multiples of it: the network halves its input five times. */
    int STEP = 32;

    int MIN_SIDE = 64;
    int MAX_SIDE = 1280;

    /** What a side must be, for messages. */
    String SIDE_RULE = "a multiple of " + STEP + ", " + MIN_SIDE + " to " + MAX_SIDE;

    /** Whether a number of pixels may be a side. */
    static boolean isSide(double pixels) {
      return pixels >= MIN_SIDE && pixels <= MAX_SIDE && pixels % STEP == 0;
    }

    /** For people: such as {@code input side 416} or {@code input 416x256}. */
    String describe();

    /** No input is wider. */
    int maxWidth();

    /** No input is higher. */
    int maxHeight();

    /**
     * By each camera's aspect ratio: the longer side is {@code side}, the other the smallest
     * multiple of 32 that holds the frame.
     */
    record Auto(int side) implements Input {
      @Override
      public String describe() {
        return "input side " + side;
      }

      @Override
      public int maxWidth() {
        return side;
      }

      @Override
      public int maxHeight() {
        return side;
      }
    }

    /** The same for all cameras; multiples of 32. */
    record Fixed(int width, int height) implements Input {
      @Override
      public String describe() {
        return "input " + width + "x" + height;
      }

      @Override
      public int maxWidth() {
        return width;
      }

      @Override
      public int maxHeight() {
        return height;
      }
    }
  }
}
