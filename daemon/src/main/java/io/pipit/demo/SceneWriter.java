package io.pipit.demo;

import io.pipit.json.JsonText;
import io.pipit.scene.Box;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Writes images of many street scenes with their boxes, as training and test data. */
public final class SceneWriter {
  /** The classes in the order of their numbers, which begin with 1. */
  public static final List<String> LABELS =
      List.of("person", "bicycle", "car", "motorcycle", "bus", "truck", "dog", "cat");

  private static final float QUALITY = 0.9f;
  private static final int SHOTS_PER_SCENE = 2;

  private final Path folder;
  private final boolean boxesDrawn;

  /** Size of an image. */
  public record ImageSize(int width, int height) {}

  private record Shot(int id, String file, ImageSize size, List<Truth> truths) {}

  /**
   * A writer into {@code folder}.
   *
   * @param boxesDrawn whether the boxes are drawn into the images, for a look by eye
   */
  public SceneWriter(Path folder, boolean boxesDrawn) {
    this.folder = folder;
    this.boxesDrawn = boxesDrawn;
  }

  /**
   * Writes {@code count} JPEG images and {@code scenes.json} in COCO's format, two moments of each
   * scene. The sizes take turns.
   *
   * @param progress gets the number of images written so far
   */
  public void write(int count, long seed, List<ImageSize> sizes, IntConsumer progress)
      throws IOException {
    Files.createDirectories(folder);
    List<Shot> shots = new ArrayList<>();
    for (int number = 0; shots.size() < count; number++) {
      ImageSize size = sizes.get(number % sizes.size());
      StreetScene scene = new StreetScene(seed + number, size.width(), size.height());
      Chance chance = Chance.of(seed + number, 50, 0);
      for (int i = 0; i < SHOTS_PER_SCENE && shots.size() < count; i++) {
        List<Truth> truths = scene.render(chance.between(0, 600));
        String file = "scene-%d-%d.jpg".formatted(seed + number, i);
        if (boxesDrawn) {
          outline(scene.image(), truths);
        }
        jpeg(scene.image(), folder.resolve(file));
        shots.add(new Shot(shots.size() + 1, file, size, truths));
        progress.accept(shots.size());
      }
    }
    describe(shots);
  }

  private static void outline(BufferedImage image, List<Truth> truths) {
    Graphics2D g = image.createGraphics();
    for (Truth truth : truths) {
      Box b = truth.box();
      float hue = LABELS.indexOf(truth.label()) / (float) LABELS.size();
      g.setColor(Color.getHSBColor(hue, 1, 1));
      g.drawRect((int) b.left(), (int) b.top(), (int) b.width() - 1, (int) b.height() - 1);
    }
    g.dispose();
  }

  private static void jpeg(BufferedImage image, Path file) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(QUALITY);
    Files.deleteIfExists(file);
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
  }

  private void describe(List<Shot> shots) throws IOException {
    List<Object> categories = new ArrayList<>();
    for (int i = 0; i < LABELS.size(); i++) {
      categories.add(object("id", i + 1, "name", LABELS.get(i)));
    }
    List<Object> annotations = new ArrayList<>();
    for (Shot shot : shots) {
      for (Truth truth : shot.truths) {
        annotations.add(annotation(annotations.size() + 1, shot.id, truth));
      }
    }
    Files.writeString(
        folder.resolve("scenes.json"),
        JsonText.of(
            object(
                "categories", categories,
                "images", shots.stream().map(SceneWriter::image).toList(),
                "annotations", annotations)));
  }

  private static Map<String, Object> image(Shot shot) {
    return object(
        "id", shot.id,
        "file_name", shot.file,
        "width", shot.size.width,
        "height", shot.size.height,
        "source", "scene",
        "labelled", IntStream.rangeClosed(1, LABELS.size()).boxed().toList());
  }

  private static Map<String, Object> annotation(int id, int image, Truth truth) {
    Box box = truth.box();
    return object(
        "id",
        id,
        "image_id",
        image,
        "category_id",
        LABELS.indexOf(truth.label()) + 1,
        "bbox",
        List.of(box.left(), box.top(), box.width(), box.height()),
        "area",
        box.area(),
        "iscrowd",
        0,
        "visible",
        Math.round(truth.visible() * 1000) / 1000.0);
  }

  /** An object of names and values in turn. */
  private static Map<String, Object> object(Object... members) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      object.put((String) members[i], members[i + 1]);
    }
    return object;
  }
}
