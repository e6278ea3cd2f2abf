package io.pipit.detect;

import io.pipit.config.ModelSettings;
import io.pipit.detect.model.ModelPackage;
import io.pipit.detect.torch.Libtorch;
import io.pipit.detect.torch.TorchModel;
import io.pipit.metrics.StageClock;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import org.pytorch.IValue;
import org.pytorch.Module;

/**
 * Prints what models make of the same bytes, a line per output; tools/test-arm compares the lines
 * of two computers.
 */
final class Numbers {
  private Numbers() {}

  /**
   * Runs the models on one thread, the package's golden case first.
   *
   * @param args the quantized engine, a model package, then FILE@WIDTHxHEIGHT for more models
   */
  public static void main(String[] args) {
    String engine = args[0];
    Path folder = Path.of(args[1]);
    System.out.println("libtorch " + Libtorch.version() + " sources " + Libtorch.sourceHash());
    runGoldenCase(folder, engine);
    run(folder.resolve(ModelPackage.open(folder).fileFor(engine).path()), engine, 416, 256);
    for (int i = 2; i < args.length; i++) {
      String[] model = args[i].split("[@x]", -1);
      run(Path.of(model[0]), engine, Integer.parseInt(model[1]), Integer.parseInt(model[2]));
    }
    sayWhatAModelThrows();
  }

  /** Opening does it. */
  private static void runGoldenCase(Path folder, String engine) {
    var size = new ModelSettings.Input.Fixed(416, 256);
    var settings = new ModelSettings(folder, engine, size, Float.NaN, 0.45f, 1);
    LoadedDetector ready = Detectors.open(settings, new StageClock());
    ready.detector().close();
    System.out.println(ready.model().name() + ": golden case passed on " + ready.engine());
  }

  private static void run(Path file, String engine, int width, int height) {
    try (TorchModel model = TorchModel.open(file, engine, 1)) {
      TorchModel.Input input = model.input(width, height);
      byte[] image = new byte[input.pixels().capacity()];
      new Random(width).nextBytes(image);
      input.pixels().put(0, image);
      int index = 0;
      for (TorchModel.Head head : model.forward(input)) {
        System.out.printf(
            "%s %s output %d [%d, %d, %d] %s%n",
            file.getFileName(),
            Libtorch.engine(),
            index++,
            head.gridHeight(),
            head.gridWidth(),
            head.channels(),
            summary(head.values()));
      }
    }
  }

  /** All bits in a checksum, and two numbers to read. */
  private static String summary(FloatBuffer values) {
    CRC32 bits = new CRC32();
    double sum = 0;
    for (int i = 0; i < values.limit(); i++) {
      int raw = Float.floatToRawIntBits(values.get(i));
      for (int shift = 0; shift < 32; shift += 8) {
        bits.update(raw >>> shift);
      }
      sum += values.get(i);
    }
    return String.format("first %.6f sum %.4f bits %08x", values.get(0), sum, bits.getValue());
  }

  private static void sayWhatAModelThrows() {
    Module faults = Module.load(TestModels.file("faults.pt").toString());
    try {
      faults.runMethod("complex", IValue.from(1L));
    } catch (RuntimeException e) {
      System.out.println("refused: " + e.getMessage().lines().findFirst().orElse(""));
    } finally {
      faults.destroy();
    }
  }
}
