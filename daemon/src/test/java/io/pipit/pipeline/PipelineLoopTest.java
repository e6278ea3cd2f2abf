package io.pipit.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.TestSettings;
import io.pipit.actuate.Actuators;
import io.pipit.actuate.HandAnswer;
import io.pipit.actuate.HandCommand;
import io.pipit.config.CameraSettings;
import io.pipit.config.CameraSettings.Source;
import io.pipit.config.GpioSettings;
import io.pipit.config.ModelSettings;
import io.pipit.config.ObjectSettings;
import io.pipit.config.RuleSettings;
import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.config.Schedule;
import io.pipit.detect.Detector;
import io.pipit.detect.LoadedDetector;
import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.event.FrameTap;
import io.pipit.event.InputChanged;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.TrackChanged;
import io.pipit.event.TrackChanged.Phase;
import io.pipit.metrics.Metrics;
import io.pipit.metrics.StageClock;
import io.pipit.rule.WallClock;
import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.Frame;
import io.pipit.scene.Frame.Layout;
import io.pipit.scene.FrameTime;
import io.pipit.scene.ModelIdentity;
import io.pipit.scene.OutputAction;
import io.pipit.scene.OutputCommand;
import io.pipit.supervise.Heartbeats;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PipelineLoopTest {
  private static final CameraSettings STREET =
      TestSettings.camera("street", new Source.Demo(1, 8, 8), 0, Duration.ofSeconds(10));

  /** The same camera, which tracks nothing that the detector finds. */
  private static final CameraSettings NO_DOGS =
      new CameraSettings(
          "street",
          STREET.source(),
          STREET.fps(),
          STREET.limits(),
          new ObjectSettings(List.of("cat"), STREET.objects().general(), Map.of()),
          STREET.regions());

  private static final RuleSettings DOG_RINGS = rule("dog", "bell", "dog", null);
  private static final RuleSettings KEY_LIGHTS = rule("key", "lamp", null, "key");

  private static final Logger LOG = Logger.getLogger(PipelineLoop.class.getName());

  private final Metrics metrics = new Metrics(List.of("street"));
  private final Inbox inbox = new Inbox(List.of("street"), metrics);
  private final BlockingQueue<Long> closed = new LinkedBlockingQueue<>();
  private final FakeDetector detector = new FakeDetector();
  private final FakeListener listener = new FakeListener();
  private final FakeTap tap = new FakeTap();
  private final FakeActuators actuators = new FakeActuators();
  private final StageClock clock = new StageClock();
  private final CountDownLatch died = new CountDownLatch(1);
  private final Heartbeats heartbeats = new Heartbeats(Duration.ofNanos(1));
  private final PipelineLoop loop =
      new PipelineLoop(
          inbox,
          Pipeline.assemble(
              TestSettings.settings(List.of(STREET), List.of(DOG_RINGS, KEY_LIGHTS)),
              WallClock.fixed(ZoneOffset.UTC),
              new LoadedDetector(
                  detector,
                  new ModelIdentity("test", "", "", List.of("dog")),
                  "none",
                  1,
                  new ModelSettings.Input.Auto(416),
                  List.of(0.5f)),
              listener,
              actuators,
              List.of(tap),
              metrics,
              clock),
          heartbeats,
          died::countDown);
  private final FakeLog log = new FakeLog();

  private static RuleSettings rule(
      String name, String output, @Nullable String label, @Nullable String input) {
    When when =
        new When(
            Set.of(),
            label == null ? Set.of() : Set.of(label),
            null,
            null,
            null,
            0,
            Duration.ZERO,
            1,
            Duration.ZERO,
            Schedule.ALWAYS,
            null,
            input);
    List<Reaction> reactions = List.of(new Reaction(output, OutputAction.FOLLOW));
    return new RuleSettings(name, when, reactions, List.of(), Duration.ZERO);
  }

  /** Keeps what it is asked. */
  private static final class FakeActuators implements Actuators {
    final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

    @Override
    public void apply(OutputCommand command) {
      asked.add(command.output() + " " + command.action() + (command.active() ? " on" : " off"));
    }

    @Override
    public CompletableFuture<Set<String>> reconfigure(GpioSettings settings) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<HandAnswer> byHand(HandCommand command) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void safe(Collection<String> outputs, String reason) {
      asked.add("safe " + outputs + ": " + reason);
    }

    @Override
    public void safe(String reason) {
      asked.add("safe: " + reason);
    }

    @Override
    public void stop() {}

    @Override
    public void close() {}
  }

  /** Sees a dog in every frame, except for those it has to fail at. */
  private static final class FakeDetector implements Detector {
    volatile long failsBefore;
    volatile boolean dies;
    volatile CountDownLatch entered = new CountDownLatch(0);
    volatile CountDownLatch held = new CountDownLatch(0);
    volatile String thread = "";

    @Override
    public List<Detection> detect(Frame frame) {
      thread = Thread.currentThread().getName();
      entered.countDown();
      try {
        assertTrue(held.await(20, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (dies) {
        throw new LinkageError("made to die");
      }
      if (frame.number() < failsBefore) {
        throw new IllegalStateException("made to fail");
      }
      return List.of(new Detection(0, "dog", 0.9f, new Box(1, 1, 3, 3)));
    }

    @Override
    public void close() {}
  }

  private static final class FakeListener implements EventListener {
    final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();
    final BlockingQueue<RuleChanged> rules = new LinkedBlockingQueue<>();

    @Override
    public void on(Event event) {
      if (event instanceof Report report) {
        reports.add(report);
      } else if (event instanceof RuleChanged rule) {
        rules.add(rule);
      }
    }
  }

  /** Takes every second frame, and notes whether it could still be read. */
  private static final class FakeTap implements FrameTap {
    final List<String> taken = new CopyOnWriteArrayList<>();
    private int asked;

    @Override
    public boolean wants(String camera) {
      return asked++ % 2 == 0;
    }

    @Override
    public void take(Frame frame, Report report) {
      taken.add(report.camera() + " " + frame.number() + " " + frame.pixels().capacity());
    }
  }

  private static final class FakeLog extends Handler {
    final AtomicInteger errors = new AtomicInteger();

    @Override
    public void publish(LogRecord message) {
      if (message.getLevel().equals(Level.SEVERE)) {
        errors.incrementAndGet();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() {
    LOG.addHandler(log);
    LOG.setUseParentHandlers(false);
    loop.start();
  }

  @AfterEach
  void stop() {
    loop.close();
    LOG.setUseParentHandlers(true);
    LOG.removeHandler(log);
  }

  @Test
  void reportsWhenAnErrorEndsIt() throws InterruptedException {
    detector.dies = true;
    inbox.offer(frame(0));
    assertTrue(died.await(20, TimeUnit.SECONDS));
    assertEquals(0L, closed.poll(20, TimeUnit.SECONDS));
  }

  @Test
  void everyFrameIsReportedAndClosed() throws Exception {
    for (long number = 0; number < 5; number++) {
      process(number);
      Report report = listener.reports.poll(10, TimeUnit.SECONDS);
      assertEquals(number, report.number());
      assertEquals(8, report.width());
      assertEquals("dog", report.detections().get(0).label());
    }
    assertEquals("pipeline", detector.thread);
    loop.close();
    assertEquals(5, metrics.camera("street").processed.sum());
    assertEquals(5, metrics.infer().count());
  }

  @Test
  void aFrameMeetsEveryStage() throws Exception {
    for (long number = 0; number < 3; number++) {
      process(number);
    }
    listener.reports.take();
    listener.reports.take();
    Report third = listener.reports.take();
    assertEquals(1, third.tracks().size());
    assertEquals(
        new TrackChanged(Phase.STARTED, "street", third.tracks().get(0), third.time(), 8, 8),
        third.events().get(0));
    assertEquals("dog", ((RuleChanged) third.events().get(1)).rule());
    assertEquals("bell FOLLOW on", actuators.asked.take());
    assertEquals(3_000, third.latency().capture());
  }

  @Test
  void framesThatFailAreClosedAndLoggedOnceAndTheNextGoesOn() throws Exception {
    detector.failsBefore = 10;
    for (long number = 0; number < 12; number++) {
      process(number);
    }
    assertEquals(10, listener.reports.poll(10, TimeUnit.SECONDS).number());
    assertEquals(11, listener.reports.poll(10, TimeUnit.SECONDS).number());
    assertEquals(1, log.errors.get());
    assertEquals("safe: a frame of street failed", actuators.asked.take());
    loop.close();
    assertEquals(2, metrics.camera("street").processed.sum());
  }

  @Test
  void aTapSeesTheFramesItWantsBeforeTheyAreClosed() throws Exception {
    for (long number = 0; number < 3; number++) {
      process(number);
    }
    assertEquals(List.of("street 0 48", "street 2 48"), tap.taken);
  }

  @Test
  void inferenceOwesASignOfLifeUntilAFrameHasPassed() throws Exception {
    detector.failsBefore = 1;
    process(0);
    assertTrue(heartbeats.late(System.nanoTime()).contains("inference"));
    process(1);
    listener.reports.poll(10, TimeUnit.SECONDS);
    while (heartbeats.late(System.nanoTime()).contains("inference")) {
      Thread.onSpinWait();
    }
    loop.close();
    assertEquals(List.of(), heartbeats.late(System.nanoTime()));
  }

  @Test
  void closingWaitsForTheFrameAtWorkAndClosesTheOneThatWaits() throws Exception {
    detector.entered = new CountDownLatch(1);
    detector.held = new CountDownLatch(1);
    inbox.offer(frame(0));
    assertTrue(detector.entered.await(10, TimeUnit.SECONDS));
    inbox.offer(frame(1));
    CountDownLatch done = new CountDownLatch(1);
    Thread closer =
        new Thread(
            () -> {
              loop.close();
              done.countDown();
            });
    closer.start();
    assertEquals(1, closed.poll(10, TimeUnit.SECONDS), "the one that waited");
    assertNull(closed.peek());
    assertEquals(1, done.getCount());
    detector.held.countDown();
    assertTrue(done.await(10, TimeUnit.SECONDS));
    assertEquals(0, closed.poll());
    assertEquals(1, listener.reports.size());
  }

  @Test
  void whoClosesKeepsItsInterrupt() throws Exception {
    detector.entered = new CountDownLatch(1);
    detector.held = new CountDownLatch(1);
    inbox.offer(frame(0));
    assertTrue(detector.entered.await(10, TimeUnit.SECONDS));
    BlockingQueue<Boolean> interrupted = new LinkedBlockingQueue<>();
    Thread closer =
        new Thread(
            () -> {
              Thread.currentThread().interrupt();
              loop.close();
              interrupted.add(Thread.interrupted());
            });
    closer.start();
    assertFalse(interrupted.contains(true));
    detector.held.countDown();
    assertEquals(true, interrupted.poll(10, TimeUnit.SECONDS));
    assertEquals(0, closed.poll());
  }

  @Test
  void aRuleThatAnInputMakesFireIsReportedAndSwitchesItsOutput() throws InterruptedException {
    inbox.inputChanged(new InputChanged("key", true, FrameTime.now()));
    assertEquals("lamp FOLLOW on", actuators.asked.take());
    assertEquals("key", listener.rules.take().rule());
    inbox.inputChanged(new InputChanged("key", false, FrameTime.now()));
    assertEquals("lamp FOLLOW off", actuators.asked.take());
  }

  @Test
  void aLostCameraEndsItsTracksAndWhatIsStillThereBeginsAgain() throws Exception {
    for (long number = 0; number < 4; number++) {
      process(number);
    }
    FrameTime lost = new FrameTime(700_000_000, 700);
    inbox.inputChanged(new InputChanged("key", true, lost));
    inbox.lost("street", lost);
    inbox.lost("street", lost); // nothing is left to end: not reported
    for (long number = 8; number < 11; number++) {
      process(number);
    }
    loop.close();
    List<Report> reports = List.copyOf(listener.reports);
    assertEquals(8, reports.size());
    Report before = reports.get(3);
    Report loss = reports.get(4);
    assertFalse(loss.isOfFrame());
    assertEquals(lost, loss.time());
    assertEquals(8, loss.width());
    assertEquals(List.of(), loss.tracks());
    assertEquals(
        new TrackChanged(Phase.ENDED, "street", before.tracks().get(0), lost, 8, 8),
        loss.events().get(0));
    assertFalse(((RuleChanged) loss.events().get(1)).active());
    List<String> asked = List.copyOf(actuators.asked);
    assertEquals("bell FOLLOW off", asked.get(2));
    assertEquals("safe [bell]: camera street is lost", asked.get(3));
    assertEquals(1, ((TrackChanged) reports.get(5).events().get(0)).track().id());
  }

  @Test
  void aReloadLetsTracksAndUnchangedRulesGoOn() throws Exception {
    for (long number = 0; number < 4; number++) {
      process(number);
    }
    assertEquals("bell FOLLOW on", actuators.asked.take());
    inbox.reconfigured(
        TestSettings.settings(
            List.of(STREET), List.of(DOG_RINGS, rule("too", "horn", "dog", null))),
        Set.of());
    process(4);
    assertEquals("horn FOLLOW on", actuators.asked.take());
    inbox.reconfigured(
        TestSettings.settings(
            List.of(STREET), List.of(DOG_RINGS, rule("too", "horn", "dog", null))),
        Set.of("bell"));
    assertEquals("bell FOLLOW off", actuators.asked.take());
    process(5);
    assertEquals("bell FOLLOW on", actuators.asked.take());
    inbox.reconfigured(TestSettings.settings(List.of(NO_DOGS), List.of(KEY_LIGHTS)), Set.of());
    assertEquals("bell FOLLOW off", actuators.asked.take());
    assertEquals("horn FOLLOW off", actuators.asked.take());
    process(6);
    loop.close();
    List<Report> reports = List.copyOf(listener.reports);
    assertEquals(List.of("too"), names(reports.get(4).events()));
    assertEquals(reports.get(3).tracks().get(0).id(), reports.get(4).tracks().get(0).id());
    assertEquals(List.of(), reports.get(6).detections());
    assertEquals(
        List.of("dog false", "dog false", "too false"),
        listener.rules.stream().map(rule -> rule.rule() + " " + rule.active()).toList());
  }

  private static List<String> names(List<Event> events) {
    return events.stream().map(event -> ((RuleChanged) event).rule()).toList();
  }

  /** Hands a frame over and waits until it was closed. */
  private void process(long number) throws InterruptedException {
    inbox.offer(frame(number));
    assertEquals(number, closed.poll(10, TimeUnit.SECONDS));
  }

  private Frame frame(long number) {
    Layout layout = new Layout(4, 4, 12, 8, 8);
    return new Frame(
        "street",
        number,
        new FrameTime(number * 100_000_000, number * 100),
        layout,
        ByteBuffer.allocate(layout.bytes()),
        3_000,
        () -> closed.add(number));
  }
}
