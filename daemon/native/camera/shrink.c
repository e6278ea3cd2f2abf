#include "shrink.h"

#include <gst/video/gstvideofilter.h>
#include <gst/video/video.h>

#include "boxmean.h"

typedef struct {
  GstVideoFilter parent;
  int box_width, box_height;  // frames still fill it, as they are shown
  int factor;
  guint16 *sums;
} Shrink;

typedef struct {
  GstVideoFilterClass parent;
} ShrinkClass;

GType shrink_get_type(void);
G_DEFINE_TYPE(Shrink, shrink, GST_TYPE_VIDEO_FILTER)

// Formats of which each plane is rows of bytes, the channels in turn.
static gboolean is_bytes(const GstVideoInfo *info) {
  switch (GST_VIDEO_INFO_FORMAT(info)) {
    case GST_VIDEO_FORMAT_I420:
    case GST_VIDEO_FORMAT_YV12:
    case GST_VIDEO_FORMAT_Y41B:
    case GST_VIDEO_FORMAT_Y42B:
    case GST_VIDEO_FORMAT_Y444:
    case GST_VIDEO_FORMAT_NV12:
    case GST_VIDEO_FORMAT_NV21:
    case GST_VIDEO_FORMAT_NV16:
    case GST_VIDEO_FORMAT_NV24:
    case GST_VIDEO_FORMAT_GRAY8:
    case GST_VIDEO_FORMAT_RGB:
    case GST_VIDEO_FORMAT_BGR:
    case GST_VIDEO_FORMAT_RGBx:
    case GST_VIDEO_FORMAT_BGRx:
      return TRUE;
    default:
      return FALSE;
  }
}

// 1 for what is not taken: other formats, and frames of two fields, whose rows are of two moments.
static int factor_of(const Shrink *self, const GstVideoInfo *info) {
  if (!is_bytes(info) || GST_VIDEO_INFO_IS_INTERLACED(info) || self->box_width < 1 || self->box_height < 1) {
    return 1;
  }
  double width = GST_VIDEO_INFO_WIDTH(info);
  double height = GST_VIDEO_INFO_HEIGHT(info);
  double shown = width * GST_VIDEO_INFO_PAR_N(info) / MAX(1, GST_VIDEO_INFO_PAR_D(info));
  double scale = MIN(self->box_width / shown, self->box_height / height);
  return box_factor((int)width, (int)height, shown * scale, height * scale);
}

// Where a stream does not say which colours its numbers are, that follows from the size, which is another one behind this.
static void keep_colours(GstStructure *structure, const GstVideoInfo *info) {
  char *colours = GST_VIDEO_INFO_IS_YUV(info) ? gst_video_colorimetry_to_string(&info->colorimetry) : NULL;
  if (colours != NULL && !gst_structure_has_field(structure, "colorimetry")) {
    gst_structure_set(structure, "colorimetry", G_TYPE_STRING, colours, NULL);
  }
  g_free(colours);
}

