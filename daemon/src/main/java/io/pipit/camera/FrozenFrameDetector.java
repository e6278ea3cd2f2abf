package io.pipit.camera;

import io.pipit.scene.Frame.Layout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32;

/**
 * Notices that a live camera gives the same bytes again and again, as some do whose sensor has
 * died: the noise of a sensor that lives makes two equal frames all but impossible. Every fourth
 * row is looked at, by a checksum; allocates nothing.
 */
final class FrozenFrameDetector {
  private static final int ROWS = 4;

  private final long limitNanos;
  private final CRC32 checksum = new CRC32();
  private boolean seen;
  private long last;
  private long since;

  /**
   * No frame yet.
   *
   * @param limit frames that are equal for so long are frozen; 0: never
   */
  FrozenFrameDetector(Duration limit) {
    limitNanos = limit.toNanos();
  }

  /** The next frame is a first one. */
  void reset() {
    seen = false;
  }

  /**
   * Looks at the next frame.
   *
   * @param pixels from index 0 on; position 0 and limit {@code layout.bytes()} afterwards
   * @param nanos when the frame came
   * @return whether all frames were equal for too long
   */
  boolean isFrozen(ByteBuffer pixels, Layout layout, long nanos) {
    if (limitNanos == 0) {
      return false;
    }
    long sum = sum(pixels, layout);
    if (!seen || sum != last) {
      seen = true;
      last = sum;
      since = nanos;
    }
    return nanos - since >= limitNanos;
  }

  private long sum(ByteBuffer pixels, Layout layout) {
    checksum.reset();
    for (int y = 0; y < layout.height(); y += ROWS) {
      int row = y * layout.stride();
      checksum.update(pixels.clear().position(row).limit(row + 3 * layout.width()));
    }
    pixels.clear().limit(layout.bytes());
    return checksum.getValue();
  }
}
