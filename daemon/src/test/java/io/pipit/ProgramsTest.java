package io.pipit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed programs are the ones that the present sources give. */
class ProgramsTest {
  private static final Path PROGRAMS = Path.of("src/main/programs");

  @ParameterizedTest
  @CsvSource({
    "linux-x86_64, pipit-gpio-safe",
    "linux-x86_64, pipit-usb-reset",
    "linux-aarch64, pipit-gpio-safe",
    "linux-aarch64, pipit-usb-reset"
  })
  void wasBuiltFromThePresentSource(String platform, String name) throws Exception {
    byte[] source = Files.readAllBytes(PROGRAMS.resolve(name + ".c"));
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(source));
    Path program = PROGRAMS.resolve(platform).resolve(name);
    String bytes = Files.readString(program, StandardCharsets.ISO_8859_1);
    assertTrue(bytes.contains("pipit-sources:" + hash), "run tools/build-native and commit it");
    assertTrue(Files.isExecutable(program));
  }
}
