package io.pipit.actuate;

import io.pipit.config.GpioSettings.Output;
import io.pipit.scene.OutputCommand;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one output should be: (state, command, time) to on or off and the time of the next change by
 * itself. It reads no clock; all times are {@link System#nanoTime}'s.
 *
 * <p>Rules hold an output on: while they follow, until it is switched off, or for a pulse. It is on
 * while anything holds it. Whoever calls must {@link #tick} first, as a command knows nothing of
 * times that have passed before it.
 */
final class OutputLogic {
  /** No change to come. */
  static final long NEVER = Long.MAX_VALUE;

  private final long pulseNanos;
  private final long maxOnNanos;
  private final long minOffNanos;
  private final boolean safeOn;

  private final Set<String> followers = new LinkedHashSet<>();
  private @Nullable String latch; // the rule of the one that lasts; null: there is none
  private @Nullable String pulse; // the rule of the one that lasts or waits; null: there is none
  private long pulseStart; // while it lasts
  private boolean atSafe = true;
  private boolean on;
  private long since;
  private String cause = "start";
  private String wish = "start"; // the last reason to change, for a change that has to wait

  /** An output that has just been claimed, at its safe state. */
  OutputLogic(Output settings, long now) {
    pulseNanos = settings.pulse().toNanos();
    Duration maxOn = settings.maxOn();
    maxOnNanos = maxOn == null ? NEVER : maxOn.toNanos();
    minOffNanos = settings.minOff().toNanos();
    safeOn = settings.safeOn();
    on = safeOn;
    since = now;
  }

  boolean on() {
    return on;
  }

  /** What made it as it is. */
  String cause() {
    return cause;
  }

  /** The rule that holds it on, or will when min-off is over; null: none, or a person does. */
  @Nullable String heldBy() {
    return Stream.concat(followers.stream(), Stream.of(latch, pulse).filter(Objects::nonNull))
        .filter(rule -> !rule.equals(HandCommand.CAUSE))
        .findFirst()
        .orElse(null);
  }

  /** Does what is due. */
  void tick(long now) {
    if (pulse != null && on && now - pulseStart >= pulseNanos) {
      wish = pulse;
      pulse = null;
      settle(now); // a pulse as long as max-on ends by itself
    }
    if (on && !atSafe && now - since >= maxOnNanos) {
      letGo();
      wish = "max-on";
    }
    settle(now);
  }

  /** Does what a rule asks. */
  void apply(OutputCommand command, long now) {
    String rule = command.cause();
    if (!command.active()) {
      if (followers.remove(rule)) {
        wish = rule;
        settle(now);
      }
      return;
    }
    if (atSafe) {
      atSafe = false;
      since = on ? now : since; // max-on counts from the command, min-off from the switching
    }
    wish = rule;
    switch (command.action()) {
      case PULSE -> {
        pulse = rule;
        pulseStart = now;
      }
      case FOLLOW -> followers.add(rule);
      case LATCH -> latch = rule;
      case OFF -> letGo();
    }
    settle(now);
  }

  /** Goes to the safe state at once, whatever min-off says, until a rule fires again. */
  void safe(String reason, long now) {
    letGo();
    atSafe = true;
    wish = "safe: " + reason;
    settle(now);
  }

  /** How long until {@link #tick} has something to do: nanoseconds, 0 or more, or NEVER. */
  long nanosToTick(long now) {
    long left = NEVER;
    if (on && pulse != null) {
      left = pulseNanos - (now - pulseStart);
    }
    if (on && !atSafe && maxOnNanos != NEVER) {
      left = Math.min(left, maxOnNanos - (now - since));
    }
    if (!on && wanted()) {
      left = minOffNanos - (now - since);
    }
    return Math.max(0, left);
  }

  private boolean wanted() {
    return atSafe ? safeOn : pulse != null || !followers.isEmpty() || latch != null;
  }

  private void letGo() {
    followers.clear();
    latch = null;
    pulse = null;
  }

  private void settle(long now) {
    boolean wanted = wanted();
    if (wanted == on || (wanted && !atSafe && now - since < minOffNanos)) {
      return;
    }
    on = wanted;
    since = now;
    cause = wish;
    if (on) {
      pulseStart = now; // one that had to wait is not cut short
    }
  }
}
