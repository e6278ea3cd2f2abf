package io.pipit.actuate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.GpioSettings;
import io.pipit.config.GpioSettings.Backend;
import io.pipit.config.GpioSettings.Bias;
import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.config.GpioSettings.Output;
import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import io.pipit.event.InputChanged;
import io.pipit.event.OutputState;
import io.pipit.scene.OutputAction;
import io.pipit.scene.OutputCommand;
import io.pipit.supervise.Heartbeat;
import io.pipit.supervise.Heartbeats;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GpioActuatorsTest {
  private static final int PATIENCE_SECONDS = 20;
  private static final Output SIREN = output("siren", false, 5_000, false);
  private static final Output LAMP = output("lamp", true, 30, false);
  private static final Output LOCK = output("lock", false, 5_000, true);
  private static final Input KEY =
      new Input("key", new LineAddress.Named("K"), true, Bias.UP, Duration.ofMillis(5));

  private final FakePort port = new FakePort();
  private final BlockingQueue<String> outputs = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> inputs = new LinkedBlockingQueue<>();

  @Test
  void linesAreClaimedAtTheirSafeStateWhichIsReported() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(SIREN, LAMP, LOCK), List.of())) {
      assertEquals(List.of("siren low", "lamp high", "lock high"), port.done);
      assertEquals("siren off (start)", next(outputs));
      assertEquals("lamp off (start)", next(outputs));
      assertEquals("lock on (start)", next(outputs));
    }
  }

  @Test
  void aCommandSwitchesThePinByItsPolarityOnTheGpioThread() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(SIREN, LAMP), List.of())) {
      forget(2);
      actuators.apply(command("siren", OutputAction.FOLLOW, true));
      assertEquals("siren on (rule)", next(outputs));
      actuators.apply(command("lamp", OutputAction.PULSE, true));
      assertEquals("lamp on (rule)", next(outputs));
      assertEquals("lamp off (rule)", next(outputs));
      actuators.apply(command("siren", OutputAction.FOLLOW, false));
      assertEquals("siren off (rule)", next(outputs));
    }
    assertEquals(
        List.of(
            "siren low", "lamp high", "siren high", "lamp low", "lamp high", "siren low", "close"),
        port.done);
    assertEquals(Set.of("gpio"), port.threads);
  }

  @Test
  void stopSendsAllToTheirSafeStateBeforeItReturnsAndNothingComesAfter()
      throws InterruptedException {
    GpioActuators actuators = open(true, List.of(SIREN, LOCK), List.of());
    actuators.apply(command("siren", OutputAction.LATCH, true));
    actuators.apply(command("lock", OutputAction.OFF, true));
    actuators.stop();
    assertEquals(
        List.of("siren low", "lock high", "siren high", "lock low", "siren low", "lock high"),
        port.done);
    actuators.apply(command("siren", OutputAction.LATCH, true));
    actuators.safe("again");
    actuators.close();
    assertEquals("close", port.done.get(6));
    actuators.apply(command("siren", OutputAction.LATCH, true));
    actuators.close();
    forget(4);
    assertEquals("siren off (safe: stop)", next(outputs));
    assertEquals("lock on (safe: stop)", next(outputs));
    assertTrue(outputs.isEmpty());
  }

  @Test
  void stopIsDoneThoughTheThreadIsInterrupted() {
    GpioActuators actuators = open(true, List.of(SIREN), List.of());
    actuators.apply(command("siren", OutputAction.LATCH, true));
    Thread.currentThread().interrupt();
    actuators.close();
    assertTrue(Thread.interrupted());
    assertEquals(List.of("siren low", "siren high", "siren low", "close"), port.done);
  }

  @Test
  void someOrAllOutputsCanBeMadeSafe() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(SIREN, LAMP), List.of())) {
      actuators.apply(command("siren", OutputAction.LATCH, true));
      actuators.apply(command("lamp", OutputAction.FOLLOW, true));
      forget(4);
      actuators.safe(List.of("siren", "unknown"), "camera front is stale");
      assertEquals("siren off (safe: camera front is stale)", next(outputs));
      actuators.safe("rules failed");
      assertEquals("lamp off (safe: rules failed)", next(outputs));
    }
  }

  @Test
  void anUnknownOutputHarmsNoOther() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(SIREN), List.of())) {
      forget(1);
      actuators.apply(command("sirene", OutputAction.LATCH, true));
      actuators.apply(command("siren", OutputAction.LATCH, true));
      assertEquals("siren on (rule)", next(outputs));
    }
  }

  @Test
  void aPinThatDoesNotObeyIsAFaultAndIsTriedAgain() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(SIREN), List.of())) {
      forget(1);
      port.broken.add("siren");
      actuators.apply(command("siren", OutputAction.LATCH, true));
      assertEquals("siren fault (rule)", next(outputs));
      actuators.apply(command("siren", OutputAction.LATCH, true));
      port.broken.clear();
      assertEquals("siren on (rule)", next(outputs));
      assertEquals(List.of("siren low", "siren high"), port.done);
    }
  }

  @Test
  void aPinThatIsLostIsAFaultAndIsDrivenAgainWhenItIsBack() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(SIREN), List.of())) {
      forget(1);
      actuators.apply(command("siren", OutputAction.LATCH, true));
      assertEquals("siren on (rule)", next(outputs));
      port.broken.add("siren");
      assertEquals("siren fault (rule)", next(outputs));
      port.driven.remove("siren");
      port.broken.clear();
      assertEquals("siren on (rule)", next(outputs));
      assertEquals(List.of("siren low", "siren high", "siren high"), port.done);
    }
  }

  @Test
  void anInputIsReportedAtStartAndWhenItHasChanged() throws InterruptedException {
    port.levels.put("key", true);
    try (GpioActuators actuators = open(true, List.of(), List.of(KEY))) {
      assertEquals("key inactive", next(inputs));
      port.levels.put("key", false);
      port.edges.get("key").run();
      assertEquals("key active", next(inputs));
    }
    assertEquals(Set.of("gpio"), port.threads);
  }

  @Test
  void aChangeWithoutAnEdgeIsFound() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(), List.of(KEY))) {
      assertEquals("key active", next(inputs));
      port.levels.put("key", true);
      assertEquals("key inactive", next(inputs));
    }
  }

  @Test
  void anInputThatCanNotBeReadForAWhileIsReadLater() throws InterruptedException {
    try (GpioActuators actuators = open(true, List.of(), List.of(KEY))) {
      assertEquals("key active", next(inputs));
      port.broken.add("key");
      port.levels.put("key", true);
      port.edges.get("key").run();
      port.edges.get("key").run();
      actuators.stop(); // after it, both edges were seen
      port.broken.clear();
      assertEquals("key inactive", next(inputs));
    }
  }

  @Test
  void requiredLinesThatCanNotBeHadAreAllReportedAndNoneIsHeld() {
    port.missing.addAll(List.of("siren", "key"));
    UserException e =
        assertThrows(UserException.class, () -> open(true, List.of(SIREN, LAMP), List.of(KEY)));
    assertEquals(ExitCode.UNAVAILABLE, e.exitCode());
    assertEquals(
        List.of(
            "output siren: the line of siren is in use by 'another'",
            "input key: the line of key is in use by 'another'"),
        e.details());
    assertTrue(e.getMessage().contains("gpio.required = false"), e.getMessage());
    assertEquals(List.of("lamp high", "close"), port.done);
    assertTrue(outputs.isEmpty() && inputs.isEmpty(), "reports pins that are not held");
  }

  @Test
  void withoutPermissionTheExitCodeSaysSo() {
    UserException e =
        assertThrows(
            UserException.class,
            () ->
                open(
                    settings(true, List.of(SIREN), List.of()),
                    () -> {
                      throw GpioException.notPermitted("add the user pi to the group gpio");
                    }));
    assertEquals(ExitCode.NO_PERMISSION, e.exitCode());
    assertEquals(List.of("gpio: add the user pi to the group gpio"), e.details());
  }

  @Test
  void linesThatAreNotRequiredRunDry() throws InterruptedException {
    port.missing.addAll(List.of("siren", "key"));
    try (GpioActuators actuators = open(false, List.of(SIREN, LAMP), List.of(KEY))) {
      assertEquals("siren off (start) dry", next(outputs));
      assertEquals("lamp off (start)", next(outputs));
      assertEquals("key inactive", next(inputs));
      actuators.apply(command("siren", OutputAction.LATCH, true));
      assertEquals("siren on (rule) dry", next(outputs));
    }
    assertEquals(List.of("lamp high", "close"), port.done);
  }

  @Test
  void withoutABackEndAllRunsDryWhenNothingIsRequired() throws InterruptedException {
    GpioSettings settings = settings(false, List.of(SIREN), List.of(KEY));
    try (GpioActuators actuators =
        open(
            settings,
            () -> {
              throw GpioException.unavailable("there is no GPIO chip");
            })) {
      assertEquals("siren off (start) dry", next(outputs));
      assertEquals("key inactive", next(inputs));
    }
  }

  @Test
  void dryRunAsConfiguredTouchesNoPin() throws InterruptedException {
    GpioSettings settings =
        new GpioSettings(Backend.DRY_RUN, true, List.of(LAMP, LOCK), List.of(KEY));
    try (Actuators actuators = open(settings)) {
      assertEquals("lamp off (start) dry", next(outputs));
      assertEquals("lock on (start) dry", next(outputs));
      assertEquals("key inactive", next(inputs));
      actuators.apply(command("lamp", OutputAction.PULSE, true));
      assertEquals("lamp on (rule) dry", next(outputs));
      assertEquals("lamp off (rule) dry", next(outputs));
    }
  }

  @Test
  void withoutOutputsAndInputsThereIsNoThread() {
    try (Actuators actuators = open(GpioSettings.NONE)) {
      actuators.apply(command("siren", OutputAction.LATCH, true));
      actuators.safe("test");
      actuators.safe(List.of("siren"), "test");
      actuators.stop();
      assertFalse(actuators instanceof GpioActuators);
    }
    assertTrue(outputs.isEmpty());
  }

  @Test
  void aPersonSwitchesAnOutputWithinItsLimits() throws Exception {
    try (GpioActuators actuators = open(true, List.of(SIREN, LAMP), List.of())) {
      forget(2);
      HandAnswer on = byHand(actuators, "lamp", OutputAction.LATCH, false);
      assertEquals("lamp on (manual)", next(outputs));
      assertEquals(new HandAnswer(null, true, false, false, Long.MAX_VALUE), on);
      HandAnswer off = byHand(actuators, "lamp", OutputAction.OFF, false);
      assertEquals("lamp off (manual)", next(outputs));
      assertFalse(off.on());
      HandAnswer pulse = byHand(actuators, "lamp", OutputAction.PULSE, false);
      assertTrue(pulse.on() && pulse.nanosToChange() <= 30_000_000, pulse.toString());
      assertEquals("lamp on (manual)", next(outputs));
      assertEquals("lamp off (manual)", next(outputs));
      ExecutionException wrong =
          assertThrows(
              ExecutionException.class, () -> byHand(actuators, "lmap", OutputAction.OFF, false));
      assertEquals(
          "there is no output 'lmap'; the outputs are siren, lamp", wrong.getCause().getMessage());
    }
  }

  @Test
  void aPersonDoesNotOverrideARuleUnlessForced() throws Exception {
    try (GpioActuators actuators = open(true, List.of(SIREN), List.of())) {
      actuators.apply(command("siren", OutputAction.FOLLOW, true));
      forget(2);
      HandAnswer refused = byHand(actuators, "siren", OutputAction.OFF, false);
      assertEquals("rule", refused.heldBy());
      assertTrue(refused.on() && outputs.isEmpty());
      assertFalse(byHand(actuators, "siren", OutputAction.OFF, true).on());
      assertEquals("siren off (manual)", next(outputs));
      actuators.apply(command("siren", OutputAction.FOLLOW, false));
      actuators.apply(command("siren", OutputAction.FOLLOW, true));
      assertEquals("siren on (rule)", next(outputs));
    }
  }

  @Test
  void aReloadClaimsAgainWhatHasChangedAndNothingElse() throws Exception {
    try (GpioActuators actuators = open(true, List.of(SIREN, LAMP), List.of(KEY))) {
      actuators.apply(command("siren", OutputAction.LATCH, true));
      actuators.apply(command("lamp", OutputAction.LATCH, true));
      forget(4);
      next(inputs);
      port.done.clear();
      Output longer = output("lamp", true, 500, false);
      Set<String> changed =
          actuators
              .reconfigure(settings(true, List.of(SIREN, longer, LOCK), List.of()))
              .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertEquals(Set.of("lamp", "lock", "key"), changed);
      assertEquals(
          List.of("lamp high", "lamp let go", "key let go", "lamp high", "lock high"), port.done);
      assertEquals("siren lamp lock", port.announced.get(1));
      assertEquals("lamp off (safe: reload)", next(outputs));
      assertEquals("lamp off (start)", next(outputs));
      assertEquals("lock on (start)", next(outputs));
      actuators.apply(command("lamp", OutputAction.PULSE, true));
      assertEquals("lamp on (rule)", next(outputs));
      assertEquals("lamp off (rule)", next(outputs));
      port.missing.add("extra");
      actuators
          .reconfigure(
              settings(true, List.of(SIREN, output("extra", false, 100, false)), List.of()))
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      assertEquals("extra off (start) dry", next(outputs));
    }
  }

  private static HandAnswer byHand(
      GpioActuators actuators, String output, OutputAction action, boolean force) throws Exception {
    return actuators
        .byHand(new HandCommand(output, action, force, "ann"))
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static Output output(String name, boolean activeLow, int pulseMillis, boolean safeOn) {
    return new Output(
        name,
        new LineAddress.Named(name),
        activeLow,
        Duration.ofMillis(pulseMillis),
        null,
        Duration.ZERO,
        safeOn);
  }

  private static OutputCommand command(String output, OutputAction action, boolean active) {
    return new OutputCommand(output, action, active, "rule");
  }

  private static GpioSettings settings(boolean required, List<Output> outputs, List<Input> inputs) {
    return new GpioSettings(Backend.AUTO, required, outputs, inputs);
  }

  private Actuators open(GpioSettings settings) {
    return Actuators.open(
        settings,
        new SafeFile(Map.of()),
        new Heartbeats(Duration.ofMinutes(1)),
        this::note,
        this::note);
  }

  private GpioActuators open(boolean required, List<Output> outs, List<Input> ins) {
    return open(settings(required, outs, ins), () -> port);
  }

  private GpioActuators open(GpioSettings settings, Supplier<GpioPort> backend) {
    return new GpioActuators(settings, backend, Heartbeat.unwatched(), this::note, this::note);
  }

  private void note(OutputState state) {
    String status = state.status().name().toLowerCase(Locale.ROOT);
    String dry = state.dryRun() ? " dry" : "";
    outputs.add(state.output() + " " + status + " (" + state.cause() + ")" + dry);
  }

  private void note(InputChanged input) {
    inputs.add(input.input() + (input.active() ? " active" : " inactive"));
  }

  private void forget(int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      next(outputs);
    }
  }

  private static String next(BlockingQueue<String> said) throws InterruptedException {
    return said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
