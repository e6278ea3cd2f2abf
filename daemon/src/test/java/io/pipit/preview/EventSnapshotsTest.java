package io.pipit.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pipit.config.ModelCards;
import io.pipit.config.Settings;
import io.pipit.config.SettingsLoader;
import io.pipit.event.Report;
import io.pipit.event.RuleChanged;
import io.pipit.event.RuleChanged.Because;
import io.pipit.publish.Samples;
import io.pipit.scene.Frame;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventSnapshotsTest {
  private static final Because PERSON =
      new Because("street", Samples.track(7, "person", 0.9f), null);

  @TempDir private Path folder;

  private Settings settings(String snapshots) throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("pipit.conf"),
            "cameras { street { type = demo }, yard { type = demo } }\nsnapshots { "
                + snapshots
                + " }");
    return SettingsLoader.load(
            file,
            dir ->
                new ModelCards.Facts("m 1", List.of("person"), Collections.nCopies(1, 0.35f), 416))
        .settings();
  }

  private static RuleChanged rule(String snapshot) {
    return new RuleChanged("intruder", true, false, List.of(), PERSON, snapshot);
  }

  private static Report report(String camera, RuleChanged... rules) {
    return new Report(
        camera,
        1,
        FrameTime.now(),
        40,
        20,
        true,
        List.of(),
        List.of(),
        List.of(rules),
        new Latency(0, 0, 0, 0, 0, 0, 0),
        0);
  }

  private static void frame(EventSnapshots snapshots, Report report) {
    snapshots.on(report);
    if (snapshots.wants(report.camera())) {
      try (Frame frame =
          new Frame(
              report.camera(),
              1,
              report.time(),
              Frame.Layout.packed(40, 20),
              ByteBuffer.allocateDirect(40 * 20 * 3),
              0,
              () -> {})) {
        snapshots.take(frame, report);
      }
    }
  }

  private List<String> images() throws IOException {
    Path images = folder.resolve("images");
    if (!Files.isDirectory(images)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(images)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theFrameAtWhichARuleFiresIsWritten() throws Exception {
    try (EventSnapshots snapshots =
        new EventSnapshots(
            settings("folder = \"" + folder.resolve("images") + "\", draw = false"))) {
      frame(snapshots, report("street", rule("a.jpg")));
      frame(snapshots, report("street"));
      frame(snapshots, report("street", rule(null)));
    }
    assertEquals(List.of("a.jpg"), images());
    assertEquals(40, ImageIO.read(folder.resolve("images/a.jpg").toFile()).getWidth());
  }

  @Test
  void anotherCamerasFrameIsWaitedForAndDrawnOver() throws Exception {
    try (EventSnapshots snapshots =
        new EventSnapshots(settings("folder = \"" + folder.resolve("images") + "\""))) {
      snapshots.on(rule("b.jpg"));
      frame(snapshots, report("yard", rule("c.jpg")));
      assertTrue(snapshots.wants("street"));
      assertFalse(snapshots.wants("yard"));
      frame(snapshots, report("street"));
    }
    assertEquals(List.of("b.jpg", "c.jpg"), images());
    assertEquals(1000, ImageIO.read(folder.resolve("images/b.jpg").toFile()).getWidth());
  }

  @Test
  void withoutAFolderNothingIsWritten() throws Exception {
    try (EventSnapshots snapshots = new EventSnapshots(settings(""))) {
      frame(snapshots, report("street", rule("a.jpg")));
      assertFalse(snapshots.wants("street"));
      snapshots.replace(settings("folder = \"" + folder.resolve("images") + "\""));
      frame(snapshots, report("street", rule("d.jpg")));
    }
    assertEquals(List.of("d.jpg"), images());
  }

  @Test
  void aFolderThatCantBeWrittenHarmsNothing() throws Exception {
    Files.writeString(folder.resolve("images"), "a file");
    try (EventSnapshots snapshots =
        new EventSnapshots(settings("folder = \"" + folder.resolve("images") + "\""))) {
      frame(snapshots, report("street", rule("a.jpg")));
    }
    assertEquals("a file", Files.readString(folder.resolve("images")));
  }

  @Test
  void theOldestGoSoThatAllFit() throws IOException {
    Path images = folder.resolve("images");
    SnapshotFolder bounded = new SnapshotFolder(images, 1000);
    for (String name : List.of("3.jpg", "1.jpg", "2.jpg")) {
      bounded.add(name, new byte[300]);
    }
    Files.write(images.resolve("notes.txt"), new byte[5000]);
    bounded.add("4.jpg", new byte[500]);
    assertEquals(List.of("3.jpg", "4.jpg", "notes.txt"), images());
    assertThrows(IOException.class, () -> bounded.add("5.jpg", new byte[1001]));
    assertEquals(List.of("3.jpg", "4.jpg", "notes.txt"), images());
  }
}
