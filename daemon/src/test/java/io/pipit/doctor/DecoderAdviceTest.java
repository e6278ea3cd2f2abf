package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.camera.VideoStream;
import io.pipit.doctor.DecoderAdvice.Advice;
import io.pipit.event.Decoder;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What doctor says of decoders, on boards with and without hardware. */
class DecoderAdviceTest {
  private static final Decoder SOFTWARE = new Decoder("avdec_h264", false, 0);

  private static Advice advice(String elements, Decoder used, String wanted) throws Exception {
    FakePrograms programs = new FakePrograms();
    programs.answer("gst-inspect-1.0", 0, elements);
    return new DecoderAdvice(new Gstreamer(programs)).of(used, wanted);
  }

  @Test
  void hardwareThatLacksItsParserIsNamedWithThePackage() throws Exception {
    String board = "video4linux2:  v4l2h264dec: V4L2 H264 Decoder\n";
    assertEquals(
        new Advice(
            "decoder: avdec_h264 (software); v4l2h264dec needs h264parse",
            "apt install gstreamer1.0-plugins-bad"),
        advice(board, SOFTWARE, "auto"));
    assertEquals(
        new Advice("decoder: avdec_h264 (software)", ""), advice(board, SOFTWARE, "software"));
    assertEquals(
        new Advice("decoder: avdec_h265 (software)", ""),
        advice(board, new Decoder("avdec_h265", false, 0), "auto"));
  }

  @Test
  void hardwareThatIsThereButNotUsedIsNamed() throws Exception {
    String board =
        """
        v4l2codecs:  v4l2slh264dec: V4L2 Stateless H.264 Video Decoder
        videoparsersbad:  h264parse: H.264 parser
        """;
    assertEquals(
        new Advice(
            "decoder: avdec_h264 (software); v4l2slh264dec is there, but can't be used",
            "look for another program that uses it: fuser -v /dev/video*"),
        advice(board, SOFTWARE, "auto"));
  }

  @Test
  void hardwareInUseNeedsNoAdvice() throws Exception {
    String board = "video4linux2:  v4l2h264dec: V4L2 H264 Decoder\n";
    assertEquals(
        new Advice("decoder: v4l2h264dec (hardware)", ""),
        advice(board, new Decoder("v4l2h264dec", true, 0), "auto"));
    assertEquals(
        new Advice("decoder: jpegdec (software)", ""),
        advice(board, new Decoder("jpegdec", false, 0), "auto"));
  }

  private static Optional<Advice> ofVersion(String version, String decoder, String codec)
      throws Exception {
    FakePrograms programs = new FakePrograms();
    programs.answer("gst-inspect-1.0 --version", 0, "gst-inspect-1.0 version\n" + version + "\n");
    return new DecoderAdvice(new Gstreamer(programs))
        .ofVersion(new Decoder(decoder, false, 0), new VideoStream(codec, 1920, 1080, 25));
  }

  @Test
  void softwareForH265OfAnOldSystemIsNamedWithWhatItCosts() throws Exception {
    assertEquals(
        Optional.of(
            new Advice(
                "H.265 is decoded by an old libav (of GStreamer 1.22): a frame of 1080p takes 3.4"
                    + " times the instructions that Debian 13's needs (505 to 148 million)",
                "set the camera's stream to H.264, or install Debian 13")),
        ofVersion("GStreamer 1.22.0", "avdec_h265", "h265"));
    assertEquals(Optional.empty(), ofVersion("GStreamer 1.24.0", "avdec_h265", "h265"));
    assertEquals(Optional.empty(), ofVersion("GStreamer 1.26.2", "avdec_h265", "h265"));
    assertEquals(Optional.empty(), ofVersion("GStreamer 1.22.0", "avdec_h264", "h264"));
    assertEquals(Optional.empty(), ofVersion("no version", "avdec_h265", "h265"));
  }
}
