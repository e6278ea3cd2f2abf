package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.gst.GstCommands.Delivery;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.Secret;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class GstCommandsTest {
  private static final Delivery DELIVERY = new Delivery(0, 416, 256, true);
  private static final String TAIL =
      " ! videoscale name=scale ! videoconvert ! video/x-raw,format=RGB,pixel-aspect-ratio=1/1,"
          + "width=[16,416],height=[16,256] ! fdsink name=out fd=3 sync=";

  @Test
  void aFileIsPlayedAtItsOwnSpeed() {
    assertEquals(
        "filesrc location=\"/videos/a.mp4\" ! decodebin" + TAIL + "true",
        gst(new Source.File(Path.of("/videos/a.mp4"), false), DELIVERY));
  }

  @Test
  void aFileIsReadAsFastAsItCanBeOnDemand() {
    assertEquals(
        "filesrc location=\"/videos/a.mp4\" ! decodebin"
            + " ! videorate ! video/x-raw,framerate=5/1"
            + TAIL
            + "false",
        gst(new Source.File(Path.of("/videos/a.mp4"), false), new Delivery(4.5, 416, 256, false)));
  }

  @Test
  void aUsbCameraMaySendRawPicturesOrJpeg() {
    assertEquals(
        "v4l2src device=\"/dev/video0\" ! video/x-raw,width=640,height=480;"
            + "image/jpeg,width=640,height=480 ! decodebin"
            + TAIL
            + "false",
        gst(new Source.V4l2("/dev/video0", 640, 480), DELIVERY));
    assertEquals(
        "v4l2src device=\"/dev/video2\" ! image/jpeg,width=1280,height=720;"
            + "video/x-raw,width=1280,height=720 ! decodebin"
            + TAIL
            + "false",
        gst(new Source.V4l2("/dev/video2", 1280, 720), DELIVERY));
    assertEquals(
        "v4l2src device=\"/dev/video2\" ! decodebin" + TAIL + "false",
        gst(new Source.V4l2("/dev/video2", 0, 0), DELIVERY));
  }

  @Test
  void aNetworkCameraComesOverTheTransportAskedFor() {
    for (Source.Rtsp.Transport transport : Source.Rtsp.Transport.values()) {
      String protocol = transport == Source.Rtsp.Transport.TCP ? "tcp" : "udp";
      assertEquals(
          "rtspsrc location=\"rtsp://cam/1\" protocols="
              + protocol
              + " latency=100 drop-on-latency=true ! application/x-rtp,media=video ! decodebin"
              + TAIL
              + "false",
          gst(new Source.Rtsp("rtsp://cam/1", transport, Secret.NONE), DELIVERY));
    }
  }

  @Test
  void aRibbonCableCameraIsFoundByItsName() {
    assertEquals(
        "libcamerasrc camera-name=\"/base/soc/i2c@1/imx219@10\" ! video/x-raw,width=640,height=480"
            + TAIL
            + "false",
        gst(new Source.Libcamera("/base/soc/i2c@1/imx219@10", 640, 480), DELIVERY));
    assertEquals("libcamerasrc" + TAIL + "false", gst(new Source.Libcamera("", 0, 0), DELIVERY));
  }

  @Test
  void valuesAreQuotedForGstLaunch() {
    assertEquals("location=\"/a b!c\"", GstCommands.property("location", "/a b!c"));
    assertEquals("location=\"/a\\\"b\\\\c\"", GstCommands.property("location", "/a\"b\\c"));
    assertThrows(IllegalArgumentException.class, () -> GstCommands.property("location", "/a\nb"));
  }

  @Test
  void noShellEverParsesAValue() {
    List<String> command =
        GstCommands.command(new Source.File(Path.of("/$(reboot);`x`"), false), DELIVERY);
    assertEquals("exec 3>&1 1>&2; exec \"$@\"", command.get(2));
    assertEquals("location=\"/$(reboot);`x`\"", command.get(8));
  }

  @Test
  void aPasswordThatIsNotInTheUrlIsGivenBesideIt() {
    Source source = new Source.Rtsp("rtsp://me@cam/1", Source.Rtsp.Transport.TCP, Secret.NONE);
    String command = String.join(" ", GstCommands.command(source, DELIVERY, "a\"b"));
    assertTrue(
        command.contains("location=\"rtsp://cam/1\" user-id=\"me\" user-pw=\"a\\\"b\" "), command);
    assertFalse(String.join(" ", GstCommands.command(source, DELIVERY)).contains("user-pw"));
  }

  @Test
  void theDemoNeedsNoChild() {
    assertThrows(
        IllegalArgumentException.class,
        () -> GstCommands.command(new Source.Demo(1, 640, 360), DELIVERY));
  }

  private static String gst(Source source, Delivery delivery) {
    List<String> command = GstCommands.command(source, delivery);
    assertEquals(
        List.of("pipit-camera", "gst-launch-1.0", "--no-fault", "-v"), command.subList(3, 7));
    return String.join(" ", command.subList(7, command.size()));
  }
}
