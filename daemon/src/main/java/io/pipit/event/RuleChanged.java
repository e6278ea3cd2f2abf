package io.pipit.event;

import io.pipit.scene.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A rule fires or clears.
 *
 * @param rule its name
 * @param active true when it fires
 * @param momentary whether it fires without holding, and so never clears: a line was crossed
 * @param events names that the rule gives to this
 * @param because what made it fire; null when it clears and when an input did
 * @param snapshot name of the file with an image of that; null: there will be none
 */
public record RuleChanged(
    String rule,
    boolean active,
    boolean momentary,
    List<String> events,
    @Nullable Because because,
    @Nullable String snapshot)
    implements Event {
  /** Without an image. */
  public RuleChanged(
      String rule,
      boolean active,
      boolean momentary,
      List<String> events,
      @Nullable Because because) {
    this(rule, active, momentary, events, because, null);
  }

  public RuleChanged {
    events = List.copyOf(events);
  }

  /**
   * The track that made a rule fire.
   *
   * @param place the zone or line that the rule names; null when it names none
   */
  public record Because(String camera, Track track, @Nullable String place) {}

  @Override
  public Kind kind() {
    return Kind.RULE;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.rule(this);
  }

  /** None: a rule may look at several cameras. */
  @Override
  public @Nullable String camera() {
    return null;
  }

  @Override
  public @Nullable Subject subject() {
    return null;
  }
}
