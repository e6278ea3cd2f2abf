package io.pipit.supervise;

import io.pipit.config.Settings;
import io.pipit.health.HealthSample;
import io.pipit.health.Heartbeats;
import io.pipit.health.LogPeriod;
import io.pipit.publish.Publisher;
import io.pipit.scene.CameraState;
import io.pipit.scene.CameraState.Status;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.supervise.Ladder.Step;
import io.pipit.system.Systemd;
import io.pipit.system.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code supervisor}: each second it tells systemd that all is well, if that is so, and
 * climbs the ladder when all live cameras stay away. It hears what happens as any publisher does.
 */
public final class Supervisor implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long PERIOD_SECONDS = 1;

  private final Heartbeats heartbeats;
  private final Systemd systemd;
  private final RecoveryMemory memory;
  private final Runnable end;
  private final Ladder ladder; // guarded by itself
  private final long readyBy;
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Threads.factory("supervisor"));
  private volatile boolean ready;
  private boolean ending; // supervisor's thread only

  /**
   * A supervisor that is not yet started.
   *
   * @param live names of the cameras that never end by themselves
   * @param end is called once when the process must end to be started anew
   */
  public Supervisor(
      Settings settings,
      Set<String> live,
      Heartbeats heartbeats,
      Systemd systemd,
      RecoveryMemory memory,
      Runnable end) {
    this.heartbeats = heartbeats;
    this.systemd = systemd;
    this.memory = memory;
    this.end = end;
    long now = System.nanoTime();
    ladder = new Ladder(settings.recovery(), live, memory.spent(), now);
    readyBy = now + settings.watchdog().firstFrame().toNanos();
  }

  /** Begins to watch. */
  @SuppressWarnings("FutureReturnValueIgnored") // the task keeps its failures to itself
  public void start() {
    thread.scheduleAtFixedRate(this::tickSafely, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void publish(Report report) {
    if (!ready && report.isOfFrame()) {
      becomeReady("pictures come");
    }
  }

  @Override
  public void publish(CameraState state) {
    synchronized (ladder) {
      boolean away = state.status() != Status.OK && state.status() != Status.STALE;
      ladder.camera(state.camera(), away, System.nanoTime());
    }
  }

  @Override
  public void publish(HealthSample sample) {
    if (ready) {
      systemd.status(StatusLine.of(sample));
    }
  }

  @Override
  public void publish(RuleChanged rule) {}

  @Override
  public void publish(OutputState output) {}

  @Override
  public void publish(InputChanged input) {}

  /** Tells systemd that the service stops. */
  @Override
  public void close() {
    systemd.stopping();
    thread.shutdownNow();
  }

  private void tickSafely() {
    try {
      tick(System.nanoTime());
    } catch (RuntimeException e) {
      LOG.error("[supervisor] a defect of Pipit", e);
    }
  }

  private void tick(long now) {
    if (!ready && now - readyBy >= 0) {
      LOG.warn("[supervisor] no camera has given a picture yet; going on without");
      becomeReady("no picture yet");
    }
    List<String> late = heartbeats.late(now);
    if (late.isEmpty()) {
      systemd.watchdog();
    } else {
      tellLate(late, now);
    }
    climb(now);
  }

  private void becomeReady(String status) {
    ready = true;
    systemd.ready(status);
  }

  private void tellLate(List<String> late, long now) {
    long times = trouble.count(now);
    if (times > 0) {
      LOG.error(
          "[supervisor] no progress: {}; {}",
          String.join(", ", late),
          systemd.watchdogPeriod() == null
              ? "nothing will start Pipit anew, for no watchdog of systemd looks at it"
              : "systemd is not told that all is well, and will start Pipit anew");
    }
  }

  private void climb(long now) {
    Step step;
    Ladder.Spent spent;
    synchronized (ladder) {
      step = ending ? Step.STAY : ladder.judge(now);
      spent = ladder.spent();
    }
    if (step == Step.STAY) {
      memory.tick(now, spent);
      return;
    }
    ending = true;
    LOG.error(
        "[supervisor] no live camera gives pictures; {}",
        step == Step.REBOOT ? "asking for a reboot of the board" : "ending, to be started anew");
    memory.ending(step, spent);
    end.run();
  }
}
