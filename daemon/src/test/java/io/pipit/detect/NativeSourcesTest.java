package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.detect.torch.Libtorch;
import io.pipit.detect.torch.NativeLibraries;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed libraries are the ones that the present sources give. */
class NativeSourcesTest {
  private static final Path SOURCES = Path.of("native/binding");
  private static final Path LIBRARIES = Path.of("src/main/resources/native");
  private static final Pattern MARK = Pattern.compile("pipit-native-sources:([0-9a-f]{64})");

  @ParameterizedTest
  @ValueSource(strings = {"linux-x86_64", "linux-aarch64"})
  void committedLibraryWasBuiltFromThePresentSources(String platform) throws Exception {
    byte[] library =
        Files.readAllBytes(LIBRARIES.resolve(platform).resolve(NativeLibraries.BINDING));
    Matcher mark = MARK.matcher(new String(library, StandardCharsets.ISO_8859_1));
    assertTrue(mark.find(), "the library carries no hash");
    assertEquals(hash(), mark.group(1), "run tools/build-native and commit the libraries");
  }

  @Test
  void loadedLibraryIsTheCommittedOne() throws Exception {
    assertEquals(hash(), Libtorch.sourceHash());
  }

  /** sha256 of sha256sum's list of all files, as native/binding/CMakeLists.txt computes it. */
  private static String hash() throws IOException, NoSuchAlgorithmException {
    List<Path> files;
    try (Stream<Path> all = Files.list(SOURCES)) {
      files = all.sorted().toList();
    }
    StringBuilder list = new StringBuilder();
    for (Path file : files) {
      list.append(sha256(Files.readAllBytes(file)))
          .append("  ")
          .append(file.getFileName())
          .append('\n');
    }
    return sha256(list.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String sha256(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
