// Which frames of a live stream are left out before a decoder that falls behind: an answer about the past is of no use.
#ifndef PIPIT_CAMERA_LATENESS_H
#define PIPIT_CAMERA_LATENESS_H

#include <gst/gst.h>

// A frame that is older before its decoder is late; ns.
#define LATE_AGE ((gint64)GST_SECOND)

typedef struct {
  gint64 key_at;        // capture time of the last key frame; 0: there was none
  gint64 key_interval;  // from the one before it
  gint64 late_since;    // frames are late since then; 0: they are not
  gint64 skips_since;   // all frames are left out up to a key frame since then; 0: they are not
} Lateness;

// Whether to leave the next frame out. Times in ns; none is 0 but in a new Lateness.
gboolean lateness_skips(Lateness *lateness, gboolean key, gint64 age, gint64 now);

#endif
