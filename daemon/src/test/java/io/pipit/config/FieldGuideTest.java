package io.pipit.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.detect.model.ModelPackage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/field-guide.md shows can be copied into a configuration. */
class FieldGuideTest {
  private static final Pattern BLOCK = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);
  private static final String CAMERA = "cameras.any.type = demo\n";

  @TempDir private Path folder;

  @Test
  void everyPieceOfConfigurationLoads() throws IOException {
    List<String> blocks = new ArrayList<>();
    BLOCK
        .matcher(Files.readString(Path.of("../docs/field-guide.md")))
        .results()
        .forEach(found -> blocks.add(found.group(1)));
    assertTrue(blocks.size() >= 5, "blocks: " + blocks.size());
    for (String block : blocks) {
      Path file = Files.writeString(folder.resolve("pipit.conf"), CAMERA + block);
      SettingsLoader.load(file, ModelPackage::facts);
    }
  }
}
