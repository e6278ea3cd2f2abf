#include "device.h"

#include <string.h>

#include "mode.h"

// What is tried of devices that give any size within a range.
static const int USUAL[][2] = {{320, 180}, {320, 240},  {416, 240},  {424, 240},  {640, 360},  {640, 480},   {800, 600},
                               {960, 540}, {1024, 768}, {1280, 720}, {1280, 960}, {1600, 1200}, {1920, 1080}};

static gboolean takes(const GValue *side, int pixels) {
  if (G_VALUE_HOLDS_INT(side)) {
    return g_value_get_int(side) == pixels;
  }
  if (GST_VALUE_HOLDS_INT_RANGE(side)) {
    int min = gst_value_get_int_range_min(side);
    return pixels >= min && pixels <= gst_value_get_int_range_max(side) &&
           (pixels - min) % gst_value_get_int_range_step(side) == 0;
  }
  for (guint i = 0; GST_VALUE_HOLDS_LIST(side) && i < gst_value_list_get_size(side); i++) {
    if (takes(gst_value_list_get_value(side, i), pixels)) {
      return TRUE;
    }
  }
  return FALSE;
}

// Each number that a side may be; of a range the largest one.
static void add_numbers(const GValue *side, GArray *numbers) {
  if (G_VALUE_HOLDS_INT(side)) {
    int number = g_value_get_int(side);
    g_array_append_val(numbers, number);
  } else if (GST_VALUE_HOLDS_INT_RANGE(side)) {
    int number = gst_value_get_int_range_max(side);
    g_array_append_val(numbers, number);
  }
  for (guint i = 0; GST_VALUE_HOLDS_LIST(side) && i < gst_value_list_get_size(side); i++) {
    add_numbers(gst_value_list_get_value(side, i), numbers);
  }
}

static double max_rate(const GValue *rate) {
  if (rate == NULL) {
    return 0;
  }
  if (GST_VALUE_HOLDS_FRACTION_RANGE(rate)) {
    return max_rate(gst_value_get_fraction_range_max(rate));
  }
  double max = 0;
  for (guint i = 0; GST_VALUE_HOLDS_LIST(rate) && i < gst_value_list_get_size(rate); i++) {
    max = MAX(max, max_rate(gst_value_list_get_value(rate, i)));
  }
  return GST_VALUE_HOLDS_FRACTION(rate)
             ? (double)gst_value_get_fraction_numerator(rate) / gst_value_get_fraction_denominator(rate)
             : max;
}

static void add_modes(const GstStructure *structure, GArray *modes) {
  Mode mode = {.jpeg = gst_structure_has_name(structure, "image/jpeg"),
               .fps = max_rate(gst_structure_get_value(structure, "framerate"))};
  const GValue *width = gst_structure_get_value(structure, "width");
  const GValue *height = gst_structure_get_value(structure, "height");
  if ((!mode.jpeg && !gst_structure_has_name(structure, "video/x-raw")) || width == NULL || height == NULL) {
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(USUAL); i++) {
    mode.width = USUAL[i][0];
    mode.height = USUAL[i][1];
    if (takes(width, mode.width) && takes(height, mode.height)) {
      g_array_append_val(modes, mode);
    }
  }
  GArray *widths = g_array_new(FALSE, FALSE, sizeof(int));
  GArray *heights = g_array_new(FALSE, FALSE, sizeof(int));
  add_numbers(width, widths);
  add_numbers(height, heights);
  for (guint i = 0; i < widths->len * heights->len; i++) {
    mode.width = g_array_index(widths, int, i / heights->len);
    mode.height = g_array_index(heights, int, i % heights->len);
    if (mode.width > 0 && mode.height > 0) {
      g_array_append_val(modes, mode);
    }
  }
  g_array_unref(widths);
  g_array_unref(heights);
}

// What the device has of the size that is best for the description; NULL where it does not say what it has.
static GstCaps *choose(const Description *description, GstCaps *device) {
  GArray *modes = g_array_new(FALSE, FALSE, sizeof(Mode));
  for (guint i = 0; i < gst_caps_get_size(device); i++) {
    if (gst_caps_features_is_equal(gst_caps_get_features(device, i), GST_CAPS_FEATURES_MEMORY_SYSTEM_MEMORY)) {
      add_modes(gst_caps_get_structure(device, i), modes);
    }
  }
  gboolean turned = strcmp(description->rotate, "90") == 0 || strcmp(description->rotate, "270") == 0;
  int index = mode_choose((const Mode *)(gpointer)modes->data, (int)modes->len,
                          turned ? description->max_height : description->max_width,
                          turned ? description->max_width : description->max_height, description->fps);
  GstCaps *found = NULL;
  if (index >= 0) {
    Mode mode = g_array_index(modes, Mode, index);
    GstCaps *wanted = gst_caps_new_simple(mode.jpeg ? "image/jpeg" : "video/x-raw", "width", G_TYPE_INT, mode.width,
                                          "height", G_TYPE_INT, mode.height, NULL);
    found = gst_caps_intersect_full(device, wanted, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref(wanted);
  }
  g_array_unref(modes);
  return found;
}

static GstCaps *sized(const char *media, const Description *description) {
  return gst_caps_new_simple(media, "width", G_TYPE_INT, description->width, "height", G_TYPE_INT, description->height, NULL);
}

// The size that the description names: raw or JPEG, whichever is better for it; video only of a device that has neither.
static GstCaps *exact(const Description *description, GstCaps *device) {
  gboolean large = mode_is_large(description->width, description->height);
  GstCaps *images = sized(large ? "image/jpeg" : "video/x-raw", description);
  gst_caps_append(images, sized(large ? "video/x-raw" : "image/jpeg", description));
  GstCaps *found = gst_caps_intersect_full(images, device, GST_CAPS_INTERSECT_FIRST);
  gst_caps_unref(images);
  if (gst_caps_is_empty(found)) {
    GstCaps *video = sized("video/x-h264", description);
    gst_caps_append(video, sized("video/x-h265", description));
    gst_caps_unref(found);
    found = gst_caps_intersect_full(video, device, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref(video);
  }
  return found;
}

// Answers a source that asks what it may give: by now it knows what its device has.
static GstPadProbeReturn answer(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  GstQuery *query = GST_PAD_PROBE_INFO_QUERY(info);
  if (GST_QUERY_TYPE(query) != GST_QUERY_CAPS) {
    return GST_PAD_PROBE_OK;
  }
  GstCaps *device;
  gst_query_parse_caps(query, &device);
  GstPad *source = gst_pad_get_peer(pad);
  device = device != NULL    ? gst_caps_ref(device)
           : source != NULL ? gst_pad_query_caps(source, NULL)
                            : gst_caps_new_any();
  const Description *description = data;
  GstCaps *found = description->width > 0 && description->height > 0 ? exact(description, device)
                   : gst_caps_is_any(device)                         ? NULL
                                                                     : choose(description, device);
  gst_caps_unref(device);
  g_clear_object(&source);
  if (found == NULL) {
    return GST_PAD_PROBE_OK;
  }
  gst_query_set_caps_result(query, found);
  gst_caps_unref(found);
  return GST_PAD_PROBE_HANDLED;
}

// Only asks, and takes what comes then: libcamera adjusts sizes to what the board's image processor can make, and says so only
// with the first frame.
void device_ask(GstElement *filter, const Description *description) {
  GstPad *pad = gst_element_get_static_pad(filter, "sink");
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_QUERY_DOWNSTREAM | GST_PAD_PROBE_TYPE_PUSH, answer, (gpointer)description, NULL);
  gst_object_unref(pad);
}
