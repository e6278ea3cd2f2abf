package io.pipit.config;

import com.typesafe.config.ConfigObject;
import io.pipit.config.RuleSettings.Reaction;
import io.pipit.config.RuleSettings.When;
import io.pipit.errors.Suggestion;
import io.pipit.scene.Direction;
import io.pipit.scene.OutputAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From the configuration's values to the rules. */
final class RulesReader {
  private static final Pattern NAME = ValueRule.GIVEN_NAME;

  /** What makes an output change beside rules. */
  private static final Set<String> CAUSES = Set.of("start", "max-on", "manual");

  private static final Duration MAX_DURATION = Duration.ofHours(24);

  private final Collection<String> declared;
  private final List<CameraSettings> cameras;
  private final Collection<String> outputs;
  private final Collection<String> inputs;
  private final SnapshotsReader snapshots;

  /**
   * @param declared names of all cameras, those too in which something is wrong
   * @param cameras the others, with their zones and lines
   * @param outputs names of the board's outputs
   * @param inputs names of the board's inputs
   * @param snapshots says of which rules images are written
   */
  RulesReader(
      Collection<String> declared,
      List<CameraSettings> cameras,
      Collection<String> outputs,
      Collection<String> inputs,
      SnapshotsReader snapshots) {
    this.declared = declared;
    this.cameras = cameras;
    this.outputs = outputs;
    this.inputs = inputs;
    this.snapshots = snapshots;
  }

  /** Reads the sections {@code rule-defaults} and {@code rules}. */
  List<RuleSettings> read(Section root) {
    Section common = root.optionalSection("rule-defaults");
    rule("", common);
    ConfigObject defaults = common.values();
    return root.section("rules")
        .each(
            (name, own) -> {
              if (CAUSES.contains(name)) {
                own.problem("must have another name: outputs give it as a cause of their own");
              }
              return rule(name, own.withDefaults(defaults));
            });
  }

  private RuleSettings rule(String name, Section section) {
    When when = when(section.section("when"));
    List<Reaction> reactions = new ArrayList<>();
    List<String> events = new ArrayList<>();
    for (Section reaction : section.sections("then")) {
      if (reaction.has("event")) {
        events.add(reaction.text("event", ValueRule.GIVEN_NAME_RULE, NAME));
      } else {
        reactions.add(reaction(reaction, when));
      }
      reaction.rejectUnknownKeys();
    }
    Duration cooldown = section.duration("cooldown", Duration.ZERO, MAX_DURATION);
    section.rejectUnknownKeys();
    return new RuleSettings(name, when, reactions, events, cooldown, snapshots.isFor(name));
  }

  private Reaction reaction(Section section, When when) {
    String output = section.text("output", "the name of an output in gpio.outputs", NAME);
    known(section, "output", output, "gpio.outputs", outputs);
    OutputAction action =
        OutputAction.valueOf(
            section.oneOf("action", "pulse", "follow", "latch", "off").toUpperCase(Locale.ROOT));
    if (action == OutputAction.FOLLOW && when.line() != null) {
      section.problem(
          "action", "must not be follow where a line is crossed, which takes no time; use pulse");
    }
    return new Reaction(output, action);
  }

  private When when(Section section) {
    Set<String> names = NamesReader.names(section, "camera", "any");
    for (String name : names) {
      known(section, "camera", name, "cameras", declared);
    }
    String zone = word(section, "zone", "any");
    checkRegion(
        section, "zone", zone, names, regions -> regions.zones().stream().map(Regions.Zone::name));
    String line = word(section, "line", "none");
    checkRegion(
        section, "line", line, names, regions -> regions.lines().stream().map(Regions.Line::name));
    String direction = section.oneOf("direction", "any", "left", "right");
    Duration holds = section.duration("for", Duration.ZERO, MAX_DURATION);
    int count = (int) section.integer("count", 1, 1000);
    if (line != null && (!holds.isZero() || count > 1 || zone != null)) {
      section.problem(
          "line", "excludes zone, for and count: it is crossed by one object in a moment");
    }
    When when =
        new When(
            names,
            NamesReader.labels(section, "label", "any"),
            zone,
            line,
            direction.equals("any") ? null : Direction.valueOf(direction.toUpperCase(Locale.ROOT)),
            (float) section.number("min-score", 0, 1),
            holds,
            count,
            section.duration("dwell", Duration.ZERO, MAX_DURATION),
            schedule(section),
            input(section, "armed", "always"),
            input(section, "input", "none"));
    section.rejectUnknownKeys();
    return when;
  }

  private static Schedule schedule(Section section) {
    return section.read(
        "schedule",
        new ValueRule<>(Schedule.RULE, Schedule.ALWAYS, List.of("always"), Schedule::parse));
  }

  private @Nullable String input(Section section, String key, String none) {
    String input = word(section, key, none);
    if (input != null) {
      known(section, key, input, "gpio.inputs", inputs);
    }
    return input;
  }

  /** Null when it is the word for none. */
  private static @Nullable String word(Section section, String key, String none) {
    String word = section.text(key, none + " or a name of " + ValueRule.GIVEN_NAME_RULE, NAME);
    return word.equals(none) || word.isEmpty() ? null : word;
  }

  /** At least one of the cameras that are meant must have it. */
  private void checkRegion(
      Section section,
      String key,
      @Nullable String name,
      Set<String> only,
      Function<Regions, Stream<String>> names) {
    if (name == null || cameras.size() < declared.size()) {
      return;
    }
    List<String> there =
        cameras.stream()
            .filter(camera -> only.isEmpty() || only.contains(camera.name()))
            .flatMap(camera -> names.apply(camera.regions()))
            .distinct()
            .collect(Collectors.toList());
    known(section, key, name, key + "s of the cameras it is for", there);
  }

  private static void known(
      Section section, String key, String name, String where, Collection<String> names) {
    if (!name.isEmpty() && !names.contains(name)) {
      section.problem(
          key,
          "must be one of the " + where + ", is \"" + name + '"' + Suggestion.hint(name, names));
    }
  }
}
