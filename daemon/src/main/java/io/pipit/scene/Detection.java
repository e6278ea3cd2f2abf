package io.pipit.scene;

/**
 * One object the model found in one frame.
 *
 * @param classId index into the model's classes
 * @param label the class's name
 * @param score 0 to 1
 * @param box where, in pixels of the camera's frame
 */
public record Detection(int classId, String label, float score, Box box) {
  public Detection {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("detection: score must be within 0..1, got " + score);
    }
  }
}
