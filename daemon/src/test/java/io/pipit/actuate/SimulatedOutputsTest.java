package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.config.GpioSettings.Output;
import io.pipit.scene.FrameTime;
import io.pipit.scene.OutputAction;
import io.pipit.scene.OutputCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SimulatedOutputsTest {
  private final List<String> published = new ArrayList<>();
  private final SimulatedOutputs outputs =
      new SimulatedOutputs(
          List.of(output("bell", 2), output("lamp", 60)),
          at(0),
          state ->
              published.add(
                  state.time().monoNanos() / 1_000_000
                      + " "
                      + state.output()
                      + " "
                      + state.status().name().toLowerCase(Locale.ROOT)
                      + " "
                      + state.cause()));

  @Test
  void aPulseEndsAtItsOwnTimeHoweverFarTimeJumps() {
    outputs.advance(at(1000));
    outputs.apply(new OutputCommand("bell", OutputAction.PULSE, true, "r"));
    outputs.advance(at(9000));
    assertEquals(List.of("1000 bell on r", "1500 bell off r"), published);
  }

  @Test
  void aLatchEndsAtMaxOn() {
    outputs.apply(new OutputCommand("bell", OutputAction.LATCH, true, "r"));
    outputs.advance(at(9000));
    assertEquals(List.of("0 bell on r", "2000 bell off max-on"), published);
  }

  @Test
  void changesOfSeveralOutputsComeInTheOrderOfTheirTimes() {
    outputs.apply(new OutputCommand("lamp", OutputAction.FOLLOW, true, "r"));
    outputs.apply(new OutputCommand("bell", OutputAction.PULSE, true, "r"));
    outputs.advance(at(300));
    outputs.apply(new OutputCommand("lamp", OutputAction.FOLLOW, false, "r"));
    outputs.advance(at(900));
    outputs.stop();
    assertEquals(
        List.of("0 lamp on r", "0 bell on r", "300 lamp off r", "500 bell off r"), published);
  }

  @Test
  void whatNoOutputIsCalledIsNothing() {
    outputs.apply(new OutputCommand("gong", OutputAction.LATCH, true, "r"));
    outputs.safe("end");
    assertEquals(List.of(), published);
  }

  private static Output output(String name, int maxOnSeconds) {
    return new Output(
        name,
        new LineAddress.Named(name),
        false,
        Duration.ofMillis(500),
        Duration.ofSeconds(maxOnSeconds),
        Duration.ZERO,
        false);
  }

  private static FrameTime at(long millis) {
    return new FrameTime(millis * 1_000_000, millis);
  }
}
