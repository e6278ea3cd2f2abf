package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.ProtocolExamples;
import io.pipit.publish.JsonShape;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusCommandTest {
  @TempDir private Path folder;

  @Test
  void theRunningPipitIsShownAsAScreenOrAsJson() throws Exception {
    String messages = ProtocolExamples.of("hello") + "\n" + ProtocolExamples.of("snapshot") + "\n";
    CommandRun screen = ask(messages);
    assertEquals("", screen.err());
    assertEquals(0, screen.exitCode());
    assertTrue(screen.out().startsWith("gate-pi: Pipit 0.1.0, edge8"), screen.out());

    CommandRun json = ask(messages, "--json");
    Map<String, Object> both = JsonShape.read(json.out().strip());
    assertEquals(List.of("hello", "snapshot"), List.copyOf(both.keySet()));
  }

  @Test
  void whereNoPipitAnswersThatIsAnError() throws Exception {
    CommandRun mail = ask("220 mail ESMTP\r\n");
    assertEquals(69, mail.exitCode());
    assertTrue(
        mail.err().contains("(it does not greet as Pipit does); see 'systemctl status pipit'"),
        mail.err());
    Path config = Files.writeString(folder.resolve("pipit.conf"), config(1));
    CommandRun none = CommandRun.of("status", "--config", config.toString());
    assertEquals(69, none.exitCode());
    assertTrue(none.err().startsWith("pipit: no Pipit answers at 127.0.0.1:1 ("), none.err());
  }

  private CommandRun ask(String messages, String... options) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server, messages), "test-server");
      serving.start();
      Path config = Files.writeString(folder.resolve("pipit.conf"), config(server.getLocalPort()));
      String[] words = new String[options.length + 3];
      words[0] = "status";
      words[1] = "--config";
      words[2] = config.toString();
      System.arraycopy(options, 0, words, 3, options.length);
      CommandRun run = CommandRun.of(words);
      serving.join();
      return run;
    }
  }

  private static String config(int port) {
    return "cameras.street.type = demo\nsocket.listen = \"127.0.0.1:" + port + "\"\n";
  }

  private static void serve(ServerSocket server, String messages) {
    try (Socket client = server.accept()) {
      client.getOutputStream().write(messages.getBytes(StandardCharsets.UTF_8));
      client.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
