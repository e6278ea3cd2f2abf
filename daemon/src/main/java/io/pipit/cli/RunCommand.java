package io.pipit.cli;

import io.pipit.App;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.fault.ExitCode;
import io.pipit.system.Logging;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** {@code pipit run}: the daemon, until it is told to stop or every camera has ended. */
@CommandLine.Command(
    name = "run",
    description = "Watch the cameras and tell of events, until SIGTERM or SIGINT.")
final class RunCommand implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final int STOP_SECONDS = 10;

  @CommandLine.Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file.")
  @SuppressWarnings("NullAway.Init") // picocli sets what is required
  private Path config;

  private volatile boolean stopping;

  @Override
  public ExitCode run() throws InterruptedException {
    Settings settings = SettingsLoader.load(config);
    Logging.level(settings.logLevel());
    CountDownLatch closed = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    Thread hook = new Thread(() -> stop(main, closed), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try (App app = start(settings)) {
      ExitCode end = app.awaitEnd();
      if (end != ExitCode.RESTART) {
        LOG.info("[run] every camera has ended");
      }
      return end;
    } catch (InterruptedException e) {
      LOG.info("[run] stopped");
      return ExitCode.OK;
    } finally {
      closed.countDown();
    }
  }

  /** A start that fails because the process is to end has not failed. */
  private App start(Settings settings) throws InterruptedException {
    try {
      return new App(settings, Version.pipit(), System.getenv());
    } catch (RuntimeException e) {
      if (stopping) {
        LOG.debug("[run] stopped while it started", e);
        throw new InterruptedException();
      }
      throw e;
    }
  }

  /** Runs when a signal ends the process: has the daemon close everything first. */
  private void stop(Thread main, CountDownLatch closed) {
    stopping = true;
    main.interrupt();
    try {
      if (!closed.await(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.error("[run] not everything could be closed within {} s", STOP_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
