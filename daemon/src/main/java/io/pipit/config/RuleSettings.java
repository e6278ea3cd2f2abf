package io.pipit.config;

import io.pipit.scene.Direction;
import io.pipit.scene.OutputAction;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What shall happen, and when.
 *
 * @param name letters, digits, '-' and '_'
 * @param reactions what it does to outputs
 * @param events names that it gives to its firing
 * @param cooldown after it has fired it does not fire again for this time
 * @param snapshot whether an image of what made it fire is written
 */
public record RuleSettings(
    String name,
    When when,
    List<Reaction> reactions,
    List<String> events,
    Duration cooldown,
    boolean snapshot) {
  /** Without images. */
  public RuleSettings(
      String name, When when, List<Reaction> reactions, List<String> events, Duration cooldown) {
    this(name, when, reactions, events, cooldown, false);
  }

  public RuleSettings {
    reactions = List.copyOf(reactions);
    events = List.copyOf(events);
  }

  /** What a rule does to one output. */
  public record Reaction(String output, OutputAction action) {}

  /**
   * What must all be so for a rule to fire. Sets that are empty allow everything.
   *
   * @param cameras one of these must see it
   * @param labels what it must be
   * @param zone it must be in; null: anywhere
   * @param line it must cross; null: none
   * @param direction to which side it must cross; null: either
   * @param minScore its best score must be at least this, 0 to 1
   * @param holds how long all must be so without a break
   * @param count how many objects at least, in one camera's frame
   * @param dwell how long each of them must have been in the zone, or without a zone, in sight
   * @param schedule when, by the board's wall clock
   * @param armed an input that must be on; null: none
   * @param input the input whose being on is the trigger; null: none. With neither zone, line,
   *     label nor camera no object needs to be seen.
   */
  public record When(
      Set<String> cameras,
      Set<String> labels,
      @Nullable String zone,
      @Nullable String line,
      @Nullable Direction direction,
      float minScore,
      Duration holds,
      int count,
      Duration dwell,
      Schedule schedule,
      @Nullable String armed,
      @Nullable String input) {
    public When {
      cameras = Set.copyOf(cameras);
      labels = Set.copyOf(labels);
    }

    /** Whether an object must be seen: an input alone may be enough. */
    public boolean needsTrack() {
      return input == null
          || !cameras.isEmpty()
          || !labels.isEmpty()
          || zone != null
          || line != null;
    }
  }
}
