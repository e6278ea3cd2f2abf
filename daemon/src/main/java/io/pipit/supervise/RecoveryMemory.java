package io.pipit.supervise;

import io.pipit.event.RecoveryCounts;
import io.pipit.metrics.Metrics;
import io.pipit.supervise.RecoveryFile.State;
import io.pipit.supervise.RecoveryPolicy.Step;
import io.pipit.supervise.RecoveryPolicy.Used;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What recovery has done in this run and all before. The state's file is written when the program
 * has to end, when it ends, and else once an hour at most, if there is anything new. Files in
 * memory inform others: {@code running} the next run that this one has not closed, {@code reboot}
 * the unit's last command what is asked of it.
 */
public final class RecoveryMemory implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryMemory.class);
  private static final long SAVE_NANOS = Duration.ofHours(1).toNanos();

  private final RecoveryFile file;
  private final @Nullable Path runtime;
  private final Metrics metrics;
  private final RecoveryCounts before;
  private Used used;
  private long restarts;
  private long reboots;
  private State saved;
  private long savedNanos = System.nanoTime();

  /**
   * Remembers the runs before.
   *
   * @param environment systemd's STATE_DIRECTORY and RUNTIME_DIRECTORY; without them nothing is
   *     kept
   */
  public RecoveryMemory(Map<String, String> environment, Metrics metrics) {
    this.metrics = metrics;
    file = new RecoveryFile(folder(environment.get("STATE_DIRECTORY")));
    runtime = folder(environment.get("RUNTIME_DIRECTORY"));
    saved = file.read();
    used = saved.used();
    boolean crashed = !create("running");
    before = crashed ? saved.counts().withOneMoreCrash() : saved.counts();
    if (crashed) {
      LOG.warn("[recovery] the last run did not close ({} such in all)", before.crashes());
      save();
    }
  }

  private static @Nullable Path folder(@Nullable String path) {
    return path == null || path.isEmpty() ? null : Path.of(path);
  }

  /** All steps so far. */
  public synchronized RecoveryCounts counts() {
    return new RecoveryCounts(
        before.reopened() + metrics.sum(camera -> camera.reopened),
        before.foundAgain() + metrics.sum(camera -> camera.foundAgain),
        before.usbResets() + metrics.sum(camera -> camera.usbResets),
        before.crashes(),
        before.restarts() + restarts,
        before.reboots() + reboots);
  }

  /** What is used of the recovery budgets. */
  synchronized Used used() {
    return used;
  }

  /** The program is about to end, to be restarted alone or with the board. */
  synchronized void ending(Step step, Used nowUsed) {
    used = nowUsed;
    if (step == Step.REBOOT) {
      reboots++;
      create("reboot");
    } else {
      restarts++;
    }
    save();
  }

  /** Time passes. */
  synchronized void tick(long nowNanos, Used nowUsed) {
    used = nowUsed;
    if (nowNanos - savedNanos >= SAVE_NANOS) {
      save();
    }
  }

  private synchronized void save() {
    savedNanos = System.nanoTime();
    State now = new State(counts(), used);
    if (!now.equals(saved) && file.write(now)) {
      saved = now; // else it is tried again: a disk may have room by then
    }
  }

  /** Makes an empty file in memory; returns false when it is there already. */
  private boolean create(String name) {
    if (runtime == null) {
      return true;
    }
    Path made = runtime.resolve(name);
    if (Files.exists(made)) {
      return false;
    }
    try {
      Files.createFile(made);
    } catch (IOException e) {
      LOG.warn("[recovery] {} can't be made: {}", made, e.toString());
    }
    return true;
  }

  @Override
  public void close() {
    save();
    if (runtime != null) {
      try {
        Files.deleteIfExists(runtime.resolve("running"));
      } catch (IOException e) {
        LOG.warn("[recovery] this run will seem to have crashed: {}", e.toString());
      }
    }
  }
}
