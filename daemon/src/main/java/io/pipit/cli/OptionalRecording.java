package io.pipit.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** A recording that may be given; without one the running Pipit is meant. */
final class OptionalRecording extends RecordingOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The configuration file for a recording.")
  private @Nullable Path config;

  @Parameters(
      arity = "0..1",
      paramLabel = "VIDEO",
      description = "A video file, or a folder of images (default: the running Pipit's cameras).")
  private @Nullable Path video;

  /** Whether there is a recording. */
  boolean isGiven() {
    if (video == null && config != null) {
      throw new ParameterException(commandLine(), "--config is for a recording: VIDEO is missing");
    }
    return video != null;
  }

  @Override
  Path config() {
    return given(config, "for a recording --config FILE is needed");
  }

  @Override
  Path video() {
    return given(video, "VIDEO is missing");
  }

  private Path given(@Nullable Path path, String otherwise) {
    if (path == null) {
      throw new ParameterException(commandLine(), otherwise);
    }
    return path;
  }
}
