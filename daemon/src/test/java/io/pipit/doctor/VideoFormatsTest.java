package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VideoFormatsTest {
  /** In the words of v4l2-ctl 1.22. */
  static final String WEBCAM =
      """
      Driver Info:
      \tDriver name      : uvcvideo
      \tCard type        : HD Webcam
      \tCapabilities     : 0x84a00001
      \t\tVideo Capture
      \t\tMetadata Capture
      \tDevice Caps      : 0x04200001
      \t\tVideo Capture
      \t\tStreaming
      ioctl: VIDIOC_ENUM_FMT
      \tType: Video Capture

      \t[0]: 'MJPG' (Motion-JPEG, compressed)
      \t\tSize: Discrete 1280x720
      \t\t\tInterval: Discrete 0.033s (30.000 fps)
      \t\t\tInterval: Discrete 0.067s (15.000 fps)
      \t\tSize: Discrete 640x480
      \t\t\tInterval: Discrete 0.033s (30.000 fps)
      \t[1]: 'YUYV' (YUYV 4:2:2)
      \t\tSize: Discrete 640x480
      \t\t\tInterval: Discrete 0.100s (10.000 fps)
      """;

  private static final String CODEC =
      """
      Driver Info:
      \tCapabilities     : 0x84204000
      \t\tVideo Memory-to-Memory Multiplanar
      \tDevice Caps      : 0x04204000
      \t\tVideo Memory-to-Memory Multiplanar
      ioctl: VIDIOC_ENUM_FMT
      \tType: Video Capture Multiplanar

      \t[0]: 'YU12' (Planar YUV 4:2:0)
      \t\tSize: Stepwise 32x32 - 1920x1920 with step 2/2
      """;

  @Test
  void formatsAreReportedWithTheirSizesAndBestRates() {
    VideoFormats formats = VideoFormats.parse(WEBCAM);
    assertTrue(formats.camera());
    assertEquals("MJPG 1280x720 30 fps, 640x480 30 fps; YUYV 640x480 10 fps", formats.toString());
    assertTrue(formats.holds(640, 480));
    assertFalse(formats.holds(800, 600));
  }

  @Test
  void whatOnlyConvertsIsNoCamera() {
    VideoFormats formats = VideoFormats.parse(CODEC);
    assertFalse(formats.camera());
    assertEquals("YU12 32x32 to 1920x1920", formats.toString());
    assertTrue(formats.holds(640, 480));
    assertFalse(formats.holds(16, 16));
  }

  @Test
  void manyFormatsAreCutShort() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      many.append("\t[").append(i).append("]: 'F").append(i).append("' (x)\n");
    }
    assertEquals("F0; F1; F2 and 37 more", VideoFormats.parse(many.toString()).toString());
    assertEquals("no formats", VideoFormats.parse("").toString());
    assertTrue(VideoFormats.parse("").holds(1, 1), "what is not listed may do");
  }
}
