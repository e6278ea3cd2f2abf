package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.RecoverySettings;
import io.pipit.config.Regions;
import io.pipit.config.Secret;
import io.pipit.config.SettingsLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CamerasTest {
  private static final RecoverySettings RECOVERY = SettingsLoader.shipped().recovery();

  private static final CameraSettings.Limits LIMITS =
      new CameraSettings.Limits(
          Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(60));

  @Test
  void aUsbCameraThatIsAwayIsLookedForAgainAtEachOpening() {
    Source source = new Source.V4l2("usb:of-no-camera", 0, 0);
    try (Camera camera = Cameras.create(settings(source), 416, 416, true)) {
      for (int i = 0; i < 2; i++) {
        CameraException e = assertThrows(CameraException.class, camera::open);
        assertTrue(e.reason().startsWith("usb:of-no-camera: no such camera is plugged in; "));
        assertFalse(e.isPermanent());
      }
    }
  }

  @Test
  void onlyLiveCamerasCanBeStaleOrFrozenOrReset() {
    for (Source live :
        List.of(
            new Source.V4l2("/dev/video0", 0, 0),
            new Source.Rtsp(
                CameraUrl.parse("rtsp://cam/1").orElseThrow(),
                Source.Rtsp.Transport.TCP,
                Secret.NONE),
            new Source.Http(
                CameraUrl.parse("http://cam/1").orElseThrow(), Duration.ZERO, Secret.NONE),
            new Source.Libcamera("", 0, 0))) {
      CameraLoop.Limits limits = limits(live);
      assertEquals(LIMITS.staleAfter(), limits.stale());
      assertEquals(LIMITS.frozenAfter(), limits.frozen());
      assertEquals(RECOVERY.usbResetAfter(), limits.reset());
    }
    for (Source other :
        List.of(
            new Source.Demo(1, 320, 240),
            new Source.File(Path.of("a.mp4"), true),
            new Source.Folder(Path.of("a"), true))) {
      CameraLoop.Limits limits = limits(other);
      assertEquals(Duration.ZERO, limits.stale());
      assertEquals(Duration.ZERO, limits.frozen());
      assertNull(limits.reset());
    }
  }

  private static CameraLoop.Limits limits(Source source) {
    return Cameras.limits(settings(source), RECOVERY);
  }

  private static CameraSettings settings(Source source) {
    return new CameraSettings("a", source, 10, LIMITS, TestSettings.objects(), Regions.NONE);
  }
}
