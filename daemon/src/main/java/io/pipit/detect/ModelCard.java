package io.pipit.detect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What model.json says of a model package, as far as the program needs it.
 *
 * @param name the model's name
 * @param version of the package
 * @param classes names by class index
 * @param heads outputs in the order in which the network returns them
 * @param files TorchScript files, each for some engines
 * @param minScore the score below which this model's detections mean little
 * @param nmsIou overlap above which two boxes of one class are one thing, in the golden cases
 * @param golden pictures with the detections that must come out
 */
record ModelCard(
    String name,
    String version,
    List<String> classes,
    List<Head> heads,
    List<File> files,
    float minScore,
    float nmsIou,
    List<Golden> golden) {
  /** The version of the card's own format. */
  private static final int FORMAT = 1;

  /** One output: input pixels per cell, and the anchors' sizes w0, h0, w1, h1, ... in pixels. */
  record Head(int stride, List<Float> anchors) {}

  /** A file of the package with the quantized engines that run it. */
  record File(String path, String sha256, String flavour, List<String> engines) {}

  /** A picture, and by flavour what must be found in it. */
  record Golden(
      String picture,
      String sha256,
      float scoreTolerance,
      float boxTolerance,
      Map<String, List<Expected>> expected) {}

  /** One expected detection; box x1, y1, x2, y2 in pixels of the picture. */
  record Expected(String label, float score, List<Float> box) {}

  static ModelCard of(Json json) throws Json.Malformed {
    float format = json.get("format").number();
    if (format != FORMAT) {
      throw new Json.Malformed(
          "format must be " + FORMAT + ", is " + format + "; this model needs another Pipit");
    }
    return new ModelCard(
        json.get("name").text(),
        json.get("version").text(),
        json.get("classes").texts(),
        heads(json),
        files(json),
        json.get("min_score").number(),
        json.get("nms_iou").number(),
        golden(json));
  }

  private static List<Head> heads(Json json) throws Json.Malformed {
    List<Head> heads = new ArrayList<>();
    for (Json head : json.get("heads").list()) {
      heads.add(new Head((int) head.get("stride").number(), head.get("anchors").numbers()));
    }
    return heads;
  }

  private static List<File> files(Json json) throws Json.Malformed {
    List<File> files = new ArrayList<>();
    for (Json file : json.get("files").list()) {
      files.add(
          new File(
              file.get("file").text(),
              file.get("sha256").text(),
              file.get("flavour").text(),
              file.get("engines").texts()));
    }
    return files;
  }

  private static List<Golden> golden(Json json) throws Json.Malformed {
    List<Golden> cases = new ArrayList<>();
    for (Json golden : json.get("golden").list()) {
      Map<String, List<Expected>> expected = new LinkedHashMap<>();
      for (Map.Entry<String, Json> flavour : golden.get("expect").members().entrySet()) {
        expected.put(flavour.getKey(), expected(flavour.getValue()));
      }
      cases.add(
          new Golden(
              golden.get("input").text(),
              golden.get("sha256").text(),
              golden.get("score_tolerance").number(),
              golden.get("box_tolerance_px").number(),
              expected));
    }
    return cases;
  }

  private static List<Expected> expected(Json list) throws Json.Malformed {
    List<Expected> expected = new ArrayList<>();
    for (Json item : list.list()) {
      expected.add(
          new Expected(
              item.get("label").text(), item.get("score").number(), item.get("box").numbers()));
    }
    return expected;
  }
}
