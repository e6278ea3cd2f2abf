package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.detect.torch.Libtorch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.pytorch.Device;
import org.pytorch.IValue;
import org.pytorch.MemoryFormat;
import org.pytorch.Module;
import org.pytorch.Tensor;

/** Whatever a model or a file does wrong becomes a Java exception with a message to act on. */
class BindingFaultsTest {
  private static Module faults;

  @BeforeAll
  static void load() {
    Libtorch.load();
    faults = Module.load(TestModels.file("faults.pt").toString());
  }

  @AfterAll
  static void close() {
    faults.destroy();
  }

  @Test
  void exceptionOfAModelKeepsItsMessageAlone() {
    assertEquals("builtins.ValueError: no such bird: 2", refused("throws", RuntimeException.class));
  }

  @Test
  void wrongShapeAndTypeOfInputAreRefused() {
    IValue flat = IValue.from(Tensor.fromBlob(new float[] {1, 2}, new long[] {2}));
    String shape = assertThrows(RuntimeException.class, () -> faults.forward(flat)).getMessage();
    assertTrue(shape.startsWith("RuntimeError: Expected 3D"), shape);
    assertEquals(1, shape.lines().count(), shape);
    IValue ints = IValue.from(Tensor.fromBlob(new int[27], new long[] {1, 3, 3, 3}));
    assertThrows(RuntimeException.class, () -> faults.forward(ints));
    IValue badFormat =
        IValue.from(Tensor.fromBlob(new float[2], new long[] {2}, MemoryFormat.CHANNELS_LAST));
    assertThrows(IllegalArgumentException.class, () -> faults.forward(badFormat));
  }

  @Test
  void outputsThatJavaCannotHoldAreRefused() {
    assertTrue(refused("quantized", IllegalArgumentException.class).contains("dequantize"));
    assertTrue(refused("half", IllegalArgumentException.class).contains("Half"));
    assertTrue(refused("sparse", IllegalArgumentException.class).contains("sparse"));
    assertTrue(refused("complex", IllegalArgumentException.class).contains("ComplexDouble"));
    assertTrue(refused("huge", RuntimeException.class).contains("allocate"));
  }

  @Test
  void outputInAnotherOrderIsPutInOrder() {
    Tensor output = faults.runMethod("transposed", IValue.from(matrix())).toTensor();
    assertArrayEquals(new long[] {3, 2}, output.shape());
    assertArrayEquals(new float[] {1, 4, 2, 5, 3, 6}, output.getDataAsFloatArray());
  }

  @Test
  void outputWithoutElementsIsEmpty() {
    Tensor output = faults.runMethod("empty", IValue.from(matrix())).toTensor();
    assertArrayEquals(new long[] {0, 3}, output.shape());
  }

  @Test
  void aClosedModelRefuses() {
    Module module = Module.load(TestModels.file("echo.pt").toString());
    module.destroy();
    module.destroy();
    Throwable e =
        assertThrows(IllegalStateException.class, () -> module.forward(IValue.from(matrix())));
    assertEquals("the model is closed", e.getMessage());
  }

  @Test
  void modelsLeftOpenAreFreedByTheCollectorWithoutHarm() {
    for (int i = 0; i < 50; i++) {
      Module module = Module.load(TestModels.file("echo.pt").toString());
      module.forward(IValue.from(matrix()));
      if (i % 2 == 0) {
        module.destroy();
      }
      System.gc();
    }
  }

  @Test
  void devicesOtherThanTheCpuAreRefused() {
    String file = TestModels.file("echo.pt").toString();
    assertThrows(IllegalArgumentException.class, () -> Module.load(file, null, Device.VULKAN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo.pt", "signed.pt"})
  void everyTruncatedFileIsRefused(String name, @TempDir Path folder) throws IOException {
    byte[] whole = Files.readAllBytes(TestModels.file(name));
    Path file = folder.resolve("cut.pt");
    for (int length = 0; length < whole.length - 1; length += 97) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThrows(RuntimeException.class, () -> Module.load(file.toString()), "at " + length);
    }
  }

  @Test
  void filesThatAreNoModelAreRefused(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("text.pt"), "not a model ".repeat(1000));
    assertThrows(RuntimeException.class, () -> Module.load(text.toString()));
    assertThrows(RuntimeException.class, () -> Module.load(folder.toString()));
    assertThrows(RuntimeException.class, () -> Module.load(folder.resolve("none.pt").toString()));
  }

  private static String refused(String method, Class<? extends RuntimeException> type) {
    return assertThrows(type, () -> faults.runMethod(method, IValue.from(matrix()))).getMessage();
  }

  private static Tensor matrix() {
    return Tensor.fromBlob(new float[] {1, 2, 3, 4, 5, 6}, new long[] {2, 3});
  }
}
