package io.pipit.cli;

import io.pipit.demo.SceneWriter;
import io.pipit.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code pipit render}: images of the demo's street with their boxes, to train and test with. */
@CommandLine.Command(
    name = "render",
    description = "Draw images of the demo's street, with scenes.json naming what is in them.")
final class RenderCommand implements Command {
  private static final int MIN_SIDE = 64;
  private static final int MAX_SIDE = 4096;

  @Spec private CommandSpec spec;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many images (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Number of the first street (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--size",
      paramLabel = "WxH",
      split = ",",
      defaultValue = "640x360",
      converter = SizeConverter.class,
      description = "Size of the images; several, with commas, take turns.")
  private List<SceneWriter.ImageSize> sizes = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write into; made when it is not there.")
  private Path out = Path.of("");

  @Option(names = "--boxes", description = "Draw the boxes into the images.")
  private boolean boxes;

  /** Reads {@code WxH}. */
  static final class SizeConverter implements ITypeConverter<SceneWriter.ImageSize> {
    @Override
    public SceneWriter.ImageSize convert(String text) {
      String[] sides = text.split("x", -1);
      try {
        int width = Integer.parseInt(sides[0]);
        int height = Integer.parseInt(sides[1]);
        if (sides.length == 2 && fits(width) && fits(height)) {
          return new SceneWriter.ImageSize(width, height);
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        // reported below, like all other texts that are no size
      }
      throw new TypeConversionException(
          "must be WIDTHxHEIGHT, each from %d to %d, is '%s'".formatted(MIN_SIDE, MAX_SIDE, text));
    }

    private static boolean fits(int side) {
      return side >= MIN_SIDE && side <= MAX_SIDE;
    }
  }

  @Override
  public ExitCode run() {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be at least 1, is " + count);
    }
    try (Progress progress = Progress.on(spec.commandLine().getErr())) {
      new SceneWriter(out, boxes)
          .write(count, seed, sizes, done -> progress.show(done, count, "images"));
    } catch (IOException e) {
      throw Failures.cantWrite(out, e);
    }
    spec.commandLine().getOut().println(count + " images and scenes.json are in " + out);
    return ExitCode.OK;
  }
}
