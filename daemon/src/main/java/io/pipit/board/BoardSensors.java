package io.pipit.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what the kernel reports of the process and the board; what it does not report is null. */
public final class BoardSensors {
  private final Path root;

  public BoardSensors() {
    this(Path.of("/"));
  }

  /**
   * Sensors under another root than "/".
   *
   * @param root the folder in which proc, sys and run lie
   */
  public BoardSensors(Path root) {
    this.root = root;
  }

  /** Bytes in RAM. Not from statm, which counts in pages: they are 16 KiB on a Raspberry Pi 5. */
  public @Nullable Long rssBytes() {
    for (String line : lines("proc/self/status")) {
      if (line.startsWith("VmRSS:")) {
        Long kib = number(line.substring(6).replace("kB", ""), 10);
        return kib == null ? null : kib * 1024;
      }
    }
    return null;
  }

  /** Of the processor. */
  public @Nullable Double temperatureCelsius() {
    Long milli = firstNumber("sys/class/thermal/thermal_zone0/temp", 10);
    return milli == null ? null : milli / 1000.0;
  }

  /** The bits with which a Raspberry Pi reports under-voltage and throttling. */
  public @Nullable Integer throttled() {
    Long bits = firstNumber("sys/devices/platform/soc/soc:firmware/get_throttled", 16);
    return bits == null ? null : (int) (long) bits;
  }

  /** What systemd-timesyncd knows; other time services leave no such file. */
  public boolean clockSynced() {
    return Files.exists(root.resolve("run/systemd/timesync/synchronized"));
  }

  private @Nullable Long firstNumber(String file, int radix) {
    List<String> lines = lines(file);
    return lines.isEmpty() ? null : number(lines.get(0), radix);
  }

  private static @Nullable Long number(String text, int radix) {
    String digits = text.strip();
    try {
      return Long.parseLong(
          radix == 16 && digits.startsWith("0x") ? digits.substring(2) : digits, radix);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) { // absent, or a sensor that does not answer
      return List.of();
    }
  }
}
