// Which frames of a stream are taken so that there are at most so many a second: decided by their own times, without a need
// for durations or a frame rate.
#ifndef PIPIT_CAMERA_PACE_H
#define PIPIT_CAMERA_PACE_H

#include <glib.h>

typedef struct {
  gint64 interval;  // ns between two frames; 0: all are taken
  gint64 due;       // time of the next one
  gboolean begun;
} Pace;

void pace_init(Pace *pace, double fps);

// Whether to take the frame of this time in ns.
gboolean pace_takes(Pace *pace, gint64 time);

#endif
