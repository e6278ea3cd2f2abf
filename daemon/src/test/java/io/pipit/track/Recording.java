package io.pipit.track;

import io.pipit.scene.Box;
import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a detector found in each frame of a film, and what truly was there when that is known: the
 * tracker's own test can then do without film and detector.
 *
 * <p>A gzipped text: {@code # comment}, {@code S,width,height}, then for each frame {@code
 * F,millis}, its truths {@code T,number,label,visible,left,top,right,bottom} and its detections
 * {@code D,class,label,score,left,top,right,bottom}.
 */
public record Recording(String comment, int width, int height, List<Shot> shots) {

  /** One frame. */
  public record Shot(FrameTime time, List<True> truths, List<Detection> detections) {}

  /** One object that is there. */
  public record True(long number, String label, float visible, Box box) {}

  public static Recording read(InputStream in) throws IOException {
    String comment = "";
    int width = 0;
    int height = 0;
    List<Shot> shots = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.split(",", -1);
        switch (cells[0]) {
          case "S" -> {
            width = Integer.parseInt(cells[1]);
            height = Integer.parseInt(cells[2]);
          }
          case "F" -> {
            long millis = Long.parseLong(cells[1]);
            shots.add(
                new Shot(
                    new FrameTime(millis * 1_000_000, millis),
                    new ArrayList<>(),
                    new ArrayList<>()));
          }
          case "T" ->
              shots
                  .get(shots.size() - 1)
                  .truths
                  .add(
                      new True(
                          Long.parseLong(cells[1]),
                          cells[2],
                          Float.parseFloat(cells[3]),
                          box(cells)));
          case "D" ->
              shots
                  .get(shots.size() - 1)
                  .detections
                  .add(
                      new Detection(
                          Integer.parseInt(cells[1]),
                          cells[2],
                          Float.parseFloat(cells[3]),
                          box(cells)));
          default -> comment += line + "\n";
        }
      }
    }
    return new Recording(comment, width, height, shots);
  }

  void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        PrintWriter lines =
            new PrintWriter(new GZIPOutputStream(out), false, StandardCharsets.UTF_8)) {
      lines.print(comment);
      lines.print("S," + width + "," + height + "\n");
      for (Shot shot : shots) {
        lines.print("F," + shot.time.wallMillis() + "\n");
        for (True t : shot.truths) {
          lines.print("T," + t.number + "," + t.label + "," + text(t.visible, t.box) + "\n");
        }
        for (Detection d : shot.detections) {
          lines.print("D," + d.classId() + "," + d.label() + "," + text(d.score(), d.box()) + "\n");
        }
      }
    }
  }

  private static String text(float number, Box box) {
    return String.format(
        Locale.ROOT,
        "%.3f,%.1f,%.1f,%.1f,%.1f",
        number,
        box.left(),
        box.top(),
        box.right(),
        box.bottom());
  }

  private static Box box(String[] cells) {
    return new Box(
        Float.parseFloat(cells[4]),
        Float.parseFloat(cells[5]),
        Float.parseFloat(cells[6]),
        Float.parseFloat(cells[7]));
  }
}
