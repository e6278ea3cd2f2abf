package io.pipit.cli;

import io.pipit.cli.Palette.Tone;
import io.pipit.cli.RecordingOptions.Choice;
import io.pipit.control.ControlClient;
import io.pipit.errors.ExitCode;
import io.pipit.explain.ExplanationFeed;
import io.pipit.explain.ExplanationLog;
import io.pipit.json.JsonTree;
import io.pipit.replay.Playback.Line;
import io.pipit.replay.Tally;
import io.pipit.scene.FrameTime;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code pipit explain}: why what is seen, live or in a recording, does not count. */
@CommandLine.Command(
    name = "explain",
    description =
        "Say of what is seen and does not count which limit stopped it, with the values: in the"
            + " running Pipit, or in a recording.")
final class ExplainCommand implements Command {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneId.systemDefault());

  @CommandLine.Mixin private OptionalRecording recording;

  @CommandLine.Mixin private ControlOption control;

  @Spec private CommandSpec spec;

  @Override
  public ExitCode run() throws InterruptedException {
    if (recording.isGiven()) {
      ofRecording();
    } else {
      live();
    }
    return ExitCode.OK;
  }

  /** Until Ctrl-C. */
  private void live() {
    PrintWriter out = spec.commandLine().getOut();
    Palette palette = Palette.ofOutput();
    Map<String, Object> request = new LinkedHashMap<>(Map.of("command", "explain"));
    recording.camera().ifPresent(camera -> request.put("camera", camera));
    try (ControlClient client = control.ask(request).orElseThrow(ControlOption::none)) {
      for (JsonTree line = client.line(); line != null; line = client.line()) {
        Optional<JsonTree> text = line.find("text");
        if (text.isPresent()) {
          Instant time = Instant.ofEpochMilli((long) line.get("time_ms").number());
          String clock = palette.paint(Tone.FAINT, CLOCK.format(time));
          out.println(clock + " " + line.get("camera").text() + " " + text.get().text());
          out.flush();
        }
      }
    } catch (JsonTree.Malformed e) {
      throw ControlClient.otherVersion(e);
    }
  }

  private void ofRecording() throws InterruptedException {
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
      recording.playback(screen).play(List.of(line), ExplanationFeed.askedScore(line.minScore()));
      log.end();
      screen.print(out, "");
      log.summary().forEach(out::println);
      screen.summary(Several.of(counted.tracks(), "object") + " counted");
    }
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
