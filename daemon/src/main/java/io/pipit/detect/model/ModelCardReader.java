package io.pipit.detect.model;

import io.pipit.config.ModelSettings;
import io.pipit.json.JsonTree;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * From model.json to its card. The file comes from outside: whatever the program relies on is
 * checked here, and what breaks a rule is refused with its place in the file.
 */
final class ModelCardReader {
  /** The version of the card's own format. */
  private static final int FORMAT = 1;

  /** Where cards of older kits say nothing. */
  private static final int OLD_SIDE = 416;

  private static final float OLD_SCALE_XY = 1;

  private static final int MAX_CLASSES = 10_000;
  private static final double MAX_SCALE_XY = 100;
  private static final double MIN_ANCHOR = 0.1;
  private static final double MAX_PIXELS = 10_000;
  private static final int CORNERS = 4;
  private static final String PRINTABLE = "[^\\p{Cc}\\p{Zl}\\p{Zp}]";
  private static final Pattern NAME = Pattern.compile("(?=\\S)" + PRINTABLE + "{1,100}(?<=\\S)");
  private static final Pattern FILE_NAME =
      Pattern.compile("(?!.*/|\\.\\.?$)" + PRINTABLE + "{1,255}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private ModelCardReader() {}

  /**
   * Reads a card.
   *
   * @throws JsonTree.Malformed naming the first value that is missing or breaks its rule
   */
  static ModelCard read(JsonTree json) throws JsonTree.Malformed {
    if (json.get("format").number() != FORMAT) {
      throw json.get("format").error("must be " + FORMAT + "; this model needs another Pipit");
    }
    List<String> classes = classes(json.get("classes"));
    float minScore = json.get("min_score").number(0, 1);
    return new ModelCard(
        name(json.get("name")),
        name(json.get("version")),
        classes,
        heads(json.get("heads")),
        inputSide(json),
        files(json.get("files")),
        minScore,
        minScores(json, classes, minScore),
        json.get("nms_iou").number(0, 1),
        golden(json.get("golden"), classes));
  }

  private static List<String> classes(JsonTree json) throws JsonTree.Malformed {
    List<JsonTree> items = some(json);
    if (items.size() > MAX_CLASSES) {
      throw json.error("must have at most " + MAX_CLASSES + " names, has " + items.size());
    }
    List<String> classes = new ArrayList<>();
    for (JsonTree item : items) {
      String name = name(item);
      if (classes.contains(name)) {
        throw item.wrong("another than classes[" + classes.indexOf(name) + "]");
      }
      classes.add(name);
    }
    return classes;
  }

  private static List<ModelCard.Head> heads(JsonTree json) throws JsonTree.Malformed {
    List<ModelCard.Head> heads = new ArrayList<>();
    for (JsonTree head : some(json)) {
      Optional<JsonTree> scale = head.find("scale_x_y");
      heads.add(
          new ModelCard.Head(
              stride(head.get("stride")),
              anchors(head.get("anchors")),
              scale.isPresent() ? scale.get().number(1, MAX_SCALE_XY) : OLD_SCALE_XY));
    }
    return heads;
  }

  private static int stride(JsonTree json) throws JsonTree.Malformed {
    double stride = json.number();
    for (int each = 1; each <= ModelSettings.Input.STEP; each *= 2) {
      if (stride == each) {
        return each;
      }
    }
    throw json.wrong("1, 2, 4, 8, 16 or 32");
  }

  private static List<Float> anchors(JsonTree json) throws JsonTree.Malformed {
    List<Float> anchors = json.numbers(MIN_ANCHOR, MAX_PIXELS);
    if (anchors.isEmpty() || anchors.size() % 2 != 0) {
      throw json.error("must be pairs of a width and a height, has " + anchors.size() + " numbers");
    }
    return anchors;
  }

  private static int inputSide(JsonTree json) throws JsonTree.Malformed {
    Optional<JsonTree> input = json.find("input");
    Optional<JsonTree> side = input.isPresent() ? input.get().find("side") : Optional.empty();
    if (side.isEmpty()) {
      return OLD_SIDE;
    }
    double pixels = side.get().number();
    if (!ModelSettings.Input.isSide(pixels)) {
      throw side.get().wrong(ModelSettings.Input.SIDE_RULE);
    }
    return (int) pixels;
  }

  /** By class index; every class must be named, or there are none and one score is for all. */
  private static List<Float> minScores(JsonTree json, List<String> classes, float all)
      throws JsonTree.Malformed {
    Optional<JsonTree> own = json.find("min_scores");
    if (own.isEmpty()) {
      return Collections.nCopies(classes.size(), all);
    }
    for (Map.Entry<String, JsonTree> entry : own.get().members().entrySet()) {
      if (!classes.contains(entry.getKey())) {
        throw entry.getValue().error("is the score of no class: classes does not have it");
      }
    }
    List<Float> scores = new ArrayList<>();
    for (String name : classes) {
      scores.add(own.get().get(name).number(0, 1));
    }
    return scores;
  }

  private static List<ModelCard.File> files(JsonTree json) throws JsonTree.Malformed {
    List<ModelCard.File> files = new ArrayList<>();
    for (JsonTree file : some(json)) {
      files.add(
          new ModelCard.File(
              fileName(file.get("file")),
              sha256(file.get("sha256")),
              file.get("flavour").text(),
              file.get("engines").texts()));
    }
    return files;
  }

  private static List<ModelCard.Golden> golden(JsonTree json, List<String> classes)
      throws JsonTree.Malformed {
    List<ModelCard.Golden> cases = new ArrayList<>();
    for (JsonTree golden : json.list()) {
      Map<String, List<ModelCard.Expected>> expected = new LinkedHashMap<>();
      for (Map.Entry<String, JsonTree> flavour : golden.get("expect").members().entrySet()) {
        expected.put(flavour.getKey(), expected(flavour.getValue(), classes));
      }
      cases.add(
          new ModelCard.Golden(
              fileName(golden.get("input")),
              sha256(golden.get("sha256")),
              golden.get("score_tolerance").number(0, 1),
              golden.get("box_tolerance_px").number(0, MAX_PIXELS),
              expected));
    }
    return cases;
  }

  private static List<ModelCard.Expected> expected(JsonTree list, List<String> classes)
      throws JsonTree.Malformed {
    List<ModelCard.Expected> expected = new ArrayList<>();
    for (JsonTree item : list.list()) {
      if (!classes.contains(item.get("label").text())) {
        throw item.get("label").wrong("one of classes");
      }
      List<Float> box = item.get("box").numbers(-MAX_PIXELS, MAX_PIXELS);
      if (box.size() != CORNERS || box.get(0) > box.get(2) || box.get(1) > box.get(3)) {
        throw item.get("box").error("must be x1, y1, x2, y2 with x1 <= x2 and y1 <= y2");
      }
      expected.add(
          new ModelCard.Expected(item.get("label").text(), item.get("score").number(0, 1), box));
    }
    return expected;
  }

  private static String name(JsonTree json) throws JsonTree.Malformed {
    return matching(json, NAME, "a name of 1 to 100 printable characters");
  }

  private static String fileName(JsonTree json) throws JsonTree.Malformed {
    return matching(json, FILE_NAME, "the name of a file in the model's folder");
  }

  private static String sha256(JsonTree json) throws JsonTree.Malformed {
    return matching(json, SHA256, "64 hexadecimal digits in lower case");
  }

  private static String matching(JsonTree json, Pattern pattern, String rule)
      throws JsonTree.Malformed {
    if (!pattern.matcher(json.text()).matches()) {
      throw json.wrong(rule);
    }
    return json.text();
  }

  /** The items of a list that must have at least one. */
  private static List<JsonTree> some(JsonTree json) throws JsonTree.Malformed {
    List<JsonTree> items = json.list();
    if (items.isEmpty()) {
      throw json.error("must have at least one item");
    }
    return items;
  }
}
