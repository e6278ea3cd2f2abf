package io.pipit.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.scene.Frame.Layout;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
  private final AtomicInteger released = new AtomicInteger();

  @Test
  void givesItsBufferBackOnceAndRefusesASecondTime() {
    Frame frame = frame(Layout.packed(4, 2), 24);
    assertEquals(0, released.get());
    frame.close();
    assertEquals(1, released.get());
    Throwable refused = assertThrows(IllegalStateException.class, frame::close);
    assertEquals("frame 7 of street was closed twice", refused.getMessage());
    assertEquals(1, released.get());
  }

  @Test
  void carriesWhatItWasMadeOf() {
    Layout layout = new Layout(4, 2, 16, 8, 4);
    Frame frame = frame(layout, 100);
    assertEquals("street", frame.camera());
    assertEquals(7, frame.number());
    assertEquals(3_000, frame.captureNanos());
    assertSame(layout, frame.layout());
    assertEquals(100, frame.pixels().capacity());
  }

  @Test
  void needsAsManyBytesAsItsLayoutTakes() {
    assertEquals(24, frame(Layout.packed(4, 2), 24).layout().bytes());
    Throwable refused =
        assertThrows(IllegalArgumentException.class, () -> frame(Layout.packed(4, 2), 23));
    assertEquals("frame: 24 bytes are needed, got 23", refused.getMessage());
  }

  @Test
  void packedRowsHaveNoPaddingAndAreNotScaled() {
    assertEquals(new Layout(640, 360, 1920, 640, 360), Layout.packed(640, 360));
    assertEquals(691_200, Layout.packed(640, 360).bytes());
  }

  @Test
  void rowsMayHavePadding() {
    assertEquals(2 * 16, new Layout(5, 2, 16, 5, 2).bytes());
    Throwable refused =
        assertThrows(IllegalArgumentException.class, () -> new Layout(5, 2, 14, 5, 2));
    assertEquals("frame: stride must be at least 15 bytes, got 14", refused.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, 4, 2, got 0x2 of 4x2",
    "4, 0, 4, 2, got 4x0 of 4x2",
    "4, 2, 0, 2, got 4x2 of 0x2",
    "4, 2, 4, -1, got 4x2 of 4x-1",
    "-4, 2, 4, 2, got -4x2 of 4x2",
  })
  void everySideIsAtLeastOne(int width, int height, int frameWidth, int frameHeight, String got) {
    Throwable refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Layout(width, height, 12, frameWidth, frameHeight));
    assertEquals("frame: width and height must be at least 1, " + got, refused.getMessage());
  }

  @Test
  void aFrameTooLargeForAnArrayIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> Layout.packed(1 << 30, 1));
    assertThrows(IllegalArgumentException.class, () -> Layout.packed(40_000, 40_000));
  }

  @Test
  void timePassesByTheMonotonicClockOnly() {
    FrameTime earlier = new FrameTime(1_000, 5_000);
    assertEquals(500, new FrameTime(1_500, 1_000).nanosSince(earlier));
  }

  @Test
  void scoresAreWithinZeroAndOne() {
    Box box = new Box(0, 0, 1, 1);
    assertEquals(1, new Detection(0, "dog", 1, box).score());
    for (float score : new float[] {-0.01f, 1.01f, Float.NaN}) {
      assertThrows(IllegalArgumentException.class, () -> new Detection(0, "dog", score, box));
    }
  }

  private Frame frame(Layout layout, int capacity) {
    return new Frame(
        "street",
        7,
        new FrameTime(1, 1),
        layout,
        ByteBuffer.allocate(capacity),
        3_000,
        released::incrementAndGet);
  }
}
