package io.pipit.status;

import io.pipit.json.JsonText;
import io.pipit.json.JsonTree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection to the event socket of a running Pipit, as docs/protocol.md has it. */
public final class EventSocketClient implements AutoCloseable {
  private static final int MAX_BYTES = 4 << 20;

  private final Socket socket = new Socket();
  private final int limitMillis;
  private final InputStream stream;
  private final String helloLine;
  private final JsonTree hello;
  private String snapshotLine;

  /**
   * Connects and takes the greeting.
   *
   * @param limit for each answer
   * @throws IOException also when whoever listens there is no Pipit
   */
  public EventSocketClient(String host, int port, Duration limit) throws IOException {
    limitMillis = (int) limit.toMillis();
    try {
      socket.connect(new InetSocketAddress(host, port), limitMillis);
      socket.setSoTimeout(limitMillis);
      stream = new BufferedInputStream(socket.getInputStream());
      helloLine = line();
      hello = JsonTree.of(helloLine);
      if (!hello.get("type").text().equals("hello")) {
        throw new IOException("it does not greet as Pipit does");
      }
      snapshotLine = line();
    } catch (IOException e) {
      socket.close();
      throw e;
    } catch (JsonTree.Malformed e) {
      socket.close();
      throw new IOException("it does not greet as Pipit does", e);
    }
  }

  /** The first message. */
  public JsonTree hello() {
    return hello;
  }

  /** The first message as a line. */
  public String helloLine() {
    return helloLine;
  }

  /** The last snapshot as a line; at first that of the connection. */
  public String snapshotLine() {
    return snapshotLine;
  }

  /** The last snapshot. */
  public JsonTree snapshot() throws JsonTree.Malformed {
    return JsonTree.of(snapshotLine);
  }

  /** From now on live messages of these types alone come. */
  public void subscribeTo(List<String> types) throws IOException, JsonTree.Malformed {
    send(JsonText.of(Map.of("cmd", "subscribe", "types", types)));
    JsonTree answer = JsonTree.of(await("ok", "error"));
    if (answer.get("type").text().equals("error")) {
      throw new IOException(answer.get("message").text());
    }
  }

  /**
   * The next message, whenever it comes.
   *
   * @param limit how long to wait; null: for ever
   * @return empty when none has come
   */
  public Optional<String> next(@Nullable Duration limit) throws IOException {
    if (limit != null && !isThere(limit)) {
      return Optional.empty();
    }
    socket.setSoTimeout(limit == null ? 0 : limitMillis);
    try {
      return Optional.of(line());
    } finally {
      socket.setSoTimeout(limitMillis);
    }
  }

  /**
   * Waits, while no live messages come.
   *
   * @throws IOException as soon as the connection is closed
   */
  public void rest(Duration time) throws IOException {
    if (isThere(time)) {
      throw new IOException("it sends what was not asked for");
    }
  }

  /** Waits until a message begins to come. */
  private boolean isThere(Duration limit) throws IOException {
    socket.setSoTimeout((int) Math.max(1, limit.toMillis()));
    stream.mark(1);
    try {
      if (stream.read() < 0) {
        throw new IOException("it has closed the connection");
      }
      stream.reset();
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(limitMillis);
    }
  }

  /** Asks for a new snapshot and waits for it. */
  public void refresh() throws IOException, JsonTree.Malformed {
    send("{\"cmd\":\"snapshot\"}");
    snapshotLine = await("snapshot");
  }

  /** The next message of some types; others are passed over. */
  private String await(String... types) throws IOException, JsonTree.Malformed {
    String line = line();
    while (!List.of(types).contains(JsonTree.of(line).get("type").text())) {
      line = line();
    }
    return line;
  }

  private void send(String command) throws IOException {
    socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Up to the line's end; one that does not end is none. */
  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = stream.read(); b != '\n'; b = stream.read()) {
      if (b < 0) {
        throw new IOException("it has closed the connection");
      }
      if (line.size() == MAX_BYTES) {
        throw new IOException("it sends a line without end");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
