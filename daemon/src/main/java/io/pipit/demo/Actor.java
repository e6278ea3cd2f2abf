package io.pipit.demo;

/**
 * Something that moves through the street, drawn in metres: x forward, y down, origin on the ground
 * under its middle. It keeps no state: the pose follows from how far it has come.
 */
interface Actor {
  /** Its class, by COCO's name. */
  String label();

  /** Metres from the origin to its foremost and, mirrored, its hindmost point. */
  double reach();

  /** Metres from the ground to its top. */
  double height();

  /** How rough its surface is, 0 to 1. */
  double roughness();

  /**
   * Draws it, walking or driving to the right.
   *
   * @param distance metres it has come
   * @param seconds time of the scene, for what moves on the spot
   */
  void draw(Brush brush, double distance, double seconds);
}
