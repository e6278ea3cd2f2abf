#include "stream.h"

#include <string.h>

#include "records.h"

static const char *codec_of(const GstCaps *caps) {
  const GstStructure *structure = gst_caps_get_structure(caps, 0);
  const char *media = gst_structure_get_name(structure);
  int version = 0;
  if (strcmp(media, "image/jpeg") == 0) {
    return "mjpeg";
  }
  if (strcmp(media, "video/mpeg") == 0 && gst_structure_get_int(structure, "mpegversion", &version)) {
    return version == 4 ? "mpeg4" : version == 2 ? "mpeg2" : "mpeg1";
  }
  return g_str_has_prefix(media, "video/x-") ? media + strlen("video/x-") : media;
}

void stream_init(Stream *stream) { g_mutex_init(&stream->lock); }

void stream_decoder(Stream *stream, GstPad *sink) {
  g_mutex_lock(&stream->lock);
  g_set_object(&stream->decoder, sink);
  g_mutex_unlock(&stream->lock);
}

void stream_frames(Stream *stream, const GstVideoInfo *video) {
  g_mutex_lock(&stream->lock);
  GstCaps *caps = stream->decoder == NULL ? NULL : gst_pad_get_current_caps(stream->decoder);
  g_mutex_unlock(&stream->lock);
  const char *codec = caps == NULL ? "raw" : codec_of(caps);
  int fps_n = GST_VIDEO_INFO_FPS_N(video), fps_d = GST_VIDEO_INFO_FPS_D(video);
  if (fps_n <= 0 && caps != NULL) {  // not every decoder passes it on
    gst_structure_get_fraction(gst_caps_get_structure(caps, 0), "framerate", &fps_n, &fps_d);
  }
  char fps[G_ASCII_DTOSTR_BUF_SIZE];
  g_ascii_formatd(fps, sizeof fps, "%.2f", fps_n > 0 && fps_d > 0 ? (double)fps_n / fps_d : 0);
  g_autofree char *width = g_strdup_printf("%d", GST_VIDEO_INFO_WIDTH(video));
  g_autofree char *height = g_strdup_printf("%d", GST_VIDEO_INFO_HEIGHT(video));
  const char *texts[] = {codec, width, height, fps};
  char *now = g_strdup_printf("%s %s %s %s", codec, width, height, fps);
  if (g_strcmp0(now, stream->said) != 0) {
    record_write_texts(RECORD_STREAM, texts, G_N_ELEMENTS(texts));
  }
  g_free(stream->said);
  stream->said = now;
  g_clear_pointer(&caps, gst_caps_unref);
}

void stream_clear(Stream *stream) {
  g_clear_object(&stream->decoder);
  g_clear_pointer(&stream->said, g_free);
}
