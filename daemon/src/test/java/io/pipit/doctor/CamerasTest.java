package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.board.Board;
import io.pipit.board.PortOwners;
import io.pipit.camera.RtspServer;
import io.pipit.camera.usb.UsbCameras;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.CameraUrl;
import io.pipit.config.ModelSettings;
import io.pipit.config.Secret;
import io.pipit.doctor.Finding.Level;
import io.pipit.doctor.RunningPipit.CameraState;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Video devices and configured cameras, on made-up boards. */
class CamerasTest {
  private static final String ELEMENTS =
      """
      coreelements:  fdsink: Filedescriptor Sink
      playback:  decodebin: Decoder Bin
      rtsp:  rtspsrc: RTSP packet receiver
      app:  appsink: AppSink
      videofilter:  videoflip: Video flipper
      video4linux2:  v4l2src: Video (video4linux2) Source
      videoconvertscale:  videoconvert: Video colorspace converter
      videoconvertscale:  videoscale: Video scaler
      videorate:  videorate: Video rate adjuster
      typefindfunctions: video/x-flv: flv
      coreelements:  filesrc: File Source

      Total count: 30 plugins, 100 features
      """;

  private static final String V4L2 = "v4l2-ctl --device /dev/video0";

  @TempDir private Path root;
  private Tree tree;
  private final FakePrograms programs = new FakePrograms();

  @BeforeEach
  void makeTree() {
    tree = new Tree(root);
    programs.answer("gst-inspect-1.0", 0, ELEMENTS);
  }

  @Test
  void aDeviceIsReportedWithTheNamesThatStayAndWhatItGives() throws Exception {
    plug();
    tree.link("/dev/v4l/by-id/usb-Acme_Eye_S1-video-index0", "../../video0");
    tree.link("/dev/v4l/by-id/usb-Acme_Eye_S2-video-index0", "../../video10");
    tree.link("/dev/v4l/by-path/platform-1-video-index0", "../../video0");
    programs.answer(V4L2, 0, VideoFormatsTest.WEBCAM);
    assertEquals(
        List.of(
            Finding.ok(
                "cameras",
                "/dev/video0 Eye (usb:S1, usb-Acme_Eye_S1-video-index0,"
                    + " /dev/v4l/by-path/platform-1-video-index0);"
                    + " gives MJPG 1280x720 30 fps, 640x480 30 fps; YUYV 640x480 10 fps")),
        devices());
  }

  @Test
  void whoHasADeviceIsNamed() throws Exception {
    plug();
    hold();
    assertEquals(
        "/dev/video0 Eye (usb:S1); gst-launch-1.0 (process 812) has it", devices().get(0).what());
  }

  @Test
  void aMissingToolIsANoteWithItsPackage() throws Exception {
    plug();
    assertEquals("apt install v4l-utils", devices().get(1).remedy());
    assertFalse(devices().get(1).isWrong());
  }

  @Test
  void aDeviceThatHangsIsAWarning() throws Exception {
    plug();
    programs.answer(V4L2, Programs.Result.TIMED_OUT, "");
    assertEquals("/dev/video0 Eye (usb:S1); it does not answer: it hangs", devices().get(0).what());
  }

  @Test
  void withoutADeviceNothingIsWrong() throws Exception {
    assertEquals(List.of(Finding.ok("cameras", "no video device is there")), devices());
  }

  @Test
  void aCameraThatIsNotPluggedInIsAProblemWithWhatIsThere() throws Exception {
    plug();
    Finding finding = camera(new Source.V4l2("usb:S9", 0, 0)).get(0);
    assertEquals(Level.PROBLEM, finding.level());
    assertEquals(
        "gate: usb:S9: no such camera is plugged in; there is /dev/video0 (Eye, usb:S1)",
        finding.what());
    assertEquals("plug it in, or correct cameras.gate.device", finding.remedy());
  }

  @Test
  void aCameraThatAnotherProgramHasIsAProblem() throws Exception {
    plug();
    hold();
    assertEquals(
        "gate: /dev/video0 is in use by gst-launch-1.0 (process 812)",
        camera(new Source.V4l2("usb:S1", 0, 0)).get(0).what());
  }

  @Test
  void aDeviceIsTheSameByWhateverName() throws Exception {
    plug();
    hold();
    tree.link("/dev/v4l/by-id/usb-Acme_Eye_S1-video-index0", "../../video0");
    assertEquals(
        "gate: /dev/video0 is in use by gst-launch-1.0 (process 812)",
        camera(new Source.V4l2("usb-Acme_Eye_S1-video-index0", 0, 0)).get(0).what());
  }

  @Test
  void aSizeThatTheCameraDoesNotGiveIsAProblem() throws Exception {
    plug();
    programs.answer(V4L2, 0, VideoFormatsTest.WEBCAM);
    Finding finding = camera(new Source.V4l2("usb:S1", 800, 600)).get(0);
    assertEquals("gate: /dev/video0 does not give 800x600", finding.what());
    assertTrue(finding.remedy().contains("MJPG 1280x720"), finding.remedy());
  }

  @Test
  void aCameraThatIsCalledByItsNumberGetsAStableName() throws Exception {
    plug();
    hold();
    List<Finding> findings = camera(new Source.V4l2("/dev/video0", 0, 0));
    assertEquals("device = \"usb:S1\"", findings.get(1).remedy());
    assertEquals(Level.NOTE, findings.get(1).level());
  }

