package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.detect.torch.Libtorch;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pytorch.DType;
import org.pytorch.IValue;
import org.pytorch.MemoryFormat;
import org.pytorch.Module;
import org.pytorch.Tensor;

/** Each kind of value goes to libtorch and comes back as it was. */
class BindingValuesTest {
  private static final long[] SHAPE = {1, 2, 3};

  private static Module echo;

  @BeforeAll
  static void load() {
    Libtorch.load();
    echo = Module.load(TestModels.file("echo.pt").toString());
  }

  @AfterAll
  static void close() {
    echo.destroy();
  }

  @Test
  void scalarsComeBack() {
    assertTrue(echo.runMethod("none", IValue.optionalNull()).isNull());
    assertTrue(echo.runMethod("bool", IValue.from(true)).toBool());
    assertEquals(Long.MIN_VALUE, echo.runMethod("int", IValue.from(Long.MIN_VALUE)).toLong());
    assertEquals(-0.1, echo.runMethod("float", IValue.from(-0.1)).toDouble());
  }

  @Test
  void stringsOfAnyCharactersComeBack() {
    for (String text : List.of("", "plain", "h\u00e9t\u00e9", "\ud83d\udc26 bird", "a\0b")) {
      assertEquals(text, echo.runMethod("str", IValue.from(text)).toStr());
    }
  }

  @Test
  void listsComeBack() {
    boolean[] bools = {true, false, true};
    assertArrayEquals(bools, echo.runMethod("bools", IValue.listFrom(bools)).toBoolList());
    long[] longs = {1, -2, Long.MAX_VALUE};
    assertArrayEquals(longs, echo.runMethod("ints", IValue.listFrom(longs)).toLongList());
    double[] doubles = {0.5, Double.NaN};
    assertArrayEquals(doubles, echo.runMethod("floats", IValue.listFrom(doubles)).toDoubleList());
    assertEquals(0, echo.runMethod("ints", IValue.listFrom(new long[0])).toLongList().length);
    IValue[] strings =
        echo.runMethod("strs", IValue.listFrom(IValue.from("a"), IValue.from("b"))).toList();
    assertEquals("b", strings[1].toStr());
    Tensor[] tensors =
        echo.runMethod("tensors", IValue.listFrom(floats(1, 2), floats(3))).toTensorList();
    assertArrayEquals(new float[] {3}, tensors[1].getDataAsFloatArray());
  }

  @Test
  void longListsOfTensorsDoNotExhaustLocalReferences() {
    Tensor[] many = new Tensor[5000];
    for (int i = 0; i < many.length; i++) {
      many[i] = floats(i);
    }
    Tensor[] back = echo.runMethod("tensors", IValue.listFrom(many)).toTensorList();
    assertArrayEquals(new float[] {4999}, back[4999].getDataAsFloatArray());
  }

  @Test
  void nestedTuplesComeBack() {
    IValue inner = IValue.tupleFrom(IValue.from(floats(7)), IValue.from(2.5));
    IValue given = IValue.tupleFrom(IValue.from(4L), IValue.from("x"), inner);
    IValue[] back = echo.runMethod("tuple", given).toTuple();
    assertEquals(4, back[0].toLong());
    assertEquals("x", back[1].toStr());
    IValue[] backInner = back[2].toTuple();
    assertArrayEquals(new float[] {7}, backInner[0].toTensor().getDataAsFloatArray());
    assertEquals(2.5, backInner[1].toDouble());
  }

  @Test
  void dictionariesComeBack() {
    Map<String, IValue> byString = Map.of("a", IValue.from(1L), "\u00e9", IValue.from(2L));
    Map<String, IValue> strings =
        echo.runMethod("by_str", IValue.dictStringKeyFrom(byString)).toDictStringKey();
    assertEquals(2, strings.get("\u00e9").toLong());
    Map<Long, IValue> byLong = Map.of(-5L, IValue.from(floats(1)), 6L, IValue.from(floats(1, 2)));
    Map<Long, IValue> longs =
        echo.runMethod("by_int", IValue.dictLongKeyFrom(byLong)).toDictLongKey();
    assertArrayEquals(new float[] {1}, longs.get(-5L).toTensor().getDataAsFloatArray());
  }

