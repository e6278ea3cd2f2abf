package io.pipit.config;

import com.typesafe.config.ConfigObject;
import io.pipit.config.GpioSettings.Backend;
import io.pipit.config.GpioSettings.Bias;
import io.pipit.config.GpioSettings.Input;
import io.pipit.config.GpioSettings.LineAddress;
import io.pipit.config.GpioSettings.Output;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the configuration's values to the board's pins. */
final class GpioReader {
  private static final String GPIO = "gpio";
  private static final Pattern ANY = Pattern.compile(".+");

  private final Diagnostics reading;
  private final Map<LineAddress, String> users = new HashMap<>();

  GpioReader(Diagnostics reading) {
    this.reading = reading;
  }

  /**
   * Reads the section {@code gpio}.
   *
   * @param shipped used in place of the user's defaults when those are wrong, or each pin would
   *     repeat their problems
   */
  GpioSettings read(Section root, ConfigObject shipped) {
    Section section = root.section(GPIO);
    String backend = section.oneOf("backend", "auto", "pi4j", "diozero", "dry-run");
    boolean required = section.bool("required");
    List<Output> outputs = pins(section, "output", shipped, GpioReader::outputKeys, this::output);
    List<Input> inputs = pins(section, "input", shipped, GpioReader::inputKeys, this::input);
    section.rejectUnknownKeys();
    return new GpioSettings(
        Backend.valueOf(backend.toUpperCase(Locale.ROOT).replace('-', '_')),
        required,
        outputs,
        inputs);
  }

  /**
   * The pins of one kind.
   *
   * @param keys asks a section for the keys that may have a default
   */
  private <T> List<T> pins(
      Section gpio,
      String kind,
      ConfigObject shipped,
      Consumer<Section> keys,
      BiFunction<String, Section, T> pin) {
    int before = reading.problemCount();
    Section defaults = gpio.optionalSection(kind + "-defaults");
    keys.accept(defaults);
    defaults.rejectUnknownKeys();
    ConfigObject used =
        reading.problemCount() == before
            ? defaults.values()
            : shipped.toConfig().getObject(GPIO + "." + kind + "-defaults");
    return gpio.section(kind + "s").each((name, own) -> pin.apply(name, own.withDefaults(used)));
  }

  private Output output(String name, Section section) {
    int before = reading.problemCount();
    LineAddress line = line("output " + name, section);
    Output output = outputOf(name, line, section);
    Duration maxOn = output.maxOn();
    boolean right = reading.problemCount() == before;
    if (right && maxOn != null && output.pulse().compareTo(maxOn) > 0) {
      section.problem(
          "must have a pulse of at most its max-on, "
              + Units.show(maxOn)
              + ", has "
              + Units.show(output.pulse()));
    }
    section.rejectUnknownKeys();
    return output;
  }

  private Input input(String name, Section section) {
    Input input = inputOf(name, line("input " + name, section), section);
    section.rejectUnknownKeys();
    return input;
  }

  private static void outputKeys(Section section) {
    outputOf("", new LineAddress.Named(""), section);
  }

  private static void inputKeys(Section section) {
    inputOf("", new LineAddress.Named(""), section);
  }

  private static Output outputOf(String name, LineAddress line, Section section) {
    boolean activeLow = activeLow(section);
    Duration pulse = section.duration("pulse", Duration.ofMillis(10), Duration.ofHours(1));
    @Nullable Duration maxOn =
        section.durationOrNone("max-on", Duration.ofMillis(100), Duration.ofHours(24));
    Duration minOff = section.duration("min-off", Duration.ZERO, Duration.ofHours(1));
    boolean safeOn = section.oneOf("safe", "off", "on").equals("on");
    return new Output(name, line, activeLow, pulse, maxOn, minOff, safeOn);
  }

  private static Input inputOf(String name, LineAddress line, Section section) {
    boolean activeLow = activeLow(section);
    Bias bias = Bias.valueOf(section.oneOf("bias", "up", "down", "none").toUpperCase(Locale.ROOT));
    Duration debounce = section.duration("debounce", Duration.ZERO, Duration.ofSeconds(10));
    return new Input(name, line, activeLow, bias, debounce);
  }

  private static boolean activeLow(Section section) {
    return section.oneOf("active", "high", "low").equals("low");
  }

  private LineAddress line(String user, Section section) {
    boolean named = section.values().containsKey("line");
    boolean placed = section.values().containsKey("chip") || section.values().containsKey("offset");
    Section asked = named == placed ? section.empty() : section;
    if (named == placed) {
      section.problem("must have either line, or chip and offset");
    }
    LineAddress line = named ? named(asked) : placed(asked);
    section.allow(asked);
    section.allow(otherKeys(section.empty()));
    if (named != placed) {
      @Nullable String other = users.putIfAbsent(line, user);
      if (other != null) {
        section.problem("has the line " + line + ", which is that of " + other);
      }
    }
    return line;
  }

  private static Section otherKeys(Section blank) {
    named(blank);
    placed(blank);
    return blank;
  }

  private static LineAddress named(Section section) {
    return new LineAddress.Named(section.text("line", "a line's name that gpioinfo shows", ANY));
  }

  private static LineAddress placed(Section section) {
    return new LineAddress.At(
        section.text("chip", "a chip's label that gpiodetect shows in [ ]", ANY),
        (int) section.integer("offset", 0, 65_535));
  }
}
