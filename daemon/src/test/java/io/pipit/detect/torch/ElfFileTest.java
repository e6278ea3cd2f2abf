package io.pipit.detect.torch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With the JNI binding that is shipped. */
class ElfFileTest {
  private static final Path SHIPPED = Path.of("src/main/resources/native");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"linux-x86_64", "linux-aarch64"})
  void aWholeLibraryIsAsLongAsItsHeadersSay(String platform) throws IOException {
    Path library = SHIPPED.resolve(platform).resolve(NativeLibraries.BINDING);
    assertEquals(Files.size(library), ElfFile.minLength(library));
    assertDoesNotThrow(() -> NativeLibraries.checkWhole(library.getParent()));
  }

  @Test
  void aLibraryThatWasCutIsNamedWithTheRemedy() throws IOException {
    byte[] bytes = shipped();
    Path library = write("libcut.so", Arrays.copyOf(bytes, bytes.length - 4096));
    assertEquals(
        library
            + " is damaged: it has "
            + (bytes.length - 4096)
            + " bytes, must have "
            + bytes.length
            + "; delete the folder "
            + folder
            + ", it is made again",
        refusal());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 63, 64, 200})
  void soIsOneThatEndsWithinItsHeaders(int length) throws IOException {
    write("libcut.so", Arrays.copyOf(shipped(), length));
    assertTrue(refusal().contains("libcut.so is damaged: it ends within its headers; "), refusal());
  }

  @Test
  void soIsWhatIsNoLibrary() throws IOException {
    write("libtext.so.1", new byte[100]);
    assertTrue(refusal().contains("is damaged: it is no shared library; "), refusal());
  }

  private String refusal() {
    return String.valueOf(
        assertThrows(NativeLibraryException.class, () -> NativeLibraries.checkWhole(folder))
            .getMessage());
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static byte[] shipped() throws IOException {
    return Files.readAllBytes(SHIPPED.resolve("linux-x86_64").resolve(NativeLibraries.BINDING));
  }
}
