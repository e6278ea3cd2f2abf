package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.camera.CameraException;
import io.pipit.config.CameraSettings.Source;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamErrorTest {
  private static final Source RIBBON = new Source.Libcamera("", 0, 0);

  /** In the words of Debian 12's libcamera. */
  @Test
  void libcameraThatFindsNoCameraMayLackItsOtherHalf() {
    CameraException failure =
        failure(
            "gst-resource-error-quark",
            "3",
            "libcamerasrc",
            "Could not find any supported camera on this system.",
            "gstlibcamerasrc.cpp(355): gst_libcamera_src_open ():\ncameras() is empty");
    assertEquals("libcamera: libcamera finds no camera on this board", failure.reason());
    assertEquals(
        "run: apt install libcamera-ipa; then look at the camera's ribbon cable",
        failure.remedy().orElseThrow());
  }

  @Test
  void libcameraWithoutItsElementNeedsBothPackages() {
    assertEquals(
        "run: apt install gstreamer1.0-libcamera libcamera-ipa",
        failure("missing-element", "0", "libcamerasrc", "libcamerasrc", "").remedy().orElseThrow());
  }

  private static CameraException failure(String... texts) {
    return StreamError.of(List.of(texts)).toFailure(RIBBON, "libcamera", Optional::empty);
  }
}
