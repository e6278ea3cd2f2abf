package io.pipit.cli;

import io.pipit.config.CameraSettings;
import io.pipit.config.ModelSettings;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.Detectors;
import io.pipit.detect.LoadedDetector;
import io.pipit.detect.model.ModelPackage;
import io.pipit.errors.ExitCode;
import io.pipit.errors.Suggestion;
import io.pipit.event.EventListener;
import io.pipit.metrics.StageClock;
import io.pipit.publish.EventStream;
import io.pipit.publish.MessageClock;
import io.pipit.publish.NodeInfo;
import io.pipit.replay.OncePerFrame;
import io.pipit.replay.PrintingSubscriber;
import io.pipit.replay.Recording;
import io.pipit.replay.Replay;
import io.pipit.replay.Transcript;
import io.pipit.replay.Transcript.Entry;
import io.pipit.replay.TranscriptDiff;
import io.pipit.scene.FrameTime;
import io.pipit.util.Closer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pipit replay}: what a configuration would have made of a recording. */
@CommandLine.Command(
    name = "replay",
    description =
        "Run a recording through a configuration's tracks, zones, rules and outputs, as fast as it"
            + " goes. No pin is touched. The same recording gives the same events.")
final class ReplayCommand implements Command {
  private static final String NO_BOOT = "00000000-0000-0000-0000-000000000000";

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private Path config;

  @Option(
      names = "--camera",
      paramLabel = "NAME",
      description = "Whose zones and rules count (default: the only camera).")
  private @Nullable String camera;

  @Option(
      names = "--compare",
      paramLabel = "OLD",
      description = "Another configuration: show what vanishes (-), appears (+), moves (~) since.")
  private @Nullable Path old;

  @Option(names = "--json", description = "Print the messages of the event socket.")
  private boolean json;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Local time of the first frame, for schedules (default: ${DEFAULT-VALUE}).",
      defaultValue = "2000-01-01T12:00")
  @SuppressWarnings("NullAway.Init") // it has a default
  private String start;

  @Option(
      names = "--input",
      paramLabel = "NAME",
      description = "An input that is on throughout, such as a key switch; may be repeated.")
  private List<String> inputs = new ArrayList<>();

  @Parameters(paramLabel = "VIDEO", description = "A video file, or a folder of images.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private Path video;

  @Spec private CommandSpec spec;

  /** A configuration and the camera of it that is replayed. */
  private record Choice(Settings settings, CameraSettings camera) {
    float minScore() {
      return settings.with(List.of(camera), settings.rules()).minScore();
    }

    boolean looksAlike(Choice other) {
      return settings.model().equals(other.settings.model()) && camera.fps() == other.camera.fps();
    }
  }

  @Override
  public ExitCode run() throws InterruptedException {
    if (json && old != null) {
      throw new ParameterException(spec.commandLine(), "--json and --compare exclude each other");
    }
    PrintWriter out = spec.commandLine().getOut();
    Choice choice = choice(config);
    if (old != null) {
      compare(choice(old), choice).forEach(out::println);
    } else {
      Replayed one =
          json
              ? new Replayed(choice, (ready, now) -> messages(choice, ready, now, out))
              : transcript(choice, out::println);
      play(List.of(one), choice.minScore());
    }
    return ExitCode.OK;
  }

  /** One line of the replay: its settings and who hears of it. */
  private record Replayed(Choice choice, Opener opener) {}

  private interface Opener {
    /**
     * Who hears of what happens.
     *
     * @param now the recording's time
     */
    EventListener open(LoadedDetector ready, Supplier<FrameTime> now);
  }

  private Replayed transcript(Choice choice, Consumer<Entry> lines) {
    return new Replayed(choice, (ready, now) -> new Transcript(startTime(), lines));
  }

  /** The event socket's messages, as a client without a filter gets them. */
  private static EventListener messages(
      Choice choice, LoadedDetector ready, Supplier<FrameTime> now, PrintWriter out) {
    MessageClock clock =
        new MessageClock(() -> now.get().monoNanos(), () -> now.get().wallMillis());
    NodeInfo node =
        new NodeInfo(
            choice.settings.node(),
            NO_BOOT,
            Version.pipit(),
            ready.model(),
            List.of(choice.camera.name()),
            choice.settings.zoneNames());
    EventStream stream = new EventStream(Runnable::run, node, clock);
    stream.add(new PrintingSubscriber(out));
    return stream;
  }

  /** Both at once where they look at the same frames in the same way, else one by one. */
  private List<String> compare(Choice before, Choice after) throws InterruptedException {
    List<Entry> first = new ArrayList<>();
    List<Entry> second = new ArrayList<>();
    Replayed left = transcript(before, first::add);
    Replayed right = transcript(after, second::add);
    if (before.looksAlike(after)) {
      play(List.of(left, right), Math.min(before.minScore(), after.minScore()));
    } else {
      play(List.of(left), before.minScore());
      play(List.of(right), after.minScore());
    }
    return new TranscriptDiff(first, second).lines();
  }

  private void play(List<Replayed> all, float minScore) throws InterruptedException {
    Choice choice = all.get(0).choice;
    ModelSettings model = choice.settings.model();
    Recording recording = new Recording(video, choice.camera, startTime());
    try (Closer parts = new Closer()) {
      LoadedDetector ready = Detectors.open(model, minScore, 1, new StageClock());
      parts.add(ready.detector());
      LoadedDetector shared = ready.through(new OncePerFrame(ready.detector()));
      List<Replay> replays = new ArrayList<>();
      FrameTime[] now = {startTime()};
      for (Replayed one : all) {
        EventListener listener = one.opener.open(ready, () -> now[0]);
        replays.add(
            new Replay(
                one.choice.settings, one.choice.camera, shared, listener, startTime(), inputs));
      }
      FrameTime end =
          recording.play(
              ready.input(),
              frame -> {
                now[0] = frame.time();
                replays.forEach(replay -> replay.frame(frame));
              });
      now[0] = end;
      replays.forEach(replay -> replay.end(end));
    }
  }

  private FrameTime startTime() {
    try {
      LocalDateTime local = LocalDateTime.parse(start);
      return new FrameTime(0, local.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--start must be a local time such as 2026-11-24T22:00, is " + start,
          e);
    }
  }

  private Choice choice(Path file) {
    Settings settings = SettingsLoader.load(file, ModelPackage::facts).settings();
    List<String> names = settings.cameras().stream().map(CameraSettings::name).toList();
    if (camera == null && names.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--camera must say which camera of " + file + " it is: " + Suggestion.list(names));
    }
    String wanted = camera == null ? names.get(0) : camera;
    for (CameraSettings one : settings.cameras()) {
      if (one.name().equals(wanted)) {
        checkInputs(settings);
        return new Choice(settings, one);
      }
    }
    throw new ParameterException(
        spec.commandLine(),
        "--camera must be one of %s in %s, is %s%s"
            .formatted(Suggestion.list(names), file, wanted, Suggestion.hint(wanted, names)));
  }

  private void checkInputs(Settings settings) {
    List<String> known = settings.gpio().inputs().stream().map(input -> input.name()).toList();
    for (String input : inputs) {
      if (!known.contains(input)) {
        throw new ParameterException(
            spec.commandLine(),
            "--input must be one of gpio.inputs, is " + input + Suggestion.hint(input, known));
      }
    }
  }
}
