package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.TestSettings;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.SettingsLoader;
import io.pipit.doctor.Finding.Level;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelCheckTest {
  @Test
  void aModelThatIsFastEnoughIsFine() {
    assertEquals(
        Finding.ok("model", "40.0 ms per frame: 25 frames a second, the cameras ask for 20"),
        speed(40, 10, 10));
  }

  @Test
  void camerasThatAskForMoreThanTheBoardGivesAreAWarningWithWhatItCan() {
    Finding slow = speed(80, 10, 10, 10);
    assertEquals(Level.WARNING, slow.level());
    assertEquals("80.0 ms per frame: 13 frames a second, the cameras ask for 30", slow.what());
    assertEquals(
        "set fps to 4.1 or less for each camera, or a smaller model.input-side;"
            + " frames are dropped otherwise",
        slow.remedy());
  }

  @Test
  void camerasWithoutALimitAreNoted() {
    assertEquals(Level.NOTE, speed(20, 0, 10).level());
  }

  @Test
  void whatIsMeasuredBesideARunningPipitProvesNothing() {
    Finding shared = speed(true, 80, 10, 10);
    assertEquals(Level.NOTE, shared.level());
    assertEquals(
        "80.0 ms per frame: 13 frames a second beside the running Pipit, the cameras ask for 20",
        shared.what());
  }

  @Test
  void withoutCamerasTheSpeedIsReportedAlone() {
    assertEquals(Finding.ok("model", "20.0 ms per frame: 50 frames a second"), speed(20));
  }

  private static Finding speed(double millis, double... fps) {
    return speed(false, millis, fps);
  }

  private static Finding speed(boolean beside, double millis, double... fps) {
    List<CameraSettings> cameras =
        Arrays.stream(fps)
            .mapToObj(
                each ->
                    TestSettings.camera(
                        "c", new Source.Demo(1, 64, 64), each, Duration.ofSeconds(1)))
            .toList();
    return new ModelCheck(SettingsLoader.shipped().model(), cameras, beside).speed(millis);
  }
}
