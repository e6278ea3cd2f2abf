package io.pipit.rule;

import io.pipit.scene.SceneEvent;
import io.pipit.scene.Track;
import java.util.List;

/**
 * What a frame came to.
 *
 * @param tracks the camera's tracks, with the zones that they are in
 * @param events what happened, in this order: tracks ended, tracks updated and started, zones,
 *     lines, rules
 */
public record Outcome(List<Track> tracks, List<SceneEvent> events) {}
