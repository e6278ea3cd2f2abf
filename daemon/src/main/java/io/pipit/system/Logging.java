package io.pipit.system;

import io.pipit.config.LogLevel;
import io.pipit.util.Platform;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends the log to standard error, one line a message, as the terminal or the journal likes it. */
public final class Logging {
  private static final Logger ROOT = root();

  /** Calls errors what is none, and throws what is one: its own log is for who looks at all. */
  private static final Logger PI4J = Logger.getLogger("com.pi4j");

  /** What they do in detail says nothing of a camera or a rule. */
  private static final List<Logger> LIBRARIES =
      List.of(Logger.getLogger("io.netty"), Logger.getLogger("com.diozero"));

  private Logging() {}

  /** Replaces what the JDK does by itself; once, before the first message. */
  public static void start() {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    OutputStream err = new FileOutputStream(FileDescriptor.err);
    LogLines lines =
        isJournal(Platform.variable("JOURNAL_STREAM").orElse(null), Path.of("/proc/self/fd/2"))
            ? LogLines.journal()
            : LogLines.terminal(ZoneId.systemDefault());
    ROOT.addHandler(new LineHandler(err, lines));
    level(LogLevel.INFO);
  }

  /** The manager is chosen when the first logger is asked for; this class is the first to ask. */
  private static Logger root() {
    System.setProperty("java.util.logging.manager", NonResettingLogManager.class.getName());
    return Logger.getLogger("");
  }

  /** Sets the lowest level of messages that are logged. */
  public static void level(LogLevel level) {
    boolean all = level == LogLevel.TRACE;
    PI4J.setLevel(all ? null : Level.OFF);
    LIBRARIES.forEach(library -> library.setLevel(all ? null : Level.WARNING));
    ROOT.setLevel(
        switch (level) {
          case ERROR -> Level.SEVERE;
          case WARN -> Level.WARNING;
          case INFO -> Level.INFO;
          case DEBUG -> Level.FINE;
          case TRACE -> Level.FINEST;
        });
  }

  /**
   * Whether a file is the journal's socket. The variable alone is not enough: desktop terminals
   * inherit it.
   *
   * @param journalStream device and inode of the socket as systemd gives them
   */
  static boolean isJournal(@Nullable String journalStream, Path file) {
    if (journalStream == null) {
      return false;
    }
    try {
      Object device = Files.getAttribute(file, "unix:dev");
      Object inode = Files.getAttribute(file, "unix:ino");
      return journalStream.equals(device + ":" + inode);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /** Writes each message at once and whole. */
  private static final class LineHandler extends Handler {
    private final OutputStream target;
    private final LogLines lines;

    LineHandler(OutputStream target, LogLines lines) {
      this.target = target;
      this.lines = lines;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord message) {
      if (!isLoggable(message)) {
        return;
      }
      try {
        target.write(lines.format(message).getBytes(StandardCharsets.UTF_8));
      } catch (IOException ignored) {
        // The log has no reader; that must not stop the daemon, and there is no place to report it.
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
