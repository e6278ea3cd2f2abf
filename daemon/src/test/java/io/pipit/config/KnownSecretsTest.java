package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownSecretsTest {
  @TempDir private Path folder;

  @Test
  void aPasswordIsMaskedHoweverItIsWritten() throws IOException {
    KnownSecrets secrets =
        of("a { type = rtsp, url = \"rtsp://me@c/1\", password = \"b\\\"l a/u\" }");
    assertEquals("x***x", secrets.mask("xb\"l a/ux"));
    assertEquals("x***x", secrets.mask("xb%22l+a%2Fux"));
    assertEquals("x***x", secrets.mask("xb%22l%20a%2Fux"));
    assertEquals("{\"x***x\"}", secrets.mask("{\"xb\\\"l a/ux\"}"));
    assertEquals("Authorization: Basic ***", secrets.mask("Authorization: Basic bWU6YiJsIGEvdQ=="));
  }

  @Test
  void aShortOneIsMaskedAsAWordOnly() throws IOException {
    KnownSecrets secrets = of("a { type = http, url = \"http://me:a1@c/1\" }");
    assertEquals("*** a12 ba1", secrets.mask("a1 a12 ba1"));
  }

  @Test
  void aFileThatIsMissingHasNoPassword() throws IOException {
    Files.writeString(folder.resolve("there"), "first line\nsecond line\n");
    KnownSecrets secrets =
        of(
            """
            a { type = rtsp, url = "rtsp://me@c/1", password = { file = there } }
            b { type = rtsp, url = "rtsp://me@c/1", password = { file = missing } }
            """);
    assertEquals("*** and second line", secrets.mask("first line and second line"));
  }

  @Test
  void withoutAConfigurationUrlsAreMaskedAllTheSame() {
    assertEquals("rtsp://***@c/1", KnownSecrets.NONE.mask("rtsp://me:x@c/1"));
  }

  private KnownSecrets of(String cameras) throws IOException {
    Path file = Files.writeString(folder.resolve("test.conf"), "cameras {\n" + cameras + "\n}\n");
    return SettingsLoader.load(file, dir -> null).secrets();
  }
}
