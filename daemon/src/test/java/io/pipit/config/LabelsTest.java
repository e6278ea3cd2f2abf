package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.errors.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
  private static final List<String> CLASSES = List.of("person", "car", "truck");

  @TempDir private Path folder;

  @Test
  void labelsThatTheModelDoesNotKnowAreNamedAllAtOnce() throws IOException {
    Settings settings =
        load(
            """
            cameras.gate {
              type = demo
              objects { track = [person, trck], filters { elephant { threshold = 0.6 } } }
              zones.z { coordinates = "0,0, 1,0, 1,1", objects = persn }
              lines.l { coordinates = "0,0, 1,0", objects = cat }
              masks.m { coordinates = "0,0, 1,0, 1,1", objects = [car, cra] }
            }
            rules.r.when.label = tuck
            """);
    UnknownLabelException e = assertThrows(UnknownLabelException.class, () -> check(settings));
    assertEquals(ExitCode.CONFIG, e.exitCode());
    assertEquals(
        List.of(
            "cameras.gate.objects.track: the model m 1 does not know the label 'trck'; did you mean truck?",
            "cameras.gate.objects.filters: the model m 1 does not know the label 'elephant'; it knows"
                + " person, car, truck (classes in its model.json)",
            "cameras.gate.zones.z: the model m 1 does not know the label 'persn'; did you mean person?",
            "cameras.gate.lines.l: the model m 1 does not know the label 'cat'; did you mean car?",
            "cameras.gate.masks.m: the model m 1 does not know the label 'cra'; did you mean car?",
            "rules.r.when.label: the model m 1 does not know the label 'tuck'; did you mean truck?"),
        e.details());
  }

  @Test
  void aModelOfManyLabelsIsNotListedWhole() throws IOException {
    List<String> many = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      many.add("label " + (char) ('A' + i / 26) + (char) ('A' + i % 26));
    }
    Settings settings = load("cameras.gate { type = demo, objects.track = [x] }");
    assertEquals(
        "cameras.gate.objects.track: the model m 1 does not know the label 'x'; it knows label AA,"
            + " label AB, label AC, label AD, label AE, label AF, label AG, label AH, label AI,"
            + " label AJ and 70 more (classes in its model.json)",
        assertThrows(
                UnknownLabelException.class,
                () -> Labels.check(settings.cameras(), settings.rules(), "m 1", many))
            .getMessage());
  }

  @Test
  void knownLabelsAreRight() throws IOException {
    check(load("cameras.gate { type = demo, objects.track = car }\nrules.r.when.label = car"));
  }

  private static void check(Settings settings) {
    Labels.check(settings.cameras(), settings.rules(), "m 1", CLASSES);
  }

  private Settings load(String text) throws IOException {
    return SettingsLoader.load(Files.writeString(folder.resolve("pipit.conf"), text));
  }
}
