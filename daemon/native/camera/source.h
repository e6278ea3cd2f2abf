// The part of the pipeline that a description's source needs: up to decoded frames.
#ifndef PIPIT_CAMERA_SOURCE_H
#define PIPIT_CAMERA_SOURCE_H

#include <gst/gst.h>

#include "description.h"
#include "rtpclock.h"

typedef struct {
  void (*video)(GstPad *pad, gpointer data);  // decoded frames come from this pad
  void (*no_more)(gpointer data);             // there will be no other pad
  void (*skipped)(gpointer data);             // a frame was replaced by a newer one before its decoder
  gpointer data;
  RtpClock *clock;  // of network streams
} SourceListener;

// Adds it. Returns NULL, or the element that is not installed.
const char *source_add(GstBin *bin, const Description *description, const SourceListener *listener);

#endif
