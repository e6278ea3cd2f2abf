// The element pipitshrink: makes raw frames smaller by a whole factor, each pixel the mean of those that it stands for. What
// is left is videoscale's, which takes two pixels of a row and two rows for each: of a large frame it would show the noise of
// single pixels. See docs/decisions/0012-box-mean.md.
#ifndef PIPIT_CAMERA_SHRINK_H
#define PIPIT_CAMERA_SHRINK_H

#include <gst/gst.h>

// The element, whose frames still fill a box of width x height pixels as they are shown; NULL if it can't be made.
GstElement *shrink_new(int width, int height);

#endif
