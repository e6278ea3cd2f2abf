package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ResamplerTest {
  @Test
  void sameSizeChangesNothing() {
    byte[] image = {1, 2, 3, 40, 50, 60, (byte) 200, (byte) 255, 0, 7, 8, 9};
    assertArrayEquals(image, resize(image, 2, 2, 2, 2));
  }

  @Test
  void flatFrameStaysFlatAtAnySize() {
    byte[] grey = filled(3 * 7 * 5, (byte) 201);
    assertArrayEquals(filled(3 * 13 * 11, (byte) 201), resize(grey, 7, 5, 13, 11));
    assertArrayEquals(filled(3 * 3 * 2, (byte) 201), resize(grey, 7, 5, 3, 2));
  }

  @Test
  void reducingAveragesInsteadOfPicking() {
    byte[] stripes = new byte[3 * 64 * 4];
    for (int i = 0; i < 64 * 4; i++) {
      byte value = (byte) (i % 2 == 0 ? 0 : 200);
      stripes[3 * i] = value;
      stripes[3 * i + 1] = value;
      stripes[3 * i + 2] = value;
    }
    byte[] small = resize(stripes, 64, 4, 8, 1);
    for (int i = 3; i < small.length - 3; i++) {
      assertEquals(100, small[i] & 0xff, 8);
    }
  }

  @Test
  void enlargingInterpolatesBetweenPixelCentres() {
    byte[] row = {0, 0, 0, 100, 100, 100};
    byte[] wide = resize(row, 2, 1, 4, 1);
    assertArrayEquals(new byte[] {0, 0, 0, 25, 25, 25, 75, 75, 75, 100, 100, 100}, wide);
  }

  @Test
  void writesOnlyItsRectangle() {
    ByteBuffer target = ByteBuffer.allocateDirect(3 * 6 * 4);
    byte[] white = filled(3 * 4 * 4, (byte) 255);
    new Resampler(4, 4, 2, 2).resize(ByteBuffer.wrap(white), 12, target, 3 * 6 + 6, 18);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 6; x++) {
        boolean inside = y >= 1 && y < 3 && x >= 2 && x < 4;
        assertEquals(inside ? (byte) 255 : 0, target.get(18 * y + 3 * x), "at " + x + "," + y);
      }
    }
  }

  private static byte[] resize(byte[] image, int width, int height, int toWidth, int toHeight) {
    ByteBuffer target = ByteBuffer.allocateDirect(3 * toWidth * toHeight);
    new Resampler(width, height, toWidth, toHeight)
        .resize(ByteBuffer.wrap(image), 3 * width, target, 0, 3 * toWidth);
    byte[] result = new byte[3 * toWidth * toHeight];
    target.get(0, result);
    return result;
  }

  private static byte[] filled(int size, byte value) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, value);
    return bytes;
  }
}
