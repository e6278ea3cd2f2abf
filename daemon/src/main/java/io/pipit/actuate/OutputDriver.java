package io.pipit.actuate;

import io.pipit.actuate.GpioPort.OutputLine;
import io.pipit.config.GpioSettings.Output;
import io.pipit.event.OutputState;
import io.pipit.event.OutputState.Status;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputCommand;
import io.pipit.util.LogPeriod;
import io.pipit.util.Printable;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One output: what its logic wants goes to its pin, and changes are published. Gpio thread only.
 */
final class OutputDriver {
  private static final Logger LOG = LoggerFactory.getLogger(OutputDriver.class);
  private static final long RETRY_NANOS = Duration.ofSeconds(1).toNanos();

  private final Output settings;
  private final OutputLine line;
  private final boolean dryRun;
  private final Consumer<OutputState> onChange;
  private final OutputLogic logic;
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));
  private Status status;

  /**
   * An output at its safe state.
   *
   * @param line as it was claimed, at the safe state
   * @param dryRun whether there is no pin behind it
   */
  OutputDriver(
      Output settings,
      OutputLine line,
      boolean dryRun,
      FrameTime now,
      Consumer<OutputState> onChange) {
    this.settings = settings;
    this.line = line;
    this.dryRun = dryRun;
    this.onChange = onChange;
    logic = new OutputLogic(settings, now.monoNanos());
    status = status(logic.on());
  }

  /** Publishes its state for the first time. */
  void begin(FrameTime now) {
    publish(now);
  }

  Output settings() {
    return settings;
  }

  /** Lets the line go, at the safe state. */
  void close(FrameTime now) {
    safe("reload", now);
    line.close();
  }

  String name() {
    return settings.name();
  }

  void apply(OutputCommand command, FrameTime now) {
    tick(now);
    logic.apply(command, now.monoNanos());
    drive(now);
  }

  /** Does what a person asks, unless a rule holds the output on. */
  HandAnswer byHand(HandCommand command, FrameTime now) {
    tick(now);
    String rule = logic.heldBy();
    if (rule != null && !command.force()) {
      return answer(rule, now);
    }
    LOG.info(
        "[gpio {}] by hand: {}{}, asked by {}",
        name(),
        switch (command.action()) {
          case OFF -> "off";
          case PULSE -> "pulse";
          default -> "on";
        },
        rule == null ? "" : " although rule " + rule + " holds it",
        Printable.of(command.user()));
    apply(new OutputCommand(name(), command.action(), true, HandCommand.CAUSE), now);
    return answer(null, now);
  }

  private HandAnswer answer(@Nullable String heldBy, FrameTime now) {
    long left = logic.nanosToTick(now.monoNanos());
    return new HandAnswer(heldBy, logic.on(), status == Status.FAULT, dryRun, left);
  }

  void safe(String reason, FrameTime now) {
    logic.safe(reason, now.monoNanos());
    drive(now);
  }

  void tick(FrameTime now) {
    logic.tick(now.monoNanos());
    drive(now);
  }

  /** Drives the pin again, as it may have lost its level: a chip on a plug may have been away. */
  void refresh(FrameTime now) {
    logic.tick(now.monoNanos());
    set(now);
  }

  /** Nanoseconds until {@link #tick} has something to do. */
  long nanosToTick(long now) {
    long left = logic.nanosToTick(now);
    return status == Status.FAULT ? Math.min(left, RETRY_NANOS) : left;
  }

  private void drive(FrameTime now) {
    if (status != status(logic.on())) {
      set(now);
    }
  }

  private void set(FrameTime now) {
    boolean on = logic.on();
    Status next = status(on);
    try {
      line.set(settings.high(on));
    } catch (GpioException e) {
      next = Status.FAULT;
      long times = trouble.count(now.monoNanos());
      if (times > 0) {
        LOG.error(
            "[gpio {}] {}; {} failures since the last report, retrying",
            name(),
            e.getMessage(),
            times);
      }
    }
    if (next != status) {
      status = next;
      publish(now);
    }
  }

  private void publish(FrameTime now) {
    if (status != Status.FAULT) {
      String dry = dryRun ? " in dry run" : "";
      if (logic.cause().equals("max-on")) {
        LOG.warn(
            "[gpio {}] off{}: it was on for max-on, and stays off until a rule fires again",
            name(),
            dry);
      } else {
        LOG.info("[gpio {}] {}{} ({})", name(), logic.on() ? "on" : "off", dry, logic.cause());
      }
    }
    onChange.accept(new OutputState(name(), status, logic.cause(), dryRun, now));
  }

  private static Status status(boolean on) {
    return on ? Status.ON : Status.OFF;
  }
}
