package io.pipit.doctor;

import io.pipit.camera.gst.CameraProgram;
import io.pipit.event.Decoder;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Which decoder of this board could do what software does, and why it does not. */
final class DecoderAdvice {
  private static final List<String> CODECS = List.of("h264", "h265");

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
}
