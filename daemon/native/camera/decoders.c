#include "decoders.h"

#include <string.h>

typedef struct {
  const char *media;
  const char *parser;
} Codec;

// decodebin leaves the hardware out where the parser is not installed, for hardware takes whole frames as a byte stream only.
static const Codec CODECS[] = {{"video/x-h264", "h264parse"}, {"video/x-h265", "h265parse"}};

gboolean decoder_is_one(GstElementFactory *factory) {
  return gst_element_factory_list_is_type(factory, GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO |
                                                       GST_ELEMENT_FACTORY_TYPE_MEDIA_IMAGE);
}

gboolean decoder_is_hardware(GstElementFactory *factory) {
  const char *kind = gst_element_factory_get_metadata(factory, GST_ELEMENT_METADATA_KLASS);
  return kind != NULL && strstr(kind, "Hardware") != NULL;
}

// The kernel's video decoders as boards have them, stateful (v4l2h264dec) and stateless (v4l2slh265dec). Others, such as a
// desktop's by VA-API, hand frames over in a graphics card's memory or depend on a driver that may crash; a desktop's
// processor decodes as well. JPEG is so cheap in software that a device more is only one more that can fail.
static gboolean is_known_good(GstPluginFeature *feature) {
  const char *name = GST_OBJECT_NAME(feature);
  return g_str_has_prefix(name, "v4l2") && g_str_has_suffix(name, "dec") && strstr(name, "jpeg") == NULL;
}

static GList *all_decoders(void) {
  return gst_element_factory_list_get_elements(
      GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO | GST_ELEMENT_FACTORY_TYPE_MEDIA_IMAGE,
      GST_RANK_NONE);
}

void decoders_prefer(const char *choice) {
  gboolean any = strcmp(choice, "hardware") == 0;
  gboolean none = strcmp(choice, "software") == 0;
  GList *all = all_decoders();
  for (GList *one = all; one != NULL; one = one->next) {
    GstPluginFeature *feature = GST_PLUGIN_FEATURE(one->data);
    if (decoder_is_hardware(GST_ELEMENT_FACTORY(feature))) {
      gboolean wanted = any || (!none && is_known_good(feature));
      gst_plugin_feature_set_rank(feature, wanted ? GST_RANK_PRIMARY + 100 : GST_RANK_NONE);
    }
  }
  gst_plugin_feature_list_free(all);
}

static const char *first_hardware(const char *media) {
  const char *found = NULL;
  GstCaps *caps = gst_caps_new_empty_simple(media);
  GList *all = all_decoders();
  GList *able = gst_element_factory_list_filter(all, caps, GST_PAD_SINK, FALSE);
  for (GList *one = able; one != NULL && found == NULL; one = one->next) {
    if (decoder_is_hardware(GST_ELEMENT_FACTORY(one->data))) {
      found = g_intern_string(GST_OBJECT_NAME(one->data));
    }
  }
  gst_plugin_feature_list_free(able);
  gst_plugin_feature_list_free(all);
  gst_caps_unref(caps);
  return found;
}

static gboolean decodes(GstElementFactory *factory, const char *media) {
  GstCaps *caps = gst_caps_new_empty_simple(media);
  gboolean does = gst_element_factory_can_sink_any_caps(factory, caps);
  gst_caps_unref(caps);
  return does;
}

gboolean decoder_has_better(GstElementFactory *software, const char **hardware, const char **parser) {
  *hardware = *parser = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(CODECS); i++) {
    if (decodes(software, CODECS[i].media)) {
      *hardware = first_hardware(CODECS[i].media);
      GstElementFactory *found = gst_element_factory_find(CODECS[i].parser);
      *parser = found == NULL || gst_plugin_feature_get_rank(GST_PLUGIN_FEATURE(found)) < GST_RANK_MARGINAL
                    ? CODECS[i].parser
                    : NULL;
      g_clear_object(&found);
      return TRUE;
    }
  }
  return FALSE;
}
