package io.pipit.demo;

import io.pipit.scene.Box;

/**
 * One thing that is really in a picture of the street scene.
 *
 * @param label its class, by COCO's name
 * @param box the tight box of its visible pixels
 * @param track the same thing has the same number in every picture of a scene
 * @param visible share of its pixels that is neither hidden nor outside the picture, 0 to 1
 */
public record Truth(String label, Box box, long track, double visible) {}
