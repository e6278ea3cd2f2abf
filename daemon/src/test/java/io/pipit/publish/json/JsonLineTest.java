package io.pipit.publish.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.pipit.publish.Samples;
import io.pipit.scene.Box;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonLineTest {
  @Test
  void anObjectIsOneLine() {
    assertEquals("{}\n", new String(new JsonLine().of(json -> {}), StandardCharsets.UTF_8));
  }

  @Test
  void theBufferOfAWriterStartsEmptyEachTime() {
    JsonLine writer = new JsonLine();
    byte[] first = writer.of(json -> json.writeStringField("x", "long enough to leave something"));
    byte[] second = writer.of(json -> {});
    assertEquals("{}\n", new String(second, StandardCharsets.UTF_8));
    assertEquals("{\"x\":\"long enough to leave something\"}", Samples.text(first));
  }

  @Test
  void textCannotBreakOutOfItsLine() {
    String text = "a\nb\r\t\"c\"\\ \u0000 \u001f {}";
    assertEquals(
        "{\"x\":\"a\\nb\\r\\t\\\"c\\\"\\\\ \\u0000 \\u001F {}\"}",
        line(json -> json.writeStringField("x", text)));
  }

  @Test
  void lettersOfAllLanguagesAreUtf8() {
    String text = "Köln \u6771\u4eac";
    assertEquals("{\"x\":\"" + text + "\"}", line(json -> json.writeStringField("x", text)));
    assertEquals(
        "{\"x\":\"\\uD83D\\uDC26\"}", line(json -> json.writeStringField("x", "\ud83d\udc26")));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void whatIsNoNumberIsNull(double value) {
    assertEquals("{\"x\":null}", line(json -> JsonLine.number(json, "x", value, 10)));
  }

  @Test
  void noValueIsNull() {
    assertEquals("{\"x\":null}", line(json -> JsonLine.number(json, "x", null, 10)));
    assertEquals("{\"x\":null}", line(json -> JsonLine.stringsOrNull(json, "x", null)));
    assertEquals("{\"x\":[]}", line(json -> JsonLine.stringsOrNull(json, "x", List.of())));
  }

  @ParameterizedTest
  @CsvSource({
    "0.87314, 10000, 0.8731",
    "0.87315, 10000, 0.8732",
    "54.06, 10, 54.1",
    "-0.26, 10, -0.3",
    "0, 10, 0.0",
    "123456.789, 100, 123456.79",
  })
  void numbersHaveFewDigits(double value, double scale, String written) {
    assertEquals("{\"x\":" + written + "}", line(json -> JsonLine.number(json, "x", value, scale)));
  }

  @Test
  void nanosecondsBecomeMilliseconds() {
    assertEquals("{\"x\":41.87}", line(json -> JsonLine.millis(json, "x", 41_870_400)));
    assertEquals("{\"x\":0.001}", line(json -> JsonLine.millis(json, "x", 501)));
  }

  @Test
  void boxesAreLeftTopRightBottom() {
    Box box = new Box(10.04f, 20.06f, 320, 180);
    assertEquals("{\"box\":[10.0,20.1,320.0,180.0]}", line(json -> JsonLine.box(json, box)));
    assertEquals(
        "{\"box_rel\":[0.0157,0.0557,0.5,0.5]}",
        line(json -> JsonLine.relativeBox(json, box, 640, 360)));
  }

  private static String line(JsonLine.Body body) {
    return Samples.text(new JsonLine().of(body));
  }
}
