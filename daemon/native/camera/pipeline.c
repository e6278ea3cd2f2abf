#include "pipeline.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <string.h>
#include <unistd.h>

#include "pace.h"
#include "records.h"
#include "source.h"

enum { EXIT_ENDED = 0, EXIT_FAILED = 1 };

// A frame of a live source that is older before its decoder is left out, up to the next key frame: an answer about the past
// is of no use.
static const GstClockTime MAX_AGE = GST_SECOND;

// For streams whose frames have no times at all, such as MJPEG without a container.
static const GstClockTime USUAL_INTERVAL = GST_SECOND / 25;

typedef struct {
  const Description *description;
  GstElement *pipeline;
  GstElement *scale;
  GstElement *sink;
  GMainLoop *loop;
  Pace pace;
  GMutex lock;          // guards what follows: the streaming threads and the writer use it
  int width, height;    // of the decoded picture
  int par_n, par_d;     // its pixels' shape
  gboolean turned;      // whether it is shown turned by 90 degrees
  guint64 untimed;      // frames without a time of their own
  guint32 dropped;      // frames too old to be decoded
  gboolean late;        // waiting for a key frame
  gboolean has_video;
  gboolean paced_early;  // frames are dropped before the decoder
  gboolean stopping;    // the pipeline is to end
  GCond stop;           // signalled then
  int status;
} State;

static void fail(State *state, const char *domain, int code, const char *element, const char *message, const char *debug) {
  char number[16];
  g_snprintf(number, sizeof number, "%d", code);
  const char *texts[] = {domain, number, element, message, debug};
  record_write_texts(RECORD_ERROR, texts, G_N_ELEMENTS(texts));
  state->status = EXIT_FAILED;
  g_main_loop_quit(state->loop);
}

// Times

// When a frame was captured by CLOCK_MONOTONIC; now where its own time makes no sense.
static gint64 capture_time(State *state, const GstSegment *segment, GstBuffer *buffer) {
  gint64 now = g_get_monotonic_time() * 1000;
  GstClockTime running = gst_segment_to_running_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  GstClockTime base = gst_element_get_base_time(state->pipeline);
  if (!GST_CLOCK_TIME_IS_VALID(running) || !GST_CLOCK_TIME_IS_VALID(base)) {
    return now;
  }
  gint64 time = (gint64)(base + running);
  return time > now || now - time > 60 * (gint64)GST_SECOND ? now : time;
}

// Before the decoder

static gboolean is_key_frame(GstBuffer *buffer) { return !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT); }

static GstPadProbeReturn before_decoder(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  State *state = data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  GstEvent *event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
  if (event == NULL || !GST_BUFFER_PTS_IS_VALID(buffer)) {
    g_clear_pointer(&event, gst_event_unref);
    return GST_PAD_PROBE_OK;
  }
  const GstSegment *segment;
  gst_event_parse_segment(event, &segment);
  gint64 age = g_get_monotonic_time() * 1000 - capture_time(state, segment, buffer);
  gst_event_unref(event);
  g_mutex_lock(&state->lock);
  if (is_key_frame(buffer)) {
    state->late = age > (gint64)MAX_AGE && state->late;
  }
  if (age > (gint64)MAX_AGE) {
    state->late = TRUE;
  }
  // A key frame is decoded however old it is: with ever older ones there would be none at all.
  gboolean drop = state->late && !is_key_frame(buffer);
  state->dropped += drop ? 1 : 0;
  g_mutex_unlock(&state->lock);
  return drop ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

static GstPadProbeReturn pace(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  State *state = data;
  GstBuffer *buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
  GST_PAD_PROBE_INFO_DATA(info) = buffer;
  g_mutex_lock(&state->lock);
  if (!GST_BUFFER_PTS_IS_VALID(buffer)) {
    GstClockTime passed = (g_get_monotonic_time() * 1000) - gst_element_get_base_time(state->pipeline);
    GST_BUFFER_PTS(buffer) = state->description->live ? passed : state->untimed++ * USUAL_INTERVAL;
  }
  gboolean takes = pace_takes(&state->pace, (gint64)GST_BUFFER_PTS(buffer));
  g_mutex_unlock(&state->lock);
  (void)pad;
  return takes ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static gboolean is_video_decoder(GstElement *element) {
  GstElementFactory *factory = gst_element_get_factory(element);
  return factory != NULL && gst_element_factory_list_is_type(
                                factory, GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO |
                                             GST_ELEMENT_FACTORY_TYPE_MEDIA_IMAGE);
}

// A decoder has been plugged in somewhere below.
static void element_added(GstBin *bin, GstBin *parent, GstElement *element, gpointer data) {
  (void)bin;
  (void)parent;
  State *state = data;
  if (!is_video_decoder(element)) {
    return;
  }
  GstElementFactory *factory = gst_element_get_factory(element);
  const char *name = GST_OBJECT_NAME(factory);
  record_write_texts(RECORD_DECODER, &name, 1);
  GstPad *pad = gst_element_get_static_pad(element, "sink");
  if (pad == NULL) {
    return;
  }
  // Each JPEG stands for itself, so that what is not needed need not be decoded.
  if (strstr(name, "jpeg") != NULL) {
    state->paced_early = TRUE;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, pace, state, NULL);
  } else if (state->description->live) {
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, before_decoder, state, NULL);
  }
  gst_object_unref(pad);
}

