package io.pipit.publish;

import io.pipit.event.Event;
import io.pipit.event.Event.Kind;
import io.pipit.event.EventListener;
import io.pipit.event.HealthSample;
import io.pipit.event.HealthSample.Client;
import io.pipit.event.HealthSample.Delivery;
import io.pipit.event.Report;
import io.pipit.publish.json.Messages;
import io.pipit.supervise.Heartbeat;
import io.pipit.util.LogPeriod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one stream of numbered events that all transports share. The threads on which events happen
 * only hand them over. Numbers, the state behind snapshots and the subscribers belong to the net
 * thread: a snapshot and the first event after it fit together without a lock, as nothing can come
 * between them.
 */
public final class EventStream implements EventListener {
  /** When so many events wait for the net thread, reports in which nothing happens are left out. */
  static final int MAX_PENDING = 1024;

  /** Numbered events that are kept, for transports whose clients come back after a loss. */
  static final int KEPT = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final Executor net;
  private final Heartbeat heartbeat;
  private final MessageClock clock;
  private final Messages messages;
  private final AtomicInteger pending = new AtomicInteger();
  private final LongAdder skipped = new LongAdder();
  private final LogPeriod failures = new LogPeriod(Duration.ofMinutes(1));
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final EventRing ring = new EventRing(KEPT); // net thread only, as are state and seq
  private final LiveState state;
  private long seq;

  /**
   * A stream without events.
   *
   * @param net runs one task at a time, in the order given
   */
  public EventStream(Executor net, NodeInfo node, MessageClock clock) {
    this(net, node, clock, Heartbeat.unwatched());
  }

  /**
   * A stream without events.
   *
   * @param net runs one task at a time, in the order given
   * @param heartbeat is due from when an event is handed over until the net thread has taken it in
   */
  public EventStream(Executor net, NodeInfo node, MessageClock clock, Heartbeat heartbeat) {
    this.net = net;
    this.heartbeat = heartbeat;
    this.clock = clock;
    messages = new Messages(node, clock);
    state = new LiveState(node.cameras());
  }

  @Override
  public void on(Event event) {
    boolean uneventful = event.kind() == Kind.FRAME && event.parts().isEmpty();
    if (uneventful && pending.get() >= MAX_PENDING) {
      skipped.increment();
      return;
    }
    pending.incrementAndGet();
    heartbeat.due();
    try {
      net.execute(
          () -> {
            pending.decrementAndGet();
            take(event);
            heartbeat.done();
          });
    } catch (RejectedExecutionException e) { // the net thread has ended
      pending.decrementAndGet();
      heartbeat.done();
      skipped.increment();
    }
  }

  /** Reports left out because the net thread was far behind, or had ended. */
  public long skipped() {
    return skipped.sum();
  }

  /** How many subscribe. */
  public int subscribers() {
    return subscribers.size();
  }

  /** The number of the last event; 0 before the first. Net thread only. */
  public long seq() {
    return seq;
  }

  /** What writes the answers to clients. Net thread only. */
  public Messages messages() {
    return messages;
  }

  /** The first message to a client. Net thread only. */
  public byte[] hello() {
    return messages.hello(seq);
  }

  /** What is true after the last event. Net thread only. */
  public byte[] snapshot(Subscription subscription) {
    return messages.snapshot(seq, state, subscription);
  }

  /**
   * The numbered events after one, oldest first, as far back as they are kept. Net thread only.
   *
   * @return empty when some of them are gone, or the number was never given
   */
  public Optional<List<Numbered>> after(long number) {
    return ring.after(number);
  }

  /** From now on the subscriber gets the live events. Net thread only. */
  public void add(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  /** It gets none any more. Net thread only. */
  public void remove(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  private void take(Event event) {
    if (event instanceof HealthSample sample) {
      clock.synced(sample.clockSynced());
      deliver(sample.with(delivery()));
    } else {
      deliver(event);
    }
    each(Subscriber::flush);
  }

  /** A report's parts have happened at its frame, so they are numbered before it is remembered. */
  private void deliver(Event event) {
    event.parts().forEach(this::deliver);
    event.accept(state);
    if (event.kind() != Kind.FRAME) {
      seq++;
      Numbered numbered = new Numbered(seq, event, clock.stamp(), messages);
      ring.add(numbered);
      each(subscriber -> subscriber.offer(numbered));
    } else if (!subscribers.isEmpty() && event instanceof Report report && report.isOfFrame()) {
      Numbered frame = new Numbered(seq, event, clock.stamp(), messages);
      each(subscriber -> subscriber.offer(frame));
    }
  }

  private Delivery delivery() {
    return new Delivery(
        skipped(), subscribers.stream().map(one -> new Client(one.name(), one.dropped())).toList());
  }

  /** A subscriber that fails must not stop the others. */
  private void each(Consumer<Subscriber> action) {
    for (Subscriber subscriber : subscribers) {
      try {
        action.accept(subscriber);
      } catch (RuntimeException e) {
        long times = failures.count(System.nanoTime());
        if (times > 0) {
          LOG.error("[events] {} failed; {} since the last report", subscriber, times, e);
        }
      }
    }
  }
}
