package io.pipit.event;

/** Is notified of events. */
public interface EventListener {
  /**
   * Takes in one event, on the thread on which it happened; must not block.
   *
   * <p>Reports and rules come from the pipeline thread, cameras from any, outputs and inputs from
   * the gpio thread, health from the health thread.
   */
  void on(Event event);
}