// Behind the decoder

static GstPadProbeReturn after_decoder(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  State *state = data;
  return state->paced_early ? GST_PAD_PROBE_OK : pace(pad, info, data);
}

static void note_orientation(State *state, GstTagList *tags) {
  char *orientation = NULL;
  if (gst_tag_list_get_string(tags, GST_TAG_IMAGE_ORIENTATION, &orientation)) {
    g_mutex_lock(&state->lock);
    state->turned = strstr(orientation, "90") != NULL || strstr(orientation, "270") != NULL;
    g_mutex_unlock(&state->lock);
    g_free(orientation);
  }
}

// Notes the decoded picture's size, and says of its pixels' shape what the description says.
static GstEvent *note_caps(State *state, GstEvent *event) {
  const Description *description = state->description;
  GstCaps *caps;
  gst_event_parse_caps(event, &caps);
  GstVideoInfo video;
  if (!gst_video_info_from_caps(&video, caps)) {
    return event;
  }
  g_mutex_lock(&state->lock);
  state->width = GST_VIDEO_INFO_WIDTH(&video);
  state->height = GST_VIDEO_INFO_HEIGHT(&video);
  state->par_n = GST_VIDEO_INFO_PAR_N(&video);
  state->par_d = GST_VIDEO_INFO_PAR_D(&video);
  if (description->aspect_width > 0 && description->aspect_height > 0) {
    state->par_n = description->aspect_width * state->height;
    state->par_d = description->aspect_height * state->width;
    caps = gst_caps_copy(caps);
    gst_caps_set_simple(caps, "pixel-aspect-ratio", GST_TYPE_FRACTION, state->par_n, state->par_d, NULL);
    GstEvent *other = gst_event_new_caps(caps);
    gst_caps_unref(caps);
    gst_event_set_seqnum(other, gst_event_get_seqnum(event));
    gst_event_unref(event);
    event = other;
  }
  g_mutex_unlock(&state->lock);
  return event;
}

static GstPadProbeReturn note_events(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  (void)pad;
  State *state = data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
  if (GST_EVENT_TYPE(event) == GST_EVENT_CAPS) {
    GST_PAD_PROBE_INFO_DATA(info) = note_caps(state, event);
  } else if (GST_EVENT_TYPE(event) == GST_EVENT_TAG && strcmp(state->description->rotate, "auto") == 0) {
    GstTagList *tags;
    gst_event_parse_tag(event, &tags);
    note_orientation(state, tags);
  }
  return GST_PAD_PROBE_OK;
}

// Frames to the standard output

static gboolean write_sample(State *state, GstSample *sample) {
  GstBuffer *buffer = gst_sample_get_buffer(sample);
  GstVideoInfo video;
  GstVideoFrame frame;
  if (buffer == NULL || !gst_video_info_from_caps(&video, gst_sample_get_caps(sample)) ||
      !gst_video_frame_map(&frame, &video, buffer, GST_MAP_READ)) {
    return TRUE;
  }
  const GstSegment *segment = gst_sample_get_segment(sample);
  GstClockTime stream = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  g_mutex_lock(&state->lock);
  guint32 shown_width = (guint32)gst_util_uint64_scale_round(state->width, state->par_n, state->par_d);
  guint32 shown_height = (guint32)state->height;
  gboolean turned = state->turned;
  guint32 dropped = state->dropped;
  state->dropped = 0;
  g_mutex_unlock(&state->lock);
  guint32 stride = (guint32)GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0);
  RecordHeader header = {
      .type = RECORD_FRAME,
      .payload = stride * (guint32)GST_VIDEO_FRAME_HEIGHT(&frame),
      .width = (guint32)GST_VIDEO_FRAME_WIDTH(&frame),
      .height = (guint32)GST_VIDEO_FRAME_HEIGHT(&frame),
      .stride = stride,
      .shown_width = MAX(1, turned ? shown_height : shown_width),
      .shown_height = MAX(1, turned ? shown_width : shown_height),
      .time = state->description->live ? capture_time(state, segment, buffer) : g_get_monotonic_time() * 1000,
      .stream_time = GST_CLOCK_TIME_IS_VALID(stream) ? (gint64)stream : -1,
      .dropped = dropped,
  };
  gboolean written = record_write(&header, GST_VIDEO_FRAME_PLANE_DATA(&frame, 0));
  gst_video_frame_unmap(&frame);
  return written;
}

