package io.pipit.supervise;

import io.pipit.config.RecoverySettings;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides when opening cameras again is not enough: first the program is started anew, then the
 * board, each so often at most until cameras have given pictures for a while. One camera that works
 * is a reason to stay. Pure but for its memory; the caller keeps it on one thread at a time.
 */
final class Ladder {
  /** What is to be done now. */
  enum Step {
    STAY,
    RESTART,
    REBOOT
  }

  /**
   * What was spent of the budgets since cameras last gave pictures for long enough.
   *
   * @param restarts of the program
   * @param reboots of the board
   */
  record Spent(int restarts, int reboots) {
    static final Spent NOTHING = new Spent(0, 0);
  }

  private final RecoverySettings settings;
  private final Set<String> away;
  private final int cameras;
  private Spent spent;
  private long since;

  /**
   * All cameras are away.
   *
   * @param cameras the names of those that never end by themselves
   * @param spent in earlier runs
   */
  Ladder(RecoverySettings settings, Set<String> cameras, Spent spent, long nowNanos) {
    this.settings = settings;
    this.cameras = cameras.size();
    this.spent = spent;
    away = new HashSet<>(cameras);
    since = nowNanos;
  }

  Spent spent() {
    return spent;
  }

  /** A camera came or went. */
  void camera(String name, boolean isAway, long nowNanos) {
    boolean allAway = allAway();
    boolean changed = isAway ? away.add(name) : away.remove(name);
    if (changed && allAway() != allAway) {
      since = nowNanos;
    }
  }

  /** What is to be done at this moment; what it costs is spent. */
  Step judge(long nowNanos) {
    long nanos = nowNanos - since;
    if (cameras == 0) {
      return Step.STAY;
    }
    if (!allAway()) {
      if (nanos >= settings.calmAfter().toNanos()) {
        spent = Spent.NOTHING;
      }
      return Step.STAY;
    }
    if (settings.restartAfter() == null || nanos < settings.restartAfter().toNanos()) {
      return Step.STAY;
    }
    if (spent.restarts < settings.maxRestarts()) {
      spent = new Spent(spent.restarts + 1, spent.reboots);
      return Step.RESTART;
    }
    if (spent.reboots < settings.maxReboots()) {
      spent = new Spent(0, spent.reboots + 1);
      return Step.REBOOT;
    }
    return Step.STAY;
  }

  private boolean allAway() {
    return away.size() == cameras;
  }
}
