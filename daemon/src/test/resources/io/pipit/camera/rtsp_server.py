"""A network camera for tests: colour bars and a tone over RTSP, streams that lack something, and at /clock/GOP H.264 with a key
frame every so many frames, whose frames show their time; prints its port, which may be given, as may be USER and PASSWORD that it
asks for."""

import sys
import threading
import time

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

# VP8 says of no frame how long it lasts, and nothing of a frame rate.
TIMELESS = (
    "( videotestsrc is-live=true ! video/x-raw,width=320,height=240,framerate=15/1 ! vp8enc deadline=1"
    " ! rtpvp8pay name=pay0 pt=96 )"
)
LARGE = (
    "( videotestsrc is-live=true ! video/x-raw,format=I420,width=1920,height=1080,framerate=10/1"
    " ! jpegenc ! rtpjpegpay name=pay0 pt=26 )"
)
SOUND = "( audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay0 pt=8 )"
# 25 frames a second, each made when it is sent.
CLOCK = (
    "( appsrc name=source is-live=true do-timestamp=true format=time leaky-type=downstream"
    " caps=video/x-raw,format=I420,width=320,height=240,framerate=25/1"
    " ! openh264enc gop-size=%d complexity=low ! rtph264pay name=pay0 pt=96 config-interval=-1 )"
)
STREAM = (
    "( videotestsrc is-live=true ! video/x-raw,format=I420,width=640,height=480,framerate=10/1"
    " ! jpegenc ! rtpjpegpay name=pay1 pt=96"
    " audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! alawenc"
    " ! rtppcmapay name=pay0 pt=8 )"
)


def clock_frame() -> bytes:
    """Sixteen bars of 20 pixels: the bits of the monotonic time in ms, the highest first, white for 1."""
    millis = time.monotonic_ns() // 1_000_000
    row = b"".join(bytes([235 if millis >> (15 - i) & 1 else 16]) * 20 for i in range(16))
    return row * 240 + bytes([128]) * (320 * 240 // 2)


def show_time(source: Gst.Element) -> None:
    while source.emit("push-buffer", Gst.Buffer.new_wrapped(clock_frame())) == Gst.FlowReturn.OK:
        time.sleep(0.04)


def configure_clock(_: GstRtspServer.RTSPMediaFactory, media: GstRtspServer.RTSPMedia) -> None:
    source = media.get_element().get_child_by_name("source")
    threading.Thread(target=show_time, args=(source,), daemon=True).start()


def ask_for(server: GstRtspServer.RTSPServer, factory: GstRtspServer.RTSPMediaFactory, user: str, password: str) -> None:
    auth, token = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)
    role = "user, media.factory.access=(boolean)true, media.factory.construct=(boolean)true"
    factory.add_role_from_structure(Gst.Structure.new_from_string(role))


def main() -> None:
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(sys.argv[1] if len(sys.argv) > 1 else "0")
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(STREAM)
    if len(sys.argv) > 3:
        ask_for(server, factory, *sys.argv[2:4])
    server.get_mount_points().add_factory("/camera", factory)
    for path, launch in (("/timeless", TIMELESS), ("/large", LARGE), ("/sound", SOUND)):
        other = GstRtspServer.RTSPMediaFactory()
        other.set_launch(launch)
        server.get_mount_points().add_factory(path, other)
    for gop in (1, 25, 250):
        clock = GstRtspServer.RTSPMediaFactory()
        clock.set_launch(CLOCK % gop)
        clock.connect("media-configure", configure_clock)
        server.get_mount_points().add_factory(f"/clock/{gop}", clock)
    server.attach(None)
    print(server.get_bound_port(), flush=True)
    GLib.MainLoop().run()


main()
