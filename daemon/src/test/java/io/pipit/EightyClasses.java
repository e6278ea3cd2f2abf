package io.pipit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A package of a model with 80 classes, made for a side of 128 pixels. Its network is eighty.pt of
 * tools/dev/make-test-models: it takes every red cell for a traffic light with a score of 0.88.
 */
public final class EightyClasses {
  public static final int TRAFFIC_LIGHT = 9;

  public static final List<String> CLASSES =
      IntStream.range(0, 80)
          .mapToObj(i -> i == TRAFFIC_LIGHT ? "traffic light" : "class " + i)
          .toList();

  private static final String CARD =
      """
      {"format": 1, "name": "eighty", "version": "1", "classes": [%s],
       "input": {"side": 128},
       "heads": [{"stride": 32, "anchors": [32, 32]}],
       "files": [{"file": "eighty.pt", "sha256": "%s", "flavour": "signed",
                  "engines": ["qnnpack", "x86", "fbgemm", "onednn"]}],
       "min_score": 0.3, "min_scores": {%s}, "nms_iou": 0.45, "golden": []}
      """;

  private EightyClasses() {}

  /** Writes model.json and the network into a folder. */
  public static void write(Path folder) throws IOException {
    byte[] network;
    try (var in = EightyClasses.class.getResourceAsStream("/io/pipit/detect/eighty.pt")) {
      network = Objects.requireNonNull(in).readAllBytes();
    }
    Files.write(folder.resolve("eighty.pt"), network);
    String scores = named("\"%s\": 0.8").replace("\"class 0\": 0.8", "\"class 0\": 0.3");
    Files.writeString(
        folder.resolve("model.json"), CARD.formatted(named("\"%s\""), sha256(network), scores));
  }

  public static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  /** Every class in the given text, with commas between. */
  private static String named(String text) {
    return CLASSES.stream().map(text::formatted).collect(Collectors.joining(", "));
  }
}
