package io.pipit.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.scene.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventLogTest {
  private static final Track PERSON = Samples.track(7, "person", 0.87f);

  @Test
  void aRuleSaysWhyItFires() {
    String person = "person 7 (0.87)";
    assertEquals("fires: " + person + " on street", fires(false, null));
    assertEquals("fires: " + person + " in drive on street", fires(false, "drive"));
    assertEquals("fires: " + person + " crossed door on street", fires(true, "door"));
    assertEquals(
        "fires", EventLog.describe(new RuleChanged("light", true, false, List.of(), null)));
    assertEquals(
        "clears", EventLog.describe(new RuleChanged("light", false, false, List.of(), null)));
  }

  private static String fires(boolean momentary, @Nullable String place) {
    return EventLog.describe(
        new RuleChanged("light", true, momentary, List.of(), new Because("street", PERSON, place)));
  }
}
