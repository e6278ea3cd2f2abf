package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.doctor.DecoderAdvice.Advice;
import io.pipit.event.Decoder;
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
}
