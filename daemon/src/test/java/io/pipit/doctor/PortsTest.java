package io.pipit.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.ProtocolExamples;
import io.pipit.board.Board;
import io.pipit.board.PortOwners;
import io.pipit.doctor.Finding.Level;
import io.pipit.doctor.RunningPipit.CameraState;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real ports of this computer, and what is said to those that ask there. */
class PortsTest {
  private static final String HOST = "127.0.0.1";
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path root;

  @Test
  void aFreePortIsReported() throws Exception {
    try (ServerSocket socket = listen()) {
      int port = socket.getLocalPort();
      socket.close();
      assertEquals(Finding.ok("ports", HOST + ":" + port + " is free"), find(port));
    }
    assertEquals(Finding.ok("ports", "socket.listen takes any port that is free"), find(0));
  }

  @Test
  void whoHasAPortIsNamedAsFarAsOneMaySee() throws Exception {
    try (ServerSocket socket = listen()) {
      int port = socket.getLocalPort();
      assertEquals(HOST + ":" + port + " is taken by another program", find(port).what());
      String row = " 0: 0100007F:%04X 00000000:0000 0A 0:0 0:0 0  0 0 4711 1 0".formatted(port);
      new Tree(root)
          .with("/proc/net/tcp", "  sl  local_address\n" + row + "\n")
          .with("/proc/99/comm", "nc\n")
          .link("/proc/99/fd/3", "socket:[4711]");
      assertEquals(HOST + ":" + port + " is taken by nc (process 99)", find(port).what());
      assertEquals(Level.PROBLEM, find(port).level());
    }
  }

  @Test
  void aPortOfARunningPipitIsAsItShouldBe() throws Exception {
    Finding finding =
        new PortCheck("socket.listen", "::1", 1, Optional.of(pipit()), owners()).find().get(0);
    assertEquals("[::1]:1: the running Pipit 7 answers", finding.what());
  }

  @Test
  void aRunningPipitIsKnownByTheProtocolsOwnExamples() throws Exception {
    Optional<RunningPipit> running =
        ask(ProtocolExamples.of("hello") + "\n" + ProtocolExamples.of("snapshot") + "\n");
    assertEquals("0.1.0", running.orElseThrow().version());
    assertEquals(
        Optional.of(new CameraState("yard", "reconnecting", "no frame yet", "")),
        running.get().camera("yard"));
    assertEquals(
        Optional.of(new CameraState("street", "ok", "", "v4l2h264dec")),
        running.get().camera("street"));
    assertEquals(Optional.empty(), running.get().camera("door"));
    assertEquals(List.of("siren", "key"), running.get().pins());
  }

  @Test
  void aPipitThatHasJustStartedHasNoHealthYet() throws Exception {
    String snapshot =
        """
        {"type":"snapshot","cameras":[{"camera":"gate","state":"ok","reason":""}],\
        "outputs":[],"inputs":[],"health":null}
        """;
    assertEquals(
        Optional.of(new CameraState("gate", "ok", "", "")),
        ask(ProtocolExamples.of("hello") + "\n" + snapshot).orElseThrow().camera("gate"));
  }

  @Test
  void anythingElseThatAnswersIsNoPipit() throws Exception {
    assertEquals(Optional.empty(), ask("220 mail ESMTP\r\n"));
    assertEquals(Optional.empty(), ask("{\"type\":\"welcome\"}\n"));
    assertEquals(Optional.empty(), ask("[1]\n"));
    assertEquals(Optional.empty(), ask(ProtocolExamples.of("hello") + "\n{\"type\":"));
    assertEquals(Optional.empty(), ask(""));
    try (ServerSocket silent = listen()) {
      assertEquals(
          Optional.empty(), RunningPipit.ask(HOST, silent.getLocalPort(), Duration.ofMillis(100)));
    }
  }

  private static RunningPipit pipit() {
    return new RunningPipit("7", List.of(), List.of());
  }

  private PortOwners owners() {
    return new PortOwners(new Board(root));
  }

  private Finding find(int port) throws IOException {
    return new PortCheck("socket.listen", HOST, port, Optional.empty(), owners()).find().get(0);
  }

  /** Asks a server that sends this and closes. */
  private static Optional<RunningPipit> ask(String answer) throws Exception {
    try (ServerSocket server = listen()) {
      Thread serving = new Thread(() -> serve(server, answer), "test-server");
      serving.start();
      Optional<RunningPipit> running = RunningPipit.ask(HOST, server.getLocalPort(), SOON);
      serving.join();
      return running;
    }
  }

  private static void serve(ServerSocket server, String answer) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }
}
