package io.pipit.supervise;

import io.pipit.config.Settings;
import io.pipit.event.CameraState;
import io.pipit.event.CameraState.Status;
import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.event.HealthSample;
import io.pipit.event.Report;
import io.pipit.supervise.RecoveryPolicy.Step;
import io.pipit.system.Systemd;
import io.pipit.util.LogPeriod;
import io.pipit.util.Threads;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code supervisor}: each second it notifies systemd that all is well, if that is so,
 * and escalates the recovery when all live cameras stay away. It is notified as any listener is.
 */
public final class Supervisor implements EventListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final long PERIOD_SECONDS = 1;

  /** A tick that comes so late means that the whole process stood still. */
  private static final long STOPPED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Heartbeats heartbeats;
  private final Systemd systemd;
  private final RecoveryMemory memory;
  private final Runnable end;
  private final RecoveryPolicy policy;
  private final long readyBy;
  private final long budgetNanos;
  private final LogPeriod failures = new LogPeriod(Duration.ofMinutes(1));
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, Threads.factory("supervisor"));
  private volatile boolean ready;

  // the supervisor's thread only
  private boolean ending;
  private long lastTick;
  private long patientUntil;

  /**
   * A supervisor that is not yet started.
   *
   * @param live names of the cameras that never end by themselves
   * @param end is called once when the process must end to be restarted
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
    policy = new RecoveryPolicy(settings.recovery(), live, memory.used(), now);
    readyBy = now + settings.watchdog().firstFrame().toNanos();
    budgetNanos = settings.watchdog().budget().toNanos();
    lastTick = now;
    patientUntil = now;
  }

  /** Begins to watch. */
  @SuppressWarnings("FutureReturnValueIgnored") // the task keeps its failures to itself
  public void start() {
    thread.scheduleWithFixedDelay(this::tickSafely, 0, PERIOD_SECONDS, TimeUnit.SECONDS);
  }

  /** Cameras and how the program fares concern it; nothing else does. */
  @Override
  public void on(Event event) {
    if (event instanceof Report report) {
      if (!ready && report.isOfFrame()) {
        becomeReady("receiving frames");
      }
    } else if (event instanceof CameraState state) {
      boolean away = state.status() != Status.OK && state.status() != Status.STALE;
      synchronized (policy) {
        policy.camera(state.camera(), away, System.nanoTime());
      }
    } else if (event instanceof HealthSample sample && ready) {
      systemd.status(StatusLine.of(sample));
    }
  }

  /** Notifies systemd that the service stops. */
  @Override
  public void close() {
    systemd.stopping();
    thread.shutdownNow();
  }

  private void tickSafely() {
    try {
      tick(System.nanoTime());
    } catch (RuntimeException e) {
      LOG.error("[supervisor] internal error (a bug in Pipit; please report it)", e);
    }
  }

  void tick(long now) {
    if (!ready && now - readyBy >= 0) {
      LOG.warn("[supervisor] no frame from any camera yet; going on without");
      becomeReady("no frame yet");
    }
    List<String> late = late(now);
    if (late.isEmpty()) {
      systemd.watchdog();
    } else {
      logLate(late, now);
    }
    recover(now);
  }

  /**
   * The stages that owe a sign of life. After SIGSTOP, or on a virtual machine that was suspended,
   * all of them do; each has its budget again.
   */
  private List<String> late(long now) {
    if (now - lastTick > STOPPED_NANOS) {
      patientUntil = now + budgetNanos;
    }
    lastTick = now;
    return now - patientUntil < 0 ? List.of() : heartbeats.late(now);
  }

  private void becomeReady(String status) {
    ready = true;
    systemd.ready(status);
  }

  private void logLate(List<String> late, long now) {
    long times = failures.count(now);
    if (times > 0) {
      LOG.error(
          "[supervisor] no progress: {}; {}",
          String.join(", ", late),
          systemd.watchdogPeriod() == null
              ? "nothing will restart Pipit, because systemd has no watchdog for it"
              : "systemd's watchdog is not fed, and will restart Pipit");
    }
  }

  private void recover(long now) {
    Step step;
    RecoveryPolicy.Used used;
    synchronized (policy) {
      step = ending ? Step.STAY : policy.judge(now);
      used = policy.used();
    }
    if (step == Step.STAY) {
      memory.tick(now, used);
      return;
    }
    ending = true;
    LOG.error(
        "[supervisor] no live camera gives frames; {}",
        step == Step.REBOOT ? "asking for a reboot of the board" : "ending, to be restarted");
    memory.ending(step, used);
    end.run();
  }
}
