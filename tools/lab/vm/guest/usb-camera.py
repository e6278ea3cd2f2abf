"""Plays a USB camera on a device of v4l2loopback: gives it files as they are, one after the other, again and again.

Usage: usb-camera.py DEVICE FORMAT WIDTH HEIGHT FPS FILE...; FORMAT is the kernel's name in four letters: MJPG, H264.
GStreamer's v4l2sink can't do this here: it takes such frames by parsers alone, which are in gstreamer1.0-plugins-bad.
"""

import fcntl
import os
import struct
import sys
import time
from pathlib import Path

VIDEO_OUTPUT = 2
FIELD_NONE = 1

# struct v4l2_format of 64 bits: the type; then width, height, pixelformat and field, and the rest of a union of 200 bytes.
FORMAT = struct.Struct("=I4xII4sI184x")
VIDIOC_S_FMT = 0xC0000000 | FORMAT.size << 16 | ord("V") << 8 | 5

device, kind, width, height, fps, *files = sys.argv[1:]
frames = [Path(file).read_bytes() for file in files]
camera = os.open(device, os.O_RDWR)
wanted = (VIDEO_OUTPUT, int(width), int(height), kind.encode(), FIELD_NONE)
given = FORMAT.unpack(fcntl.ioctl(camera, VIDIOC_S_FMT, FORMAT.pack(*wanted)))
if given != wanted:
    sys.exit(f"{device} does not take {wanted}, but {given}")
while True:
    for frame in frames:
        if os.write(camera, frame) != len(frame):
            sys.exit(f"{device} does not take a whole frame of {len(frame)} bytes")
        time.sleep(1 / float(fps))
