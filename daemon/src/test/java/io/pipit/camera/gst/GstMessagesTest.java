package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.camera.Cameras;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.Secret;
import org.junit.jupiter.api.Test;

class GstMessagesTest {
  @Test
  void aMissingElementIsNamedWithItsPackage() {
    GstMessages messages = said("WARNING: erroneous pipeline: no element \"libcamerasrc\"");
    assertEquals(
        "the GStreamer element libcamerasrc is not installed;"
            + " run: apt install gstreamer1.0-libcamera",
        messages.reason());
    assertTrue(messages.somethingMissing());
    assertEquals("gstreamer1.0-plugins-good", GstMessages.packageOf("rtspsrc"));
    assertEquals("gstreamer1.0-plugins-base", GstMessages.packageOf("videoscale"));
  }

  @Test
  void aMissingDecoderIsNamedWithItsPackage() {
    GstMessages messages =
        said(
            "Setting pipeline to PAUSED ...",
            "Missing element: H.264 (Main Profile) decoder",
            "ERROR: from element /GstPipeline:pipeline0/GstDecodeBin:decodebin0: Your GStreamer"
                + " installation is missing a plug-in.");
    assertEquals(
        "GStreamer's H.264 (Main Profile) decoder is not installed;"
            + " run: apt install gstreamer1.0-libav",
        messages.reason());
    assertTrue(messages.somethingMissing());
  }

  @Test
  void theFirstErrorIsQuotedWithTheSystemsOwnWords() {
    GstMessages messages =
        said(
            "Setting pipeline to PAUSED ...",
            "ERROR: from element /GstPipeline:pipeline0/GstV4l2Src:v4l2src0: Cannot identify"
                + " device '/dev/video0'.",
            "Additional debug info:",
            "../sys/v4l2/v4l2_calls.c(608): gst_v4l2_open (): /GstPipeline:pipeline0/"
                + "GstV4l2Src:v4l2src0:",
            "system error: No such file or directory",
            "ERROR: pipeline doesn't want to preroll.",
            "Freeing pipeline ...");
    assertEquals(
        "Cannot identify device '/dev/video0'. (system error: No such file or directory)",
        messages.reason());
    assertFalse(messages.somethingMissing());
  }

  @Test
  void nothingSaidIsNoReason() {
    assertNull(said().reason());
    assertNull(said("/GstPipeline:pipeline0/GstFoo:foo.GstPad:src: caps = NULL").reason());
  }

  @Test
  void capsThatEndAreNoChange() throws Exception {
    GstMessages messages = new GstMessages();
    String scale = "/GstPipeline:pipeline0/GstVideoScale:scale.GstPad:sink: caps = ";
    String out = "/GstPipeline:pipeline0/GstFdSink:out.GstPad:sink: caps = ";
    messages.line(out + "video/x-raw, width=(int)40, height=(int)30, framerate=(fraction)10/1");
    assertNull(messages.awaitLayout(1));
    messages.line(scale + "video/x-raw, format=(string)I420, width=(int)80, height=(int)60");
    assertEquals(80, messages.awaitLayout(1).frameWidth());
    messages.line(scale + "NULL");
    messages.line(out + "video/x-raw, width=(int)40, height=(int)30, framerate=(fraction)5/1");
    assertFalse(messages.changed());
    messages.line(scale + "video/x-raw, format=(string)I420, width=(int)160, height=(int)120");
    assertTrue(messages.changed());
  }

  @Test
  void aPasswordIsNotInTheTitle() {
    Source source =
        new Source.Rtsp("rtsp://me:secret@cam:554/1", Source.Rtsp.Transport.TCP, Secret.NONE);
    assertEquals("rtsp://cam:554/1", Cameras.title(source));
  }

  private static GstMessages said(String... lines) {
    GstMessages messages = new GstMessages();
    for (String line : lines) {
      messages.line(line);
    }
    return messages;
  }
}
