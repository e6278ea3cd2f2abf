package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.scene.Frame.Layout;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrozenFrameDetectorTest {
  private static final Layout LAYOUT = new Layout(3, 8, 12, 3, 8);
  private final ByteBuffer pixels = ByteBuffer.allocateDirect(LAYOUT.bytes() + 40);
  private final FrozenFrameDetector frozen = new FrozenFrameDetector(Duration.ofNanos(100));

  @Test
  void equalPicturesAreFrozenAfterTheTime() {
    assertFalse(see(0));
    assertFalse(see(50));
    assertFalse(see(99));
    assertTrue(see(100));
  }

  @Test
  void oneOtherByteBeginsAnew() {
    see(0);
    pixels.put(4 * LAYOUT.stride() + 8, (byte) 1);
    assertFalse(see(100));
    assertFalse(see(199));
    assertTrue(see(200));
  }

  @Test
  void whatStandsBesideThePictureDoesNotCount() {
    see(0);
    pixels.put(9, (byte) 1); // padding of the first row
    assertTrue(see(100));
  }

  @Test
  void afterAResetAPictureIsAFirstOne() {
    see(0);
    frozen.reset();
    assertFalse(see(100));
  }

  @Test
  void withoutALimitNothingIsFrozen() {
    FrozenFrameDetector never = new FrozenFrameDetector(Duration.ZERO);
    assertFalse(never.isFrozen(pixels, LAYOUT, 0));
    assertFalse(never.isFrozen(pixels, LAYOUT, Long.MAX_VALUE));
  }

  private boolean see(long nanos) {
    boolean is = frozen.isFrozen(pixels, LAYOUT, nanos);
    assertEquals(LAYOUT.bytes(), pixels.remaining(), "the whole picture can still be read");
    return is;
  }
}
