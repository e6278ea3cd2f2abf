package io.pipit.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without a running daemon; ControlServerTest has the other half. */
class SnapshotCommandTest {
  @TempDir private Path folder;

  private CommandRun snapshot(String cameras, String... options) throws Exception {
    Path config = Files.writeString(folder.resolve("my.conf"), "cameras { " + cameras + " }");
    String[] words = new String[options.length + 3];
    words[0] = "snapshot";
    words[1] = "--config";
    words[2] = config.toString();
    System.arraycopy(options, 0, words, 3, options.length);
    return CommandRun.of(words);
  }

  @Test
  void theCameraItselfIsOpenedWhereNoDaemonIsAsked() throws Exception {
    Path plain = folder.resolve("street.jpg");
    CommandRun run = snapshot("street { type = demo }", "-o", plain.toString());
    assertEquals(plain + ": 640x360\n", run.err());
    assertEquals(0, run.exitCode());
    assertEquals(640, ImageIO.read(plain.toFile()).getWidth());
  }

  @Test
  void whatIsDrawnIsLarger() throws Exception {
    Path drawn = folder.resolve("street.png");
    CommandRun run =
        snapshot(
            "street { type = demo, masks { sky { coordinates = \"0,0, 1,0, 1,0.3, 0,0.3\" } } }",
            "street",
            "--draw",
            "-o",
            drawn.toString());
    assertEquals(drawn + ": 1280x720\n", run.err());
    BufferedImage image = ImageIO.read(drawn.toFile());
    assertEquals(1280, image.getWidth());
  }

  @Test
  void whatCantBeDoneIsOneLine() throws Exception {
    String two = "street { type = demo }, yard { type = demo }";
    CommandRun which = snapshot(two);
    assertEquals(64, which.exitCode());
    assertEquals("pipit: name one of the cameras: street, yard\n", which.err());
    CommandRun nowhere = snapshot("street { type = demo }", "-o", folder + "/none/a.png");
    assertEquals(73, nowhere.exitCode());
    assertTrue(nowhere.err().endsWith("can't be written: there is no such folder\n"));
    CommandRun file = snapshot("film { type = file, path = \"/none.mp4\" }");
    assertEquals("pipit: camera film: /none.mp4: no such file\n", file.err());
    CommandRun daemon = CommandRun.of("output", "siren", "on", "--control", folder + "/control");
    assertEquals(69, daemon.exitCode());
    assertEquals("pipit: no Pipit runs here; see 'systemctl status pipit'\n", daemon.err());
  }
}
