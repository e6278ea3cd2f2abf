package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.config.GpioSettings.Output;
import io.pipit.scene.OutputAction;
import io.pipit.scene.OutputCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Scripts are written short, times in milliseconds: {@code 0 +a FOLLOW} is the rule a firing at 0,
 * {@code 5 -a} its clearing at 5. The outcome is every change of the output.
 */
class OutputLogicTest {
  /** Times overflow while the tests run, which must not matter. */
  private static final long START = Long.MAX_VALUE - 3_000_000;

  private static Output output(int pulse, int maxOn, int minOff, boolean safeOn) {
    return new Output(
        "siren",
        new LineAddress.Named("GPIO17"),
        false,
        Duration.ofMillis(pulse),
        maxOn == 0 ? null : Duration.ofMillis(maxOn),
        Duration.ofMillis(minOff),
        safeOn);
  }

  /** Pulse 10, no max-on, no min-off, safe is off. */
  private static final Output PLAIN = output(10, 0, 0, false);

  @Test
  void aPulseLastsItsTimeFromTheRulesFiring() {
    assertEquals(List.of("5 on a", "15 off a"), run(PLAIN, "5 +a PULSE"));
  }

  @Test
  void aRuleThatClearsDoesNotEndItsPulse() {
    assertEquals(List.of("5 on a", "15 off a"), run(PLAIN, "5 +a PULSE", "6 -a PULSE"));
  }

  @Test
  void aPulseWhileOneLastsRestartsIt() {
    assertEquals(List.of("5 on a", "22 off b"), run(PLAIN, "5 +a PULSE", "12 +b PULSE"));
  }

  @Test
  void anOutputIsOnWhileAnyRuleFollows() {
    assertEquals(
        List.of("1 on a", "30 off b"),
        run(PLAIN, "1 +a FOLLOW", "2 +b FOLLOW", "20 -a FOLLOW", "30 -b FOLLOW"));
  }

  @Test
  void aRuleThatFiresTwiceClearsOnce() {
    assertEquals(
        List.of("1 on a", "3 off a"), run(PLAIN, "1 +a FOLLOW", "2 +a FOLLOW", "3 -a FOLLOW"));
  }

  @Test
  void aRuleThatNeverFiredClearsNothing() {
    assertEquals(
        List.of("1 on a"), run(PLAIN, "1 +a FOLLOW", "2 -b FOLLOW", "3 -c LATCH", "4 -d OFF"));
  }

  @Test
  void aLatchLastsUntilSomeRuleSwitchesOff() {
    assertEquals(
        List.of("1 on a", "50 off b"), run(PLAIN, "1 +a LATCH", "2 -a LATCH", "50 +b OFF"));
  }

  @Test
  void offEndsWhateverSwitchedItOn() {
    assertEquals(
        List.of("1 on a", "4 off d"),
        run(PLAIN, "1 +a FOLLOW", "2 +b LATCH", "3 +c PULSE", "4 +d OFF", "5 -a FOLLOW"));
  }

  @Test
  void afterOffARuleMustFireAgain() {
    assertEquals(
        List.of("1 on a", "2 off d", "9 on a"),
        run(PLAIN, "1 +a FOLLOW", "2 +d OFF", "8 -a FOLLOW", "9 +a FOLLOW"));
  }

  @Test
  void aPulseOnTopOfFollowLeavesItOn() {
    assertEquals(
        List.of("1 on a", "30 off a"), run(PLAIN, "1 +a FOLLOW", "2 +b PULSE", "30 -a FOLLOW"));
  }

  @Test
  void aPulseOutlastsTheRuleThatFollowed() {
    assertEquals(
        List.of("1 on a", "18 off b"), run(PLAIN, "1 +a FOLLOW", "8 +b PULSE", "9 -a FOLLOW"));
  }

  @Test
  void maxOnEndsAllAndItStaysOffUntilARuleFiresAgain() {
    Output limited = output(10, 25, 0, false);
    assertEquals(
        List.of("1 on a", "26 off max-on", "50 on b", "75 off max-on"),
        run(limited, "1 +a FOLLOW", "2 +c LATCH", "40 -a FOLLOW", "50 +b LATCH"));
  }

