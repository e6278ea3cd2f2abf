package io.pipit.detect.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.pipit.detect.TestModels;
import io.pipit.detect.model.ModelException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchModelTest {
  @Test
  void bytesGoInAndGridsComeOut() {
    try (TorchModel model = open("grids.pt", "qnnpack")) {
      TorchModel.Input input = model.input(64, 32);
      paint(input);
      List<TorchModel.Head> heads = model.forward(input);
      assertEquals(2, heads.size());
      assertGrid(heads.get(0), 2, 1);
      assertGrid(heads.get(1), 4, 2);
    }
  }

  @Test
  void anInputOfAnotherSizeHasGridsOfItsOwn() {
    try (TorchModel model = open("grids.pt", "qnnpack")) {
      TorchModel.Input wide = model.input(96, 64);
      TorchModel.Input square = model.input(32, 32);
      List<TorchModel.Head> first = model.forward(wide);
      assertGrid(model.forward(square).get(0), 1, 1);
      assertGrid(first.get(0), 3, 2);
      assertSame(first, model.forward(wide));
    }
  }

  @Test
  void aSignedModelRunsOnQnnpackOnly() {
    try (TorchModel model = open("signed.pt", "qnnpack")) {
      assertEquals(8, model.forward(model.input(32, 32)).get(0).channels());
    }
    if (Libtorch.engines().contains("fbgemm")) {
      assertThrows(
          ModelException.class,
          () -> {
            try (TorchModel model = open("signed.pt", "fbgemm")) {
              model.forward(model.input(32, 32));
            }
          });
    }
  }

  @Test
  void anUnsignedModelGivesTheSameNumbersOnEveryEngine() {
    float[] expected = run("unsigned.pt", "qnnpack");
    for (String engine : Libtorch.engines()) {
      float[] actual = run("unsigned.pt", engine);
      for (int i = 0; i < actual.length; i++) {
        assertEquals(expected[i], actual[i], 0.0101f, engine + " at " + i);
      }
    }
  }

  @Test
  void aFileThatIsMissingOrBrokenIsNamedInOneLine(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.pt");
    assertEquals("model " + missing + ": no such file", refusal(missing, "qnnpack"));
    Path broken = Files.writeString(folder.resolve("broken.pt"), "PK broken");
    assertOneLineAbout(broken, refusal(broken, "qnnpack"));
    assertOneLineAbout(TestModels.file("grids.pt"), refusal(TestModels.file("grids.pt"), "tpu"));
  }

  @Test
  void aModelWithOtherOutputsIsRefused() {
    try (TorchModel model = open("echo.pt", "qnnpack")) {
      ModelException e =
          assertThrows(ModelException.class, () -> model.forward(model.input(32, 32)));
      assertOneLineAbout(TestModels.file("echo.pt"), e.getMessage());
    }
  }

  @Test
  void aSizeTheModelCannotTakeIsRefused() {
    try (TorchModel model = open("grids.pt", "qnnpack")) {
      assertThrows(ModelException.class, () -> model.forward(model.input(8, 8)));
      assertGrid(model.forward(model.input(32, 32)).get(0), 1, 1);
    }
  }

  @Test
  void aClosedModelRefuses() {
    TorchModel model = open("grids.pt", "qnnpack");
    TorchModel.Input input = model.input(32, 32);
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> model.forward(input));
  }

  @Test
  void aForwardLeavesLessThanOneKilobyteOfGarbage() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    try (TorchModel model = open("grids.pt", "qnnpack")) {
      TorchModel.Input input = model.input(32, 32);
      forward(model, input, 20_000);
      long before = threads.getThreadAllocatedBytes(thread);
      forward(model, input, 1000);
      long perForward = (threads.getThreadAllocatedBytes(thread) - before) / 1000;
      assertTrue(perForward < 1024, perForward + " bytes");
    }
  }

  /** In a JVM whose heap is touched from the start, so that all growth is native. */
  @Test
  void twentyThousandForwardsGrowTheProcessByLessThanEightMegabytes() throws Exception {
    String[] heap = {"-XX:+UseSerialGC", "-Xms24m", "-Xmx24m", "-XX:+AlwaysPreTouch"};
    Process process = TestModels.java(Growth.class, heap).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    String[] lines = output.strip().split("\n", -1);
    long kilobytes = Long.parseLong(lines[lines.length - 1]);
    assertTrue(kilobytes < 8 * 1024, kilobytes + " kB");
  }

  /** Prints by how many kilobytes 20,000 forwards grow the process; ends without System.exit. */
  static final class Growth {
    private Growth() {}

    public static void main(String[] args) throws IOException {
      try (TorchModel model = open("grids.pt", "qnnpack")) {
        TorchModel.Input input = model.input(96, 96);
        forward(model, input, 2000);
        long before = TestModels.residentKilobytes();
        forward(model, input, 20_000);
        System.out.println(TestModels.residentKilobytes() - before);
      }
    }
  }

  private static void forward(TorchModel model, TorchModel.Input input, int times) {
    for (int i = 0; i < times; i++) {
      model.forward(input);
    }
  }

  private static TorchModel open(String name, String engine) {
    return TorchModel.open(TestModels.file(name), engine, 1);
  }

  private static float[] run(String name, String engine) {
    try (TorchModel model = open(name, engine)) {
      TorchModel.Input input = model.input(32, 32);
      paint(input);
      FloatBuffer values = model.forward(input).get(0).values();
      float[] copy = new float[values.remaining()];
      values.get(0, copy);
      return copy;
    }
  }

  private static void paint(TorchModel.Input input) {
    for (int i = 0; i < input.pixels().capacity(); i++) {
      input.pixels().put(i, (byte) (i * 7));
    }
  }

  /** Each cell of a grid of means. */
  private static void assertGrid(TorchModel.Head head, int width, int height) {
    assertEquals(width, head.gridWidth());
    assertEquals(height, head.gridHeight());
    assertEquals(3, head.channels());
    assertEquals(width * height * 3, head.values().remaining());
  }

  private static String refusal(Path file, String engine) {
    return assertThrows(ModelException.class, () -> TorchModel.open(file, engine, 1)).getMessage();
  }

  private static void assertOneLineAbout(Path file, String message) {
    assertTrue(message.startsWith("model " + file + ": "), message);
    assertEquals(1, message.lines().count(), message);
  }
}
