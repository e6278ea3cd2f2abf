package io.pipit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The examples in docs/protocol.md, for whoever reads messages. */
public final class ProtocolExamples {
  private static final Path DOCUMENT = Path.of("../docs/protocol.md");

  private ProtocolExamples() {}

  /** The first example of a type, in one line. */
  public static String of(String type) throws IOException {
    String begin = "{\"type\":\"" + type + "\"";
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith(begin) && line.endsWith("}"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no example of " + type));
  }
}
