package io.pipit.control;

import io.pipit.config.LogLevel;
import io.pipit.json.JsonTree;
import io.pipit.system.Logging;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets which messages are logged, until the next start: {@code level}. */
public final class LogLevelControl implements ControlCommand {
  static final String NAME = "log-level";

  private static final Logger LOG = LoggerFactory.getLogger(LogLevelControl.class);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public void answer(Exchange exchange) throws IOException, JsonTree.Malformed {
    JsonTree level = exchange.request().get("level");
    LogLevel wanted = of(level);
    LOG.info("[control] log level {}, set by {}", word(wanted), exchange.user());
    Logging.level(wanted);
    exchange.line(Map.of("text", "the log's level is " + word(wanted) + " until the next start"));
  }

  private static LogLevel of(JsonTree level) throws JsonTree.Malformed {
    String text = level.text();
    for (LogLevel known : LogLevel.values()) {
      if (word(known).equals(text)) {
        return known;
      }
    }
    throw level.wrong("error, warn, info, debug or trace");
  }

  private static String word(LogLevel level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
