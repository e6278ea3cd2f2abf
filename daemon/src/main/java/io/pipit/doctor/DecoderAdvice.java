package io.pipit.doctor;

import io.pipit.camera.VideoStream;
import io.pipit.camera.gst.CameraProgram;
import io.pipit.event.Decoder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which decoder of this board could do what software does, and why it does not. */
final class DecoderAdvice {
  private static final List<String> CODECS = List.of("h264", "h265");

  /** Before it, libavcodec is so old (Debian 12) that H.265 costs 3.4 times what it does later. */
  private static final Runtime.Version QUICK_H265 = Runtime.Version.parse("1.24");

  private final Gstreamer gstreamer;

  DecoderAdvice(Gstreamer gstreamer) {
    this.gstreamer = gstreamer;
  }

  /**
   * What to say of a decoder that is in use.
   *
   * @param what is the case
   * @param remedy what to do; empty when nothing is to be done
   */
  record Advice(String what, String remedy) {}

  /**
   * Looks at what is installed.
   *
   * @param wanted auto, hardware or software, as configured
   */
  Advice of(Decoder used, String wanted) throws IOException, InterruptedException {
    String what = "decoder: " + used;
    Optional<String> codec =
        CODECS.stream().filter(used.name()::contains).findFirst().filter(any -> !used.hardware());
    if (codec.isEmpty() || wanted.equals("software")) {
      return new Advice(what, "");
    }
    String parser = codec.get() + "parse";
    Optional<String> hardware = gstreamer.hardware(codec.get());
    if (hardware.isEmpty()) {
      return new Advice(what, "");
    }
    return gstreamer.has(parser)
        ? new Advice(
            what + "; " + hardware.get() + " is there, but can't be used",
            "look for another program that uses it: fuser -v /dev/video*")
        : new Advice(
            what + "; " + hardware.get() + " needs " + parser,
            "apt install " + CameraProgram.packageOf(parser));
  }

  /** What a newer system would save. */
  Optional<Advice> ofVersion(Decoder used, VideoStream stream)
      throws IOException, InterruptedException {
    if (used.hardware() || !used.name().startsWith("avdec_") || !stream.codec().equals("h265")) {
      return Optional.empty();
    }
    return gstreamer
        .version()
        .filter(version -> version.compareTo(QUICK_H265) < 0)
        .map(
            version ->
                new Advice(
                    "H.265 is decoded by an old libav (of GStreamer "
                        + version
                        + "): a frame of 1080p takes 3.4 times the instructions that Debian 13's"
                        + " needs (505 to 148 million)",
                    "set the camera's stream to H.264, or install Debian 13"));
  }
}
