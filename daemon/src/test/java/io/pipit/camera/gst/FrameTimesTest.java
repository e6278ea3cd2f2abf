package io.pipit.camera.gst;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program's own clock and its choice of late frames, over hours that a stream would take. */
class FrameTimesTest {
  @Test
  void theUnitTestsInCPass(@TempDir Path folder) throws Exception {
    Path sources = Path.of("native/camera").toAbsolutePath();
    String options = "-I'%s' '%s/rtpclock.c' '%s/lateness.c'".formatted(sources, sources, sources);
    Path test = TestChild.compile("times_test.c", folder.resolve("times"), options);
    assertEquals("", TestChild.run(test.toString()));
  }
}
