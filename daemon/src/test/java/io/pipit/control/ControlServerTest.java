package io.pipit.control;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.actuate.Actuators;
import io.pipit.config.CameraSettings;
import io.pipit.config.Regions;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.event.Report;
import io.pipit.explain.ExplainedFrame;
import io.pipit.explain.ExplanationFeed;
import io.pipit.json.JsonTree;
import io.pipit.preview.Annotations;
import io.pipit.preview.FrameCopies;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ControlServerTest {
  private static final CameraSettings STREET = TestSettings.camera("street", Regions.NONE);
  private static final FrameTime TIME = new FrameTime(0, 1_700_000_000_000L);
  private static final CameraSettings YARD = TestSettings.camera("yard", Regions.NONE);

  @TempDir private Path folder;
  private final FrameCopies frames = new FrameCopies();
  private final ExplanationFeed explanations = new ExplanationFeed();
  private List<CameraSettings> cameras = List.of(STREET);
  private ControlServer server;

  @BeforeEach
  void start() {
    server = server();
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ControlServer server() {
    return new ControlServer(
        Map.of("RUNTIME_DIRECTORY", folder.toString()),
        List.of(
            new SnapshotControl(() -> TestSettings.settings(cameras, List.of()), frames),
            new OutputControl(Actuators.none()),
            new ExplainControl(() -> TestSettings.settings(cameras, List.of()), explanations),
            new ReloadControl(user -> List.of("in force", "by " + !user.isEmpty()))));
  }

  private Path socket() {
    return folder.resolve("control");
  }

  private ControlClient ask(Map<String, ?> request) {
    return ControlClient.ask(socket(), request).orElseThrow();
  }

  private UserException refused(Map<String, ?> request) {
    try (ControlClient client = ask(request)) {
      return assertThrows(UserException.class, client::answer);
    }
  }

  @Test
  void theSocketIsForItsOwnerAndGroupAndGoneAtTheEnd() throws Exception {
    assertEquals(
        "rw-rw----", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket())));
    server.close();
    assertFalse(Files.exists(socket()));
    assertTrue(ControlClient.ask(socket(), Map.of("command", "reload")).isEmpty());
  }

  @Test
  void oneOfADaemonThatDiedIsReplacedAndOneThatServesIsNot() throws Exception {
    server.close();
    ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    dead.bind(UnixDomainSocketAddress.of(socket()));
    dead.close(); // leaves the file
    assertTrue(Files.exists(socket()));
    assertTrue(ControlClient.ask(socket(), Map.of("command", "reload")).isEmpty());
    server = server();
    server.start();
    ControlServer second = server();
    second.start();
    second.close();
    try (ControlClient client = ask(Map.of("command", "reload"))) {
      assertEquals("in force\nby true", client.text());
    }
  }

  @Test
  void aSnapshotIsTheNextFrameWithWhatIsInIt() throws Exception {
    byte[] pixels = {1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9, 10, 11, 12, 0, 0};
    try (ControlClient client = ask(Map.of("command", "snapshot"))) {
      while (!frames.wants("street")) {
        Thread.onSpinWait();
      }
      Frame.Layout layout = new Frame.Layout(2, 2, 8, 20, 20);
      ByteBuffer buffer = ByteBuffer.allocateDirect(16).put(0, pixels);
      List<Detection> found = List.of(new Detection(0, "dog", 0.75f, new Box(5, 10, 15, 20)));
      try (Frame frame = frame(layout, buffer)) {
        frames.take(frame, report(found));
      }
      JsonTree answer = client.answer();
      assertEquals("street", answer.get("camera").text());
      assertEquals(1_700_000_000_000L, (long) answer.get("time_ms").number());
      assertEquals(12, (int) answer.get("bytes").number());
      assertArrayEquals(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, client.bytes(12));
      assertEquals(
          List.of(new Annotations.Mark("dog", "", 0.75f, true, 0.25f, 0.5f, 0.75f, 1f)),
          Annotations.of(answer.get("annotations")).marks());
    }
    assertFalse(frames.wants("street"));
  }

  @Test
  void explanationsEndWhenWhoAskedHasGoneThoughNothingIsStopped() throws Exception {
    explanations.from(
        new ExplanationFeed.Source() {
          @Override
          public Optional<ExplainedFrame> explain(String camera) {
            return Optional.of(new ExplainedFrame(report(List.of()), List.of()));
          }

          @Override
          public void explaining(boolean wanted) {}
        });
    try (ControlClient client = ask(Map.of("command", "explain", "camera", "street"))) {
      while (!explanations.wants("street")) {
        Thread.onSpinWait();
      }
      assertFalse(explanations.wants("yard"));
    }
    while (explanations.wants("street")) { // frames come as before
      try (Frame frame = frame(Frame.Layout.packed(2, 2), ByteBuffer.allocateDirect(12))) {
        explanations.take(frame, report(List.of()));
      }
      Thread.onSpinWait();
    }
  }

  private static Report report(List<Detection> found) {
    Latency none = new Latency(0, 0, 0, 0, 0, 0, 0);
    return new Report("street", 3, TIME, 20, 20, true, found, List.of(), List.of(), none, 0);
  }

  private static Frame frame(Frame.Layout layout, ByteBuffer pixels) {
    return new Frame("street", 3, TIME, layout, pixels, 0, () -> {});
  }

  @Test
  void whatIsAskedWronglyIsSaid() throws Exception {
    cameras = List.of(STREET, YARD);
    assertEquals(
        "name one of the cameras: street, yard",
        refused(Map.of("command", "snapshot")).getMessage());
    UserException unknown = refused(Map.of("command", "snapshot", "camera", "yrad"));
    assertEquals(ExitCode.USAGE, unknown.exitCode());
    assertEquals(
        "there is no camera 'yrad'; the cameras are street, yard; did you mean yard?",
        unknown.getMessage());
    assertEquals(
        "there is no output 'siren': the configuration has none",
        refused(Map.of("command", "output", "output", "siren", "action", "on", "force", false))
            .getMessage());
    assertTrue(
        refused(Map.of("command", "output", "output", "siren", "action", "up", "force", false))
            .getMessage()
            .startsWith("action must be on, off or pulse"));
    assertTrue(
        refused(Map.of("command", "dance")).getMessage().startsWith("command must be one of"));
    assertTrue(refused(Map.of()).getMessage().contains("command is missing"));
  }

  @Test
  void whatIsNoRequestHarmsNobody() throws Exception {
    for (String nonsense :
        List.of("", "GET / HTTP/1.1\n", "\n", "{\n", "[1,2]\n", "x".repeat(100_000))) {
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(nonsense);
        while (bytes.hasRemaining() && channel.isConnected()) {
          channel.write(bytes);
        }
      } catch (IOException e) {
        // closed by the server before all was written
      }
    }
    try (ControlClient client = ask(Map.of("command", "reload"))) {
      assertEquals("in force\nby true", client.text());
    }
  }
}
