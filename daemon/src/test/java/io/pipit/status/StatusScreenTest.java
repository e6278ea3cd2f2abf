package io.pipit.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.ProtocolExamples;
import io.pipit.json.JsonTree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of the examples in docs/protocol.md. */
class StatusScreenTest {
  @Test
  void oneScreenHasAllOfIt() throws Exception {
    assertEquals(
        """
        gate-pi: Pipit 0.1.0, edge8 (int8 signed), up 1 min

        camera            state            fps  last frame  reopened  dropped  decoder
        street            ok              10.0  0.1 s ago          1        3  v4l2h264dec
        yard              reconnecting     0.0  none               9        0
                          no frame yet

        tracked        1 person on street
        rules holding  intruder
        outputs        siren off (start)
        inputs         key active
        board          54.1 C, memory 394 MiB, inference 41.9 ms
        recovery       crashes 0, restarts 0, reboots 0
        clients        127.0.0.1:40112, 127.0.0.1:40116 lost 14
        """,
        screen(ProtocolExamples.of("snapshot")));
  }

  @Test
  void beforeTheFirstHealthMuchIsUnknown() throws Exception {
    String young =
        ProtocolExamples.of("snapshot")
            .replaceAll(",\"health\":.*", ",\"health\":null}")
            .replace("\"clock_synced\":true", "\"clock_synced\":false")
            .replace("\"rules\":[\"intruder\"]", "\"rules\":[]")
            .replaceAll("\"next_try_s\":0.0}\\]", "\"next_try_s\":12.0}]");
    assertEquals(
        """
        gate-pi: Pipit 0.1.0, edge8 (int8 signed), clock not known to be synchronized

        camera            state            fps  last frame  reopened  dropped  decoder
        street            ok                    0.1 s ago
        yard              reconnecting          none
                          no frame yet; next try in 12 s

        tracked        1 person on street
        rules holding  none
        outputs        siren off (start)
        inputs         key active
        board          nothing measured yet
        """,
        screen(young));
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0.0 s",
    "0.064, 0.1 s",
    "59.9, 59 s",
    "61, 1 min",
    "3599, 59 min",
    "3660, 1 h 1 min",
    "90000, 1 d 1 h"
  })
  void timesAreShort(double seconds, String text) {
    assertEquals(text, StatusScreen.duration(seconds));
  }

  private static String screen(String snapshot) throws Exception {
    return String.join(
            "\n",
            StatusScreen.lines(JsonTree.of(ProtocolExamples.of("hello")), JsonTree.of(snapshot)))
        + "\n";
  }
}
