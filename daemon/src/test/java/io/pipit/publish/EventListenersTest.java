package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.event.CameraState;
import io.pipit.event.EventListener;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventListenersTest {
  private final List<String> said = new ArrayList<>();

  @Test
  void everyListenerGetsEveryEventThoughOneFails() {
    EventListeners listeners =
        new EventListeners(List.of(listener("a"), listener("failing b"), listener("c")));
    listeners.on(Samples.report("street"));
    listeners.on(CameraState.ok("street"));
    assertEquals(
        List.of(
            "a FRAME", "failing b FRAME", "c FRAME", "a CAMERA", "failing b CAMERA", "c CAMERA"),
        said);
  }

  private EventListener listener(String name) {
    return event -> {
      said.add(name + " " + event.kind());
      if (name.startsWith("failing")) {
        throw new IllegalStateException(name);
      }
    };
  }
}
