package io.pipit.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A recording that must be given. */
final class RequiredRecording extends RecordingOptions {
  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private Path config;

  @Parameters(paramLabel = "VIDEO", description = "A video file, or a folder of images.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private Path video;

  @Override
  Path config() {
    return config;
  }

  @Override
  Path video() {
    return video;
  }
}
