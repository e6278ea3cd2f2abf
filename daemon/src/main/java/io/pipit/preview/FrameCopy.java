package io.pipit.preview;

import io.pipit.event.Report;
import io.pipit.scene.Frame;

/**
 * A frame's pixels, and what the frame came to.
 *
 * @param width of the pixels
 * @param height of the pixels
 * @param rgb rows without padding, 3 bytes a pixel
 * @param report whose boxes are in pixels of the camera's own frame
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record FrameCopy(int width, int height, byte[] rgb, Report report) {
  /** A frame's pixels, in rows without padding. */
  public static byte[] rgb(Frame frame) {
    Frame.Layout layout = frame.layout();
    int row = 3 * layout.width();
    byte[] rgb = new byte[row * layout.height()];
    for (int y = 0; y < layout.height(); y++) {
      frame.pixels().get(y * layout.stride(), rgb, y * row, row);
    }
    return rgb;
  }
}
