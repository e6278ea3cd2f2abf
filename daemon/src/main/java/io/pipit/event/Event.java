package io.pipit.event;

import io.pipit.scene.Track;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that the program reports to the world. A new kind is a record here, a constant of
 * {@link Kind} and a method of {@link Visitor}; the compiler then names every place that must have
 * an answer for each kind. Listeners that concern themselves with a few kinds ask by {@code
 * instanceof} and need not know it.
 */
public sealed interface Event
    permits TrackChanged,
        ZoneChanged,
        LineCrossed,
        RuleChanged,
        Report,
        CameraState,
        OutputState,
        InputChanged,
        HealthSample,
        ConfigReloaded {
  /** The kinds of events among which a client can choose; in lower case they are the protocol's. */
  enum Kind {
    NEW(Loss.LAST),
    UPDATE(Loss.SOON),
    END(Loss.LAST),
    ZONE(Loss.SOON),
    LINE(Loss.SOON),
    RULE(Loss.LAST),
    FRAME(Loss.FIRST),
    CAMERA(Loss.LAST),
    HEALTH(Loss.SOON),
    OUTPUT(Loss.LAST),
    INPUT(Loss.LAST),
    CONFIG(Loss.LAST);

    /** Every kind's name in the protocol. */
    public static final List<String> NAMES = Arrays.stream(values()).map(Kind::wireName).toList();

    private final Loss loss;

    Kind(Loss loss) {
      this.loss = loss;
    }

    public Loss loss() {
      return loss;
    }

    /** The value of {@code type} in the protocol. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What is dropped first when a slow client's queue is full. */
  enum Loss {
    FIRST,
    SOON,
    LAST
  }

  /**
   * One method for each kind of event.
   *
   * @param <X> what its methods may throw
   */
  interface Visitor<X extends Exception> {
    void track(TrackChanged event) throws X;

    void zone(ZoneChanged event) throws X;

    void line(LineCrossed event) throws X;

    void rule(RuleChanged event) throws X;

    void report(Report event) throws X;

    void camera(CameraState event) throws X;

    void output(OutputState event) throws X;

    void input(InputChanged event) throws X;

    void health(HealthSample event) throws X;

    void config(ConfigReloaded event) throws X;
  }

  /** Which kind it is. */
  Kind kind();

  /** Calls the visitor's method for this kind. */
  <X extends Exception> void accept(Visitor<X> visitor) throws X;

  /** The camera it is about; null: about none, so that it comes whatever cameras are wanted. */
  @Nullable String camera();

  /** What it is about in a camera's view; null: about no object, so that it always comes. */
  @Nullable Subject subject();

  /** Events that come with it, each with a number of its own, before it; only a report has any. */
  default List<Event> parts() {
    return List.of();
  }

  /**
   * The objects that an event is about.
   *
   * @param label their class
   * @param topScore the best score so far, 0 to 1
   * @param zones that they have been in
   */
  record Subject(String label, float topScore, List<String> zones) {
    /** A track, in all zones that it has entered. */
    public static Subject of(Track track) {
      return new Subject(track.label(), track.topScore(), track.enteredZones());
    }
  }
}
