package io.pipit.publish;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last numbered events, for those who come back and ask what they missed. Net thread only. */
final class EventRing {
  private final @Nullable Numbered[] events;
  private long last;
  private long first;

  /**
   * An empty ring.
   *
   * @param capacity events held at most
   */
  EventRing(int capacity) {
    events = new Numbered[capacity];
  }

  /** Adds the event with the next number. */
  void add(Numbered event) {
    if (last != 0 && event.seq() != last + 1) {
      throw new IllegalArgumentException("event " + event.seq() + " after " + last);
    }
    last = event.seq();
    first = Math.max(first == 0 ? last : first, last - events.length + 1);
    events[index(last)] = event;
  }

  /**
   * The events after a number, oldest first.
   *
   * @return empty when some of them are gone, or the number was never given
   */
  Optional<List<Numbered>> after(long seq) {
    if (seq > last || seq < first - 1) {
      return Optional.empty();
    }
    List<Numbered> found = new ArrayList<>();
    for (long i = Math.max(seq + 1, first); i <= last && i > 0; i++) {
      Numbered event = events[index(i)];
      if (event != null) {
        found.add(event);
      }
    }
    return Optional.of(found);
  }

  private int index(long seq) {
    return (int) (seq % events.length);
  }
}
