// Says what is decoded: a record for each stream, and one more whenever it changes.
#ifndef PIPIT_CAMERA_STREAM_H
#define PIPIT_CAMERA_STREAM_H

#include <gst/gst.h>
#include <gst/video/video.h>

typedef struct {
  GMutex lock;      // guards the decoder: it is plugged in and gives frames on different threads
  GstPad *decoder;  // what the decoder takes in; NULL: nothing is decoded
  char *said;       // of the last record
} Stream;

void stream_init(Stream *stream);

// A decoder was plugged in, which takes the stream in here.
void stream_decoder(Stream *stream, GstPad *sink);

// Decoded frames are like this from now on.
void stream_frames(Stream *stream, const GstVideoInfo *video);

void stream_clear(Stream *stream);

#endif
