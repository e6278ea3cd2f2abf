#include "pipeline.h"

#include <gst/app/gstappsink.h>
#include <gst/gst.h>
#include <gst/video/video.h>
#include <string.h>
#include <unistd.h>

#include "decoders.h"
#include "lateness.h"
#include "pace.h"
#include "records.h"
#include "shrink.h"
#include "source.h"
#include "stream.h"

enum { EXIT_ENDED = 0, EXIT_FAILED = 1 };

// No frame that is older leaves the decoder.
static const gint64 MAX_AGE = 2 * GST_SECOND;

// So long nothing but old frames may come, and so long a hardware decoder may give nothing for what it gets.
static const gint64 PATIENCE = 5 * GST_SECOND;

// So many frames no decoder needs to give the first.
enum { MAX_REORDERED = 40 };

// For streams whose frames have no times at all, such as MJPEG without a container.
static const GstClockTime USUAL_INTERVAL = GST_SECOND / 25;

typedef struct {
  const Description *description;
  GstElement *pipeline;
  GstElement *shrink;
  GstElement *sink;
  GstPad *entry;  // decoded frames go there; NULL before the first
  GMainLoop *loop;
  RtpClock clock;
  Pace pace;
  Stream stream;
  GMutex lock;          // guards what follows: the streaming threads and the writer use it
  int width, height;    // of the decoded frame
  int par_n, par_d;     // its pixels' shape
  gboolean turned;      // whether it is shown turned by 90 degrees
  guint64 untimed;      // frames without a time of their own
  guint32 dropped;      // frames too old to be decoded or delivered
  Lateness lateness;
  gint64 old_since;     // key frames or decoded ones were left out since then, and nothing delivered; 0: there was none
  GstPad *hardware;     // what the hardware decoder in use takes in; NULL: none is in use
  gboolean keyed;       // it has had a key frame
  guint64 fed;          // frames that it got since its last one
  gint64 fed_at;        // when it got the last one
  gint64 given_at;      // when it gave the last one, or was chosen
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

static gint64 now_ns(void) { return g_get_monotonic_time() * 1000; }

// When a frame was captured by CLOCK_MONOTONIC; now where it has no time, or one that is not to be trusted. A network stream
// then has the time of its arrival already.
static gint64 capture_time(State *state, const GstSegment *segment, GstBuffer *buffer) {
  gint64 now = now_ns();
  GstClockTime running = gst_segment_to_running_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  GstClockTime base = gst_element_get_base_time(state->pipeline);
  gboolean distrusted = state->description->arrival && strcmp(state->description->source, "rtsp") != 0;
  if (distrusted || !GST_CLOCK_TIME_IS_VALID(running) || !GST_CLOCK_TIME_IS_VALID(base)) {
    return now;
  }
  return MIN(now, (gint64)(base + running) + rtp_clock_shift(&state->clock));
}

// Before the decoder

// How old a frame is at a pad; 0 where nothing is known.
static gint64 age_at(State *state, GstPad *pad, GstBuffer *buffer) {
  GstEvent *event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
  if (event == NULL) {
    return 0;
  }
  const GstSegment *segment;
  gst_event_parse_segment(event, &segment);
  gint64 age = now_ns() - capture_time(state, segment, buffer);
  gst_event_unref(event);
  return age;
}

// Counts an old frame that is left out though nothing else than its age is wrong with it. When there are only such ones for
// long, a new connection is better than waiting: what is in the network's buffers is lost with the old one.
static void too_old(State *state) {
  g_mutex_lock(&state->lock);
  state->dropped++;
  if (state->old_since == 0) {
    state->old_since = now_ns();
  }
  gboolean hopeless = now_ns() - state->old_since > PATIENCE;
  g_mutex_unlock(&state->lock);
  if (hopeless) {
    fail(state, "late", 0, "", "", "");
  }
}

static GstPadProbeReturn before_decoder(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  State *state = data;
  GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER(info);
  gint64 age = age_at(state, pad, buffer);
  gboolean key = !GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_DELTA_UNIT);
  g_mutex_lock(&state->lock);
  gboolean drop = lateness_skips(&state->lateness, key, age, now_ns());
  if (drop) {
    state->dropped += key ? 0 : 1;
  } else if (key || state->keyed) {  // what comes before the first key frame can't be decoded
    state->keyed = TRUE;
    state->fed++;
    state->fed_at = now_ns();
  }
  g_mutex_unlock(&state->lock);
  if (drop && key) {
    too_old(state);
  }
  return drop ? GST_PAD_PROBE_DROP : GST_PAD_PROBE_OK;
}

