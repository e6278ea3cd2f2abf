package io.pipit.rule;

import io.pipit.event.Event;
import io.pipit.scene.OutputCommand;
import io.pipit.scene.Track;
import java.util.ArrayList;
import java.util.List;

/**
 * What a frame, an input or the passing of time came to. The parts of the engine add to it in their
 * turn. At most frames nothing happens, so its lists are made only when something does.
 */
public final class Outcome {
  private final List<Track> tracks;
  private List<Event> events = List.of();
  private List<OutputCommand> commands = List.of();

  /**
   * Nothing has happened yet.
   *
   * @param tracks the camera's tracks, with the zones that they are in; none when there is no frame
   */
  Outcome(List<Track> tracks) {
    this.tracks = tracks;
  }

  /** The camera's tracks, with the zones that they are in; none when there is no frame. */
  public List<Track> tracks() {
    return tracks;
  }

  /**
   * What happened, in this order: tracks ended, tracks updated and started, zones, lines, rules.
   * Not to be changed.
   */
  public List<Event> events() {
    return events;
  }

  /** What the rules ask of outputs, in the order of the rules; not to be changed. */
  public List<OutputCommand> commands() {
    return commands;
  }

  void add(Event event) {
    if (events.isEmpty()) {
      events = new ArrayList<>();
    }
    events.add(event);
  }

  /** Adds what one rule asks for. */
  void add(List<OutputCommand> more) {
    if (more.isEmpty()) {
      return;
    }
    if (commands.isEmpty()) {
      commands = new ArrayList<>();
    }
    commands.addAll(more);
  }
}
