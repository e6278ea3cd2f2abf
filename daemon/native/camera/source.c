#include "source.h"

#include <string.h>

#include "decoders.h"
#include "device.h"

static gboolean is_video(GstCaps *caps) {
  return caps != NULL && !gst_caps_is_empty(caps) && !gst_caps_is_any(caps) &&
         g_str_has_prefix(gst_structure_get_name(gst_caps_get_structure(caps, 0)), "video/x-raw");
}

static void decoded(GstElement *decoder, GstPad *pad, gpointer data) {
  (void)decoder;
  SourceListener *listener = data;
  GstCaps *caps = gst_pad_get_current_caps(pad);
  if (caps == NULL) {
    caps = gst_pad_query_caps(pad, NULL);
  }
  if (is_video(caps)) {
    listener->video(pad, listener->data);
  }
  g_clear_pointer(&caps, gst_caps_unref);
}

static void no_more(GstElement *decoder, gpointer data) {
  (void)decoder;
  SourceListener *listener = data;
  listener->no_more(listener->data);
}

// Decodes video alone: a camera's sound costs nothing.
static gboolean wants(GstElement *decoder, GstPad *pad, GstCaps *caps, gpointer data) {
  (void)decoder;
  (void)pad;
  (void)data;
  const char *name = gst_structure_get_name(gst_caps_get_structure(caps, 0));
  return !g_str_has_prefix(name, "audio/") && !g_str_has_prefix(name, "text/") && !g_str_has_prefix(name, "subpicture/");
}

static GstElement *add(GstBin *bin, const char *factory) {
  GstElement *element = gst_element_factory_make(factory, NULL);
  if (element != NULL) {
    gst_bin_add(bin, element);
  }
  return element;
}

// A queue that never holds up what comes before it.
static GstElement *add_queue(GstBin *bin, guint max_buffers) {
  GstElement *queue = add(bin, "queue");
  if (queue != NULL) {
    g_object_set(queue, "max-size-buffers", max_buffers, "max-size-bytes", 0, "max-size-time", (guint64)0, NULL);
    gst_util_set_object_arg(G_OBJECT(queue), "leaky", "downstream");
  }
  return queue;
}

static GstElement *add_decoder(GstBin *bin, const SourceListener *listener) {
  GstElement *decoder = add(bin, "decodebin");
  if (decoder != NULL) {
    SourceListener *own = g_memdup2(listener, sizeof *listener);
    g_object_set_data_full(G_OBJECT(decoder), "listener", own, g_free);
    g_signal_connect(decoder, "pad-added", G_CALLBACK(decoded), own);
    g_signal_connect(decoder, "no-more-pads", G_CALLBACK(no_more), own);
    g_signal_connect(decoder, "autoplug-continue", G_CALLBACK(wants), NULL);
  }
  return decoder;
}

static void link_when_added(GstElement *source, GstPad *pad, gpointer data) {
  (void)source;
  GstPad *sink = gst_element_get_static_pad(data, "sink");
  if (!gst_pad_is_linked(sink)) {
    gst_pad_link(pad, sink);
  }
  gst_object_unref(sink);
}

static gboolean select_stream(GstElement *source, guint number, GstCaps *caps, gpointer data) {
  (void)source;
  (void)number;
  (void)data;
  return g_strcmp0(gst_structure_get_string(gst_caps_get_structure(caps, 0), "media"), "video") == 0;
}

static const char *add_file(GstBin *bin, const Description *description, const SourceListener *listener) {
  GstElement *source = add(bin, "filesrc");
  GstElement *decoder = add_decoder(bin, listener);
  if (source == NULL || decoder == NULL) {
    return source == NULL ? "filesrc" : "decodebin";
  }
  g_object_set(source, "location", description->location, NULL);
  gst_element_link(source, decoder);
  return NULL;
}

static void use_own_times(GstElement *source, GstPad *pad, gpointer data) {
  (void)source;
  rtp_clock_attach(data, pad);
}

