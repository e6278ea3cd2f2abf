package io.pipit.event;

import io.pipit.scene.Detection;
import io.pipit.scene.FrameTime;
import io.pipit.scene.Latency;
import io.pipit.scene.Track;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one frame came to, or the loss of a camera. Its parts are published with it.
 *
 * <p>One is made for each frame, so its lists are not copied, unlike those of rarer events: whoever
 * makes a report hands them over and changes them no more.
 *
 * @param camera the camera's name
 * @param number the frame's number; {@link #NO_FRAME} when the camera was lost
 * @param time when the frame was captured or the camera lost
 * @param width of the camera's frame, in which all boxes are
 * @param height of the camera's frame
 * @param looked whether the model has examined the frame; else nothing had changed
 * @param detections what the model found, in this frame or in the last one that it has examined
 * @param tracks every live confirmed track of this camera
 * @param events what happened at this frame, in order
 * @param latency time per stage
 * @param dropped frames of this camera replaced by newer ones so far
 */
public record Report(
    String camera,
    long number,
    FrameTime time,
    int width,
    int height,
    boolean looked,
    List<Detection> detections,
    List<Track> tracks,
    List<Event> events,
    Latency latency,
    long dropped)
    implements Event {
  /** The number where there is no frame. */
  public static final long NO_FRAME = -1;

  @Override
  public Kind kind() {
    return Kind.FRAME;
  }

  @Override
  public <X extends Exception> void accept(Visitor<X> visitor) throws X {
    visitor.report(this);
  }

  @Override
  public @Nullable Subject subject() {
    return null;
  }

  @Override
  public List<Event> parts() {
    return events;
  }

  /** Whether it is about a frame. */
  public boolean isOfFrame() {
    return number != NO_FRAME;
  }

  /** What follows this report when the camera is lost: it shows nothing, and nothing lives. */
  public Report atLoss(FrameTime lost, List<Event> ends) {
    Latency none = new Latency(0, 0, 0, 0, 0, 0, 0);
    return new Report(
        camera, NO_FRAME, lost, width, height, false, List.of(), List.of(), ends, none, dropped);
  }
}
