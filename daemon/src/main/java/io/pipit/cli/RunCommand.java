package io.pipit.cli;

import io.pipit.App;
import io.pipit.Lifetime;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.detect.model.ModelPackage;
import io.pipit.errors.ExitCode;
import io.pipit.system.Hangup;
import io.pipit.system.Logging;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** {@code pipit run}: the daemon, until it is asked to stop or every camera has ended. */
@CommandLine.Command(
    name = "run",
    description = "Watch the cameras and publish events, until SIGTERM or SIGINT.")
final class RunCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final int STOP_SECONDS = 15;

  @CommandLine.Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private Path config;

  private final Lifetime lifetime = new Lifetime();
  private volatile boolean stopping;

  @Override
  public ExitCode run() throws InterruptedException {
    Supplier<SettingsLoader.Loaded> configuration =
        () -> SettingsLoader.load(config, ModelPackage::facts);
    SettingsLoader.Loaded loaded = configuration.get();
    Settings settings = loaded.settings();
    Logging.level(settings.logLevel());
    loaded.warnings().forEach(warning -> LOG.warn("[config] {}", warning));
    CountDownLatch closed = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(closed), "stop"));
    try (App app = new App(settings, configuration, Version.pipit(), System.getenv(), lifetime)) {
      app.start();
      Hangup.handle(() -> app.reload("SIGHUP"));
      ExitCode code = app.awaitEnd();
      if (stopping) {
        LOG.info("[run] stopped");
      } else if (code != ExitCode.RESTART) {
        LOG.info("[run] every camera has ended");
      }
      return code;
    } catch (CancellationException e) {
      LOG.info("[run] stopped while it started");
      return ExitCode.OK;
    } finally {
      closed.countDown();
    }
  }

  /**
   * Runs when a signal ends the process: has the daemon close everything first. Nothing is
   * interrupted, as a file that is being written would remain unwritten.
   */
  private void stop(CountDownLatch closed) {
    stopping = true;
    lifetime.stop();
    try {
      if (!closed.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("[run] not everything could be closed within {} s", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
