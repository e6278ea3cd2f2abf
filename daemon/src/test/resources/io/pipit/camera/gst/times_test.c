// Tests of rtpclock.c and lateness.c of pipit-camera; says what is wrong and ends with 1.
#include <stdio.h>
#include <stdlib.h>

#include "lateness.h"
#include "rtpclock.h"

#define RATE 90000u
static const gint64 MS = GST_MSECOND;

static void check(int line, gint64 got, gint64 min, gint64 max) {
  if (got < min || got > max) {
    printf("line %d: %.3f ms, must be %.3f to %.3f\n", line, got / 1e6, min / 1e6, max / 1e6);
    exit(1);
  }
}
#define BETWEEN(got, min, max) check(__LINE__, got, min, max)

static guint32 begin = 0xfffff000u;  // wraps soon

// The age that a packet is found to have; captured in ms since the stream's beginning, by the camera's clock.
static gint64 age(RtpClock *clock, double captured, double comes) {
  gint64 now = 1000 * GST_SECOND + (gint64)(comes * 1e6);
  gint64 time = rtp_clock_time(clock, begin + (guint32)(gint64)(captured * RATE / 1000), RATE, now);
  return now - time - rtp_clock_shift(clock);
}

static void ages_are_true(void) {
  RtpClock clock = {0};
  for (int i = 0; i < 1000; i++) {  // over the wrap of the timestamps
    BETWEEN(age(&clock, 40 * i, 40 * i), 0, MS);
  }
  BETWEEN(age(&clock, 40000, 43000), 2990 * MS, 3001 * MS);  // 3 s in the network's buffers
  BETWEEN(age(&clock, 43000, 43001), 0, 3 * MS);
  BETWEEN(age(&clock, 42920, 43002), 80 * MS, 84 * MS);  // sent out of order
}

static void frames_of_before_the_connection_are_recognized_when_the_newest_has_come(void) {
  RtpClock clock = {0};
  gint64 first = rtp_clock_time(&clock, 0, RATE, GST_SECOND);
  for (guint32 i = 1; i <= 50; i++) {  // two seconds of them at once
    rtp_clock_time(&clock, i * RATE / 25, RATE, GST_SECOND + i);
  }
  BETWEEN(GST_SECOND - first - rtp_clock_shift(&clock), 1999 * MS, 2001 * MS);
}

static void clocks_may_drift(void) {
  for (double ppm = -200; ppm <= 200; ppm += 100) {
    RtpClock clock = {0};
    for (int i = 0; i < 24 * 3600; i++) {
      BETWEEN(age(&clock, 1000. * i * (1 + ppm / 1e6), 1000. * i), -MS, 2 * MS);
    }
  }
}

static void a_backlog_is_not_taken_for_drift(void) {
  RtpClock clock = {0};
  age(&clock, 0, 0);
  for (int i = 1; i < 600; i++) {  // ten minutes behind by 2 s
    BETWEEN(age(&clock, 1000 * i, 1000 * i + 2000), 1600 * MS, 2001 * MS);
  }
}

static void clocks_may_be_set(void) {
  RtpClock clock = {0};
  for (int jump = -1; jump <= 1; jump += 2) {
    BETWEEN(age(&clock, 100000, 100000), 0, 2 * GST_SECOND);
    BETWEEN(age(&clock, 100000 + jump * 5000, 100040), 0, MS);
    BETWEEN(age(&clock, 100040 + jump * 5000, 100080), 0, MS);
    clock = (RtpClock){0};
  }
}

// How many of so many frames are left out that come with this age, one each 40 ms; a key frame each so many.
static int skipped(Lateness *lateness, gint64 *now, gint64 age, int frames, int gop) {
  int count = 0;
  for (int i = 0; i < frames; i++) {
    *now += 40 * MS;
    count += lateness_skips(lateness, i % gop == 0, age, *now);
  }
  return count;
}

static void late_frames_are_skipped_up_to_a_new_key_frame(void) {
  Lateness lateness = {0};
  gint64 now = GST_SECOND;
  BETWEEN(skipped(&lateness, &now, 900 * MS, 25, 25), 0, 0);
  BETWEEN(skipped(&lateness, &now, 900 * MS, 25, 25), 0, 0);
  BETWEEN(skipped(&lateness, &now, 1100 * MS, 19, 25), 0, 0);  // it may catch up
  BETWEEN(skipped(&lateness, &now, 1100 * MS, 10, 25), 3, 10);
  BETWEEN(lateness_skips(&lateness, FALSE, 0, now), 1, 1);
  BETWEEN(lateness_skips(&lateness, TRUE, 900 * MS, now), 1, 1);  // a newer one is near
  BETWEEN(lateness_skips(&lateness, TRUE, 200 * MS, now), 0, 0);
  BETWEEN(lateness_skips(&lateness, FALSE, 240 * MS, now), 0, 0);
}

static void what_is_no_newer_is_taken_after_a_second(void) {
  Lateness lateness = {0};
  gint64 now = GST_SECOND;
  skipped(&lateness, &now, 900 * MS, 50, 25);
  BETWEEN(skipped(&lateness, &now, 1100 * MS, 75, 25), 45, 60);
  BETWEEN(lateness_skips(&lateness, TRUE, 900 * MS, now), 0, 0);
}

static void key_frames_alone_need_not_be_caught_up_with(void) {
  Lateness lateness = {0};
  gint64 now = GST_SECOND;
  BETWEEN(skipped(&lateness, &now, 0, 25, 1), 0, 0);
  BETWEEN(skipped(&lateness, &now, 1100 * MS, 25, 1), 22, 25);
  BETWEEN(skipped(&lateness, &now, 200 * MS, 25, 1), 0, 0);
}

int main(void) {
  ages_are_true();
  frames_of_before_the_connection_are_recognized_when_the_newest_has_come();
  clocks_may_drift();
  a_backlog_is_not_taken_for_drift();
  clocks_may_be_set();
  late_frames_are_skipped_up_to_a_new_key_frame();
  what_is_no_newer_is_taken_after_a_second();
  key_frames_alone_need_not_be_caught_up_with();
  return 0;
}
