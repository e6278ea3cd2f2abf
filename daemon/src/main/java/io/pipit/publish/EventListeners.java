package io.pipit.publish;

import io.pipit.event.Event;
import io.pipit.event.EventListener;
import io.pipit.util.LogPeriod;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands every event to every listener; one that fails never stops another. */
public final class EventListeners implements EventListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventListeners.class);

  private final EventListener[] listeners;
  private final LogPeriod failures = new LogPeriod(Duration.ofMinutes(1));

  public EventListeners(List<EventListener> listeners) {
    this.listeners = listeners.toArray(EventListener[]::new);
  }

  @Override
  public void on(Event event) {
    for (EventListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        failed(listener, e);
      }
    }
  }

  private void failed(EventListener listener, RuntimeException e) {
    long times = failures.count(System.nanoTime());
    if (times > 0) {
      LOG.error(
          "[publish] {} failed; {} since the last report",
          listener.getClass().getSimpleName(),
          times,
          e);
    }
  }
}
