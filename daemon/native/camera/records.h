// What pipit-camera writes to its standard output: records, each a header of 64 bytes and a payload. Numbers are little-endian,
// as both kinds of computer are. io.pipit.camera.gst.RecordReader reads them.
#ifndef PIPIT_CAMERA_RECORDS_H
#define PIPIT_CAMERA_RECORDS_H

#include <glib.h>

#define RECORD_MAGIC 0x31435050u  // "PPC1"

enum {
  RECORD_FRAME = 1,  // payload: RGB rows of stride bytes
  RECORD_ERROR = 2,  // payload: domain, code, element, message, debug text, each ended by a zero byte
  RECORD_END = 3,    // a finite source has shown all; no payload
  RECORD_DECODER = 4,  // payload: name of the decoder that is tried, "hardware" or "software"; the last one is in use
  RECORD_STREAM = 5,  // payload: codec or "raw", width, height, frames a second (0: it does not say); the last one holds
};

typedef struct {
  guint32 magic;
  guint32 type;
  guint32 payload;      // bytes that follow
  guint32 width;        // of the frame that follows
  guint32 height;
  guint32 stride;       // bytes from one row to the next
  guint32 shown_width;  // size of the camera's own frame as it is meant to be shown: square pixels, upright
  guint32 shown_height;
  gint64 time;          // when it was captured: CLOCK_MONOTONIC in ns
  gint64 stream_time;   // since the beginning of the stream in ns; -1: it does not say
  guint32 dropped;      // frames left out since the last one, as they were too old
  guint32 reserved[3];
} RecordHeader;

G_STATIC_ASSERT(sizeof(RecordHeader) == 64);

// Writes a record; safe for several threads. Returns FALSE when nobody reads any more.
gboolean record_write(RecordHeader *header, const void *payload);

// Writes texts as the payload of a record, NULL as empty ones.
gboolean record_write_texts(guint32 type, const char *const *texts, int count);

#endif
