package io.pipit.demo;

import io.pipit.scene.Box;

/**
 * One object that is really in an image of the street scene.
 *
 * @param label its class, by COCO's name
 * @param box the tight box of its visible pixels
 * @param track the same object has the same number in every image of a scene
 * @param visible fraction of its pixels that is neither hidden nor outside the image, 0 to 1
 */
public record Truth(String label, Box box, long track, double visible) {}
