package io.pipit.supervise;

import io.pipit.event.RecoveryCounts;
import java.io.IOException;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what recovery has done over a restart, in the file {@code recovery} of the service's state
 * folder. A disk that is full or can't be written to costs the memory, never the service.
 */
final class RecoveryFile {
  private static final Logger LOG = LoggerFactory.getLogger(RecoveryFile.class);

  private final @Nullable Path file;

  /**
   * What is kept.
   *
   * @param used of the budgets
   */
  record State(RecoveryCounts counts, RecoveryPolicy.Used used) {
    static final State NEW = new State(RecoveryCounts.NONE, RecoveryPolicy.Used.NOTHING);
  }

  /**
   * The file in a folder.
   *
   * @param folder null: nothing is kept
   */
  RecoveryFile(@Nullable Path folder) {
    file = folder == null ? null : folder.resolve("recovery");
  }

  /** What was kept; a new state when there is none, or what is there can't be understood. */
  State read() {
    if (file == null) {
      return State.NEW;
    }
    Properties values = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      values.load(in);
      return new State(
          new RecoveryCounts(
              number(values, "reopened"),
              number(values, "found-again"),
              number(values, "usb-resets"),
              number(values, "crashes"),
              number(values, "restarts"),
              number(values, "reboots")),
          new RecoveryPolicy.Used(
              (int) number(values, "spent-restarts"), (int) number(values, "spent-reboots")));
    } catch (NoSuchFileException e) {
      return State.NEW;
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn("[recovery] {} can't be read, counting begins at 0: {}", file, e.toString());
      return State.NEW;
    }
  }

  private static long number(Properties values, String key) {
    return Long.parseLong(values.getProperty(key, "0"));
  }

  /**
   * Keeps a state, whole or not at all.
   *
   * @return whether there is nothing left to do
   */
  boolean write(State state) {
    if (file == null) {
      return true;
    }
    RecoveryCounts counts = state.counts();
    String text =
        """
        # What Pipit did to recover, since it was installed, and what of its budgets is used.
        reopened=%d
        found-again=%d
        usb-resets=%d
        crashes=%d
        restarts=%d
        reboots=%d
        spent-restarts=%d
        spent-reboots=%d
        """
            .formatted(
                counts.reopened(),
                counts.foundAgain(),
                counts.usbResets(),
                counts.crashes(),
                counts.restarts(),
                counts.reboots(),
                state.used().restarts(),
                state.used().reboots());
    Path part = file.resolveSibling("recovery.part");
    try (FileChannel out =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      LOG.warn("[recovery] {} can't be written, it is not remembered: {}", file, e.toString());
      return false;
    }
  }
}
