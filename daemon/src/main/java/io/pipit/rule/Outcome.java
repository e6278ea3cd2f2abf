package io.pipit.rule;

import io.pipit.event.Event;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;

/**
 * What a frame, an input or the passing of time came to. The engine's parts add to its lists;
 * whoever gets it from the engine only reads them.
 *
 * @param tracks the camera's tracks, with the zones that they are in; none when there is no frame
 * @param events what happened, in this order: tracks ended, tracks updated and started, zones,
 *     lines, rules
 * @param commands what the rules ask of outputs, in the order of the rules
 */
public record Outcome(List<Track> tracks, List<Event> events, List<OutputCommand> commands) {
  /**
   * An outcome to which the rules are yet to add theirs.
   *
   * @param events what happened before the rules were asked; rules add to this very list
   */
  static Outcome of(List<Track> tracks, List<Event> events) {
    return new Outcome(tracks, events, new ArrayList<>(0));
  }
}
