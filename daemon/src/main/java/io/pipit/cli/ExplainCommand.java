package io.pipit.cli;

import io.pipit.cli.Palette.Tone;
import io.pipit.cli.RecordingOptions.Choice;
import io.pipit.errors.ExitCode;
import io.pipit.explain.ExplanationLog;
import io.pipit.replay.Playback.Line;
import io.pipit.replay.Tally;
import io.pipit.scene.FrameTime;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pipit explain}: why what is seen in a recording does not count. */
@CommandLine.Command(
    name = "explain",
    description =
        "Say of what is seen in a recording and does not count which limit stopped it, with the"
            + " values.")
final class ExplainCommand implements Command {
  /** The model's noise below says nothing about limits. */
  private static final float LOWEST_SCORE = 0.05f;

  @CommandLine.Mixin private RecordingOptions recording;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    PrintWriter out = spec.commandLine().getOut();
    Palette palette = Palette.ofOutput();
    Choice choice = recording.choice();
    String camera = choice.camera().name();
    FrameTime start = recording.startTime();
    try (PlaybackScreen screen =
        new PlaybackScreen(err, recording.video(), camera, false, Progress.on(err))) {
      ExplanationLog log =
          ExplanationLog.ofRecording(entry -> screen.print(out, text(entry, start, palette)));
      Tally counted = new Tally(event -> {});
      Line line =
          new Line(
              choice.settings(),
              choice.camera(),
              (ready, now) -> counted,
              replay -> replay.explain().ifPresent(log::frame));
      recording.playback(screen).play(List.of(line), askedScore(line.minScore()));
      log.end();
      screen.print(out, "");
      log.summary().forEach(out::println);
      screen.summary(Several.of(counted.tracks(), "object") + " counted");
    }
    return ExitCode.OK;
  }

  /**
   * What the detector is asked for: less than usual, so that boxes are seen that nearly pass. The
   * filter drops them as always, so that they change no track.
   */
  static float askedScore(float usual) {
    return Math.min(usual, Math.max(LOWEST_SCORE, usual / 2));
  }

  private static String text(ExplanationLog.Entry entry, FrameTime start, Palette palette) {
    Duration at = Duration.ofNanos(entry.time().nanosSince(start));
    String time =
        String.format(
            Locale.ROOT,
            "%02d:%02d:%02d.%03d",
            at.toHours(),
            at.toMinutesPart(),
            at.toSecondsPart(),
            at.toMillisPart());
    return palette.paint(Tone.FAINT, time) + " " + entry.camera() + " " + entry.text();
  }
}
