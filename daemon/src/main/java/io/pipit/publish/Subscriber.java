package io.pipit.publish;

/** One who gets the live events; called on the net thread only, and must not block it. */
public interface Subscriber {
  /** What it is called in messages about it, such as where a client connects from. */
  String name();

  /** Takes an event, or leaves it, by the subscriber's own subscription. */
  void offer(Numbered event);

  /** All events of one moment were offered. */
  void flush();

  /** How many events it lost so far because it took them too slowly. */
  long dropped();
}
