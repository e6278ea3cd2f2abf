// Which decoders GStreamer may choose.
#ifndef PIPIT_CAMERA_DECODERS_H
#define PIPIT_CAMERA_DECODERS_H

#include <gst/gst.h>

// Gives decoders their ranks. auto: hardware only of the kinds that are known to work; hardware: of any kind; software: none.
void decoders_prefer(const char *choice);

// Whether it decodes video or images.
gboolean decoder_is_one(GstElementFactory *factory);

gboolean decoder_is_hardware(GstElementFactory *factory);

// Whether what a software decoder decodes is worth hardware: H.264 or H.265. Then *hardware is the decoder that could be
// used, or NULL, and *parser the element that it needs and that is not installed, or NULL.
gboolean decoder_has_better(GstElementFactory *software, const char **hardware, const char **parser);

#endif
