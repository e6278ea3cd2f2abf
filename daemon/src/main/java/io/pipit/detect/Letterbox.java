package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.scene.Box;

/**
 * Where a frame lies inside the network's input: scaled with its aspect ratio kept, centred, grey
 * bars around it. Also maps boxes back.
 *
 * @param inputWidth of the network's input, a multiple of 32
 * @param inputHeight of the network's input, a multiple of 32
 * @param left x of the frame inside the input
 * @param top y of the frame inside the input
 * @param width of the frame inside the input
 * @param height of the frame inside the input
 * @param frameWidth of the camera's own frame
 * @param frameHeight of the camera's own frame
 */
record Letterbox(
    int inputWidth,
    int inputHeight,
    int left,
    int top,
    int width,
    int height,
    int frameWidth,
    int frameHeight) {
  private static final int MULTIPLE = ModelSettings.Input.STEP;

  /** Grey of the bars, as in the training. */
  static final byte GREY = 114;

  Letterbox {
    if (inputWidth % MULTIPLE != 0 || inputHeight % MULTIPLE != 0) {
      throw new IllegalArgumentException(
          "letterbox: sides must be multiples of 32, got " + inputWidth + "x" + inputHeight);
    }
  }

  /** A frame of the given size inside the input that the settings ask for. */
  static Letterbox of(ModelSettings.Input input, int frameWidth, int frameHeight) {
    if (input instanceof ModelSettings.Input.Fixed fixed) {
      return into(fixed.width(), fixed.height(), frameWidth, frameHeight);
    }
    int side = ((ModelSettings.Input.Auto) input).side();
    int longer = Math.max(frameWidth, frameHeight);
    return into(
        multiple((double) side * frameWidth / longer),
        multiple((double) side * frameHeight / longer),
        frameWidth,
        frameHeight);
  }

  /** A frame of the given size centred in an input of the given size. */
  static Letterbox into(int inputWidth, int inputHeight, int frameWidth, int frameHeight) {
    double scale = Math.min((double) inputWidth / frameWidth, (double) inputHeight / frameHeight);
    int width = Math.max(1, (int) Math.round(frameWidth * scale));
    int height = Math.max(1, (int) Math.round(frameHeight * scale));
    return new Letterbox(
        inputWidth,
        inputHeight,
        (inputWidth - width) / 2,
        (inputHeight - height) / 2,
        width,
        height,
        frameWidth,
        frameHeight);
  }

  /**
   * The same input with a frame that was scaled already, if it fills the input one way; rounding
   * may make it a pixel larger or smaller than this box would.
   */
  Letterbox withScaled(int scaledWidth, int scaledHeight) {
    boolean fills =
        (scaledWidth == inputWidth && Math.abs(scaledHeight - height) <= 1)
            || (scaledHeight == inputHeight && Math.abs(scaledWidth - width) <= 1);
    if (!fills || scaledWidth > inputWidth || scaledHeight > inputHeight) {
      return this;
    }
    return new Letterbox(
        inputWidth,
        inputHeight,
        (inputWidth - scaledWidth) / 2,
        (inputHeight - scaledHeight) / 2,
        scaledWidth,
        scaledHeight,
        frameWidth,
        frameHeight);
  }

  /** A box in pixels of the input as one in pixels of the camera's frame, cut at its edges. */
  Box toFrame(float x1, float y1, float x2, float y2) {
    float scaleX = (float) frameWidth / width;
    float scaleY = (float) frameHeight / height;
    return new Box(
        clamp((x1 - left) * scaleX, frameWidth),
        clamp((y1 - top) * scaleY, frameHeight),
        clamp((x2 - left) * scaleX, frameWidth),
        clamp((y2 - top) * scaleY, frameHeight));
  }

  private static float clamp(float value, int max) {
    return Math.max(0, Math.min(max, value));
  }

  private static int multiple(double side) {
    // A hair of tolerance: 416 * 432 / 768 must not become 1 more through rounding.
    return Math.max(1, (int) Math.ceil(side / MULTIPLE - 1e-9)) * MULTIPLE;
  }
}
