// What pipit-camera is asked to do: read from its standard input, so that no password stands in the list of processes.
#ifndef PIPIT_CAMERA_DESCRIPTION_H
#define PIPIT_CAMERA_DESCRIPTION_H

#include <glib.h>

typedef struct {
  char *source;      // file, v4l2, rtsp, http, libcamera or test (a pipeline of GStreamer's, for tests)
  char *location;    // path, device, URL, camera's name
  char *user;        // for rtsp and http; empty: none
  char *password;
  char *transport;   // tcp or udp, for rtsp
  char *decoder;     // auto, hardware or software
  char *rotate;      // auto, 0, 90, 180, 270 or flip
  double fps;        // frames a second at most; 0: all
  double interval;   // seconds between two requests, for http with single images; 0: one answer has them all
  int max_width;     // larger frames are scaled down to this, shape kept
  int max_height;
  int width;         // what a device is asked for; 0: it decides
  int height;
  int aspect_width;  // shape of what is shown; 0: as the stream says
  int aspect_height;
  gboolean live;     // frames have a time of their own and must not grow old
  gboolean arrival;  // frames' own times are not to be trusted: their arrival counts
  gboolean real_time;  // a file is played at its own speed
} Description;

// Reads KEY=VALUE, each ended by a zero byte, up to an empty one. Returns NULL, or what is wrong, to be freed.
char *description_read(int fd, Description *description);

void description_free(Description *description);

#endif
