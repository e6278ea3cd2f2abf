// When a network camera's packets were captured, by their RTP timestamps: what waited in the network or before a slow decoder
// has its true age, where the time of its arrival would call it new.
#ifndef PIPIT_CAMERA_RTPCLOCK_H
#define PIPIT_CAMERA_RTPCLOCK_H

#include <gst/gst.h>

typedef struct {
  GMutex lock;  // guards all: packets come on one thread, frames are looked at on another
  gboolean begun;
  guint32 timestamp;  // the last one
  gint64 units;       // since the first one, in units of the stream's clock
  gint64 offset;      // ns from the stream's time to CLOCK_MONOTONIC, as well as it is known now
  gint64 origin;      // the same as the packets' times have it
  gint64 now;         // when the last one came
} RtpClock;

// The capture time, CLOCK_MONOTONIC in ns, of a packet with this timestamp that comes now, but for the shift.
gint64 rtp_clock_time(RtpClock *clock, guint32 timestamp, guint rate, gint64 now);

// To be added to the time of every packet, and of a frame made of them: what has become known since, in ns.
gint64 rtp_clock_shift(RtpClock *clock);

// From now on the packets that leave this pad have their capture times as running times. Nothing may hold them up there.
void rtp_clock_attach(RtpClock *clock, GstPad *pad);

#endif
