package io.pipit.cli;

import io.pipit.cli.Palette.Tone;
import io.pipit.cli.RecordingOptions.Choice;
import io.pipit.detect.LoadedDetector;
import io.pipit.errors.ExitCode;
import io.pipit.event.EventListener;
import io.pipit.publish.EventStream;
import io.pipit.publish.MessageClock;
import io.pipit.publish.NodeInfo;
import io.pipit.replay.Playback;
import io.pipit.replay.Playback.Line;
import io.pipit.replay.PrintingSubscriber;
import io.pipit.replay.Tally;
import io.pipit.replay.Transcript;
import io.pipit.replay.Transcript.Entry;
import io.pipit.replay.TranscriptDiff;
import io.pipit.scene.FrameTime;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code pipit replay}: what a configuration would have made of a recording. */
@CommandLine.Command(
    name = "replay",
    description =
        "Run a recording through a configuration's tracks, zones, rules and outputs, as fast as it"
            + " goes. No pin is touched. The same recording gives the same events.")
final class ReplayCommand implements Command {
  private static final String NO_BOOT = "00000000-0000-0000-0000-000000000000";

  @CommandLine.Mixin private RequiredRecording recording;

  @Option(
      names = "--compare",
      paramLabel = "OLD",
      description = "Another configuration: show what vanishes (-), appears (+), moves (~) since.")
  private @Nullable Path old;

  @Option(names = "--json", description = "Print the messages of the event socket.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() throws InterruptedException {
    if (json && old != null) {
      throw new ParameterException(spec.commandLine(), "--json and --compare exclude each other");
    }
    Choice choice = recording.choice();
    try (PlaybackScreen screen = screen(choice)) {
      Playback playback = recording.playback(screen);
      if (old != null) {
        compare(recording.choice(old), choice, playback, screen);
      } else if (json) {
        messages(choice, playback);
      } else {
        events(choice, playback, screen);
      }
    }
    return ExitCode.OK;
  }

  /** Messages for programs and a comparison stand alone. */
  private PlaybackScreen screen(Choice choice) {
    PrintWriter err = spec.commandLine().getErr();
    boolean shown = Terminal.ERROR.isWatched() && !(json && Terminal.OUTPUT.isWatched());
    return new PlaybackScreen(
        err,
        recording.video(),
        choice.camera().name(),
        json || old != null,
        new Progress(err, shown, System::nanoTime));
  }

  private void events(Choice choice, Playback playback, PlaybackScreen screen)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Palette palette = Palette.ofOutput();
    Tally tally =
        new Tally(
            transcript(entry -> screen.print(out, palette.paint(tone(entry), entry.toString()))));
    Line line = line(choice, (ready, now) -> tally);
    playback.play(List.of(line), line.minScore());
    screen.summary(
        tally.tracks() + tally.events() == 0
            ? "nothing happened; 'pipit explain' says what was seen and why it did not count"
            : Several.of(tally.tracks(), "object")
                + " counted; "
                + Several.of(tally.events(), "event")
                + " of zones, lines, rules and outputs");
  }

  private EventListener transcript(Consumer<Entry> lines) {
    return new Transcript(recording.startTime(), lines);
  }

  private static Line line(Choice choice, Playback.Opener opener) {
    return new Line(choice.settings(), choice.camera(), opener, replay -> {});
  }

  private void messages(Choice choice, Playback playback) throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Line line = line(choice, (ready, now) -> stream(choice, ready, now, out));
    playback.play(List.of(line), line.minScore());
  }

  /** The event socket's messages, as a client without a filter gets them. */
  private static EventListener stream(
      Choice choice, LoadedDetector ready, Supplier<FrameTime> now, PrintWriter out) {
    MessageClock clock =
        new MessageClock(() -> now.get().monoNanos(), () -> now.get().wallMillis());
    NodeInfo node =
        new NodeInfo(
            choice.settings().node(),
            NO_BOOT,
            Version.pipit(),
            ready.model(),
            List.of(choice.camera().name()),
            choice.settings().zoneNames());
    EventStream stream = new EventStream(Runnable::run, node, clock);
    stream.add(new PrintingSubscriber(out));
    return stream;
  }

  /** Both at once where they look at the same frames in the same way, else one by one. */
  private void compare(Choice before, Choice after, Playback playback, PlaybackScreen screen)
      throws InterruptedException {
    List<Entry> first = new ArrayList<>();
    List<Entry> second = new ArrayList<>();
    Line left = line(before, (ready, now) -> transcript(first::add));
    Line right = line(after, (ready, now) -> transcript(second::add));
    if (before.looksAlike(after)) {
      playback.play(List.of(left, right), Math.min(left.minScore(), right.minScore()));
    } else {
      playback.play(List.of(left), left.minScore());
      playback.play(List.of(right), right.minScore());
    }
    PrintWriter out = spec.commandLine().getOut();
    Palette palette = Palette.ofOutput();
    for (String difference : new TranscriptDiff(first, second).lines()) {
      screen.print(out, palette.paint(tone(difference), difference));
    }
  }

  private static Tone tone(Entry entry) {
    return entry.what().startsWith("rule") || entry.what().startsWith("output")
        ? Tone.STRONG
        : entry.what().startsWith("end") ? Tone.FAINT : Tone.PLAIN;
  }

  private static Tone tone(String difference) {
    return switch (difference.charAt(0)) {
      case '-' -> Tone.BAD;
      case '+' -> Tone.GOOD;
      case '~' -> Tone.ODD;
      default -> Tone.PLAIN;
    };
  }
}