  @Test
  void maxOnCountsFromSwitchingOnHoweverOftenRulesFire() {
    Output limited = output(10, 25, 0, false);
    assertEquals(
        List.of("1 on a", "26 off max-on"),
        run(limited, "1 +a PULSE", "9 +a PULSE", "18 +b PULSE", "25 +a PULSE"));
  }

  @Test
  void aPulseAsLongAsMaxOnEndsByItself() {
    assertEquals(List.of("1 on a", "11 off a"), run(output(10, 10, 0, false), "1 +a PULSE"));
  }

  @Test
  void withinMinOffARuleHasToWait() {
    Output slow = output(10, 0, 40, false);
    assertEquals(
        List.of("100 on a", "110 off a", "150 on b"),
        run(slow, "100 +a FOLLOW", "110 -a FOLLOW", "115 +b FOLLOW"));
  }

  @Test
  void aRuleThatClearsWhileItWaitsSwitchesNothing() {
    Output slow = output(10, 0, 40, false);
    assertEquals(
        List.of("100 on a", "110 off a"),
        run(slow, "100 +a FOLLOW", "110 -a FOLLOW", "115 +b FOLLOW", "149 -b FOLLOW"));
  }

  @Test
  void aPulseThatHadToWaitIsGivenInFull() {
    Output slow = output(10, 0, 40, false);
    assertEquals(
        List.of("100 on a", "110 off a", "150 on b", "160 off b"),
        run(slow, "100 +a PULSE", "112 +b PULSE"));
  }

  @Test
  void offEndsTheWaitToo() {
    Output slow = output(10, 0, 40, false);
    assertEquals(
        List.of("100 on a", "110 off a"), run(slow, "100 +a PULSE", "112 +b PULSE", "113 +c OFF"));
  }

  @Test
  void minOffHoldsAfterTheStartToo() {
    assertEquals(List.of("40 on a"), run(output(10, 0, 40, false), "3 +a FOLLOW"));
  }

  @Test
  void aRelayThatChattersIsTamed() {
    Output slow = output(10, 0, 41, false);
    List<String> script = new ArrayList<>();
    for (int at = 100; at < 300; at += 2) {
      script.add(at + (at % 4 == 0 ? " +a FOLLOW" : " -a FOLLOW"));
    }
    assertEquals(
        List.of(
            "100 on a",
            "102 off a",
            "144 on a",
            "146 off a",
            "188 on a",
            "190 off a",
            "232 on a",
            "234 off a",
            "276 on a",
            "278 off a"),
        run(slow, script.toArray(String[]::new)));
  }

  @Test
  void theSafeStateEndsAllUntilARuleFiresAgain() {
    assertEquals(
        List.of("1 on a", "5 off safe: camera", "9 on b"),
        run(PLAIN, "1 +a FOLLOW", "2 +a LATCH", "5 !camera", "6 -a FOLLOW", "9 +b FOLLOW"));
  }

  @Test
  void anOutputThatIsSafeWhenOnBeginsOn() {
    Output lock = output(10, 0, 0, true);
    assertEquals(
        List.of("5 off a", "7 on b", "17 off b", "30 on safe: stop"),
        run(lock, "5 +a OFF", "7 +b PULSE", "30 !stop"));
  }

  @Test
  void safetyDoesNotWaitForMinOff() {
    Output lock = output(10, 0, 40, true);
    assertEquals(List.of("5 off a", "6 on safe: stop"), run(lock, "5 +a OFF", "6 !stop"));
  }

  @Test
  void maxOnDoesNotEndTheSafeState() {
    assertEquals(List.of(), run(output(10, 25, 0, true)));
  }

  @Test
  void maxOnCountsFromTheRuleThatKeepsASafeOutputOn() {
    Output lock = output(10, 25, 0, true);
    assertEquals(List.of("125 off max-on"), run(lock, "100 +a FOLLOW"));
  }

