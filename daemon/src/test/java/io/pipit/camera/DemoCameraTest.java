package io.pipit.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.CameraSettings.Source;
import io.pipit.demo.StreetScene;
import io.pipit.scene.Frame.Layout;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DemoCameraTest {
  private static final Source.Demo SOURCE = new Source.Demo(7, 160, 96);
  private final FrameBuffer buffer = new FrameBuffer();

  @Test
  void itsPicturesAreTheScenesAtTheRateAskedFor() throws Exception {
    StreetScene scene = new StreetScene(7, 160, 96);
    try (Camera camera = new DemoCamera("demo", SOURCE, 4, false)) {
      camera.open();
      for (int i = 0; i < 3; i++) {
        assertEquals(Layout.packed(160, 96), camera.read(buffer));
        scene.render(i / 4.0);
        for (int y = 0; y < 96; y++) {
          for (int x = 0; x < 160; x++) {
            int at = 3 * (160 * y + x);
            int rgb =
                (buffer.pixels().get(at) & 255) << 16
                    | (buffer.pixels().get(at + 1) & 255) << 8
                    | (buffer.pixels().get(at + 2) & 255);
            assertEquals(scene.image().getRGB(x, y) & 0xFFFFFF, rgb);
          }
        }
      }
    }
  }

  @Test
  void itKeepsTheRate() throws Exception {
    try (Camera camera = new DemoCamera("demo", SOURCE, 20, true)) {
      camera.open();
      camera.read(buffer);
      long first = buffer.captured().monoNanos();
      for (int i = 0; i < 4; i++) {
        camera.read(buffer);
      }
      long passed = buffer.captured().monoNanos() - first;
      assertTrue(passed > TimeUnit.MILLISECONDS.toNanos(90), "took " + passed + " ns");
    }
  }

  @Test
  void closeEndsTheWaitForTheNextPictureAndItCanBeOpenedAgain() throws Exception {
    Camera camera = new DemoCamera("demo", SOURCE, 0.001, true);
    camera.open();
    camera.read(buffer);
    CompletableFuture<Void> read =
        CompletableFuture.runAsync(
            () -> assertThrows(CameraException.class, () -> camera.read(buffer)));
    camera.close();
    read.get(10, TimeUnit.SECONDS);
    camera.open();
    camera.read(buffer);
    camera.close();
  }
}
