package io.pipit.publish.client;

import io.pipit.event.Event.Loss;
import io.pipit.publish.Gap;
import io.pipit.publish.Numbered;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits for one client, in order. When more than the capacity of live events wait, the oldest
 * of the least important ones is dropped, and a gap is reported in that very place. Answers do not
 * count and are never dropped. Net thread only.
 */
final class ClientQueue {
  private final int capacity;
  private final Function<Gap, byte[]> gapLine;
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private @Nullable Gap lostAtEnd;
  private int live;
  private long dropped;

  /** One line, and what was lost right before it. */
  private static final class Entry {
    private final byte @Nullable [] answer;
    private final @Nullable Numbered event;
    private final boolean snapshot;
    private @Nullable Gap lostBefore;

    private Entry(byte @Nullable [] answer, @Nullable Numbered event, boolean snapshot) {
      this.answer = answer;
      this.event = event;
      this.snapshot = snapshot;
    }

    byte[] line() {
      return answer != null ? answer : Objects.requireNonNull(event).line();
    }
  }

  /**
   * An empty queue.
   *
   * @param capacity live events held at most
   * @param gapLine encodes the message about a gap
   */
  ClientQueue(int capacity, Function<Gap, byte[]> gapLine) {
    this.capacity = capacity;
    this.gapLine = gapLine;
  }

  /** Adds a live event; something is dropped when there are too many. */
  void add(Numbered event) {
    append(new Entry(null, event, false));
    live++;
    if (live > capacity) {
      drop();
    }
  }

  /** Adds an answer to a command. */
  void answer(byte[] line) {
    append(new Entry(line, null, false));
  }

  /** Adds a snapshot; one that still waits is of no use any more, and is taken out. */
  void snapshot(byte[] line) {
    for (Entry entry : entries) {
      if (entry.snapshot) {
        remove(entry, null);
        break; // there is never more than one
      }
    }
    append(new Entry(line, null, true));
  }

  /** The next line to send: a message, or the gap before it; null when nothing waits. */
  byte @Nullable [] poll() {
    Entry first = entries.peekFirst();
    Gap lost = first == null ? lostAtEnd : first.lostBefore;
    if (lost != null) {
      if (first == null) {
        lostAtEnd = null;
      } else {
        first.lostBefore = null;
      }
      return gapLine.apply(lost);
    }
    if (first == null) {
      return null;
    }
    entries.removeFirst();
    live -= first.event == null ? 0 : 1;
    return first.line();
  }

  boolean isEmpty() {
    return entries.isEmpty() && lostAtEnd == null;
  }

  /** Live events dropped so far. */
  long dropped() {
    return dropped;
  }

  private void append(Entry entry) {
    entry.lostBefore = lostAtEnd;
    lostAtEnd = null;
    entries.addLast(entry);
  }

  /** Drops the oldest of the least important live events. */
  private void drop() {
    Entry victim = null;
    Numbered lost = null;
    for (Entry entry : entries) {
      Numbered event = entry.event;
      if (event != null && (lost == null || loss(event).compareTo(loss(lost)) < 0)) {
        victim = entry;
        lost = event;
      }
    }
    if (victim != null && lost != null) {
      live--;
      dropped++;
      remove(victim, Gap.of(lost));
    }
  }

  private static Loss loss(Numbered numbered) {
    return numbered.event().kind().loss();
  }

  /** Takes an entry out; what is lost with it or was lost before it is reported before the next. */
  private void remove(Entry entry, @Nullable Gap lost) {
    Iterator<Entry> iterator = entries.iterator();
    while (iterator.next() != entry) {}
    iterator.remove();
    Gap gap = join(entry.lostBefore, lost);
    if (iterator.hasNext()) {
      Entry next = iterator.next();
      next.lostBefore = join(gap, next.lostBefore);
    } else {
      lostAtEnd = join(gap, lostAtEnd);
    }
  }

  private static @Nullable Gap join(@Nullable Gap earlier, @Nullable Gap later) {
    if (earlier == null) {
      return later;
    }
    return later == null ? earlier : earlier.and(later);
  }
}
