#include "pace.h"

void pace_init(Pace *pace, double fps) {
  pace->interval = fps > 0 ? (gint64)(1e9 / fps) : 0;
  pace->due = 0;
  pace->begun = FALSE;
}

gboolean pace_takes(Pace *pace, gint64 time) {
  if (pace->interval == 0) {
    return TRUE;
  }
  // Times of live frames tremble: one that comes a little early is as good.
  gint64 tolerance = pace->interval / 8;
  if (!pace->begun || time < pace->due - 4 * pace->interval || time > pace->due + 4 * pace->interval) {
    pace->begun = TRUE;  // the first one, or the stream's time has jumped
    pace->due = time + pace->interval;
    return TRUE;
  }
  if (time < pace->due - tolerance) {
    return FALSE;
  }
  pace->due += pace->interval;
  if (pace->due <= time) {
    pace->due = time + pace->interval - tolerance;
  }
  return TRUE;
}
