package io.pipit.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneWriterTest {
  @TempDir private Path folder;

  @Test
  void imagesAndTheirDescriptionAreWritten() throws Exception {
    List<SceneWriter.ImageSize> sizes =
        List.of(new SceneWriter.ImageSize(160, 96), new SceneWriter.ImageSize(128, 128));
    List<Integer> progress = new ArrayList<>();
    new SceneWriter(folder, false).write(5, 100, sizes, progress::add);
    assertEquals(List.of(1, 2, 3, 4, 5), progress);
    BufferedImage image = ImageIO.read(folder.resolve("scene-101-0.jpg").toFile());
    assertEquals(128, image.getWidth());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(6, files.count());
    }
    int names = 0;
    try (JsonParser json = new JsonFactory().createParser(folder.resolve("scenes.json").toFile())) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && json.currentName().equals("file_name")) {
          names++;
          assertTrue(Files.exists(folder.resolve(json.nextTextValue())));
        }
      }
    }
    assertEquals(5, names);
  }
}