// Sizes ahead follow from the frames' own; backwards any may be made smaller.
static GstCaps *transform_caps(GstBaseTransform *transform, GstPadDirection direction, GstCaps *caps, GstCaps *filter) {
  Shrink *self = (Shrink *)transform;
  GstCaps *result = gst_caps_new_empty();
  for (guint i = 0; i < gst_caps_get_size(caps); i++) {
    GstStructure *structure = gst_structure_copy(gst_caps_get_structure(caps, i));
    GstCapsFeatures *features = gst_caps_features_copy(gst_caps_get_features(caps, i));
    GstCaps *one = gst_caps_new_full(gst_structure_copy(structure), NULL);
    GstVideoInfo info;
    gboolean known = gst_caps_is_fixed(one) && gst_video_info_from_caps(&info, one);
    gst_caps_unref(one);
    if (direction == GST_PAD_SRC) {
      gst_structure_set(structure, "width", GST_TYPE_INT_RANGE, 1, G_MAXINT, "height", GST_TYPE_INT_RANGE, 1, G_MAXINT, NULL);
    } else if (known) {
      int factor = factor_of(self, &info);
      gst_structure_set(structure, "width", G_TYPE_INT, GST_VIDEO_INFO_WIDTH(&info) / factor, "height", G_TYPE_INT,
                        GST_VIDEO_INFO_HEIGHT(&info) / factor, NULL);
      keep_colours(structure, &info);
    } else {
      gst_structure_set(structure, "width", GST_TYPE_INT_RANGE, 1, G_MAXINT, "height", GST_TYPE_INT_RANGE, 1, G_MAXINT, NULL);
    }
    result = gst_caps_merge_structure_full(result, structure, features);
  }
  if (filter != NULL) {
    GstCaps *both = gst_caps_intersect_full(filter, result, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref(result);
    result = both;
  }
  return result;
}

static gboolean set_info(GstVideoFilter *filter, GstCaps *incaps, GstVideoInfo *in, GstCaps *outcaps, GstVideoInfo *out) {
  (void)incaps;
  (void)outcaps;
  (void)out;
  Shrink *self = (Shrink *)filter;
  self->factor = factor_of(self, in);
  gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(filter), self->factor == 1);
  g_free(self->sums);
  self->sums = g_new(guint16, 4 * (gsize)GST_VIDEO_INFO_WIDTH(in));  // of up to four channels
  return TRUE;
}

static GstFlowReturn transform_frame(GstVideoFilter *filter, GstVideoFrame *in, GstVideoFrame *out) {
  Shrink *self = (Shrink *)filter;
  for (guint i = 0; i < GST_VIDEO_FRAME_N_PLANES(in); i++) {
    int component[GST_VIDEO_MAX_COMPONENTS];
    gst_video_format_info_component(in->info.finfo, i, component);
    int c = component[0];
    Plane from = {GST_VIDEO_FRAME_PLANE_DATA(in, i), GST_VIDEO_FRAME_PLANE_STRIDE(in, i),
                  GST_VIDEO_FRAME_COMP_WIDTH(in, c), GST_VIDEO_FRAME_COMP_HEIGHT(in, c)};
    Plane to = {GST_VIDEO_FRAME_PLANE_DATA(out, i), GST_VIDEO_FRAME_PLANE_STRIDE(out, i),
                GST_VIDEO_FRAME_COMP_WIDTH(out, c), GST_VIDEO_FRAME_COMP_HEIGHT(out, c)};
    box_mean(&from, GST_VIDEO_FRAME_COMP_PSTRIDE(in, c), self->factor, &to, self->sums);
  }
  return GST_FLOW_OK;
}

static void finalize(GObject *object) {
  g_free(((Shrink *)object)->sums);
  G_OBJECT_CLASS(shrink_parent_class)->finalize(object);
}

static void shrink_class_init(ShrinkClass *class) {
  G_OBJECT_CLASS(class)->finalize = finalize;
  GstElementClass *element = GST_ELEMENT_CLASS(class);
  GstCaps *any = gst_caps_from_string(GST_VIDEO_CAPS_MAKE(GST_VIDEO_FORMATS_ALL));
  gst_element_class_add_pad_template(element, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, any));
  gst_element_class_add_pad_template(element, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, any));
  gst_caps_unref(any);
  gst_element_class_set_static_metadata(element, "Box mean", "Filter/Video", "Makes frames smaller by a whole factor", "Pipit");
  GST_BASE_TRANSFORM_CLASS(class)->transform_caps = transform_caps;
  GST_VIDEO_FILTER_CLASS(class)->set_info = set_info;
  GST_VIDEO_FILTER_CLASS(class)->transform_frame = transform_frame;
}

static void shrink_init(Shrink *self) { self->factor = 1; }

GstElement *shrink_new(int width, int height) {
  if (!gst_element_register(NULL, "pipitshrink", GST_RANK_NONE, shrink_get_type())) {
    return NULL;
  }
  GstElement *element = gst_element_factory_make("pipitshrink", NULL);
  if (element != NULL) {
    ((Shrink *)element)->box_width = width;
    ((Shrink *)element)->box_height = height;
  }
  return element;
}
