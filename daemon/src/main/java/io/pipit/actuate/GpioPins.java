package io.pipit.actuate;

import io.pipit.config.GpioSettings;
import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.Output;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.event.InputChanged;
import io.pipit.event.OutputState;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import io.pipit.util.LogPeriod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All outputs and inputs of the board. Gpio thread only, from the constructor on. */
final class GpioPins implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GpioPins.class);

  /** This often all pins are driven and read without cause: a library loses edges, a plug chips. */
  private static final Duration REFRESH = Duration.ofSeconds(1);

  private record Driven(OutputDriver driver, Deadline deadline) {}

  private record Sensed(InputDriver driver, Deadline deadline) {}

  private final GpioThread thread;
  private final GpioPort dryRun = new DryRunPort();
  private final GpioPort port;
  private final Map<String, Driven> outputs = new LinkedHashMap<>();
  private final Map<String, Sensed> inputs = new LinkedHashMap<>();
  private final List<GpioException> problems = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final Consumer<OutputState> onOutput;
  private final Consumer<InputChanged> onInput;
  private final LogPeriod unknown = new LogPeriod(Duration.ofMinutes(1));

  /**
   * Claims every line, the outputs at their safe state.
   *
   * @throws GpioFailure when some are not available and all are required
   */
  GpioPins(
      GpioSettings settings,
      Supplier<GpioPort> backend,
      GpioThread thread,
      Consumer<OutputState> onOutput,
      Consumer<InputChanged> onInput) {
    this.thread = thread;
    this.onOutput = onOutput;
    this.onInput = onInput;
    GpioPort opened = attempt("gpio", backend);
    port = opened == null ? dryRun : opened;
    try {
      port.announce(settings.outputs());
      settings.outputs().forEach(this::claim);
      settings.inputs().forEach(this::claim);
    } catch (RuntimeException e) {
      port.close();
      throw e;
    }
    if (!problems.isEmpty() && settings.required()) {
      port.close();
      boolean permission =
          problems.stream().allMatch(problem -> problem.exitCode() == ExitCode.NO_PERMISSION);
      throw new GpioFailure(
          permission ? ExitCode.NO_PERMISSION : ExitCode.UNAVAILABLE, List.copyOf(lines));
    }
    begin();
  }

  Set<String> outputs() {
    return outputs.keySet();
  }

  void apply(OutputCommand command, FrameTime now) {
    Driven output = outputs.get(command.output());
    if (output == null) {
      long times = unknown.count(now.monoNanos());
      if (times > 0) {
        LOG.error("[gpio] there is no output {} ({} such)", command.output(), times);
      }
      return;
    }
    output.driver().apply(command, now);
    output.deadline().set();
  }

  /**
   * Does what a person asks.
   *
   * @throws UserException when there is no such output
   */
  HandAnswer byHand(HandCommand command, FrameTime now) {
    Driven output = outputs.get(command.output());
    if (output == null) {
      throw new UserException(
          ExitCode.USAGE,
          "there is no output '%s'; the outputs are %s"
              .formatted(command.output(), String.join(", ", outputs.keySet())));
    }
    HandAnswer answer = output.driver().byHand(command, now);
    output.deadline().set();
    return answer;
  }

  void safe(Collection<String> names, String reason, FrameTime now) {
    outputs.forEach(
        (name, output) -> {
          if (names.contains(name)) {
            output.driver().safe(reason, now);
            output.deadline().set();
          }
        });
  }

  @Override
  public void close() {
    port.close();
  }

  /**
   * The configuration was read again. Lines that have not changed stay as they are; the others are
   * let go, at their safe states, and claimed as they are asked for now. One that is not available
   * is replaced by a dry run.
   *
   * @return the names of those that were let go or claimed
   */
  Set<String> reconfigure(GpioSettings next, FrameTime now) {
    Set<String> changed = new TreeSet<>();
    lines.clear();
    for (Driven output : List.copyOf(outputs.values())) {
      if (!next.outputs().contains(output.driver().settings())) {
        letGo(output, now);
        changed.add(output.driver().name());
      }
    }
    for (Sensed input : List.copyOf(inputs.values())) {
      String name = input.driver().settings().name();
      if (!next.inputs().contains(input.driver().settings())) {
        input.deadline().cancel();
        inputs.remove(name);
        attempt("input " + name, () -> input.driver().close(now));
        changed.add(name);
      }
    }
    port.announce(next.outputs());
    for (Output output : next.outputs()) {
      if (!outputs.containsKey(output.name())) {
        changed.add(output.name());
        claim(output);
        driven(output.name()).driver().begin(now);
      }
    }
    for (Input input : next.inputs()) {
      if (!inputs.containsKey(input.name())) {
        changed.add(input.name());
        claim(input);
        sensed(input.name()).driver().begin(now);
      }
    }
    warn();
    return changed;
  }

  private void letGo(Driven output, FrameTime now) {
    String name = output.driver().name();
    output.deadline().cancel();
    outputs.remove(name);
    attempt("output " + name, () -> output.driver().close(now));
  }

  private Driven driven(String name) {
    return Objects.requireNonNull(outputs.get(name));
  }

  private Sensed sensed(String name) {
    return Objects.requireNonNull(inputs.get(name));
  }

  private void warn() {
    lines.forEach(line -> LOG.warn("[gpio] {}; dry-run in its place", line));
  }

  private void begin() {
    warn();
    outputs.values().forEach(output -> output.driver().begin(FrameTime.now()));
    inputs.values().forEach(input -> input.driver().begin(FrameTime.now()));
    thread.every(REFRESH, this::refresh);
  }

  private void claim(Output output) {
    String name = output.name();
    GpioPort.OutputLine line = attempt("output " + name, () -> port.output(output));
    boolean dry = line == null || port instanceof DryRunPort;
    OutputDriver driver =
        new OutputDriver(
            output, line == null ? dryRun.output(output) : line, dry, FrameTime.now(), onOutput);
    Deadline deadline =
        thread.deadline(
            () -> driver.tick(FrameTime.now()), () -> driver.nanosToTick(System.nanoTime()));
    outputs.put(name, new Driven(driver, deadline));
  }

  private void claim(Input input) {
    String what = "input " + input.name();
    Runnable onEdge = () -> thread.execute(() -> edge(input.name()));
    InputDriver driver =
        attempt(what, () -> new InputDriver(input, port.input(input, onEdge), onInput));
    InputDriver used =
        driver == null ? new InputDriver(input, dryRun.input(input, onEdge), onInput) : driver;
    Deadline deadline =
        thread.deadline(
            () -> used.look(FrameTime.now()), () -> used.nanosToLook(System.nanoTime()));
    inputs.put(input.name(), new Sensed(used, deadline));
  }

  private void edge(String name) {
    Sensed input = inputs.get(name);
    if (input != null) {
      input.driver().edge(FrameTime.now());
      input.deadline().set();
    }
  }

  private void refresh() {
    for (Driven output : outputs.values()) {
      output.driver().refresh(FrameTime.now());
      output.deadline().set();
    }
    for (Sensed input : inputs.values()) {
      input.driver().look(FrameTime.now());
      input.deadline().set();
    }
  }

  private void attempt(String what, Runnable action) {
    attempt(
        what,
        () -> {
          action.run();
          return what;
        });
  }

  private <T> @Nullable T attempt(String what, Supplier<T> action) {
    try {
      return action.get();
    } catch (GpioException e) {
      problems.add(e);
      lines.add(what + ": " + e.getMessage());
      return null;
    }
  }
}