// Leaves out what is too old or comes too soon after the last one.
static GstPadProbeReturn thin_out(State *state, GstPad *pad, GstPadProbeInfo *info, gint64 max_age) {
  GstBuffer *buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
  GST_PAD_PROBE_INFO_DATA(info) = buffer;
  gboolean old = state->description->live && GST_BUFFER_PTS_IS_VALID(buffer) && age_at(state, pad, buffer) > max_age;
  g_mutex_lock(&state->lock);
  if (!GST_BUFFER_PTS_IS_VALID(buffer)) {
    GstClockTime passed = (GstClockTime)now_ns() - gst_element_get_base_time(state->pipeline);
    GST_BUFFER_PTS(buffer) = state->description->live ? passed : state->untimed++ * USUAL_INTERVAL;
  }
  gboolean takes = !old && pace_takes(&state->pace, (gint64)GST_BUFFER_PTS(buffer));
  g_mutex_unlock(&state->lock);
  if (old) {
    too_old(state);
  }
  return takes ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static GstPadProbeReturn before_image_decoder(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  return thin_out(data, pad, info, LATE_AGE);
}

// Whether the decoder that was plugged in is one that the description allows; says so otherwise.
static void check_choice(State *state, GstElementFactory *factory) {
  const char *hardware, *parser;
  if (strcmp(state->description->decoder, "hardware") == 0 && !decoder_is_hardware(factory) &&
      decoder_has_better(factory, &hardware, &parser)) {
    fail(state, "no-hardware", 0, hardware, GST_OBJECT_NAME(factory), parser);
  }
}

// A decoder has been plugged in somewhere below.
static void element_added(GstBin *bin, GstBin *parent, GstElement *element, gpointer data) {
  (void)bin;
  (void)parent;
  State *state = data;
  GstElementFactory *factory = gst_element_get_factory(element);
  if (factory == NULL || !decoder_is_one(factory)) {
    return;
  }
  const char *name = GST_OBJECT_NAME(factory);
  gboolean hardware = decoder_is_hardware(factory);
  const char *texts[] = {name, hardware ? "hardware" : "software"};
  record_write_texts(RECORD_DECODER, texts, G_N_ELEMENTS(texts));
  check_choice(state, factory);
  GstPad *pad = gst_element_get_static_pad(element, "sink");
  if (pad == NULL) {
    return;
  }
  stream_decoder(&state->stream, pad);
  // Each JPEG stands for itself, so that what is not needed need not be decoded.
  if (strstr(name, "jpeg") != NULL) {
    state->paced_early = TRUE;
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, before_image_decoder, state, NULL);
  } else if (state->description->live) {
    g_mutex_lock(&state->lock);
    g_clear_object(&state->hardware);
    state->hardware = hardware ? gst_object_ref(pad) : NULL;
    state->given_at = now_ns();
    state->fed = 0;
    state->keyed = FALSE;
    g_mutex_unlock(&state->lock);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, before_decoder, state, NULL);
  }
  gst_object_unref(pad);
}

// Behind the decoder