// An answer with a single image is at its end: the next one is asked for after a while. FALSE: there is to be none.
static gboolean ask_again(State *state) {
  if (state->description->interval == 0) {
    return FALSE;
  }
  gint64 until = g_get_monotonic_time() + (gint64)(state->description->interval * G_USEC_PER_SEC);
  g_mutex_lock(&state->lock);
  while (!state->stopping && g_cond_wait_until(&state->stop, &state->lock, until)) {
  }
  gboolean goes_on = !state->stopping;
  state->has_video = FALSE;
  state->pace.begun = FALSE;
  g_mutex_unlock(&state->lock);
  if (goes_on) {
    gst_element_set_state(state->pipeline, GST_STATE_READY);
    gst_element_set_state(state->pipeline, GST_STATE_PLAYING);
  }
  return goes_on;
}

static gpointer write_frames(gpointer data) {
  State *state = data;
  for (;;) {
    GstSample *sample = gst_app_sink_pull_sample(GST_APP_SINK(state->sink));
    if (sample == NULL) {  // the end, or the pipeline was stopped
      if (ask_again(state)) {
        continue;
      }
      g_main_loop_quit(state->loop);
      return NULL;
    }
    gboolean written = write_sample(state, sample);
    gst_sample_unref(sample);
    if (!written) {
      g_main_loop_quit(state->loop);
      return NULL;
    }
  }
}

// Life

// Pipit holds the other end of the standard input: when it is closed, nobody wants frames any more.
static gboolean input_closed(GIOChannel *channel, GIOCondition condition, gpointer data) {
  (void)channel;
  (void)condition;
  g_main_loop_quit(((State *)data)->loop);
  return G_SOURCE_REMOVE;
}

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer data) {
  (void)bus;
  State *state = data;
  if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
    GError *error;
    char *debug;
    gst_message_parse_error(message, &error, &debug);
    GstElementFactory *factory =
        GST_IS_ELEMENT(GST_MESSAGE_SRC(message)) ? gst_element_get_factory(GST_ELEMENT(GST_MESSAGE_SRC(message))) : NULL;
    fail(state, g_quark_to_string(error->domain), error->code, factory == NULL ? "" : GST_OBJECT_NAME(factory),
         error->message, debug);
    g_error_free(error);
    g_free(debug);
  } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ELEMENT && gst_message_has_name(message, "missing-plugin")) {
    const GstStructure *structure = gst_message_get_structure(message);
    const char *name = gst_structure_get_string(structure, "name");
    fail(state, "missing-plugin", 0, "", name == NULL ? "" : name, "");
  }
  return G_SOURCE_CONTINUE;
}

static void on_no_video(gpointer data) {
  State *state = data;
  if (!state->has_video) {
    fail(state, "no-video", 0, "", "", "");
  }
}

static void on_video(GstPad *pad, gpointer data) {
  State *state = data;
  GstPad *sink = gst_element_get_static_pad(state->scale, "sink");
  if (!gst_pad_is_linked(sink)) {
    state->has_video = TRUE;
    GstPadLinkReturn linked = gst_pad_link(pad, sink);
    if (GST_PAD_LINK_FAILED(linked)) {
      fail(state, "no-link", linked, "", gst_pad_link_get_name(linked), "");
    }
  }
  gst_object_unref(sink);
}

static const char *direction(const char *rotate) {
  if (strcmp(rotate, "90") == 0) {
    return "90r";
  }
  if (strcmp(rotate, "180") == 0) {
    return "180";
  }
  if (strcmp(rotate, "270") == 0) {
    return "90l";
  }
  return strcmp(rotate, "flip") == 0 ? "vert" : strcmp(rotate, "auto") == 0 ? "auto" : "identity";
}