  @Test
  void missingPartsOfGstreamerAreNamedWithTheirPackages() throws Exception {
    FakePrograms bare = new FakePrograms();
    bare.answer("gst-inspect-1.0", 0, ELEMENTS.replaceAll(".*(rtspsrc|videoscale):.*\n", ""));
    Finding finding = camera(rtsp("rtsp://127.0.0.1/"), bare, Optional.empty()).get(0);
    assertEquals("gate: GStreamer's rtspsrc, videoscale is not installed", finding.what());
    assertEquals(
        "apt install gstreamer1.0-plugins-good gstreamer1.0-plugins-base", finding.remedy());
    assertEquals(
        "apt install gstreamer1.0-tools",
        camera(rtsp("rtsp://127.0.0.1/"), new FakePrograms(), Optional.empty()).get(0).remedy());
  }

  @Test
  void aNetworkCameraThatIsNotThereIsAProblemThatSaysHow() throws Exception {
    assertEquals(
        "gate: unknown host no-such-host.invalid",
        camera(rtsp("rtsp://user:pa@ss@no-such-host.invalid/a")).get(0).what());
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    assertEquals(
        "gate: 127.0.0.1 is there, but nothing listens on its port " + port,
        camera(rtsp("rtsp://127.0.0.1:" + port + "/a")).get(0).what());
  }

  @Test
  void aFrameIsTakenOfACameraThatNobodyHas() throws Exception {
    Finding finding = camera(new Source.Demo(1, 640, 360)).get(0);
    assertTrue(finding.what().matches("gate: a frame of 640x360 came after \\d+\\.\\d s"));
  }

  @Test
  void aStreamThatIsTooLargeIsANoteWithWhatAnotherWouldCost() throws Exception {
    try (RtspServer server = new RtspServer()) {
      List<Finding> findings = camera(rtsp(server.url("/large")));
      Finding last = findings.get(findings.size() - 1);
      assertEquals(Level.NOTE, last.level(), findings::toString);
      assertTrue(
          last.what()
              .matches(
                  "gate: 1920x1080( at 10 frames/s)? is decoded for a model that takes 416x416"),
          last.what());
      assertEquals(
          "the camera's second stream (substream) of 640x360 would cost a ninth", last.remedy());
    }
  }

  @Test
  void aFileThatIsNotThereIsAProblem() throws Exception {
    Path file = root.resolve("no.mp4");
    assertEquals(
        Finding.problem(
            "cameras",
            "camera gate: " + file + ": no such file",
            "look at cameras.gate in the configuration"),
        camera(new Source.File(file, false)).get(0));
  }

  @Test
  void aRunningPipitIsAskedInsteadOfTheCamera() throws Exception {
    CameraState lost = new CameraState("gate", "reconnecting", "no such host", "");
    List<Finding> findings = camera(rtsp("rtsp://no-such-host.invalid/"), programs, running(lost));
    assertEquals(
        Finding.problem(
            "cameras",
            "gate: the running Pipit reports: reconnecting (no such host)",
            "look at its power, cable and address, and at url and password in the configuration"),
        findings.get(0));
    assertEquals("gate: unknown host no-such-host.invalid", findings.get(1).what());
    CameraState well = new CameraState("gate", "ok", "", "avdec_h264");
    assertEquals(
        List.of(Finding.ok("cameras", "gate: the running Pipit reports: ok, decoder: avdec_h264")),
        camera(rtsp("rtsp://no-such-host.invalid/"), programs, running(well)));
  }

  @Test
  void whatTheRunningPipitHasIsNotTakenForABusyDevice() throws Exception {
    plug();
    hold();
    CameraState stale = new CameraState("gate", "stale", "", "");
    assertEquals(
        List.of(Level.PROBLEM),
        camera(new Source.V4l2("usb:S1", 0, 0), programs, running(stale)).stream()
            .map(Finding::level)
            .toList());
  }

  private static Optional<RunningPipit> running(CameraState camera) {
    return Optional.of(new RunningPipit("1", List.of(camera), List.of()));
  }

  private static Source rtsp(String url) {
    return new Source.Rtsp(
        CameraUrl.parse(url).orElseThrow(), Source.Rtsp.Transport.TCP, Secret.NONE);
  }

  private List<Finding> devices() throws Exception {
    Board board = tree.board();
    return new VideoDevicesCheck(
            board, new UsbCameras(root), new VideoTool(programs), new PortOwners(board))
        .find();
  }

  private List<Finding> camera(Source source) throws Exception {
    return camera(source, programs, Optional.empty());
  }

  private List<Finding> camera(Source source, Programs with, Optional<RunningPipit> running)
      throws Exception {
    return check(source, with, running).find();
  }

  private Check check(Source source, Programs with, Optional<RunningPipit> running) {
    return new CameraCheck(
        TestSettings.camera("gate", source, 10, Duration.ofSeconds(20)),
        new CameraCheck.Tools(
            tree.board(),
            new UsbCameras(root),
            new StableDeviceNames(tree.board()),
            new VideoTool(with),
            new PortOwners(tree.board()),
            new Gstreamer(with),
            new ModelSettings.Input.Auto(416)),
        running);
  }

  /** A USB camera with a serial number. */
  private void plug() {
    String usb = "/sys/devices/usb1/1-1";
    tree.with(usb + "/idVendor", "1234\n");
    tree.with(usb + "/serial", "S1\n");
    tree.with(usb + "/1-1:1.0/video4linux/video0/index", "0\n");
    tree.with(usb + "/1-1:1.0/video4linux/video0/name", "Eye\n");
    tree.link(
        usb + "/1-1:1.0/video4linux/video0/device", root.resolve(usb.substring(1)) + "/1-1:1.0");
    tree.link(
        "/sys/class/video4linux/video0",
        root.resolve(usb.substring(1)) + "/1-1:1.0/video4linux/video0");
    tree.with("/dev/video0", "");
  }

  private void hold() {
    tree.with("/proc/812/comm", "gst-launch-1.0\n");
    tree.link("/proc/812/fd/5", "/dev/video0");
  }
}
