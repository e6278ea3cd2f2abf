package io.pipit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed programs are the ones that the present sources give. */
class ProgramsTest {
  private static final Path SOURCES = Path.of("native/programs");
  private static final Path PROGRAMS = Path.of("src/main/programs");

  @ParameterizedTest
  @ValueSource(strings = {"linux-x86_64", "linux-aarch64"})
  void cameraProgramWasBuiltFromThePresentSources(String platform) throws Exception {
    StringBuilder list = new StringBuilder();
    try (Stream<Path> files = Files.list(Path.of("native/camera"))) {
      for (Path file : files.sorted().toList()) {
        list.append(sha256(Files.readAllBytes(file))).append("  ").append(file.getFileName());
        list.append('\n');
      }
    }
    String hash = sha256(list.toString().getBytes(StandardCharsets.UTF_8));
    Path program = PROGRAMS.resolve(platform).resolve("pipit-camera");
    String bytes = Files.readString(program, StandardCharsets.ISO_8859_1);
    assertTrue(bytes.contains("pipit-sources:" + hash), "run tools/build-native and commit it");
    assertTrue(Files.isExecutable(program));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "linux-x86_64, pipit-gpio-safe",
    "linux-x86_64, pipit-usb-reset",
    "linux-aarch64, pipit-gpio-safe",
    "linux-aarch64, pipit-usb-reset"
  })
  void wasBuiltFromThePresentSource(String platform, String name) throws Exception {
    byte[] source = Files.readAllBytes(SOURCES.resolve(name + ".c"));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
    Path program = PROGRAMS.resolve(platform).resolve(name);
    String bytes = Files.readString(program, StandardCharsets.ISO_8859_1);
    assertTrue(bytes.contains("pipit-sources:" + hash), "run tools/build-native and commit it");
    assertTrue(Files.isExecutable(program));
  }
}
