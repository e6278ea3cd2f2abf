package io.pipit.actuate;

import com.diozero.internal.provider.builtin.gpio.GpioChip;
import com.diozero.internal.provider.builtin.gpio.GpioLine;
import io.pipit.actuate.Chips.Chip;
import io.pipit.actuate.Chips.ChipLine;
import io.pipit.util.Platform;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * This board's GPIO chips, opened by diozero's binding to the kernel; its database of boards is not
 * used, as names and labels are enough. The chips stay open until the process ends: {@code
 * GpioChip.close} also closes file descriptor 0, once for each line that was never claimed.
 */
final class BoardChips {
  private final Path devices;
  private final Map<Integer, GpioChip> handles = new TreeMap<>();
  private @Nullable Map<Path, String> seen;
  private Chips chips = new Chips(List.of(), "");

  /**
   * Looks at all chips.
   *
   * @param devices the folder with gpiochip0 and so on in it
   * @throws GpioException when there is no chip, or none that may be opened
   */
  BoardChips(Path devices) {
    this.devices = devices;
    lookAgain();
  }

  /**
   * Opens what has changed since the last look: a chip on a plug may have gone, or come back as
   * another.
   *
   * @throws GpioException when there is no chip, or none that may be opened
   */
  void lookAgain() {
    Map<Path, String> now = devices(devices);
    if (now.equals(seen)) {
      return;
    }
    seen = now;
    handles.clear(); // those of chips that are still there stay open, too, for lines that are held
    String locked = "";
    for (Path device : now.keySet()) {
      if (mayOpen(device)) {
        open(device);
      } else {
        locked = remedy(device);
      }
    }
    chips = new Chips(handles.values().stream().map(BoardChips::chip).toList(), locked);
    if (handles.isEmpty()) {
      throw locked.isEmpty()
          ? GpioException.unavailable("there is no GPIO chip: " + devices + " has no gpiochip0")
          : GpioException.notPermitted(locked);
    }
  }

  Chips chips() {
    return chips;
  }

  /** The library's own object for a chip. */
  @Nullable GpioChip handle(Chip chip) {
    return handles.get(chip.number());
  }

  private static boolean mayOpen(Path device) {
    return Files.isReadable(device) && Files.isWritable(device);
  }

  /**
   * The chips' devices, each with what distinguishes it from another that had its name before, and
   * whether it may be opened: udev allows that a moment after it has come.
   */
  private static Map<Path, String> devices(Path folder) {
    Map<Path, String> devices = new TreeMap<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(
            folder, name -> name.getFileName().toString().matches("gpiochip\\d+"))) {
      for (Path device : found) {
        if (!Files.isSymbolicLink(device)) { // an old name of another device
          devices.put(device, Files.getAttribute(device, "unix:ino") + " " + mayOpen(device));
        }
      }
    } catch (IOException e) {
      throw GpioException.unavailable(folder + " can't be read", e);
    }
    return devices;
  }

  private void open(Path device) {
    try {
      GpioChip chip = GpioChip.openChip(device.toString());
      if (chip == null) {
        throw GpioException.unavailable(device + " can't be opened");
      }
      handles.put(chip.getChipId(), chip);
    } catch (LinkageError e) {
      throw GpioException.unavailable(
          "diozero's native library can't be loaded: programs must be allowed to run from "
              + Platform.temporaryFolder()
              + ", or set another folder by PIPIT_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER");
    }
  }

  private static Chip chip(GpioChip chip) {
    List<ChipLine> lines = Arrays.stream(chip.getLines()).map(BoardChips::line).toList();
    return new Chip(chip.getChipId(), chip.getLabel(), lines);
  }

  private static ChipLine line(GpioLine line) {
    String user = line.getConsumer();
    return new ChipLine(line.getName().strip(), line.isReserved(), user == null ? "" : user);
  }

  private static String remedy(Path device) {
    String user = Platform.user();
    String group = group(device);
    return group.equals("gpio")
        ? device + " is for the group gpio only; add the user " + user + " to it"
        : device
            + " belongs to the group "
            + group
            + "; give it to the group gpio (udev: SUBSYSTEM==\"gpio\", GROUP=\"gpio\","
            + " MODE=\"0660\") and add the user "
            + user
            + " to that";
  }

  private static String group(Path device) {
    try {
      return String.valueOf(Files.getAttribute(device, "posix:group"));
    } catch (IOException | UnsupportedOperationException e) {
      return "?";
    }
  }
}
