// A plugin of GStreamer's for tests: a "hardware" decoder v4l2h264dec, which takes what a board's takes and gives grey frames,
// and an image processor v4l2convert, which is done in software. The environment variable STAND_IN says how the decoder fares:
// works, or fails, hangs or swallows after 20 frames; the processor writes the file STAND_IN_MARK.
#include <gst/video/gstvideodecoder.h>
#include <string.h>

typedef GstVideoDecoder StandInDecoder;
typedef GstVideoDecoderClass StandInDecoderClass;
G_DEFINE_TYPE(StandInDecoder, stand_in_decoder, GST_TYPE_VIDEO_DECODER)

static GstStaticPadTemplate encoded = GST_STATIC_PAD_TEMPLATE(
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS("video/x-h264,stream-format=byte-stream,alignment=au"));
static GstStaticPadTemplate decoded =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(GST_VIDEO_CAPS_MAKE("I420")));

static gboolean set_format(GstVideoDecoder *decoder, GstVideoCodecState *state) {
  gst_video_codec_state_unref(gst_video_decoder_set_output_state(
      decoder, GST_VIDEO_FORMAT_I420, GST_VIDEO_INFO_WIDTH(&state->info), GST_VIDEO_INFO_HEIGHT(&state->info), state));
  return gst_video_decoder_negotiate(decoder);
}

static GstFlowReturn handle_frame(GstVideoDecoder *decoder, GstVideoCodecFrame *frame) {
  static int frames;
  const char *fate = g_getenv("STAND_IN");
  gboolean late = ++frames > 20;
  if (late && g_strcmp0(fate, "fails") == 0) {
    gst_video_codec_frame_unref(frame);
    GST_ELEMENT_ERROR(decoder, STREAM, DECODE, ("The stand-in is broken"), (NULL));
    return GST_FLOW_ERROR;
  }
  while (late && g_strcmp0(fate, "hangs") == 0) {
    g_usleep(100000);
  }
  if (late && g_strcmp0(fate, "swallows") == 0) {
    gst_video_decoder_release_frame(decoder, frame);
    return GST_FLOW_OK;
  }
  if (gst_video_decoder_allocate_output_frame(decoder, frame) != GST_FLOW_OK) {
    return GST_FLOW_ERROR;
  }
  gst_buffer_memset(frame->output_buffer, 0, (guint8)(100 + frames % 50), gst_buffer_get_size(frame->output_buffer));
  return gst_video_decoder_finish_frame(decoder, frame);
}

static void stand_in_decoder_class_init(StandInDecoderClass *class) {
  class->set_format = set_format;
  class->handle_frame = handle_frame;
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &encoded);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &decoded);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Stand-in", "Codec/Decoder/Video/Hardware", "For tests",
                                        "Pipit");
}

static void stand_in_decoder_init(StandInDecoder *decoder) { gst_video_decoder_set_packetized(decoder, TRUE); }

typedef GstBin StandInConvert;
typedef GstBinClass StandInConvertClass;
G_DEFINE_TYPE(StandInConvert, stand_in_convert, GST_TYPE_BIN)

static void stand_in_convert_class_init(StandInConvertClass *class) {
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Stand-in", "Filter/Converter/Video/Scaler", "For tests",
                                        "Pipit");
}

static void stand_in_convert_init(StandInConvert *bin) {
  const char *mark = g_getenv("STAND_IN_MARK");
  if (mark != NULL) {
    g_file_set_contents(mark, "", 0, NULL);
  }
  GstElement *scale = gst_element_factory_make("videoscale", NULL);
  GstElement *convert = gst_element_factory_make("videoconvert", NULL);
  gst_bin_add_many(bin, scale, convert, NULL);
  gst_element_link(scale, convert);
  GstPad *sink = gst_element_get_static_pad(scale, "sink");
  GstPad *src = gst_element_get_static_pad(convert, "src");
  gst_element_add_pad(GST_ELEMENT(bin), gst_ghost_pad_new("sink", sink));
  gst_element_add_pad(GST_ELEMENT(bin), gst_ghost_pad_new("src", src));
  gst_object_unref(sink);
  gst_object_unref(src);
}

static gboolean init(GstPlugin *plugin) {
  return gst_element_register(plugin, "v4l2h264dec", GST_RANK_PRIMARY + 1, stand_in_decoder_get_type()) &&
         gst_element_register(plugin, "v4l2convert", GST_RANK_NONE, stand_in_convert_get_type());
}

#define PACKAGE "pipit"
GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, standin, "For tests", init, "1", "Proprietary", "Pipit", "pipit")
