package io.pipit.camera;

import io.pipit.config.CameraSettings.Source;
import io.pipit.demo.StreetScene;
import io.pipit.scene.Frame.Layout;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The built-in street scene as a camera: never fails, needs nothing installed. */
final class DemoCamera implements Camera {
  private static final double USUAL_FPS = 10;

  private final String name;
  private final Source.Demo source;
  private final double fps;
  private final boolean realTime;
  private final Layout layout;
  private final byte[] row;
  private @Nullable StreetScene scene;
  private volatile @Nullable Pacer pacer;

  /**
   * A street.
   *
   * @param fps frames per second of the scene's time; 0: the usual 10
   * @param realTime whether its time passes as ours, not as fast as it can be drawn
   */
  DemoCamera(String name, Source.Demo source, double fps, boolean realTime) {
    this.name = name;
    this.source = source;
    this.fps = fps > 0 ? fps : USUAL_FPS;
    this.realTime = realTime;
    layout = Layout.packed(source.width(), source.height());
    row = new byte[layout.stride()];
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void open() {
    close();
    if (scene == null) {
      scene = new StreetScene(source.seed(), source.width(), source.height());
    }
    pacer = new Pacer(realTime ? fps : 0);
  }

  @Override
  public Layout read(FrameBuffer buffer) throws CameraException, InterruptedException {
    Pacer pace = pacer;
    StreetScene street = scene;
    long beat = pace == null ? -1 : pace.await();
    if (beat < 0 || street == null) {
      throw new CameraException("it is closed");
    }
    buffer.markArrival();
    street.render(beat / fps);
    copy(street.image(), buffer.ofSize(layout.bytes()));
    return layout;
  }

  private void copy(BufferedImage image, ByteBuffer target) {
    int[] rgb = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    for (int y = 0, from = 0; y < layout.height(); y++) {
      for (int x = 0; x < row.length; x += 3) {
        int pixel = rgb[from++];
        row[x] = (byte) (pixel >> 16);
        row[x + 1] = (byte) (pixel >> 8);
        row[x + 2] = (byte) pixel;
      }
      target.put(row);
    }
  }

  @Override
  public void close() {
    Pacer pace = pacer;
    if (pace != null) {
      pace.close();
    }
  }
}
