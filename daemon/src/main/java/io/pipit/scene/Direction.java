package io.pipit.scene;

/** The side of a line that a track has come to, seen from its first point towards its second. */
public enum Direction {
  LEFT,
  RIGHT
}
