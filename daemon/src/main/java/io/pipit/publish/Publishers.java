package io.pipit.publish;

import io.pipit.health.HealthSample;
import io.pipit.health.LogPeriod;
import io.pipit.scene.CameraState;
import io.pipit.scene.Notice.InputChanged;
import io.pipit.scene.OutputState;
import io.pipit.scene.Report;
import io.pipit.scene.SceneEvent.RuleChanged;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands everything to every publisher; one that fails never stops another. */
public final class Publishers implements Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publishers.class);

  private final Publisher[] publishers;
  private final LogPeriod trouble = new LogPeriod(Duration.ofMinutes(1));

  public Publishers(List<Publisher> publishers) {
    this.publishers = publishers.toArray(Publisher[]::new);
  }

  @Override
  public void publish(Report report) {
    tell(publisher -> publisher.publish(report));
  }

  @Override
  public void publish(RuleChanged rule) {
    tell(publisher -> publisher.publish(rule));
  }

  @Override
  public void publish(CameraState state) {
    tell(publisher -> publisher.publish(state));
  }

  @Override
  public void publish(OutputState output) {
    tell(publisher -> publisher.publish(output));
  }

  @Override
  public void publish(InputChanged input) {
    tell(publisher -> publisher.publish(input));
  }

  @Override
  public void publish(HealthSample sample) {
    tell(publisher -> publisher.publish(sample));
  }

  /** Closes all, last first; what goes wrong is thrown when all are closed. */
  @Override
  public void close() {
    RuntimeException first = null;
    for (int i = publishers.length - 1; i >= 0; i--) {
      try {
        publishers[i].close();
      } catch (RuntimeException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }

  private void tell(Consumer<Publisher> news) {
    for (Publisher publisher : publishers) {
      try {
        news.accept(publisher);
      } catch (RuntimeException e) {
        failed(publisher, e);
      }
    }
  }

  private void failed(Publisher publisher, RuntimeException e) {
    long times = trouble.count(System.nanoTime());
    if (times > 0) {
      LOG.error(
          "[publish] {} failed, {} failures since last told",
          publisher.getClass().getSimpleName(),
          times,
          e);
    }
  }
}
