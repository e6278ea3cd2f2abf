package io.pipit.publish;

/** One who gets the live messages; called on the net thread only, and must not block it. */
public interface Subscriber {
  /** Whether frame messages of this camera are wanted; they are only encoded when someone does. */
  boolean wantsFrames(String camera);

  /** Takes a message, or leaves it, by the subscriber's own filter. */
  void offer(Message message);

  /** All messages of one moment were offered. */
  void flush();
}
