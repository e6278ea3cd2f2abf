package io.pipit.supervise;

import io.pipit.config.RecoverySettings;
import java.util.HashSet;
import java.util.Set;

/**
 * Decides when opening cameras again is not enough: first the program is restarted, then the board,
 * each so often at most until cameras have given frames for a while. One camera that works is a
 * reason to stay. Pure except for its memory; the caller keeps it on one thread at a time.
 */
final class RecoveryPolicy {
  /** What is to be done now. */
  enum Step {
    STAY,
    RESTART,
    REBOOT
  }

  /**
   * What was used of the budgets since cameras last gave frames for long enough.
   *
   * @param restarts of the program
   * @param reboots of the board
   */
  record Used(int restarts, int reboots) {
    static final Used NOTHING = new Used(0, 0);
  }

  private final RecoverySettings settings;
  private final Set<String> away;
  private final int cameras;
  private Used used;
  private long since;

  /**
   * All cameras are away.
   *
   * @param cameras the names of those that never end by themselves
   * @param used in earlier runs
   */
  RecoveryPolicy(RecoverySettings settings, Set<String> cameras, Used used, long nowNanos) {
    this.settings = settings;
    this.cameras = cameras.size();
    this.used = used;
    away = new HashSet<>(cameras);
    since = nowNanos;
  }

  Used used() {
    return used;
  }

  /** A camera came or went. */
  void camera(String name, boolean isAway, long nowNanos) {
    boolean allAway = allAway();
    boolean changed = isAway ? away.add(name) : away.remove(name);
    if (changed && allAway() != allAway) {
      since = nowNanos;
    }
  }

  /** What is to be done at this moment; what it costs is used. */
  Step judge(long nowNanos) {
    long nanos = nowNanos - since;
    if (cameras == 0) {
      return Step.STAY;
    }
    if (!allAway()) {
      if (nanos >= settings.calmAfter().toNanos()) {
        used = Used.NOTHING;
      }
      return Step.STAY;
    }
    if (settings.restartAfter() == null || nanos < settings.restartAfter().toNanos()) {
      return Step.STAY;
    }
    if (used.restarts < settings.maxRestarts()) {
      used = new Used(used.restarts + 1, used.reboots);
      return Step.RESTART;
    }
    if (used.reboots < settings.maxReboots()) {
      used = new Used(0, used.reboots + 1);
      return Step.REBOOT;
    }
    return Step.STAY;
  }

  private boolean allAway() {
    return away.size() == cameras;
  }
}
