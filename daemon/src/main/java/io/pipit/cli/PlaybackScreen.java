package io.pipit.cli;

import io.pipit.detect.LoadedDetector;
import io.pipit.replay.Playback;
import io.pipit.replay.Recording;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;

/** Says on standard error what is played, how far it is, and in the end how much it was. */
final class PlaybackScreen implements Playback.Watcher, AutoCloseable {
  private final PrintWriter err;
  private final Path video;
  private final String camera;
  private final boolean quiet;
  private final Progress progress;
  private double length = Double.NaN;
  private String played = "";

  /**
   * For one recording.
   *
   * @param camera in whose place it is played
   * @param quiet whether the lines about it are left out; a terminal has its progress all the same
   */
  PlaybackScreen(PrintWriter err, Path video, String camera, boolean quiet, Progress progress) {
    this.err = err;
    this.video = video;
    this.camera = camera;
    this.quiet = quiet;
    this.progress = progress;
  }

  @Override
  public void begins(LoadedDetector ready, Recording recording) {
    OptionalDouble seconds = recording.seconds();
    length = seconds.orElse(Double.NaN);
    say(
        String.format(
            Locale.ROOT,
            "%s as camera %s%s, at most %.0f frames a second; model %s on %s",
            video,
            camera,
            seconds.isPresent() ? ", " + size(recording) : "",
            recording.fps(),
            ready.model().name(),
            ready.engine()));
  }

  /** A video may have fewer frames than are taken of it at most. */
  private String size(Recording recording) {
    return Files.isDirectory(video)
        ? Math.round(length * recording.fps()) + " images"
        : String.format(Locale.ROOT, "%.1f s", length);
  }

  @Override
  public void frame(long frames, double seconds) {
    progress.show(seconds / length, () -> text(frames, seconds));
  }

  @Override
  public void ends(long frames, double seconds) {
    played = text(frames, seconds);
  }

  private static String text(long frames, double seconds) {
    return String.format(Locale.ROOT, "%d frames, %.1f s", frames, seconds);
  }

  /** How much was played, and what it came to. */
  void summary(String result) {
    say(played + ": " + result);
  }

  /** Writes a line of the command's own. */
  void print(PrintWriter out, String line) {
    progress.clear();
    out.println(line);
  }

  private void say(String line) {
    if (!quiet) {
      progress.clear();
      err.println(line);
    }
  }

  @Override
  public void close() {
    progress.close();
  }
}
