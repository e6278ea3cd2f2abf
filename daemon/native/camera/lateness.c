#include "lateness.h"

// So long all is decoded in order to catch up with what a pause of the network has left; then frames are left out.
static const gint64 CATCH_UP = GST_SECOND;

// Whether a key frame of this age is a place to go on after skipping. Where the next one is near it must be new, or decoding
// would be late again at once; after a second of skipping nothing newer can be waiting.
static gboolean resumes(const Lateness *lateness, gint64 age, gint64 now) {
  gboolean drained = now - lateness->skips_since > (gint64)GST_SECOND;
  return age <= (drained ? LATE_AGE : CLAMP(lateness->key_interval / 4, LATE_AGE / 4, LATE_AGE));
}

gboolean lateness_skips(Lateness *lateness, gboolean key, gint64 age, gint64 now) {
  if (key) {
    lateness->key_interval = lateness->key_at == 0 ? CATCH_UP : MAX(0, now - age - lateness->key_at);
    lateness->key_at = now - age;
  }
  if (age <= LATE_AGE) {
    lateness->late_since = 0;
  } else if (lateness->late_since == 0) {
    lateness->late_since = now;
  }
  if (lateness->skips_since != 0 && key && resumes(lateness, age, now)) {
    lateness->skips_since = 0;
  } else if (lateness->skips_since == 0 && lateness->late_since != 0 &&
             now - lateness->late_since >= MIN(CATCH_UP, lateness->key_interval)) {
    lateness->skips_since = now;
  }
  return lateness->skips_since != 0;
}
