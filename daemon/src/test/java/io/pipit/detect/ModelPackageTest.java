package io.pipit.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.fault.ExitCode;
import io.pipit.fault.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelPackageTest {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String CARD =
      """
      {"format": 1, "name": "toy", "version": "1", "classes": ["person", "dog"],
       "heads": [{"stride": 32, "anchors": [81, 82, 135, 169]}],
       "files": [{"file": "toy.pt", "sha256": "%s", "flavour": "signed", "engines": ["qnnpack"]}],
       "min_score": 0.3, "nms_iou": 0.45,
       "golden": [{"input": "golden.png", "sha256": "00", "score_tolerance": 0.05,
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
    assertEquals("person", card.golden().get(0).expected().get("signed").get(0).label());
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
  void brokenJsonIsToldWithItsLine() throws IOException {
    Files.writeString(folder.resolve("model.json"), "{\"format\": 1,\n \"name\": }");
    assertRefused(ExitCode.DATA, () -> ModelPackage.open(folder), "model.json: line 2: ");
    Files.writeString(folder.resolve("model.json"), "");
    assertRefused(ExitCode.DATA, () -> ModelPackage.open(folder), "the file must be an object");
  }

  @Test
  void whatIsMissingOrOfTheWrongKindIsToldWithItsPlace() throws IOException {
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

  private void replace(String text, String by) throws IOException {
    Path file = folder.resolve("model.json");
    Files.writeString(file, Files.readString(file).replace(text, by));
  }

  private static void assertRefused(ExitCode code, Runnable action, String message) {
    UserException e = assertThrows(UserException.class, action::run);
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
    assertEquals(code, e.exitCode());
  }
}