static gboolean build(State *state) {
  const Description *description = state->description;
  state->scale = gst_element_factory_make("videoscale", NULL);
  GstElement *convert = gst_element_factory_make("videoconvert", NULL);
  GstElement *flip = gst_element_factory_make("videoflip", NULL);
  GstElement *filter = gst_element_factory_make("capsfilter", NULL);
  state->sink = gst_element_factory_make("appsink", NULL);
  const char *missing = state->scale == NULL ? "videoscale"
                        : convert == NULL    ? "videoconvert"
                        : flip == NULL       ? "videoflip"
                        : filter == NULL     ? "capsfilter"
                        : state->sink == NULL ? "appsink"
                                              : NULL;
  if (missing != NULL) {
    fail(state, "missing-element", 0, missing, missing, "");
    return FALSE;
  }
  gst_util_set_object_arg(G_OBJECT(flip), "video-direction", direction(description->rotate));
  state->turned = strcmp(description->rotate, "90") == 0 || strcmp(description->rotate, "270") == 0;
  GstCaps *caps = gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, "RGB", "pixel-aspect-ratio",
                                      GST_TYPE_FRACTION, 1, 1, "width", GST_TYPE_INT_RANGE, 16, MAX(17, description->max_width),
                                      "height", GST_TYPE_INT_RANGE, 16, MAX(17, description->max_height), NULL);
  g_object_set(filter, "caps", caps, NULL);
  gst_caps_unref(caps);
  gboolean paced = !description->live && description->real_time;
  // A live camera's newest frame wins already here; a file's frames all count.
  g_object_set(state->sink, "sync", paced, "max-buffers", 1, "drop", description->live, "enable-last-sample", FALSE, NULL);
  gst_bin_add_many(GST_BIN(state->pipeline), state->scale, convert, flip, filter, state->sink, NULL);
  gst_element_link_many(state->scale, convert, flip, filter, state->sink, NULL);
  GstPad *pad = gst_element_get_static_pad(state->scale, "sink");
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, note_events, state, NULL);
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, after_decoder, state, NULL);
  gst_object_unref(pad);
  g_signal_connect(state->pipeline, "deep-element-added", G_CALLBACK(element_added), state);
  SourceListener listener = {on_video, on_no_video, state};
  const char *absent = source_add(GST_BIN(state->pipeline), description, &listener);
  if (absent != NULL) {
    fail(state, "missing-element", 0, absent, absent, "");
    return FALSE;
  }
  return TRUE;
}

int pipeline_run(const Description *description) {
  State state = {.description = description, .par_n = 1, .par_d = 1, .status = EXIT_ENDED};
  g_mutex_init(&state.lock);
  g_cond_init(&state.stop);
  pace_init(&state.pace, description->fps);
  state.loop = g_main_loop_new(NULL, FALSE);
  state.pipeline = gst_pipeline_new(NULL);
  // The clock of System.nanoTime in Java, so that frames' times can be compared with it.
  GstClock *clock = gst_system_clock_obtain();
  gst_pipeline_use_clock(GST_PIPELINE(state.pipeline), clock);
  gst_object_unref(clock);
  GThread *writer = NULL;
  if (build(&state)) {
    GstBus *bus = gst_element_get_bus(state.pipeline);
    gst_bus_add_watch(bus, on_message, &state);
    gst_object_unref(bus);
    GIOChannel *input = g_io_channel_unix_new(STDIN_FILENO);
    g_io_add_watch(input, G_IO_HUP | G_IO_ERR | G_IO_NVAL, input_closed, &state);
    g_io_channel_unref(input);
    gst_element_set_state(state.pipeline, GST_STATE_PLAYING);
    writer = g_thread_new("writer", write_frames, &state);  // the sink gives nothing before it is started
    g_main_loop_run(state.loop);
  }
  g_mutex_lock(&state.lock);
  state.stopping = TRUE;
  g_cond_signal(&state.stop);
  g_mutex_unlock(&state.lock);
  gst_element_set_state(state.pipeline, GST_STATE_NULL);
  if (writer != NULL) {
    g_thread_join(writer);
  }
  if (state.status == EXIT_ENDED) {
    RecordHeader end = {.type = RECORD_END};
    record_write(&end, NULL);
  }
  return state.status;
}