static const char *add_rtsp(GstBin *bin, const Description *description, const SourceListener *listener) {
  GstElement *source = add(bin, "rtspsrc");
  GstElement *queue = add_queue(bin, 0);
  GstElement *decoder = add_decoder(bin, listener);
  if (source == NULL || queue == NULL || decoder == NULL) {
    return source == NULL ? "rtspsrc" : queue == NULL ? "queue" : "decodebin";
  }
  // What waits for a slow decoder is kept whole: frames are left out by their age, before the decoder (pipeline.c). Packets
  // dropped here would leave broken frames, and a reader that waits would leave the network's buffers full of old ones.
  g_object_set(source, "location", description->location, "latency", 100, "drop-on-latency", FALSE, NULL);
  gst_util_set_object_arg(G_OBJECT(source), "protocols", strcmp(description->transport, "udp") == 0 ? "udp" : "tcp");
  if (*description->user != 0) {
    g_object_set(source, "user-id", description->user, "user-pw", description->password, NULL);
  }
  g_signal_connect(source, "select-stream", G_CALLBACK(select_stream), NULL);
  if (!description->arrival) {
    g_signal_connect(source, "pad-added", G_CALLBACK(use_own_times), listener->clock);
  }
  g_signal_connect(source, "pad-added", G_CALLBACK(link_when_added), queue);
  gst_element_link(queue, decoder);
  return NULL;
}

static const char *add_http(GstBin *bin, const Description *description, const SourceListener *listener) {
  GstElement *source = add(bin, "souphttpsrc");
  gboolean single = description->interval > 0;
  GstElement *parts = add(bin, single ? "identity" : "multipartdemux");
  GstElement *queue = add_queue(bin, single ? 0 : 1);
  GstElement *decoder = add_decoder(bin, listener);
  if (source == NULL || parts == NULL || queue == NULL || decoder == NULL) {
    return source == NULL ? "souphttpsrc" : parts == NULL ? "multipartdemux" : queue == NULL ? "queue" : "decodebin";
  }
  g_object_set(source, "location", description->location, "is-live", TRUE, "do-timestamp", TRUE, "timeout", 10, NULL);
  if (*description->user != 0) {
    g_object_set(source, "user-id", description->user, "user-pw", description->password, NULL);
  }
  gst_element_link(source, parts);
  if (single) {
    gst_element_link_many(parts, queue, decoder, NULL);
  } else {
    // Images have no times of their own but that of their arrival, so that the network is read whatever the decoder does.
    g_signal_connect_swapped(queue, "overrun", G_CALLBACK(listener->skipped), listener->data);
    gst_element_link(queue, decoder);
    g_signal_connect(parts, "pad-added", G_CALLBACK(link_when_added), queue);
  }
  return NULL;
}

static const char *add_device(GstBin *bin, const Description *description, const SourceListener *listener,
                              const char *factory, const char *property) {
  GstElement *source = add(bin, factory);
  GstElement *filter = add(bin, "capsfilter");
  GstElement *decoder = add_decoder(bin, listener);
  if (source == NULL || filter == NULL || decoder == NULL) {
    return source == NULL ? factory : filter == NULL ? "capsfilter" : "decodebin";
  }
  if (*description->location != 0) {
    g_object_set(source, property, description->location, NULL);
  }
  gst_element_link_many(source, filter, decoder, NULL);
  device_ask(filter, description);
  return NULL;
}

static const char *add_test(GstBin *bin, const Description *description, const SourceListener *listener) {
  GError *error = NULL;
  GstElement *source = gst_parse_bin_from_description(description->location, TRUE, &error);
  GstElement *decoder = add_decoder(bin, listener);
  if (source == NULL || decoder == NULL) {
    g_clear_error(&error);
    return "test";
  }
  gst_bin_add(bin, source);
  gst_element_link(source, decoder);
  return NULL;
}

const char *source_add(GstBin *bin, const Description *description, const SourceListener *listener) {
  decoders_prefer(description->decoder);
  const char *source = description->source;
  if (strcmp(source, "file") == 0) {
    return add_file(bin, description, listener);
  }
  if (strcmp(source, "rtsp") == 0) {
    return add_rtsp(bin, description, listener);
  }
  if (strcmp(source, "http") == 0) {
    return add_http(bin, description, listener);
  }
  if (strcmp(source, "v4l2") == 0) {
    return add_device(bin, description, listener, "v4l2src", "device");
  }
  if (strcmp(source, "libcamera") == 0) {
    return add_device(bin, description, listener, "libcamerasrc", "camera-name");
  }
  return strcmp(source, "test") == 0 ? add_test(bin, description, listener) : source;
}
