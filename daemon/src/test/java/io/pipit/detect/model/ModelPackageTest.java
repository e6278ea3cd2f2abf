package io.pipit.detect.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.errors.ExitCode;
import io.pipit.errors.UserException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ModelPackageTest {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String CARD =
      """
      {"format": 1, "name": "toy", "version": "1", "classes": ["person", "dog"],
       "heads": [{"stride": 32, "anchors": [81, 82, 135, 169]}],
       "files": [{"file": "toy.pt", "sha256": "%1$s", "flavour": "signed", "engines": ["qnnpack"]}],
       "min_score": 0.3, "nms_iou": 0.45,
       "golden": [{"input": "golden.png", "sha256": "%1$s", "score_tolerance": 0.05,
                   "box_tolerance_px": 3, "expect": {"signed": [
                     {"label": "person", "score": 0.8, "box": [1, 2, 30, 40]}]}}]}
      """
          .formatted(SHA256_OF_ABC);

  @TempDir private Path folder;

  @BeforeEach
  void writePackage() throws IOException {
    Files.writeString(folder.resolve("model.json"), CARD);
    Files.writeString(folder.resolve("toy.pt"), "abc");
  }

  @Test
  void readsTheCard() {
    ModelCard card = ModelPackage.open(folder).card();
    assertEquals("toy", card.name());
    assertEquals(2, card.classes().size());
    assertEquals(169f, card.heads().get(0).anchors().get(3));
    assertEquals(0.3f, card.minScore());
    assertEquals(List.of(0.3f, 0.3f), card.minScores());
    assertEquals(416, card.inputSide());
    assertEquals(1, card.heads().get(0).scaleXy());
    assertEquals("person", card.golden().get(0).expected().get("signed").get(0).label());
  }

  @Test
  void readsWhatNewerKitsSay() throws IOException {
    replace("\"stride\": 32", "\"stride\": 32, \"scale_x_y\": 1.05");
    replace("\"nms_iou\"", "\"min_scores\": {\"dog\": 0.5, \"person\": 0.3}, \"nms_iou\"");
    replace("\"heads\"", "\"input\": {\"layout\": \"uint8\", \"side\": 320}, \"heads\"");
    ModelCard card = ModelPackage.open(folder).card();
    assertEquals(1.05f, card.heads().get(0).scaleXy());
    assertEquals(List.of(0.3f, 0.5f), card.minScores());
    assertEquals(320, card.inputSide());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "name": "toy",            | "name": "", | name must be a name of 1 to 100 printable characters, is ""
          "name": "toy",            | "name": "a\\nb", | name must be a name of 1 to 100 printable characters, is "a b"
          "name": "toy",            | | name is missing
          "name": "toy",            | "name": null, | name is missing
          "version": "1"            | "version": 1 | version must be a string, is 1
          "person", "dog"           | | classes must have at least one item
          "person", "dog"           | "person", "dog", "person" | classes[2] must be another than classes[0], is "person"
          "person", "dog"           | "person", " dog" | classes[1] must be a name of 1 to 100 printable characters, is " dog"
          {"stride": 32, "anchors": [81, 82, 135, 169]} | | heads must have at least one item
          "stride": 32              | "stride": 0 | heads[0].stride must be 1, 2, 4, 8, 16 or 32, is 0
          "stride": 32              | "stride": 31.5 | heads[0].stride must be 1, 2, 4, 8, 16 or 32, is 31.5
          "stride": 32              | "stride": 64 | heads[0].stride must be 1, 2, 4, 8, 16 or 32, is 64
          "stride": 32              | "stride": -32 | heads[0].stride must be 1, 2, 4, 8, 16 or 32, is -32
          81, 82, 135, 169          | 81, 82, 135 | heads[0].anchors must be pairs of a width and a height, has 3 numbers
          81, 82, 135, 169          | | heads[0].anchors must be pairs of a width and a height, has 0 numbers
          81, 82, 135, 169          | 81, -82 | heads[0].anchors[1] must be a number, 0.1 to 10000, is -82
          81, 82, 135, 169          | 81, NaN | heads[0].anchors[1] must be a number, 0.1 to 10000, is NaN
          81, 82, 135, 169          | 81, 1e300 | heads[0].anchors[1] must be a number, 0.1 to 10000, is 1.0E300
          81, 82, 135, 169          | [81, 82] | heads[0].anchors[0] must be a number, is a list
          "stride": 32              | "stride": 32, "scale_x_y": 0.9 | heads[0].scale_x_y must be a number, 1 to 100, is 0.9
          "stride": 32              | "stride": 32, "scale_x_y": NaN | heads[0].scale_x_y must be a number, 1 to 100, is NaN
          "stride": 32              | "stride": 32, "scale_x_y": "1.05" | heads[0].scale_x_y must be a number, is "1.05"
          "heads":                  | "input": {"side": 0}, "heads": | input.side must be a multiple of 32, 64 to 1280, is 0
          "heads":                  | "input": {"side": 100000}, "heads": | input.side must be a multiple of 32, 64 to 1280, is 100000
          "heads":                  | "input": {"side": 416.5}, "heads": | input.side must be a multiple of 32, 64 to 1280, is 416.5
          "heads":                  | "input": 416, "heads": | input must be an object, is 416
          "min_score": 0.3          | "min_score": 1.5 | min_score must be a number, 0 to 1, is 1.5
          "min_score": 0.3          | "min_score": true | min_score must be a number, is true
          "nms_iou": 0.45           | "nms_iou": -1 | nms_iou must be a number, 0 to 1, is -1
          "nms_iou":                | "min_scores": {"dog": 0.5}, "nms_iou": | min_scores.person is missing
          "nms_iou":                | "min_scores": {"dog": 0.5, "person": 0.5, "cat": 1}, "nms_iou": | min_scores.cat is the score of no class: classes does not have it
          "nms_iou":                | "min_scores": {"dog": 0.5, "person": 2}, "nms_iou": | min_scores.person must be a number, 0 to 1, is 2
          "nms_iou":                | "min_scores": [0.5, 0.5], "nms_iou": | min_scores must be an object, is a list
          "file": "toy.pt"          | "file": "../toy.pt" | files[0].file must be the name of a file in the model's folder, is "../toy.pt"
          "file": "toy.pt"          | "file": ".." | files[0].file must be the name of a file in the model's folder, is ".."
          "file": "toy.pt"          | "file": "a\\u0000" | files[0].file must be the name of a file in the model's folder, is "a "
          "flavour": "signed"       | "flavour": 1 | files[0].flavour must be a string, is 1
          "box": [1, 2, 30, 40]     | "box": [1, 2, 30] | golden[0].expect.signed[0].box must be x1, y1, x2, y2 with x1 <= x2 and y1 <= y2
          "box": [1, 2, 30, 40]     | "box": [30, 2, 1, 40] | golden[0].expect.signed[0].box must be x1, y1, x2, y2 with x1 <= x2 and y1 <= y2
          "label": "person"         | "label": "cat" | golden[0].expect.signed[0].label must be one of classes, is "cat"
          "score": 0.8              | "score": 8 | golden[0].expect.signed[0].score must be a number, 0 to 1, is 8
          "format": 1               | "format": 1.5 | format must be 1; this model needs another Pipit
          "format": 1               | "format": 1, "format": 1 | line 1: Duplicate field 'format'
          """)
  void aValueThatBreaksItsRuleIsReportedInOneLineWithItsPlace(
      String text, @Nullable String by, String message) throws IOException {
    replace(text, by == null ? "" : by);
    UserException e = assertThrows(UserException.class, () -> ModelPackage.open(folder));
    assertEquals(folder.resolve("model.json") + ": " + message, e.getMessage());
    assertEquals(ExitCode.DATA, e.exitCode());
  }

  @ParameterizedTest
  @MethodSource("oddFiles")
  void aFileThatIsNoCardIsReportedInOneLine(byte[] content, String message) throws IOException {
    Files.write(folder.resolve("model.json"), content);
    UserException e = assertThrows(UserException.class, () -> ModelPackage.open(folder));
    String line = String.valueOf(e.getMessage());
    assertTrue(line.startsWith(folder.resolve("model.json") + ": " + message), line);
    assertEquals(1, line.lines().count(), line);
    assertTrue(line.length() < 300 + folder.toString().length(), line);
  }

  static List<Arguments> oddFiles() {
    return List.of(
        Arguments.of(new byte[0], "the file is empty"),
        Arguments.of(utf8("   \n"), "the file is empty"),
        Arguments.of(utf8("null"), "the file must be an object, is null"),
        Arguments.of(utf8("[]"), "the file must be an object, is a list"),
        Arguments.of(utf8(CARD + "{}"), "line 8: something follows the end of the JSON value"),
        Arguments.of(utf8("format: 1\n"), "line 1: Unrecognized token 'format'"),
        Arguments.of(utf8("PK\003\004" + "x".repeat(2000)), "line 1: "),
        Arguments.of(new byte[] {0, 1, 2, 3}, "line 1: Illegal character"),
        Arguments.of("{\"b\u00e4r\": 1}".getBytes(StandardCharsets.ISO_8859_1), "line 1: "),
        Arguments.of(
            utf8("[".repeat(100_000)),
            "Document nesting depth (101) exceeds the maximum allowed (100)"),
        Arguments.of(
            utf8("{\"format\": " + "9".repeat(5000) + "}"), "Number value length (5000) exceeds"),
        Arguments.of(
            new byte[(1 << 20) + 1], "the file must have at most 1 MiB, has 1048577 bytes"));
  }

  @Test
  void moreClassesThanAnyModelHasAreRefused() throws IOException {
    replace("\"person\", \"dog\"", "\"a\"" + ", \"a\"".repeat(10_000));
    assertRefused(
        ExitCode.DATA,
        () -> ModelPackage.open(folder),
        "classes must have at most 10000 names, has 10001");
  }

  @Test
  void aHugeFileIsRefusedUnread() throws IOException {
    try (var file = new RandomAccessFile(folder.resolve("model.json").toFile(), "rw")) {
      file.setLength(1L << 30); // sparse: takes no room
    }
    assertRefused(ExitCode.DATA, () -> ModelPackage.open(folder), "must have at most 1 MiB");
  }

  @Test
  void aCardInUtf16IsReadAsWell() throws IOException {
    Files.writeString(folder.resolve("model.json"), CARD, StandardCharsets.UTF_16);
    assertEquals("toy", ModelPackage.open(folder).card().name());
  }

  @Test
  void aFolderInPlaceOfTheCardIsNoPackage() throws IOException {
    Files.delete(folder.resolve("model.json"));
    Files.createDirectory(folder.resolve("model.json"));
    assertRefused(ExitCode.NO_INPUT, () -> ModelPackage.open(folder), "model.json: not found");
  }

  @Test
  void givesTheFileForAnEngine() {
    assertEquals("toy.pt", ModelPackage.open(folder).fileFor("qnnpack").path());
  }

  @Test
  void engineThatThePackageLacksIsRefusedByName() {
    assertRefused(
        ExitCode.CONFIG,
        () -> ModelPackage.open(folder).fileFor("x86"),
        "no file for the engine x86; this model has qnnpack");
  }

  @Test
  void changedFileIsRefusedByName() throws IOException {
    Files.writeString(folder.resolve("toy.pt"), "abd");
    assertRefused(
        ExitCode.DATA,
        () -> ModelPackage.open(folder).fileFor("qnnpack"),
        "toy.pt: not the file that model.json describes");
  }

  @Test
  void missingFileIsRefusedByName() throws IOException {
    Files.delete(folder.resolve("toy.pt"));
    assertRefused(
        ExitCode.NO_INPUT,
        () -> ModelPackage.open(folder).fileFor("qnnpack"),
        "toy.pt: model.json names this file, but it can't be read");
  }

  @Test
  void folderWithoutACardIsNoPackage() throws IOException {
    Files.delete(folder.resolve("model.json"));
    assertRefused(ExitCode.NO_INPUT, () -> ModelPackage.open(folder), "model.json: not found");
  }

  @Test
  void brokenJsonIsReportedWithItsLine() throws IOException {
    Files.writeString(folder.resolve("model.json"), "{\"format\": 1,\n \"name\": }");
    assertRefused(ExitCode.DATA, () -> ModelPackage.open(folder), "model.json: line 2: ");
  }

  @Test
  void whatIsMissingOrOfTheWrongKindIsReportedWithItsPlace() throws IOException {
    replace("\"stride\": 32, ", "");
    assertRefused(ExitCode.DATA, () -> ModelPackage.open(folder), "heads[0].stride is missing");
    Files.writeString(folder.resolve("model.json"), CARD);
    replace("\"person\", \"dog\"", "\"person\", 3");
    assertRefused(ExitCode.DATA, () -> ModelPackage.open(folder), "classes[1] must be a string");
  }

  @Test
  void cardOfAnotherFormatIsRefused() throws IOException {
    replace("\"format\": 1", "\"format\": 2");
    assertRefused(ExitCode.DATA, () -> ModelPackage.open(folder), "format must be 1");
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void replace(String text, String by) throws IOException {
    Path file = folder.resolve("model.json");
    String card = Files.readString(file);
    assertTrue(card.contains(text), text);
    Files.writeString(file, card.replace(text, by));
  }

  private static void assertRefused(ExitCode code, Runnable action, String message) {
    UserException e = assertThrows(UserException.class, action::run);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    assertEquals(code, e.exitCode());
  }
}
