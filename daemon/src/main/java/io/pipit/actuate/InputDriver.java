package io.pipit.actuate;

import io.pipit.actuate.GpioPort.InputLine;
import io.pipit.config.GpioSettings.Input;
import io.pipit.event.InputChanged;
import io.pipit.scene.FrameTime;
import io.pipit.util.LogPeriod;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One input: its pin is read and debounced, and changes are published. Gpio thread only. */
final class InputDriver {
  private static final Logger LOG = LoggerFactory.getLogger(InputDriver.class);

  private final Input settings;
  private final InputLine line;
  private final Consumer<InputChanged> onChange;
  private final Debounce debounce;
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));

  /**
   * Reads the input.
   *
   * @throws GpioException when it can't be read
   */
  InputDriver(Input settings, InputLine line, Consumer<InputChanged> onChange) {
    this.settings = settings;
    this.line = line;
    this.onChange = onChange;
    debounce = new Debounce(settings.debounce(), settings.active(line.high()));
  }

  /** Publishes its state for the first time. */
  void begin(FrameTime now) {
    publish(now);
  }

  Input settings() {
    return settings;
  }

  /** Lets the line go; the input is inactive then. */
  void close(FrameTime now) {
    line.close();
    if (debounce.active()) {
      onChange.accept(new InputChanged(settings.name(), false, now));
    }
  }

  /** The pin's level may have changed. */
  void edge(FrameTime now) {
    debounce.edge(now.monoNanos());
    look(now);
  }

  /** Reads the pin. */
  void look(FrameTime now) {
    try {
      if (debounce.look(settings.active(line.high()), now.monoNanos())) {
        publish(now);
      }
    } catch (GpioException e) {
      debounce.forget(); // the next reading is in its own time
      long times = trouble.count(now.monoNanos());
      if (times > 0) {
        LOG.error(
            "[gpio {}] {}; {} failures since the last report, it stays {}",
            settings.name(),
            e.getMessage(),
            times,
            word());
      }
    }
  }

  /** Nanoseconds until {@link #look} has something to do. */
  long nanosToLook(long now) {
    return debounce.nanosToLook(now);
  }

  private void publish(FrameTime now) {
    LOG.info("[gpio {}] {}", settings.name(), word());
    onChange.accept(new InputChanged(settings.name(), debounce.active(), now));
  }

  private String word() {
    return debounce.active() ? "active" : "inactive";
  }
}
