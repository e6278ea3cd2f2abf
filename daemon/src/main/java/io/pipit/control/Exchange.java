package io.pipit.control;

import io.pipit.json.JsonText;
import io.pipit.json.JsonTree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request, whose it is, and the way to answer it. */
public final class Exchange {
  private final SocketChannel channel;
  private final JsonTree request;
  private final String user;

  Exchange(SocketChannel channel, JsonTree request, String user) {
    this.channel = channel;
    this.request = request;
    this.user = user;
  }

  JsonTree request() {
    return request;
  }

  /** The camera that the request names; null: none. */
  @Nullable String camera() throws JsonTree.Malformed {
    Optional<JsonTree> camera = request.find("camera");
    return camera.isEmpty() ? null : camera.get().text();
  }

  /** The name of the user who asks. */
  String user() {
    return user;
  }

  /** Sends a line; waits until it is on its way. */
  void line(Map<String, ?> members) throws IOException {
    write((JsonText.of(members) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Sends bytes that a line before has announced. */
  void write(byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }
}
