package io.pipit.publish.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.SocketSettings;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.net.NetLoop;
import io.pipit.publish.EventStream;
import io.pipit.publish.JsonShape;
import io.pipit.publish.Samples;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The server over real connections. */
@Timeout(60)
class SocketServerTest {
  private static final int PATIENCE_MILLIS = 20_000;

  private final NetLoop net = new NetLoop();
  private final EventStream stream = new EventStream(net.loop(), Samples.NODE, Samples.clock());
  private final SocketServer server = serve(0, 64);

  @AfterEach
  void close() {
    server.close();
    net.close();
  }

  /** Speaks lines over a real connection. */
  private static final class Client implements AutoCloseable {
    private final Socket socket = new Socket();
    private final BufferedReader lines;

    Client(SocketServer server) throws IOException {
      socket.setReceiveBufferSize(16 * 1024); // so that one that does not read is soon known
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(server.address());
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    static Client greeted(SocketServer server) throws IOException {
      Client client = new Client(server);
      assertEquals("hello", client.next().get("type"));
      assertEquals("snapshot", client.next().get("type"));
      return client;
    }

    void send(String text) throws IOException {
      send(text.getBytes(StandardCharsets.UTF_8));
    }

    void send(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
    }

    Map<String, Object> next() throws IOException {
      return JsonShape.read(lines.readLine());
    }

    /** The next message's type, and its code or number. */
    String said() throws IOException {
      Map<String, Object> message = next();
      return message.get("type")
          + " "
          + (message.containsKey("code") ? message.get("code") : message.get("seq"));
    }

    void expectEnd() throws IOException {
      assertNull(lines.readLine());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void aClientIsGreetedAtOnceAndHearsWhatHappens() throws IOException {
    try (Client client = new Client(server)) {
      assertEquals("hello 0", client.said());
      assertEquals("snapshot 0", client.said());
      stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
      assertEquals("new 1", client.said());
    }
  }

  @Test
  void commandsAreAnswered() throws IOException {
    try (Client client = Client.greeted(server)) {
      client.send("{\"cmd\":\"ping\",\"id\":1}\r\n\n{\"cmd\":\"pi");
      assertEquals(1L, client.next().get("id"));
      client.send("ng\",\"id\":2}\n");
      assertEquals(2L, client.next().get("id"));
    }
  }

  @Test
  void errorsAreReportedAndTheConnectionStays() throws IOException {
    try (Client client = Client.greeted(server)) {
      client.send("nonsense\n");
      assertEquals("error invalid_json", client.said());
      client.send(new byte[] {'"', (byte) 0xff, '"', '\n'});
      assertEquals("error not_utf8", client.said());
      client.send("x".repeat(100_000));
      assertEquals("error line_too_long", client.said());
      client.send("\n{\"cmd\":\"ping\"}\n");
      assertEquals("pong 0", client.said());
    }
  }

  @Test
  void aClientThatClosesItsSideGetsItsAnswersFirst() throws IOException {
    try (Client client = Client.greeted(server)) {
      client.send("{\"cmd\":\"ping\"}\n{\"cmd\":\"ping\"}");
      client.socket.shutdownOutput();
      assertEquals("pong 0", client.said());
      assertEquals("pong 0", client.said());
      client.expectEnd();
    }
  }

  @Test
  void abuseIsReportedAndTheConnectionClosed() throws IOException {
    try (Client client = Client.greeted(server)) {
      for (int i = 0; i < 20; i++) {
        client.send("?\n");
        assertEquals("error invalid_json", client.said());
      }
      client.send("?\n");
      assertEquals("error too_many_errors", client.said());
      client.expectEnd();
    }
  }

  @Test
  void aFloodIsReportedThoughTheClientDoesNotStopSending() throws IOException {
    try (Client client = Client.greeted(server)) {
      byte[] flood = " ".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 20; i++) {
        client.send(flood);
      }
      assertEquals("error line_too_long", client.said());
      assertEquals("error too_many_bytes", client.said());
      client.socket.shutdownOutput();
      client.expectEnd();
    }
  }

  @Test
  void oneClientTooManyIsReportedAndClosedAndRoomIsMadeWhenOneLeaves() throws IOException {
    try (SocketServer small = serve(0, 1)) {
      try (Client first = Client.greeted(small);
          Client second = new Client(small)) {
        Map<String, Object> error = second.next();
        assertEquals("too_many_clients", error.get("code"));
        assertEquals("at most 1 clients are served at once", error.get("message"));
        second.expectEnd();
        first.send("{\"cmd\":\"ping\"}\n");
        assertEquals("pong 0", first.said());
      }
      assertEquals("hello", firstWordOnceThereIsRoom(small));
    }
  }

  @Test
  void aClientThatDoesNotReadGetsAGapAndNeverSlowsAnother() throws IOException {
    try (Client slow = Client.greeted(server);
        Client quick = Client.greeted(server)) {
      int seq = 0;
      for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 50; i++) {
          stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
        }
        for (int i = 0; i < 50; i++) {
          assertEquals("new " + ++seq, quick.said());
        }
      }
      long next = 1;
      int gaps = 0;
      while (next <= seq) {
        Map<String, Object> message = slow.next();
        if (message.get("type").equals("gap")) {
          assertEquals(next, message.get("from"));
          next = (long) message.get("to") + 1;
          gaps++;
        } else {
          assertEquals(next, message.get("seq"));
          next++;
        }
      }
      assertEquals(1, gaps);
    }
  }

  @Test
  void closingSendsWhatWaitsAndEndsEveryConnection() throws IOException {
    try (Client one = Client.greeted(server);
        Client two = Client.greeted(server)) {
      stream.on(Samples.started("street", Samples.track(1, "person", 0.9f)));
      server.close();
      for (Client client : new Client[] {one, two}) {
        assertEquals("new 1", client.said());
        client.expectEnd();
      }
    }
  }

  @Test
  void aPortInUseIsReportedWithTheRemedy() {
    int port = server.address().getPort();
    UserException error = assertThrows(UserException.class, () -> serve(port, 1));
    assertEquals(ExitCode.UNAVAILABLE, error.exitCode());
    assertEquals(69, error.exitCode().number());
    assertTrue(
        error.getMessage().startsWith("127.0.0.1:" + port + ": the port is in use"),
        error.getMessage());
    assertTrue(error.getMessage().contains("socket.listen"), error.getMessage());
  }

  @Test
  void onlyThisHostMayConnect() {
    UserException error =
        assertThrows(
            UserException.class,
            () ->
                new SocketServer(new SocketSettings("0.0.0.0", 0, 1, 1), net, Samples.NODE, stream)
                    .start());
    assertEquals(ExitCode.CONFIG, error.exitCode());
    assertTrue(
        error.getMessage().startsWith("socket.listen 0.0.0.0: must be a loopback address"),
        error.getMessage());
  }

  private SocketServer serve(int port, int maxClients) {
    SocketServer server =
        new SocketServer(
            new SocketSettings("127.0.0.1", port, maxClients, 256), net, Samples.NODE, stream);
    server.start();
    return server;
  }

  /** The server learns in its own time that a client has left. */
  private static String firstWordOnceThereIsRoom(SocketServer server) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
    while (true) {
      try (Client client = new Client(server)) {
        String type = String.valueOf(client.next().get("type"));
        if (!type.equals("error") || System.nanoTime() > deadline) {
          return type;
        }
      }
    }
  }
}
