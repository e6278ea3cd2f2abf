"""A network camera: shows images in turn over RTSP. Arguments: port (0: any) and images; prints its port."""

import sys

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

STREAM = (
    '( multifilesrc location="{images}" loop=true caps="image/jpeg,framerate=1/3" ! jpegdec ! videorate'
    " ! video/x-raw,framerate=5/1 ! identity sync=true ! jpegenc ! rtpjpegpay name=pay0 pt=96 )"
)


def main() -> None:
    """Serves until it is killed."""
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(sys.argv[1])
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(STREAM.format(images=sys.argv[2]))
    factory.set_shared(True)
    server.get_mount_points().add_factory("/camera", factory)
    server.attach(None)
    print(server.get_bound_port(), flush=True)
    GLib.MainLoop().run()


main()
