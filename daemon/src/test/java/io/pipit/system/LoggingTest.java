package io.pipit.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoggingTest {
  private static LogRecord message(Level level, String text) {
    LogRecord message = new LogRecord(level, text);
    message.setInstant(Instant.parse("2026-11-02T03:04:05.006Z"));
    return message;
  }

  @Test
  void aTerminalGetsTimeLevelAndMessage() {
    assertEquals(
        "2026-11-02 03:04:05.006 WARN  [camera front] no frame for 10s\n",
        LogLines.terminal(ZoneOffset.UTC)
            .format(message(Level.WARNING, "[camera front] no frame for 10s")));
  }

  @Test
  void theJournalGetsAPriorityInFrontOfEveryLine() {
    LogRecord message = message(Level.SEVERE, "[pipeline] stopped");
    message.setThrown(new IllegalStateException("reason"));
    List<String> lines = LogLines.journal().format(message).lines().toList();
    assertEquals("<3>[pipeline] stopped", lines.get(0));
    assertEquals("<3>java.lang.IllegalStateException: reason", lines.get(1));
    assertTrue(lines.stream().allMatch(line -> line.startsWith("<3>")), lines.toString());
    assertEquals("<6>a\n", LogLines.journal().format(message(Level.INFO, "a")));
    assertEquals("<7>a\n", LogLines.journal().format(message(Level.FINE, "a")));
  }

  @Test
  void anInheritedJournalVariableIsNotBelieved(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("stream"));
    String own = Files.getAttribute(file, "unix:dev") + ":" + Files.getAttribute(file, "unix:ino");
    assertTrue(Logging.isJournal(own, file));
    assertFalse(Logging.isJournal("1:2", file));
    assertFalse(Logging.isJournal(null, file));
    assertFalse(Logging.isJournal(own, folder.resolve("missing")));
  }
}
