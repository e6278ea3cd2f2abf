package io.pipit.demo;

/**
 * An actor at a moment.
 *
 * @param x column of its origin, in pixels
 * @param y row of the ground under it, in pixels
 * @param scale pixels per metre
 * @param direction 1 to the right, -1 to the left
 * @param distance metres it has come
 * @param track number of the object in the scene
 * @param led whether the actor placed just before it holds its leash
 */
record Placed(
    Actor actor,
    double x,
    double y,
    double scale,
    int direction,
    double distance,
    long track,
    boolean led) {}
