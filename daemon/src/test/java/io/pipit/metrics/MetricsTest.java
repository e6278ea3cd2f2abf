package io.pipit.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics(List.of("street", "yard"));

  @Test
  void eachCameraHasCountersOfItsOwn() {
    metrics.camera("street").captured.increment();
    assertSame(metrics.camera("street"), metrics.camera("street"));
    assertEquals(1, metrics.camera("street").captured.sum());
    assertEquals(0, metrics.camera("yard").captured.sum());
  }

  @Test
  void aNameThatIsNoCamerasIsAnError() {
    Throwable error = assertThrows(IllegalArgumentException.class, () -> metrics.camera("gate"));
    assertEquals("no camera is called gate", error.getMessage());
  }
}
