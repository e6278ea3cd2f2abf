package io.pipit.event;

/** Is notified of events. Several threads may call it at once. */
public interface EventListener {
  /**
   * Takes in one event, on the thread on which it happened; must not block.
   *
   * <p>What happens at a frame, or at the loss of a camera, comes only as the parts of its {@link
   * Report}: tracks, zones and lines therefore never come alone. A rule does when an input or the
   * passing of time made it fire or clear.
   *
   * <p>In the daemon reports and rules come on the pipeline thread, health on the health thread,
   * outputs and inputs on the gpio thread, the states of a camera on either of its two threads, one
   * at a time. Events of one thread come in the order in which they happened; there is no order
   * between threads.
   */
  void on(Event event);
}
