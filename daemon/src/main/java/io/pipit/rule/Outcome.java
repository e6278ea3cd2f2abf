package io.pipit.rule;

import io.pipit.event.Event;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;

/**
 * What a frame, an input or the passing of time came to.
 *
 * @param tracks the camera's tracks, with the zones that they are in; none when there is no frame
 * @param events what happened, in this order: tracks ended, tracks updated and started, zones,
 *     lines, rules
 * @param commands what the rules ask of outputs, in the order of the rules
 */
public record Outcome(List<Track> tracks, List<Event> events, List<OutputCommand> commands) {
  /** Nothing has happened yet. */
  static Outcome of(List<Track> tracks, List<Event> events) {
    return new Outcome(tracks, events, new ArrayList<>(0));
  }
}
