package io.pipit.supervise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.event.RecoveryCounts;
import io.pipit.metrics.Metrics;
import io.pipit.supervise.RecoveryPolicy.Step;
import io.pipit.supervise.RecoveryPolicy.Used;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryMemoryTest {
  private final Metrics metrics = new Metrics(List.of("front", "gate"));
  @TempDir private Path folder;
  private Path state;
  private Path runtime;

  @BeforeEach
  void makeFolders() throws IOException {
    state = Files.createDirectory(folder.resolve("state"));
    runtime = Files.createDirectory(folder.resolve("runtime"));
  }

  @Test
  void whatWasDoneIsAddedUpOverRuns() {
    try (RecoveryMemory first = memory()) {
      metrics.camera("front").reopened.add(3);
      metrics.camera("gate").usbResets.increment();
      assertEquals(new RecoveryCounts(3, 0, 1, 0, 0, 0), first.counts());
      first.ending(Step.RESTART, new Used(1, 0));
    }
    Metrics later = new Metrics(List.of("front"));
    try (RecoveryMemory second = new RecoveryMemory(environment(), later)) {
      assertEquals(new RecoveryCounts(3, 0, 1, 0, 1, 0), second.counts());
      assertEquals(new Used(1, 0), second.used());
      later.camera("front").reopened.increment();
      assertEquals(4, second.counts().reopened());
      assertFalse(Files.exists(runtime.resolve("reboot")));
      second.ending(Step.REBOOT, new Used(0, 1));
      assertTrue(Files.exists(runtime.resolve("reboot")), "asks the unit for it");
    }
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // that it was not closed is what is tested
  void aRunThatDidNotCloseIsCountedByTheNext() {
    memory();
    try (RecoveryMemory second = memory()) {
      assertEquals(1, second.counts().crashes());
    }
    try (RecoveryMemory third = memory()) {
      assertEquals(1, third.counts().crashes());
    }
  }

  @Test
  void whatCouldNotBeWrittenIsWrittenOnceThereIsRoom() throws IOException {
    Path obstacle =
        Files.createDirectory(state.resolve("recovery.part")); // as if the disk were full
    try (RecoveryMemory first = memory()) {
      metrics.camera("front").reopened.add(3);
      first.tick(System.nanoTime() + Duration.ofHours(2).toNanos(), Used.NOTHING);
      assertFalse(Files.exists(state.resolve("recovery")));
      Files.delete(obstacle);
    }
    try (RecoveryMemory second = new RecoveryMemory(environment(), new Metrics(List.of()))) {
      assertEquals(3, second.counts().reopened());
    }
  }

  @Test
  void nothingIsWrittenWhileNothingHappens() throws IOException {
    try (RecoveryMemory memory = memory()) {
      memory.tick(System.nanoTime() + Duration.ofHours(2).toNanos(), Used.NOTHING);
    }
    try (var files = Files.list(state)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void whatIsNewIsWrittenAfterAnHour() {
    try (RecoveryMemory memory = memory()) {
      metrics.camera("front").reopened.increment();
      memory.tick(System.nanoTime() + Duration.ofMinutes(59).toNanos(), Used.NOTHING);
      assertFalse(Files.exists(state.resolve("recovery")));
      memory.tick(System.nanoTime() + Duration.ofMinutes(61).toNanos(), Used.NOTHING);
      assertTrue(Files.exists(state.resolve("recovery")));
    }
  }

  @Test
  void aFileThatMakesNoSenseStartsAgain() throws IOException {
    for (String text : List.of("reopened=many\n", "\\u00zz", "")) {
      Files.writeString(state.resolve("recovery"), text);
      try (RecoveryMemory memory = memory()) {
        assertEquals(RecoveryCounts.NONE, memory.counts());
        assertEquals(Used.NOTHING, memory.used());
      }
    }
  }

  @Test
  void aStateFolderThatCannotBeWrittenToIsNoReasonToFail() {
    Map<String, String> nowhere = Map.of("STATE_DIRECTORY", folder.resolve("none").toString());
    try (RecoveryMemory memory = new RecoveryMemory(nowhere, metrics)) {
      memory.ending(Step.RESTART, new Used(1, 0));
      assertEquals(1, memory.counts().restarts());
    }
  }

  @Test
  void withoutSystemdNothingIsKept() {
    try (RecoveryMemory memory = new RecoveryMemory(Map.of(), metrics)) {
      memory.ending(Step.REBOOT, new Used(0, 1));
      assertEquals(1, memory.counts().reboots());
    }
  }

  private RecoveryMemory memory() {
    return new RecoveryMemory(environment(), metrics);
  }

  private Map<String, String> environment() {
    return Map.of("STATE_DIRECTORY", state.toString(), "RUNTIME_DIRECTORY", runtime.toString());
  }
}
