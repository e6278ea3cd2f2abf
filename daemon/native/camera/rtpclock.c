#include "rtpclock.h"

// Quartz is off by 100 ppm at most; a camera's clock that runs slower than ours by more than this looks like a growing delay.
enum { DRIFT_PPM = 500 };

gint64 rtp_clock_time(RtpClock *clock, guint32 timestamp, guint rate, gint64 now) {
  g_mutex_lock(&clock->lock);
  gint64 step = clock->begun ? (gint32)(timestamp - clock->timestamp) : 0;
  // Frames may be sent out of order, but not by a second: the camera has set its clock, or begun again.
  if (!clock->begun || step < -(gint64)rate) {
    clock->origin = now - (clock->offset - clock->origin);  // frames on their way keep their shift
    clock->offset = now;
    clock->units = step = 0;
    clock->begun = TRUE;
    clock->now = now;
  }
  clock->timestamp = timestamp;
  clock->units += step;
  gint64 stream = (gint64)gst_util_uint64_scale(ABS(clock->units), GST_SECOND, rate) * (clock->units < 0 ? -1 : 1);
  // The fastest packet tells the offset: none comes before it is sent.
  clock->offset = MIN(clock->offset + (now - clock->now) / 1000000 * DRIFT_PPM, now - stream);
  clock->now = now;
  gint64 time = stream + clock->origin;
  g_mutex_unlock(&clock->lock);
  return time;
}

gint64 rtp_clock_shift(RtpClock *clock) {
  g_mutex_lock(&clock->lock);
  gint64 shift = clock->offset - clock->origin;
  g_mutex_unlock(&clock->lock);
  return shift;
}

static gboolean read_timestamp(GstBuffer *packet, guint32 *timestamp) {
  guint8 header[8];
  if (gst_buffer_extract(packet, 0, header, sizeof header) != sizeof header) {
    return FALSE;
  }
  *timestamp = GST_READ_UINT32_BE(header + 4);
  return TRUE;
}

static guint clock_rate(GstPad *pad) {
  GstCaps *caps = gst_pad_get_current_caps(pad);
  int rate = 0;
  if (caps != NULL) {
    gst_structure_get_int(gst_caps_get_structure(caps, 0), "clock-rate", &rate);
    gst_caps_unref(caps);
  }
  return (guint)MAX(0, rate);
}

static GstPadProbeReturn set_time(GstPad *pad, GstPadProbeInfo *info, gpointer data) {
  GstBuffer *packet = GST_PAD_PROBE_INFO_BUFFER(info);
  guint32 timestamp;
  guint rate = clock_rate(pad);
  GstEvent *event = gst_pad_get_sticky_event(pad, GST_EVENT_SEGMENT, 0);
  GstElement *element = gst_pad_get_parent_element(pad);
  if (rate > 0 && event != NULL && element != NULL && read_timestamp(packet, &timestamp)) {
    const GstSegment *segment;
    gst_event_parse_segment(event, &segment);
    gint64 time = rtp_clock_time(data, timestamp, rate, g_get_monotonic_time() * 1000);
    gint64 running = MAX(0, time - (gint64)gst_element_get_base_time(element));
    guint64 position = gst_segment_position_from_running_time(segment, GST_FORMAT_TIME, (guint64)running);
    if (GST_CLOCK_TIME_IS_VALID(position)) {
      packet = gst_buffer_make_writable(packet);
      GST_BUFFER_PTS(packet) = GST_BUFFER_DTS(packet) = position;
      GST_PAD_PROBE_INFO_DATA(info) = packet;
    }
  }
  g_clear_pointer(&event, gst_event_unref);
  g_clear_object(&element);
  return GST_PAD_PROBE_OK;
}

void rtp_clock_attach(RtpClock *clock, GstPad *pad) {
  gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, set_time, clock, NULL);
}