  @Test
  void tensorsOfEachTypeComeBack() {
    byte[] bytes = {-128, -1, 0, 1, 2, 127};
    assertArrayEquals(
        bytes, echoed(Tensor.fromBlob(bytes, SHAPE), DType.INT8).getDataAsByteArray());
    assertArrayEquals(
        bytes,
        echoed(Tensor.fromBlobUnsigned(bytes, SHAPE), DType.UINT8).getDataAsUnsignedByteArray());
    int[] ints = {1, 2, 3, 4, 5, Integer.MIN_VALUE};
    assertArrayEquals(ints, echoed(Tensor.fromBlob(ints, SHAPE), DType.INT32).getDataAsIntArray());
    long[] longs = {1, 2, 3, 4, 5, Long.MIN_VALUE};
    assertArrayEquals(
        longs, echoed(Tensor.fromBlob(longs, SHAPE), DType.INT64).getDataAsLongArray());
    float[] floats = {1, 2, 3, 4, 5, Float.MIN_VALUE};
    assertArrayEquals(
        floats, echoed(Tensor.fromBlob(floats, SHAPE), DType.FLOAT32).getDataAsFloatArray());
    double[] doubles = {1, 2, 3, 4, 5, Double.MIN_VALUE};
    assertArrayEquals(
        doubles, echoed(Tensor.fromBlob(doubles, SHAPE), DType.FLOAT64).getDataAsDoubleArray());
  }

  @Test
  void scalarsAndEmptyTensorsKeepTheirShape() {
    Tensor scalar =
        echo.forward(IValue.from(Tensor.fromBlob(new float[] {3}, new long[0]))).toTensor();
    assertEquals(0, scalar.shape().length);
    Tensor empty =
        echo.forward(IValue.from(Tensor.fromBlob(new float[0], new long[] {0, 4}))).toTensor();
    assertArrayEquals(new long[] {0, 4}, empty.shape());
    assertEquals(0, empty.getDataAsFloatArray().length);
  }

  @Test
  void channelsLastComesBackInItsOrder() {
    float[] data = new float[2 * 3 * 4 * 5];
    for (int i = 0; i < data.length; i++) {
      data[i] = i;
    }
    long[] shape = {2, 3, 4, 5};
    Tensor back =
        echo.forward(IValue.from(Tensor.fromBlob(data, shape, MemoryFormat.CHANNELS_LAST)))
            .toTensor();
    assertEquals(MemoryFormat.CHANNELS_LAST, back.memoryFormat());
    assertArrayEquals(shape, back.shape());
    assertArrayEquals(data, back.getDataAsFloatArray());
  }

  @Test
  void outputIsReadableUntilTheNextForward() {
    Tensor output = null;
    for (int i = 0; i < 50; i++) {
      output = echo.forward(IValue.from(floats(new float[100_000]))).toTensor();
      if (i % 10 == 0) {
        System.gc();
      }
      // The input's buffer is garbage by now, yet the output is a view of it.
      assertEquals(100_000, output.getDataAsFloatArray().length);
    }
  }

  @Test
  void valuesOfTheWrongTypeAreRefused() {
    assertThrows(RuntimeException.class, () -> echo.runMethod("int", IValue.from("five")));
    assertThrows(RuntimeException.class, () -> echo.runMethod("int"));
    assertThrows(
        RuntimeException.class, () -> echo.runMethod("int", IValue.from(1L), IValue.from(2L)));
    assertThrows(RuntimeException.class, () -> echo.runMethod("nothing", IValue.from(1L)));
    Map<Long, IValue> mixed = Map.of(1L, IValue.from(1L), 2L, IValue.from("x"));
    IValue dictionary = IValue.dictLongKeyFrom(mixed);
    assertThrows(IllegalArgumentException.class, () -> echo.runMethod("by_int", dictionary));
    assertThrows(IllegalArgumentException.class, () -> echo.forward((IValue) null));
  }

  @Test
  void aShapeThatOverflowsIsRefused() {
    ByteBuffer nothing = Tensor.allocateByteBuffer(0);
    Tensor tensor = Tensor.fromBlobUnsigned(nothing, new long[] {1L << 32, 1L << 32});
    assertThrows(IllegalArgumentException.class, () -> echo.forward(IValue.from(tensor)));
  }

  @Test
  void filesInTheArchiveAreRead() {
    Map<String, String> files = new HashMap<>();
    files.put("card.txt", "");
    Module module =
        Module.load(TestModels.file("echo.pt").toString(), files, org.pytorch.Device.CPU);
    assertEquals("\u00e9cho", files.get("card.txt"));
    module.destroy();
  }

  private static Tensor echoed(Tensor tensor, DType type) {
    Tensor back = echo.forward(IValue.from(tensor)).toTensor();
    assertEquals(type, back.dtype());
    assertArrayEquals(SHAPE, back.shape());
    return back;
  }

  private static Tensor floats(float... values) {
    return Tensor.fromBlob(values, new long[] {values.length});
  }
}
