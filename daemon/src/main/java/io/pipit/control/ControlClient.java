package io.pipit.control;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.json.JsonText;
import io.pipit.json.JsonTree;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request to the running daemon. */
public final class ControlClient implements AutoCloseable {
  private static final int MAX_LINE = 4 << 20;

  private final SocketChannel channel;
  private final InputStream stream;

  private ControlClient(SocketChannel channel) {
    this.channel = channel;
    stream = new BufferedInputStream(Channels.newInputStream(channel));
  }

  /**
   * Asks the daemon.
   *
   * @param socket its control socket; null: where it usually is
   * @param request with {@code command}
   * @return empty when no daemon has a socket there
   * @throws UserException when this user may not ask, or the daemon can't be reached
   */
  public static Optional<ControlClient> ask(@Nullable Path socket, Map<String, ?> request) {
    Path path = socket != null ? socket : ControlPlace.ofClient();
    Path folder = path.toAbsolutePath().getParent();
    if (folder != null && Files.isDirectory(folder) && !Files.isExecutable(folder)) {
      throw notPermitted(path, null); // what is in it can't be seen
    }
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    SocketChannel channel;
    try {
      channel = SocketChannel.open(UnixDomainSocketAddress.of(path));
    } catch (IOException e) {
      if (!Files.isWritable(path)) {
        throw notPermitted(path, e);
      }
      return Optional.empty(); // of one that died
    }
    ControlClient client = new ControlClient(channel);
    try {
      ByteBuffer line = StandardCharsets.UTF_8.encode(JsonText.of(request) + "\n");
      while (line.hasRemaining()) {
        channel.write(line);
      }
      return Optional.of(client);
    } catch (IOException e) {
      client.close();
      throw gone(e);
    }
  }

  /**
   * The next line of the answer; null at its end.
   *
   * @throws UserException with what the daemon says is wrong
   */
  public @Nullable JsonTree line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = stream.read(); b != '\n'; b = stream.read()) {
        if (b < 0) {
          return null;
        }
        if (line.size() == MAX_LINE) {
          throw new IOException("a line without end");
        }
        line.write(b);
      }
      JsonTree answer = JsonTree.of(line.toString(StandardCharsets.UTF_8));
      Optional<JsonTree> error = answer.find("error");
      if (error.isPresent()) {
        int exit = (int) answer.get("exit").number(1, 255);
        throw new UserException(ExitCode.of(exit), error.get().text());
      }
      return answer;
    } catch (IOException e) {
      throw gone(e);
    } catch (JsonTree.Malformed e) {
      throw otherVersion(e);
    }
  }

  /**
   * The answer where it is one line.
   *
   * @throws UserException with what the daemon says is wrong
   */
  public JsonTree answer() {
    JsonTree answer = line();
    if (answer == null) {
      throw gone(new IOException("it has closed the connection"));
    }
    return answer;
  }

  /** The text of an answer that is for people. */
  public String text() {
    try {
      return answer().get("text").text();
    } catch (JsonTree.Malformed e) {
      throw otherVersion(e);
    }
  }

  /** Bytes that a line has announced. */
  public byte[] bytes(int count) {
    try {
      byte[] bytes = stream.readNBytes(count);
      if (bytes.length < count) {
        throw new IOException("it has closed the connection");
      }
      return bytes;
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /** The error of an answer that this version does not understand. */
  public static UserException otherVersion(JsonTree.Malformed e) {
    return new UserException(
        ExitCode.UNAVAILABLE, "the running Pipit is of another version: " + e.getMessage(), e);
  }

  private static UserException notPermitted(Path path, @Nullable IOException e) {
    String message =
        path + ": you may not ask the running Pipit; use sudo, or join the group pipit";
    return e == null
        ? new UserException(ExitCode.NO_PERMISSION, message)
        : new UserException(ExitCode.NO_PERMISSION, message, e);
  }

  private static UserException gone(IOException e) {
    return new UserException(
        ExitCode.UNAVAILABLE, "the running Pipit does not answer: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw gone(e);
    }
  }
}
