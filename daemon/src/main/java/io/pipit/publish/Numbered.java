package io.pipit.publish;

import io.pipit.event.Event;
import io.pipit.publish.MessageClock.Stamp;
import io.pipit.publish.json.Messages;
import org.jspecify.annotations.Nullable;

/**
 * An event at its place in the stream. Its message is encoded once, when somebody first asks for
 * it, and shared by all who get it. Net thread only.
 */
public final class Numbered {
  private final long seq;
  private final Event event;
  private final Stamp stamp;
  private final Messages messages;
  private byte @Nullable [] line;

  public Numbered(long seq, Event event, Stamp stamp, Messages messages) {
    this.seq = seq;
    this.event = event;
    this.stamp = stamp;
    this.messages = messages;
  }

  /** Its number; a frame has none of its own and carries the last one given. */
  public long seq() {
    return seq;
  }

  public Event event() {
    return event;
  }

  /** JSON in UTF-8 with a newline at the end; shared, not to be changed. */
  public byte[] line() {
    byte[] encoded = line;
    if (encoded == null) {
      encoded = messages.event(seq, event, stamp);
      line = encoded;
    }
    return encoded;
  }
}
