package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is right by itself and comes to nothing together. */
class CoherenceTest {
  private static final List<String> CLASSES = List.of("person", "car", "truck", "dog");

  /** Nothing is wrong with it. */
  private static final String HOUSE =
      """
      cameras {
        gate {
          type = v4l2
          device = "/dev/video0"
          objects {
            track = [person, car]
            filters.person.threshold = 0.6
          }
          zones.drive { coordinates = "0,0, 1,0, 1,1, 0,1", objects = [person, car] }
          zones.step { coordinates = "0.4,0.4, 0.6,0.4, 0.6,0.6, 0.4,0.6", objects = person }
          lines.door { coordinates = "0.5,0.2, 0.5,1", objects = person }
          masks.street { coordinates = "0,0, 1,0, 1,0.45, 0,0.45" }
        }
        yard { type = libcamera }
      }
      gpio.outputs.lamp.line = L
      gpio.inputs.key.line = K
      rules {
        light { when { label = person, zone = drive, armed = key }, then = [ { output = lamp, action = pulse } ] }
        passed { when { line = door }, then = [ { event = passed } ] }
      }
      """;

  @TempDir private Path folder;

  @Test
  void aHouseThatIsRightHasNoWarnings() throws IOException {
    assertEquals(List.of(), load(HOUSE, CLASSES).warnings());
  }

  @Test
  void labelsThatTheModelDoesNotKnowAreNamedAllAtOnceWithTheirLines() {
    assertEquals(
        List.of(
            "4: cameras.gate.objects.track the model m 1 does not know the label 'trck'; did you mean truck?",
            "5: cameras.gate.objects.filters.elephant the model m 1 does not know the label 'elephant'; it"
                + " knows person, car, truck, dog",
            "7: cameras.gate.zones.z.objects the model m 1 does not know the label 'persn'; did you mean"
                + " person?",
            "8: cameras.gate.lines.l.objects the model m 1 does not know the label 'cat'; did you mean car?",
            "9: cameras.gate.masks.m.objects the model m 1 does not know the label 'cra'; did you mean car?",
            "11: rules.r.when.label the model m 1 does not know the label 'tuck'; did you mean truck?"),
        problems(
            """
            cameras.gate {
              type = demo
              objects {
                track = [person, trck]
                filters { elephant { threshold = 0.6 } }
              }
              zones.z { coordinates = "0,0, 1,0, 1,1", objects = persn }
              lines.l { coordinates = "0,0, 1,0", objects = cat }
              masks.m { coordinates = "0,0, 1,0, 1,1", objects = [car, cra] }
            }
            rules.r.when.label = tuck
            """,
            CLASSES));
  }

  @Test
  void aModelOfManyLabelsIsNotListedWhole() {
    List<String> many = IntStream.range(100, 180).mapToObj(i -> "label " + i).toList();
    assertEquals(
        List.of(
            "1: cameras.gate.objects.track the model m 1 does not know the label 'x'; it knows label 100,"
                + " label 101, label 102, label 103, label 104, label 105, label 106, label 107,"
                + " label 108, label 109 and 70 more"),
        problems("cameras.gate { type = demo, objects.track = [x] }", many));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          label = person, zone | label = dog, zone | 19: rules.light.when.label never comes true: no camera of this rule lets dog through (cameras.gate.objects.track, FILE:6) (cameras.gate.zones.drive.objects, FILE:9)
          label = person, zone = drive | label = car, zone = step | 19: rules.light.when.label never comes true: no camera of this rule lets car through (cameras.gate.objects.track, FILE:6) (cameras.gate.zones.step.objects, FILE:10)
          line = door | line = door, label = car | 20: rules.passed.when.label never comes true: no camera of this rule lets car through (cameras.gate.objects.track, FILE:6) (cameras.gate.lines.door.objects, FILE:11)
          objects = [person, car] | objects = [dog, truck] | 9: cameras.gate.zones.drive.objects lets nothing through: the camera does not track dog, truck (cameras.gate.objects.track, FILE:6)
          1,0.45, 0,0.45" | 1,0.7, 0,0.7", objects = [person, car, dog] | 10: cameras.gate.zones.step.coordinates lies wholly in masks of the camera: nothing can ever be in it
          libcamera | v4l2, device = "/dev/video0" | 14: cameras.yard.device is that of the camera gate already (cameras.gate.device, FILE:4); a device can be open once
          zone = drive, | zone = drive, min-score = 1, | 19: rules.light.when.min-score never comes true: no score reaches 0.995
          threshold = 0.6 | threshold = 1 | 7: cameras.gate.objects.filters.person.threshold lets nothing through: no score reaches 0.995
          """)
  void whatCanNeverComeToAnythingIsAnError(String old, String now, String problem) {
    List<String> problems = problems(HOUSE.replace(old, now), CLASSES);
    String file = folder.resolve("pipit.conf").toString();
    assertEquals(problem.replace("FILE", file), problems.isEmpty() ? "" : problems.get(0));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          threshold = 0.6 | threshold = 0.2 | 7: cameras.gate.objects.filters.person.threshold has no effect: it is less than the score at which a track begins, 0.35
          filters.person | filters.dog | 7: cameras.gate.objects.filters.dog has no effect: the camera does not track dog (cameras.gate.objects.track, FILE:6)
          label = person, zone | label = [person, dog], zone | 19: rules.light.when.label no camera of this rule lets dog through (cameras.gate.objects.track, FILE:6) (cameras.gate.zones.drive.objects, FILE:9)
          objects = [person, car] | objects = [person, dog] | 9: cameras.gate.zones.drive.objects the camera does not track dog (cameras.gate.objects.track, FILE:6)
          { output = lamp, action = pulse } | { event = on } | 16: gpio.outputs.lamp is used by no rule
          , armed = key |  | 17: gpio.inputs.key is used by no rule
          [ { event = passed } ] | [] | 20: rules.passed does nothing but report that it fires: 'then' is empty
          """)
  void whatIsHardlyWantedIsAWarning(String old, String now, String warning) throws IOException {
    List<ConfigProblem> warnings =
        load(HOUSE.replace(old, now == null ? "" : now), CLASSES).warnings();
    String file = folder.resolve("pipit.conf").toString();
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals(file + ":" + warning.replace("FILE", file), warnings.get(0).toString());
  }

  @Test
  void aModelThatIsNotThereIsAnErrorOfTheFileThatNamesIt() {
    assertEquals(
        List.of("2: model.dir can't be used: no such model"),
        problems("cameras.a.type = demo\nmodel.dir = nothing", null));
  }

  private List<String> problems(String text, @Nullable List<String> classes) {
    ConfigException e = assertThrows(ConfigException.class, () -> load(text, classes));
    return e.problems().stream().map(one -> one.line() + ": " + one.message()).toList();
  }

  private SettingsLoader.Loaded load(String text, @Nullable List<String> classes)
      throws IOException {
    Path file = Files.writeString(folder.resolve("pipit.conf"), text);
    return SettingsLoader.load(
        file,
        dir -> {
          if (classes == null) {
            throw new UserException(ExitCode.NO_INPUT, "no such model");
          }
          return new ModelCards.Facts(
              "m 1", classes, Collections.nCopies(classes.size(), 0.35f), 416);
        });
  }
}
