package io.pipit.publish;

import io.pipit.health.HealthSample;
import io.pipit.health.Heartbeat;
import io.pipit.health.LogPeriod;
import io.pipit.scene.CameraState;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent;
import io.pipit.scene.SceneEvent.LineCrossed;
import io.pipit.scene.SceneEvent.RuleChanged;
import io.pipit.scene.SceneEvent.TrackEnded;
import io.pipit.scene.SceneEvent.TrackStarted;
import io.pipit.scene.SceneEvent.TrackUpdated;
import io.pipit.scene.SceneEvent.ZoneChanged;
import io.pipit.scene.Track;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one stream of numbered messages that all transports share. The publishing threads only hand
 * over; numbering, the state behind snapshots and the subscribers belong to the net thread, so a
 * snapshot and the messages after it fit without a lock: nothing comes between.
 */
public final class EventStream implements Publisher {
  /** Reports waiting for the net thread; beyond it those without events are left out. */
  static final int MAX_PENDING = 1024;

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final Executor net;
  private final Heartbeat output;
  private final Messages messages;
  private final AtomicInteger pending = new AtomicInteger();
  private final LongAdder skipped = new LongAdder();
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));
  private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();
  private final LiveState state; // net thread only, as is seq
  private long seq;

  /**
   * A stream without messages.
   *
   * @param net runs one task at a time, in the order given
   */
  public EventStream(Executor net, Origin origin, MessageClock clock) {
    this(net, origin, clock, Heartbeat.unwatched());
  }

  /**
   * A stream without messages.
   *
   * @param net runs one task at a time, in the order given
   * @param output beats when what was published has gone out
   */
  public EventStream(Executor net, Origin origin, MessageClock clock, Heartbeat output) {
    this.net = net;
    this.output = output;
    messages = new Messages(origin, clock);
    state = new LiveState(origin.cameras());
  }

  @Override
  public void publish(Report report) {
    if (report.events().isEmpty() && pending.get() >= MAX_PENDING) {
      skipped.increment();
      return;
    }
    handOver(() -> take(report));
  }

  @Override
  public void publish(RuleChanged rule) {
    handOver(
        () -> {
          state.update(rule);
          tell(rule);
          flush();
        });
  }

  @Override
  public void publish(CameraState camera) {
    handOver(() -> take(camera));
  }

  @Override
  public void publish(OutputState output) {
    handOver(() -> take(output));
  }

  @Override
  public void publish(InputChanged input) {
    handOver(() -> take(input));
  }

  @Override
  public void publish(HealthSample sample) {
    handOver(() -> take(sample));
  }

  /** Reports left out because the net thread was far behind. */
  public long skipped() {
    return skipped.sum();
  }

  /** How many subscribe. */
  public int subscribers() {
    return subscribers.size();
  }

  /** The number of the last message; 0 before the first. Net thread only. */
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

  /** What is true after the last message. Net thread only. */
  public byte[] snapshot(Filter filter) {
    return messages.snapshot(seq, state, filter);
  }

  /** From now on the subscriber gets the live messages. Net thread only. */
  public void add(Subscriber subscriber) {
    subscribers.add(subscriber);
  }

  /** Net thread only. */
  public void remove(Subscriber subscriber) {
    subscribers.remove(subscriber);
  }

  /** Nothing to free: the thread is not this class's own. */
  @Override
  public void close() {}

  private void handOver(Runnable task) {
    pending.incrementAndGet();
    output.due();
    try {
      net.execute(
          () -> {
            pending.decrementAndGet();
            task.run();
            output.done();
          });
    } catch (RejectedExecutionException e) { // the net thread has ended
      pending.decrementAndGet();
      output.done();
      skipped.increment();
    }
  }

  private void take(Report report) {
    state.update(report);
    for (SceneEvent event : report.events()) {
      tell(report, event);
    }
    if (report.isOfFrame() && someoneWantsFrames(report.camera())) {
      byte[] line = messages.frame(seq, report);
      offer(Message.ofCamera(MessageType.FRAME, seq, report.camera(), line));
    }
    flush();
  }

  private void tell(Report report, SceneEvent event) {
    if (event instanceof TrackStarted started) {
      tell(MessageType.NEW, report, started.track(), null);
    } else if (event instanceof TrackUpdated updated) {
      tell(MessageType.UPDATE, report, updated.track(), null);
    } else if (event instanceof TrackEnded ended) {
      tell(MessageType.END, report, ended.track(), ended.end());
    } else if (event instanceof LineCrossed crossed) {
      seq++;
      byte[] line = messages.line(seq, crossed);
      offer(ofTrack(MessageType.LINE, crossed.camera(), crossed.track(), line));
    } else if (event instanceof ZoneChanged zone) {
      seq++;
      byte[] line = messages.zone(seq, zone);
      List<String> name = List.of(zone.zone());
      offer(Message.ofTrack(MessageType.ZONE, seq, zone.camera(), zone.label(), 1, name, line));
    } else if (event instanceof RuleChanged rule) {
      tell(rule);
    }
  }

  private void tell(RuleChanged rule) {
    seq++;
    offer(Message.ofNode(MessageType.RULE, seq, messages.rule(seq, rule)));
  }

  private Message ofTrack(MessageType type, String camera, Track track, byte[] line) {
    return Message.ofTrack(
        type, seq, camera, track.label(), track.topScore(), track.enteredZones(), line);
  }

  private void tell(MessageType type, Report report, Track track, @Nullable FrameTime end) {
    seq++;
    if (!subscribers.isEmpty()) {
      byte[] line = messages.track(type, seq, report, track, end);
      offer(ofTrack(type, report.camera(), track, line));
    }
  }

  private void take(CameraState camera) {
    state.update(camera);
    seq++;
    offer(Message.ofCamera(MessageType.CAMERA, seq, camera.camera(), messages.camera(seq, camera)));
    flush();
  }

  private void take(OutputState output) {
    state.update(output);
    seq++;
    offer(Message.ofNode(MessageType.OUTPUT, seq, messages.output(seq, output)));
    flush();
  }

  private void take(InputChanged input) {
    state.update(input);
    seq++;
    offer(Message.ofNode(MessageType.INPUT, seq, messages.input(seq, input)));
    flush();
  }

  private void take(HealthSample sample) {
    messages.clockSynced(sample.clockSynced());
    seq++;
    byte[] line = messages.health(seq, sample, subscribers.size());
    offer(Message.ofNode(MessageType.HEALTH, seq, line));
    flush();
  }

  private boolean someoneWantsFrames(String camera) {
    for (Subscriber subscriber : subscribers) {
      if (subscriber.wantsFrames(camera)) {
        return true;
      }
    }
    return false;
  }

  private void offer(Message message) {
    for (Subscriber subscriber : subscribers) {
      try {
        subscriber.offer(message);
      } catch (RuntimeException e) {
        failed(subscriber, e);
      }
    }
  }

  private void flush() {
    for (Subscriber subscriber : subscribers) {
      try {
        subscriber.flush();
      } catch (RuntimeException e) {
        failed(subscriber, e);
      }
    }
  }

  /** A subscriber that fails must not stop the others. */
  private void failed(Subscriber subscriber, RuntimeException e) {
    long times = trouble.count(System.nanoTime());
    if (times > 0) {
      LOG.error("[events] {} failed, {} failures since last told", subscriber, times, e);
    }
  }
}
