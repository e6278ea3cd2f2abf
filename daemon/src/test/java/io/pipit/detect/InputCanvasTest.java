package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.scene.Frame;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class InputCanvasTest {
  private static final int INPUT = 64;

  @Test
  void scaledFrameIsCopiedBetweenGreyBars() {
    Frame.Layout layout = new Frame.Layout(64, 36, 3 * 64, 768, 432);
    assertPainted(layout, 14, 50, 0, 64);
  }

  @Test
  void paddedRowsLoseTheirPadding() {
    Frame.Layout layout = new Frame.Layout(37, 64, 112, 370, 640);
    assertPainted(layout, 0, 64, 13, 50);
  }

  @Test
  void frameOfItsOwnSizeIsResized() {
    assertPainted(Frame.Layout.packed(320, 180), 14, 50, 0, 64);
    assertPainted(Frame.Layout.packed(16, 9), 14, 50, 0, 64);
  }

  private static void assertPainted(Frame.Layout layout, int top, int bottom, int left, int right) {
    ByteBuffer input = ByteBuffer.allocateDirect(3 * INPUT * INPUT);
    Letterbox letterbox = Letterbox.into(INPUT, INPUT, layout.frameWidth(), layout.frameHeight());
    ByteBuffer pixels = ByteBuffer.allocateDirect(layout.bytes());
    for (int y = 0; y < layout.height(); y++) {
      for (int i = 0; i < 3 * layout.width(); i++) {
        pixels.put(y * layout.stride() + i, (byte) 255);
      }
    }
    new InputCanvas(layout, letterbox, input).paint(pixels);
    for (int y = 0; y < INPUT; y++) {
      for (int x = 0; x < INPUT; x++) {
        boolean inside = y >= top && y < bottom && x >= left && x < right;
        assertEquals(
            inside ? 255 : 114, input.get(3 * (y * INPUT + x)) & 0xff, "at " + x + "," + y);
      }
    }
  }
}