static GstPadProbeReturn after_decoder(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  State *state = data;
  g_mutex_lock(&state->lock);
  state->fed = 0;
  state->given_at = now_ns();
  g_mutex_unlock(&state->lock);
  return state->paced_early ? GST_PAD_PROBE_OK : thin_out(state, pad, info, MAX_AGE);
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

// Notes the decoded frame's size, and says of its pixels' shape what the description says.
static GstEvent *note_caps(State *state, GstEvent *event) {
  const Description *description = state->description;
  GstCaps *caps;
  gst_event_parse_caps(event, &caps);
  GstVideoInfo video;
  if (!gst_video_info_from_caps(&video, caps)) {
    return event;
  }
  stream_frames(&state->stream, &video);
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
  gint64 time = state->description->live ? capture_time(state, segment, buffer) : now_ns();
  if (now_ns() - time > MAX_AGE) {
    gst_video_frame_unmap(&frame);
    too_old(state);
    return TRUE;
  }
  GstClockTime stream = gst_segment_to_stream_time(segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  g_mutex_lock(&state->lock);
  guint32 shown_width = (guint32)gst_util_uint64_scale_round(state->width, state->par_n, state->par_d);
  guint32 shown_height = (guint32)state->height;
  gboolean turned = state->turned;
  guint32 dropped = state->dropped;
  state->dropped = 0;
  state->old_since = 0;
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
      .time = time,
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

static GstCaps *delivered_caps(const Description *description) {
  return gst_caps_new_simple("video/x-raw", "format", G_TYPE_STRING, "RGB", "width", GST_TYPE_INT_RANGE, 16,
                             MAX(17, description->max_width), "height", GST_TYPE_INT_RANGE, 16,
                             MAX(17, description->max_height), NULL);
}

// Behind a hardware decoder its board's image processor scales and converts, where GStreamer has it: what comes after it
// finds nothing left to do. Returns the pad for decoded frames.
static GstPad *add_image_processor(State *state) {
  gboolean turned = strcmp(state->description->rotate, "90") == 0 || strcmp(state->description->rotate, "270") == 0;
  GstElement *convert =
      state->hardware == NULL || turned ? NULL : gst_element_factory_make("v4l2convert", NULL);
  if (convert == NULL) {
    return gst_element_get_static_pad(state->shrink, "sink");
  }
  GstElement *filter = gst_element_factory_make("capsfilter", NULL);
  GstCaps *caps = delivered_caps(state->description);
  g_object_set(filter, "caps", caps, NULL);
  gst_caps_unref(caps);
  gst_bin_add_many(GST_BIN(state->pipeline), convert, filter, NULL);
  gst_element_link_many(convert, filter, state->shrink, NULL);
  gst_element_sync_state_with_parent(filter);
  gst_element_sync_state_with_parent(convert);
  return gst_element_get_static_pad(convert, "sink");
}

static void on_video(GstPad *pad, gpointer data) {
  State *state = data;
  if (state->entry == NULL) {
    state->entry = add_image_processor(state);
    gst_pad_add_probe(state->entry, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, note_events, state, NULL);
    gst_pad_add_probe(state->entry, GST_PAD_PROBE_TYPE_BUFFER, after_decoder, state, NULL);
  }
  GstPad *sink = state->entry;
  if (!gst_pad_is_linked(sink)) {
    state->has_video = TRUE;
    GstPadLinkReturn linked = gst_pad_link(pad, sink);
    if (GST_PAD_LINK_FAILED(linked)) {
      fail(state, "no-link", linked, "", gst_pad_link_get_name(linked), "");
    }
  }
}

// Notices a hardware decoder that takes frames and gives none, or does not even take them.
static gboolean check_decoder(gpointer data) {
  State *state = data;
  g_mutex_lock(&state->lock);
  gint64 now = now_ns();
  GstPad *pad = state->hardware == NULL ? NULL : gst_object_ref(state->hardware);
  gboolean silent = state->fed > 0 && now - state->given_at > PATIENCE;
  gboolean starved = now - state->fed_at > PATIENCE;
  gboolean enough = state->fed > MAX_REORDERED;
  g_mutex_unlock(&state->lock);
  if (pad == NULL) {
    return G_SOURCE_CONTINUE;
  }
  gboolean busy = FALSE;
  if (silent && starved) {  // by the stream, or by itself: then it still has the last frame's call
    busy = !g_rec_mutex_trylock(GST_PAD_GET_STREAM_LOCK(pad));
    if (!busy) {
      g_rec_mutex_unlock(GST_PAD_GET_STREAM_LOCK(pad));
    }
  }
  GstElement *decoder = gst_pad_get_parent_element(pad);
  if (decoder != NULL && silent && (enough || busy)) {
    fail(state, "decoder-hangs", 0, GST_OBJECT_NAME(gst_element_get_factory(decoder)), "", "");
  }
  g_clear_object(&decoder);
  gst_object_unref(pad);
  return G_SOURCE_CONTINUE;
}

static void on_skipped(gpointer data) {
  State *state = data;
  g_mutex_lock(&state->lock);
  state->dropped++;
  g_mutex_unlock(&state->lock);
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
  state->turned = strcmp(description->rotate, "90") == 0 || strcmp(description->rotate, "270") == 0;
  // Where the stream itself may say that it is turned, the box that holds both ways is filled.
  gboolean unknown = strcmp(description->rotate, "auto") == 0;
  int longer = MAX(description->max_width, description->max_height);
  int across = unknown ? longer : state->turned ? description->max_height : description->max_width;
  int down = unknown ? longer : state->turned ? description->max_width : description->max_height;
  state->shrink = shrink_new(across, down);
  GstElement *scale = gst_element_factory_make("videoscale", NULL);
  GstElement *convert = gst_element_factory_make("videoconvert", NULL);
  GstElement *flip = gst_element_factory_make("videoflip", NULL);
  GstElement *filter = gst_element_factory_make("capsfilter", NULL);
  state->sink = gst_element_factory_make("appsink", NULL);
  const char *missing = state->shrink == NULL ? "pipitshrink"
                        : scale == NULL     ? "videoscale"
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
  GstCaps *caps = delivered_caps(description);
  gst_caps_set_simple(caps, "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, NULL);
  g_object_set(filter, "caps", caps, NULL);
  gst_caps_unref(caps);
  gboolean paced = !description->live && description->real_time;
  // A live camera's newest frame wins already here; a file's frames all count.
  g_object_set(state->sink, "sync", paced, "max-buffers", 1, "drop", description->live, "enable-last-sample", FALSE, NULL);
  gst_bin_add_many(GST_BIN(state->pipeline), state->shrink, scale, convert, flip, filter, state->sink, NULL);
  gst_element_link_many(state->shrink, scale, convert, flip, filter, state->sink, NULL);
  g_signal_connect(state->pipeline, "deep-element-added", G_CALLBACK(element_added), state);
  SourceListener listener = {on_video, on_no_video, on_skipped, state, &state->clock};
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
  g_mutex_init(&state.clock.lock);
  stream_init(&state.stream);
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
    g_timeout_add_seconds(1, check_decoder, &state);
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
  g_clear_object(&state.entry);
  g_clear_object(&state.hardware);
  stream_clear(&state.stream);
  if (state.status == EXIT_ENDED) {
    RecordHeader end = {.type = RECORD_END};
    record_write(&end, NULL);
  }
  return state.status;
}
