package io.pipit.supervise;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The heartbeats of all stages between a camera and the world. Safe for several threads. */
public final class Heartbeats {
  private final long budgetNanos;
  private final List<Heartbeat> all = new CopyOnWriteArrayList<>();

  /**
   * No stage yet.
   *
   * @param budget how long a stage may take for what is due
   */
  public Heartbeats(Duration budget) {
    budgetNanos = budget.toNanos();
  }

  /** One more stage; nothing is due from it yet. */
  public Heartbeat of(String stage) {
    Heartbeat heartbeat = new Heartbeat(stage, budgetNanos);
    all.add(heartbeat);
    return heartbeat;
  }

  /** The stages that owe a sign of life. */
  public List<String> late(long nowNanos) {
    return all.stream().filter(one -> one.late(nowNanos)).map(Heartbeat::stage).toList();
  }
}
