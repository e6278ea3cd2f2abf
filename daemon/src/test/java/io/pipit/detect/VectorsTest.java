package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.pipit.config.ModelSettings.Input;
import io.pipit.detect.model.ModelCard;
import io.pipit.scene.Box;
import io.pipit.scene.ConfusableClasses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The test vectors that the daemon shares with the model kit: letterbox, resampling, decoding and
 * suppression give what the kit's give. Written by {@code python -m pipit_kit.vectors}.
 */
class VectorsTest {
  @TestFactory
  Stream<DynamicTest> letterbox() throws IOException {
    return cases(
        "letterbox",
        (given, expected) -> {
          int[] image = ints(given.get("image"));
          Letterbox box;
          if (given.containsKey("side")) {
            box = Letterbox.of(new Input.Auto(ints(given.get("side"))[0]), image[0], image[1]);
          } else {
            int[] input = ints(given.get("fixed"));
            box = Letterbox.into(input[0], input[1], image[0], image[1]);
          }
          assertArrayEquals(
              ints(expected.get("input")), new int[] {box.inputWidth(), box.inputHeight()});
          assertArrayEquals(
              ints(expected.get("placed")),
              new int[] {box.left(), box.top(), box.width(), box.height()});
          List<Object> mapped = new ArrayList<>();
          for (Object corners : list(given.get("boxes_in_input"))) {
            float[] v = floats(corners);
            Box found = box.toFrame(v[0], v[1], v[2], v[3]);
            mapped.addAll(floatList(found.left(), found.top(), found.right(), found.bottom()));
          }
          assertNear(expected.get("boxes_in_image"), mapped);
        });
  }

  @TestFactory
  Stream<DynamicTest> resampler() throws IOException {
    return cases(
        "resampler",
        (given, expected) -> {
          int[] size = ints(given.get("size"));
          int[] target = ints(given.get("target"));
          ByteBuffer resized = ByteBuffer.allocate(3 * target[0] * target[1]);
          new Resampler(size[0], size[1], target[0], target[1])
              .resize(bytes(given.get("pixels")), 3 * size[0], resized, 0, 3 * target[0]);
          assertArrayEquals(bytes(expected.get("resized")).array(), resized.array());
        });
  }

  @TestFactory
  Stream<DynamicTest> yoloHead() throws IOException {
    return cases(
        "yolo_head",
        (given, expected) -> {
          float[] minScores = new float[ints(given.get("classes"))[0]];
          Arrays.fill(minScores, floats(given.get("min_score"))[0]);
          List<Float> anchors = new ArrayList<>();
          for (float side : floats(given.get("anchors"))) {
            anchors.add(side);
          }
          float scaleXy = floats(given.get("scale_x_y"))[0];
          ModelCard.Head head = new ModelCard.Head(ints(given.get("stride"))[0], anchors, scaleXy);
          int[] grid = ints(given.get("grid"));
          Candidates found = new Candidates();
          new YoloHead(head, minScores)
              .decode(FloatBuffer.wrap(floats(given.get("logits"))), grid[0], grid[1], found);
          List<Object> rows = new ArrayList<>();
          for (int i = 0; i < found.size(); i++) {
            rows.addAll(floatList(found.classId(i), found.score(i)));
            rows.addAll(floatList(found.x1(i), found.y1(i), found.x2(i), found.y2(i)));
          }
          assertNear(expected.get("found"), rows);
        });
  }

  @TestFactory
  Stream<DynamicTest> nms() throws IOException {
    return cases(
        "nms",
        (given, expected) -> {
          List<String> names = list(given.get("names")).stream().map(Object::toString).toList();
          Candidates candidates = new Candidates();
          for (Object row : list(given.get("boxes"))) {
            float[] v = floats(row);
            candidates.add((int) v[0], v[1], v[2], v[3], v[4], v[5]);
          }
          Nms nms =
              new Nms(
                  new ConfusableClasses(names),
                  floats(given.get("max_iou"))[0],
                  ints(given.get("max_kept"))[0]);
          int[] kept = new int[nms.suppress(candidates)];
          Arrays.setAll(kept, nms::kept);
          assertArrayEquals(ints(expected.get("kept")), kept);
        });
  }

  /** Compares a case with what the stage gives. */
  private interface Check {
    void check(Map<?, ?> given, Map<?, ?> expected);
  }

  private static Stream<DynamicTest> cases(String stage, Check check) throws IOException {
    try (var file = VectorsTest.class.getResourceAsStream("/vectors/" + stage + ".json");
        JsonParser parser = new JsonFactory().createParser(file)) {
      parser.nextToken();
      List<?> found = list(value(parser));
      assertTrue(found.size() >= 5, "cases of " + stage);
      return found.stream()
          .map(Map.class::cast)
          .map(
              one ->
                  DynamicTest.dynamicTest(
                      one.get("name").toString(),
                      () -> check.check(one, (Map<?, ?>) one.get("expected"))));
    }
  }

  /** The value at the parser's token: a map, a list, a string or a double. */
  private static Object value(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String key = parser.currentName();
          parser.nextToken();
          members.put(key, value(parser));
        }
        return members;
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        return items;
      }
      case VALUE_STRING -> {
        return parser.getText();
      }
      default -> {
        return parser.getDoubleValue();
      }
    }
  }

  private static List<?> list(Object value) {
    return (List<?>) value;
  }

  /** All numbers of a number, or of lists in lists, in their order. */
  private static List<Double> numbers(Object value) {
    if (value instanceof List<?> items) {
      return items.stream().flatMap(item -> numbers(item).stream()).toList();
    }
    return List.of(((Number) value).doubleValue());
  }

  private static int[] ints(Object value) {
    return numbers(value).stream().mapToInt(Double::intValue).toArray();
  }

  private static float[] floats(Object value) {
    List<Double> numbers = numbers(value);
    float[] floats = new float[numbers.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = numbers.get(i).floatValue();
    }
    return floats;
  }

  private static ByteBuffer bytes(Object value) {
    int[] numbers = ints(value);
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length);
    for (int number : numbers) {
      bytes.put((byte) number);
    }
    return bytes.rewind();
  }

  private static List<Object> floatList(float... values) {
    List<Object> list = new ArrayList<>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }

  private static void assertNear(Object expected, Object given) {
    float[] wanted = floats(expected);
    float[] found = floats(given);
    assertEquals(wanted.length, found.length);
    for (int i = 0; i < wanted.length; i++) {
      float tolerance = Math.max(1e-3f, 1e-4f * Math.abs(wanted[i]));
      assertEquals(wanted[i], found[i], tolerance, "number " + i);
    }
  }
}
