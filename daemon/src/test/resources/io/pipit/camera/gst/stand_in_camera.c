// A plugin of GStreamer's for tests: a libcamerasrc with the sizes that a Raspberry Pi's camera lists, and a test image;
// or, when the environment variable STAND_IN has caps, with the sizes of those, for which it asks as v4l2src does. With caps in
// STAND_IN_GIVES it gives those in the end, whatever it was asked for: a size that was adjusted.
#include <gst/gst.h>

typedef GstBin StandInCamera;
typedef GstBinClass StandInCameraClass;
G_DEFINE_TYPE(StandInCamera, stand_in_camera, GST_TYPE_BIN)

static const char *CAPS =
    "video/x-raw,format=NV12,width=160,height=120;video/x-raw,format=NV12,width=320,height=240;"
    "video/x-raw,format=NV12,width=640,height=360;video/x-raw,format=NV12,width=640,height=480;"
    "video/x-raw,format=NV12,width=800,height=600;video/x-raw,format=NV12,width=1280,height=720;"
    "video/x-raw,format=NV12,width=1280,height=960;video/x-raw,format=NV12,width=1920,height=1080;"
    "video/x-raw,format=NV12,width=[32,3280,2],height=[32,2464,2]";

// Asks without a filter: what comes then is compared with what it can give.
static GstPadProbeReturn ask(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  (void)data;
  GstCaps *filter = NULL;
  if (GST_QUERY_TYPE(GST_PAD_PROBE_INFO_QUERY(info)) == GST_QUERY_CAPS) {
    gst_query_parse_caps(GST_PAD_PROBE_INFO_QUERY(info), &filter);
  }
  if (filter == NULL) {
    return GST_PAD_PROBE_OK;
  }
  GstCaps *wanted = gst_pad_peer_query_caps(pad, NULL);
  GstCaps *both = gst_caps_intersect_full(wanted, filter, GST_CAPS_INTERSECT_FIRST);
  gst_query_set_caps_result(GST_PAD_PROBE_INFO_QUERY(info), both);
  gst_caps_unref(both);
  gst_caps_unref(wanted);
  return GST_PAD_PROBE_HANDLED;
}

static GstPadProbeReturn adjust(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
  GstPad *peer = gst_pad_get_peer(pad);
  if (peer == NULL || GST_QUERY_TYPE(query) != GST_QUERY_CAPS) {
    g_clear_object(&peer);
    return GST_PAD_PROBE_OK;
  }
  GstCaps *own = gst_caps_from_string(CAPS);
  GstCaps *wanted = gst_pad_query_caps(peer, own);
  GstCaps *given = gst_caps_is_empty(wanted) ? gst_caps_new_empty() : gst_caps_from_string(data);
  gst_query_set_caps_result(query, given);
  gst_caps_unref(given);
  gst_caps_unref(wanted);
  gst_caps_unref(own);
  gst_object_unref(peer);
  return GST_PAD_PROBE_HANDLED;
}

static GstStaticPadTemplate any = GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS("video/x-raw"));

static void stand_in_camera_class_init(StandInCameraClass *class) {
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &any);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Stand-in", "Source/Video", "For tests", "Pipit");
}

static void stand_in_camera_init(StandInCamera *bin) {
  const char *own = g_getenv("STAND_IN");
  const char *given = g_getenv("STAND_IN_GIVES");
  gboolean video = own != NULL && g_str_has_prefix(own, "video/x-h264");
  const char *test = video ? "videotestsrc is-live=true ! openh264enc ! h264parse" : "videotestsrc is-live=true";
  GstElement *source = gst_parse_bin_from_description(test, TRUE, NULL);
  GstElement *filter = gst_element_factory_make("capsfilter", NULL);
  GstCaps *caps = gst_caps_from_string(given != NULL ? given : own != NULL ? own : CAPS);
  g_object_set(filter, "caps", caps, NULL);
  gst_caps_unref(caps);
  gst_bin_add_many(GST_BIN(bin), source, filter, NULL);
  gst_element_link(source, filter);
  GstPad *pad = gst_element_get_static_pad(filter, "src");
  GstPad *ghost = gst_ghost_pad_new("src", pad);
  if (given != NULL) {
    gst_pad_add_probe(ghost, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH, adjust, (gpointer)given, NULL);
  } else if (own != NULL) {
    gst_pad_add_probe(ghost, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH, ask, NULL, NULL);
  }
  gst_element_add_pad(GST_ELEMENT(bin), ghost);
  gst_object_unref(pad);
}

static gboolean plugin_init(GstPlugin *plugin) {
  return gst_element_register(plugin, "libcamerasrc", GST_RANK_NONE, stand_in_camera_get_type());
}

#define PACKAGE "pipit"
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, standin, "For tests", plugin_init, "1", "Proprietary", "Pipit", "pipit")
