package io.pipit.detect;

import io.pipit.scene.Frame;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The network's input for frames of one layout: grey bars painted once, the frame written between
 * them. A frame that its camera has scaled already is copied row by row; another is resized here.
 */
final class InputCanvas {
  private final Frame.Layout layout;
  private final Letterbox letterbox;
  private final ByteBuffer input;
  private final @Nullable Resampler resampler;

  /**
   * A canvas on the given memory.
   *
   * @param layout how the frames' pixels lie
   * @param letterbox where the camera's frame lies in the input
   * @param input uint8 [inputHeight, inputWidth, 3]
   */
  InputCanvas(Frame.Layout layout, Letterbox letterbox, ByteBuffer input) {
    this.layout = layout;
    this.letterbox = letterbox.withScaled(layout.width(), layout.height());
    this.input = input;
    boolean scaled =
        this.letterbox.width() == layout.width() && this.letterbox.height() == layout.height();
    resampler =
        scaled
            ? null
            : new Resampler(
                layout.width(), layout.height(), this.letterbox.width(), this.letterbox.height());
    for (int i = 0; i < input.capacity(); i++) {
      input.put(i, Letterbox.GREY);
    }
  }

  Letterbox letterbox() {
    return letterbox;
  }

  /** Writes a frame's pixels between the bars. */
  void paint(ByteBuffer pixels) {
    int inputStride = 3 * letterbox.inputWidth();
    int offset = letterbox.top() * inputStride + 3 * letterbox.left();
    if (resampler != null) {
      resampler.resize(pixels, layout.stride(), input, offset, inputStride);
    } else if (layout.stride() == inputStride) {
      input.put(offset, pixels, 0, layout.bytes());
    } else {
      for (int y = 0; y < layout.height(); y++) {
        input.put(offset + y * inputStride, pixels, y * layout.stride(), 3 * layout.width());
      }
    }
  }
}
