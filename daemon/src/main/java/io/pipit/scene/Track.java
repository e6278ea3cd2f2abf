package io.pipit.scene;

import java.util.List;

/**
 * One object followed over time, as it stood at its last frame.
 *
 * @param id unique within a run of the program, from 1
 * @param label its class
 * @param score of the last detection, 0 to 1
 * @param topScore the best score so far
 * @param box where it was last seen, in pixels of the camera's frame
 * @param start time of the first frame it was seen in
 * @param seen time of the last frame it was seen in
 * @param motionless frames since it last moved
 * @param stationary whether it has stood still long enough to count as parked
 * @param currentZones names of the zones that it is in
 * @param enteredZones names of the zones that it has been in, those that it is in among them
 */
public record Track(
    long id,
    String label,
    float score,
    float topScore,
    Box box,
    FrameTime start,
    FrameTime seen,
    int motionless,
    boolean stationary,
    List<String> currentZones,
    List<String> enteredZones) {
  /** A track that is in no zone. */
  public Track(
      long id,
      String label,
      float score,
      float topScore,
      Box box,
      FrameTime start,
      FrameTime seen,
      int motionless,
      boolean stationary) {
    this(
        id, label, score, topScore, box, start, seen, motionless, stationary, List.of(), List.of());
  }

  /** The same track, in these zones. */
  public Track in(List<String> current, List<String> entered) {
    return new Track(
        id, label, score, topScore, box, start, seen, motionless, stationary, current, entered);
  }
}
