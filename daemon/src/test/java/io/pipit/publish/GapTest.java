package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.event.Event.Kind;
import io.pipit.publish.json.Messages;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GapTest {
  private static final Gap NUMBERED = Gap.of(lost(Kind.HEALTH));
  private static final Gap FRAME = Gap.of(lost(Kind.FRAME));

  private static Numbered lost(Kind kind) {
    MessageClock clock = Samples.clock();
    Messages messages = new Messages(Samples.NODE, clock);
    return new Numbered(5, Samples.event(kind), clock.stamp(), messages);
  }

  @Test
  void aFrameHasNoNumberToLose() {
    assertEquals(new Gap(5, 5, 5, 0), NUMBERED);
    assertEquals(new Gap(0, 0, 5, 1), FRAME);
  }

  @Test
  void gapsJoin() {
    Gap later = new Gap(7, 9, 9, 2);
    assertEquals(new Gap(5, 9, 9, 2), NUMBERED.and(later));
    assertEquals(new Gap(7, 9, 9, 3), FRAME.and(later));
    assertEquals(new Gap(5, 5, 5, 1), NUMBERED.and(FRAME));
    assertEquals(new Gap(0, 0, 5, 2), FRAME.and(FRAME));
  }

  @Test
  void whereOnlyFramesWereLostThereAreNoNumbers() {
    Messages messages = new Messages(Samples.NODE, Samples.clock());
    Map<String, Object> gap = JsonShape.read(messages.gap(FRAME));
    assertEquals(null, gap.get("from"));
    assertEquals(null, gap.get("to"));
    assertEquals(1L, gap.get("frames"));
    assertEquals(5L, gap.get("seq"));
  }
}
