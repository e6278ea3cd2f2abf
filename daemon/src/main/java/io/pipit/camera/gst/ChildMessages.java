package io.pipit.camera.gst;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a child has written to its standard error: the last lines of it, each cut to a length, so
 * that no child can fill the memory. Written by one thread, read by another.
 */
final class ChildMessages {
  private static final int KEPT = 20;
  private static final int MAX_LINE_BYTES = 500;

  @GuardedBy("this")
  private final Deque<String> last = new ArrayDeque<>();

  /** Reads until the end. */
  void readAll(InputStream errors) throws IOException {
    byte[] line = new byte[MAX_LINE_BYTES];
    int length = 0;
    byte[] chunk = new byte[4096];
    for (int n = errors.read(chunk); n >= 0; n = errors.read(chunk)) {
      for (int i = 0; i < n; i++) {
        if (chunk[i] == '\n') {
          add(line, length);
          length = 0;
        } else if (length < MAX_LINE_BYTES) {
          line[length++] = chunk[i];
        }
      }
    }
    add(line, length);
  }

  private synchronized void add(byte[] line, int length) {
    String text = new String(line, 0, length, StandardCharsets.UTF_8).strip();
    if (!text.isEmpty()) {
      last.addLast(text);
      if (last.size() > KEPT) {
        last.removeFirst();
      }
    }
  }

  /** The last line; null when there is none. */
  synchronized @Nullable String lastLine() {
    return last.peekLast();
  }
}
