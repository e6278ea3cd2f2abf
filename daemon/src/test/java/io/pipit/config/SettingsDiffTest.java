package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsDiffTest {
  private static final List<String> CLASSES = List.of("person", "car");
  private static final String HOUSE =
      """
      cameras {
        yard { type = rtsp, url = "rtsp://10.0.0.5/sub"
          objects { track = [person] }
          zones { lawn { coordinates = "0.1,0.4, 0.9,0.4, 0.9,1, 0.1,1" } }
        }
        gate { type = v4l2, device = "/dev/video0" }
      }
      rules { alarm { when { zone = lawn }, then = [ { event = alarm } ] } }
      log { level = info }
      """;

  @TempDir private Path folder;

  private Settings load(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("pipit.conf"), text);
    return SettingsLoader.load(
            file,
            dir ->
                new ModelCards.Facts(
                    "m 1", CLASSES, Collections.nCopies(CLASSES.size(), 0.35f), 416))
        .settings();
  }

  private SettingsDiff change(String from, String to) throws IOException {
    String changed = HOUSE.replace(from, to);
    assertEquals(from.isEmpty(), changed.equals(HOUSE));
    return SettingsDiff.between(load(HOUSE), load(changed));
  }

  @Test
  void theSameFileChangesNothing() throws IOException {
    SettingsDiff diff = change("", "");
    assertEquals(new SettingsDiff(load(HOUSE), List.of(), List.of()), diff);
  }

  @Test
  void zonesObjectsRulesAndTheLogNeedNothing() throws IOException {
    for (String[] one :
        new String[][] {
          {"0.1,0.4, 0.9", "0.2,0.4, 0.9"},
          {"track = [person]", "track = [person, car], threshold = 0.6"},
          {"event = alarm", "event = fire"},
          {"level = info", "level = debug"}
        }) {
      SettingsDiff diff = change(one[0], one[1]);
      assertEquals(List.of(), diff.restart(), one[1]);
      assertEquals(List.of(), diff.reopened(), one[1]);
      assertEquals(load(HOUSE.replace(one[0], one[1])), diff.applied(), one[1]);
    }
  }

  @Test
  void aCameraWithAnotherSourceIsOpenedAgainAlone() throws IOException {
    for (String[] one :
        new String[][] {
          {"10.0.0.5/sub", "10.0.0.6/sub"}, {"track =", "min-score = 0.5, track ="}
        }) {
      SettingsDiff diff = change(one[0], one[1]);
      List<String> reopened = diff.reopened().stream().map(CameraSettings::name).toList();
      assertEquals(one[0].startsWith("10") ? List.of("yard") : List.of(), reopened);
    }
    assertEquals(1, change("type = v4l2", "fps = 5, type = v4l2").reopened().size());
    assertEquals(1, change("type = v4l2", "rotate = 180, type = v4l2").reopened().size());
  }

  @Test
  void pinsOfADaemonThatHasSomeAreReopened() throws IOException {
    String pins = "gpio { outputs { siren { line = GPIO4, max-on = %s } } }\n";
    Settings running = load(HOUSE + pins.formatted("5s"));
    Settings next = load(HOUSE + pins.formatted("9s"));
    SettingsDiff diff = SettingsDiff.between(running, next);
    assertEquals(new SettingsDiff(next, List.of(), List.of()), diff);
    Settings dry = load(HOUSE + pins.formatted("5s") + "gpio { backend = dry-run }");
    assertEquals(List.of("gpio"), SettingsDiff.between(running, dry).restart());
  }

  @Test
  void whatNeedsARestartIsNamedAndLeftAsItWas() throws IOException {
    String more =
        """
        node = other
        gpio { outputs { siren { line = GPIO4 } } }
        """;
    SettingsDiff diff = change("log {", more + "log {");
    assertEquals(List.of("node", "gpio"), diff.restart());
    assertEquals(load(HOUSE), diff.applied());
    SettingsDiff other =
        change("gate { type = v4l2, device = \"/dev/video0\" }", "porch { type = demo }");
    assertEquals(List.of("cameras.gate (removed)", "cameras.porch (new)"), other.restart());
    assertEquals(load(HOUSE).cameras(), other.applied().cameras());
    SettingsDiff type = change("type = v4l2, device = \"/dev/video0\"", "type = demo");
    assertEquals(List.of("cameras.gate.type"), type.restart());
    assertEquals(load(HOUSE).cameras(), type.applied().cameras());
  }
}
