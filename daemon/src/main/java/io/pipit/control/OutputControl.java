package io.pipit.control;

import io.pipit.actuate.Actuators;
import io.pipit.actuate.HandAnswer;
import io.pipit.actuate.HandCommand;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.json.JsonTree;
import io.pipit.scene.OutputAction;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** Switches an output for a person: {@code output}, {@code action}, {@code force}. */
public final class OutputControl implements ControlCommand {
  static final String NAME = "output";

  private final Actuators actuators;

  public OutputControl(Actuators actuators) {
    this.actuators = actuators;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void answer(Exchange exchange)
      throws IOException, JsonTree.Malformed, InterruptedException {
    JsonTree request = exchange.request();
    String output = request.get("output").text();
    JsonTree action = request.get("action");
    HandCommand command =
        new HandCommand(output, action(action), request.get("force").flag(), exchange.user());
    HandAnswer answer =
        Answers.await(actuators.byHand(command), "the pins do not answer; see the log");
    if (answer.heldBy() != null) {
      throw new UserException(
          ExitCode.FINDING,
          "rule %s holds %s on: nothing was done; --force overrides it"
              .formatted(answer.heldBy(), output));
    }
    exchange.line(Map.of("text", text(command, answer)));
  }

  private static OutputAction action(JsonTree action) throws JsonTree.Malformed {
    return switch (action.text()) {
      case "on" -> OutputAction.LATCH;
      case "off" -> OutputAction.OFF;
      case "pulse" -> OutputAction.PULSE;
      default -> throw action.wrong("on, off or pulse");
    };
  }

  /** One line that says how the output is now, and what comes next. */
  static String text(HandCommand command, HandAnswer answer) {
    String dry = answer.dryRun() ? " (dry run: there is no pin behind it)" : "";
    if (answer.fault()) {
      return command.output() + ": its pin does not take the level; tried again each second" + dry;
    }
    String state = command.output() + " is " + (answer.on() ? "on" : "off");
    boolean lasts = answer.nanosToChange() == Long.MAX_VALUE;
    double seconds = answer.nanosToChange() / (double) Duration.ofSeconds(1).toNanos();
    if (!lasts) {
      String next = answer.on() ? "off" : "on (min-off)";
      return String.format(Locale.ROOT, "%s, %s in %.1f s%s", state, next, seconds, dry);
    }
    return state + (answer.on() ? " until it is switched off: it has no max-on" : "") + dry;
  }
}
