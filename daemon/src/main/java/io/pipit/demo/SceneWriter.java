package io.pipit.demo;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.pipit.scene.Box;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes pictures of many street scenes with their boxes, as training and test data. */
public final class SceneWriter {
  /** The classes in the order of their numbers, which begin with 1. */
  public static final List<String> LABELS =
      List.of("person", "bicycle", "car", "motorcycle", "bus", "truck", "dog", "cat");

  private static final float QUALITY = 0.9f;
  private static final int SHOTS_PER_SCENE = 2;

  private final Path folder;
  private final boolean boxesDrawn;

  /** Size of a picture. */
  public record Size(int width, int height) {}

  private record Shot(int id, String file, Size size, List<Truth> truths) {}

  /**
   * A writer into {@code folder}.
   *
   * @param boxesDrawn whether the boxes are drawn into the pictures, for a look by eye
   */
  public SceneWriter(Path folder, boolean boxesDrawn) {
    this.folder = folder;
    this.boxesDrawn = boxesDrawn;
  }

  /**
   * Writes {@code count} JPEG pictures and {@code scenes.json} in COCO's format, two moments of
   * each scene. The sizes take turns.
   *
   * @param progress is told the number of pictures written so far
   */
  public void write(int count, long seed, List<Size> sizes, IntConsumer progress)
      throws IOException {
    Files.createDirectories(folder);
    List<Shot> shots = new ArrayList<>();
    for (int number = 0; shots.size() < count; number++) {
      Size size = sizes.get(number % sizes.size());
      StreetScene scene = new StreetScene(seed + number, size.width(), size.height());
      Chance chance = Chance.of(seed + number, 50, 0);
      for (int i = 0; i < SHOTS_PER_SCENE && shots.size() < count; i++) {
        List<Truth> truths = scene.render(chance.between(0, 600));
        String file = "scene-%d-%d.jpg".formatted(seed + number, i);
        if (boxesDrawn) {
          outline(scene.picture(), truths);
        }
        jpeg(scene.picture(), folder.resolve(file));
        shots.add(new Shot(shots.size() + 1, file, size, truths));
        progress.accept(shots.size());
      }
    }
    describe(shots);
  }

  private static void outline(BufferedImage picture, List<Truth> truths) {
    Graphics2D g = picture.createGraphics();
    for (Truth truth : truths) {
      Box b = truth.box();
      float hue = LABELS.indexOf(truth.label()) / (float) LABELS.size();
      g.setColor(Color.getHSBColor(hue, 1, 1));
      g.drawRect((int) b.left(), (int) b.top(), (int) b.width() - 1, (int) b.height() - 1);
    }
    g.dispose();
  }

  private static void jpeg(BufferedImage picture, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(QUALITY);
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(picture, null, null), param);
    } finally {
      writer.dispose();
    }
  }

  private void describe(List<Shot> shots) throws IOException {
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(folder.resolve("scenes.json").toFile(), JsonEncoding.UTF8)) {
      json.writeStartObject();
      json.writeArrayFieldStart("categories");
      for (int i = 0; i < LABELS.size(); i++) {
        json.writeStartObject();
        json.writeNumberField("id", i + 1);
        json.writeStringField("name", LABELS.get(i));
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("images");
      for (Shot shot : shots) {
        image(json, shot);
      }
      json.writeEndArray();
      json.writeArrayFieldStart("annotations");
      int id = 1;
      for (Shot shot : shots) {
        for (Truth truth : shot.truths) {
          annotation(json, id++, shot.id, truth);
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  private static void image(JsonGenerator json, Shot shot) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", shot.id);
    json.writeStringField("file_name", shot.file);
    json.writeNumberField("width", shot.size.width);
    json.writeNumberField("height", shot.size.height);
    json.writeStringField("source", "scene");
    json.writeArrayFieldStart("labelled");
    for (int i = 1; i <= LABELS.size(); i++) {
      json.writeNumber(i);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void annotation(JsonGenerator json, int id, int image, Truth truth)
      throws IOException {
    Box box = truth.box();
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeNumberField("image_id", image);
    json.writeNumberField("category_id", LABELS.indexOf(truth.label()) + 1);
    json.writeArrayFieldStart("bbox");
    for (float v : new float[] {box.left(), box.top(), box.width(), box.height()}) {
      json.writeNumber(v);
    }
    json.writeEndArray();
    json.writeNumberField("area", box.area());
    json.writeNumberField("iscrowd", 0);
    json.writeNumberField("visible", Math.round(truth.visible() * 1000) / 1000.0);
    json.writeEndObject();
  }
}