  @Test
  void aRuleThatOnlyClearsDoesNotEndTheSafeState() {
    assertEquals(List.of(), run(output(10, 0, 0, true), "5 -a FOLLOW", "6 -a OFF"));
  }

  @Test
  void aLateTickSwitchesOffAllTheSame() {
    OutputLogic logic = new OutputLogic(output(10, 25, 0, false), START);
    logic.apply(new OutputCommand("siren", OutputAction.FOLLOW, true, "a"), START);
    assertEquals(25_000_000, logic.nanosToTick(START));
    assertEquals(0, logic.nanosToTick(nanos(99)));
    logic.tick(nanos(99));
    assertEquals("max-on", logic.cause());
    assertEquals(OutputLogic.NEVER, logic.nanosToTick(nanos(99)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whateverHappensTheLimitsHold(long seed) {
    Random random = new Random(seed);
    Output output =
        output(1 + random.nextInt(20), 20 + random.nextInt(40), random.nextInt(30), false);
    List<OutputAction> actions = List.of(OutputAction.values());
    List<String> script = new ArrayList<>();
    for (int at = 0; at < 3000; at += random.nextInt(12)) {
      String rule = String.valueOf((char) ('a' + random.nextInt(3)));
      OutputAction action = actions.get(random.nextInt(4));
      script.add(
          switch (random.nextInt(7)) {
            case 0 -> at + " !x";
            case 1, 2, 3 -> at + " -" + rule + " " + action;
            default -> at + " +" + rule + " " + action;
          });
    }
    List<String> changes = run(output, script.toArray(String[]::new));
    assertTrue(changes.size() > 20, changes.toString());
    long last = 0;
    boolean on = false;
    for (String change : changes) {
      String[] words = change.split(" ", -1);
      long at = Long.parseLong(words[0]);
      assertEquals(on ? "off" : "on", words[1], change);
      long min = on ? 0 : output.minOff().toMillis();
      long max = on ? output.maxOn().toMillis() : Long.MAX_VALUE;
      assertTrue(at - last >= min && at - last <= max, last + " then " + change);
      last = at;
      on = !on;
    }
  }

  /** Plays a script to its end, and another 1000 ms, by the logic's own alarms. */
  private static List<String> run(Output output, String... script) {
    OutputLogic logic = new OutputLogic(output, START);
    List<String> changes = new ArrayList<>();
    long now = 0;
    for (String line : script) {
      long at = Long.parseLong(line.substring(0, line.indexOf(' ')));
      pass(logic, output, now, at, changes);
      now = at;
      boolean before = logic.on();
      step(logic, line.substring(line.indexOf(' ') + 1), nanos(now));
      note(logic, before, now, changes);
    }
    pass(logic, output, now, now + 1000, changes);
    return changes;
  }

  private static void pass(
      OutputLogic logic, Output output, long from, long to, List<String> changes) {
    long now = from;
    while (true) {
      boolean before = logic.on();
      logic.tick(nanos(now));
      note(logic, before, now, changes);
      long left = logic.nanosToTick(nanos(now));
      if (left == OutputLogic.NEVER || now + left / 1_000_000 > to) {
        break;
      }
      assertTrue(left > 0, "an alarm for now, again and again: " + output);
      now += left / 1_000_000;
    }
    boolean before = logic.on();
    logic.tick(nanos(to));
    note(logic, before, to, changes);
  }

  private static void step(OutputLogic logic, String what, long now) {
    String[] words = what.substring(1).split(" ", -1);
    switch (what.charAt(0)) {
      case '!' -> logic.safe(words[0], now);
      default -> {
        OutputAction action = OutputAction.valueOf(words[1]);
        boolean fires = what.charAt(0) == '+';
        logic.apply(new OutputCommand("siren", action, fires, words[0]), now);
      }
    }
  }

  private static void note(OutputLogic logic, boolean before, long now, List<String> changes) {
    if (logic.on() != before) {
      changes.add(now + (logic.on() ? " on " : " off ") + logic.cause());
    }
  }

  private static long nanos(long millis) {
    return START + millis * 1_000_000;
  }
}
