package io.pipit.detect.torch;

import io.pipit.detect.model.ModelException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.ref.Reference;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.pytorch.DType;
import org.pytorch.IValue;
import org.pytorch.MemoryFormat;
import org.pytorch.Module;
import org.pytorch.Tensor;

/**
 * A TorchScript network from a frame's bytes to grids of numbers. One thread at a time; libtorch
 * works with as many threads of its own as were asked for.
 */
public final class TorchModel implements AutoCloseable {
  private static final int BANDS = 3;
  private static final MethodHandle DATA = dataOfTensor();

  private final String name;
  private final Module module;
  private boolean closed;

  private TorchModel(String name, Module module) {
    this.name = name;
    this.module = module;
  }

  /**
   * Loads a model.
   *
   * @param engine the quantized engine, for which the weights are packed here
   * @param threads libtorch's, within one operator
   * @throws ModelException when the file is missing or no TorchScript, or the engine isn't to be
   *     had or can't run it
   */
  public static TorchModel open(Path file, String engine, int threads) {
    String name = "model " + file;
    if (!Files.isRegularFile(file)) {
      throw new ModelException(name + ": no such file");
    }
    try {
      Libtorch.setEngine(engine);
      Libtorch.setThreads(threads);
      return new TorchModel(name, Module.load(file.toString()));
    } catch (NativeLibraryException e) {
      throw e;
    } catch (RuntimeException e) {
      throw failure(name, e);
    }
  }

  /** A new input of this size for this model; make it once and fill it for every frame. */
  public Input input(int width, int height) {
    return new Input(width, height);
  }

  /**
   * Runs the network.
   *
   * @return its outputs in the network's order, overwritten by the next forward of this input
   * @throws ModelException when libtorch refuses or the outputs are not grids of float
   * @throws IllegalStateException when closed
   */
  public List<Head> forward(Input input) {
    if (closed) {
      throw new IllegalStateException(name + " is closed");
    }
    try {
      input.read(module.forward(input.arguments));
      return input.heads;
    } catch (RuntimeException e) {
      throw failure(name, e);
    } finally {
      Reference.reachabilityFence(input);
    }
  }

  /** Frees the weights and the last outputs. */
  @Override
  public void close() {
    closed = true;
    module.destroy();
  }

  private static ModelException failure(String name, RuntimeException e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return new ModelException(name + ": " + message.lines().findFirst().orElse("failed"), e);
  }

  /** {@code Tensor.getRawDataBuffer()}: the one way to an output's memory that copies nothing. */
  private static MethodHandle dataOfTensor() {
    try {
      return MethodHandles.privateLookupIn(Tensor.class, MethodHandles.lookup())
          .findVirtual(Tensor.class, "getRawDataBuffer", MethodType.methodType(Buffer.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** A frame as the network takes it, in memory that libtorch reads in place. */
  public static final class Input {
    private final int width;
    private final int height;
    private final ByteBuffer pixels;
    private final IValue[] arguments;
    private List<Head> heads = List.of();

    private Input(int width, int height) {
      this.width = width;
      this.height = height;
      this.pixels = Tensor.allocateByteBuffer(width * height * BANDS);
      long[] shape = {1, height, width, BANDS};
      this.arguments = new IValue[] {IValue.from(Tensor.fromBlobUnsigned(pixels, shape))};
    }

    public int width() {
      return width;
    }

    public int height() {
      return height;
    }

    /** Red, green, blue of each pixel, row by row: [height, width, 3], position 0 to the end. */
    public ByteBuffer pixels() {
      return pixels;
    }

    private void read(IValue result) {
      Tensor[] outputs = tensors(result);
      if (!fits(outputs)) {
        heads = Arrays.stream(outputs).map(Head::new).toList();
      }
      for (int i = 0; i < outputs.length; i++) {
        heads.get(i).fill(outputs[i]);
      }
    }

    private boolean fits(Tensor[] outputs) {
      boolean fits = heads.size() == outputs.length;
      for (int i = 0; fits && i < outputs.length; i++) {
        fits = heads.get(i).fits(outputs[i]);
      }
      return fits;
    }

    private static Tensor[] tensors(IValue result) {
      if (result.isTensor()) {
        return new Tensor[] {result.toTensor()};
      }
      IValue[] values = result.isTuple() ? result.toTuple() : new IValue[0];
      Tensor[] tensors = new Tensor[values.length];
      for (int i = 0; i < values.length; i++) {
        if (!values[i].isTensor()) {
          throw new IllegalArgumentException("output " + i + " must be a tensor");
        }
        tensors[i] = values[i].toTensor();
      }
      if (tensors.length == 0) {
        throw new IllegalArgumentException("must return a tensor or a tuple of tensors");
      }
      return tensors;
    }
  }

  /** One output: a grid of cells, each with the same number of channels. */
  public static final class Head {
    private final int gridHeight;
    private final int gridWidth;
    private final int channels;
    private final float[] values;
    private final FloatBuffer view;

    private Head(Tensor tensor) {
      long[] shape = tensor.shape();
      boolean contiguous = tensor.memoryFormat() == MemoryFormat.CONTIGUOUS;
      if (tensor.dtype() != DType.FLOAT32 || !contiguous || shape.length != 4 || shape[0] != 1) {
        throw new IllegalArgumentException(
            "an output must be contiguous float32 [1, height, width, channels], is " + tensor);
      }
      gridHeight = Math.toIntExact(shape[1]);
      gridWidth = Math.toIntExact(shape[2]);
      channels = Math.toIntExact(shape[3]);
      values = new float[Math.toIntExact(tensor.numel())];
      view = FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    public int gridHeight() {
      return gridHeight;
    }

    public int gridWidth() {
      return gridWidth;
    }

    public int channels() {
      return channels;
    }

    /**
     * [gridHeight, gridWidth, channels]; a copy, so that no native memory is seen after its end.
     */
    public FloatBuffer values() {
      return view;
    }

    private boolean fits(Tensor tensor) {
      long[] shape = tensor.shape();
      return tensor.dtype() == DType.FLOAT32
          && tensor.memoryFormat() == MemoryFormat.CONTIGUOUS
          && shape.length == 4
          && shape[0] == 1
          && shape[1] == gridHeight
          && shape[2] == gridWidth
          && shape[3] == channels;
    }

    private void fill(Tensor tensor) {
      try {
        FloatBuffer data = (FloatBuffer) (Buffer) DATA.invokeExact(tensor);
        data.get(0, values);
      } catch (Throwable e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
