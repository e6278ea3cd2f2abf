package io.pipit.detect.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LibtorchTest {
  @Test
  void saysItsVersion() {
    assertTrue(Libtorch.version().startsWith("2.7.1"), Libtorch.version());
  }

  @Test
  void everyEngineItHasCanBeSetAndReadBack() {
    assertTrue(Libtorch.engines().contains("qnnpack"), Libtorch.engines().toString());
    for (String engine : Libtorch.engines()) {
      Libtorch.setEngine(engine);
      assertEquals(engine, Libtorch.engine());
    }
  }

  @Test
  void refusesAnEngineItHasNot() {
    String before = Libtorch.engine();
    Throwable e = assertThrows(IllegalArgumentException.class, () -> Libtorch.setEngine("tpu"));
    assertTrue(e.getMessage().contains("tpu"), e.getMessage());
    assertEquals(before, Libtorch.engine());
  }

  @Test
  void threadCountHoldsForEveryThread() {
    Libtorch.setThreads(2);
    assertEquals(2, Libtorch.threads());
    Libtorch.setThreads(1);
    assertEquals(1, Libtorch.threads());
    assertEquals(1, CompletableFuture.supplyAsync(Libtorch::threads).join());
    assertThrows(IllegalArgumentException.class, () -> Libtorch.setThreads(0));
  }
}
