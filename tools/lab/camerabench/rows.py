"""The programs that are compared: what starts each, and how its frames are counted."""

from __future__ import annotations

import struct
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from camerabench import cpu
from camerabench.streams import Stream

# As daemon/native/camera/records.h has it: magic, type, payload, width, height, stride, shown size, times, dropped, reserved.
HEADER = struct.Struct("<8I2q4I")
MAGIC = 0x31435050
FRAME, ERROR, END, DECODER = 1, 2, 3, 4
# Frames are scaled to the network's width, as the daemon asks for them.
SIDE = 416
# How long a program may take for its first frame, and how much longer than planned for the others, on a busy machine.
START_S = 30.0
LATE_S = 15.0


class RowError(Exception):
    """Why a program could not be measured."""


@dataclass(frozen=True)
class Cost:
    """CPU ms per delivered frame by thread, frames per second, and the decoder where the program reports it."""

    threads: dict[str, float]
    fps: float
    decoder: str = ""

    @property
    def total(self) -> float:
        """CPU ms of all threads."""
        return sum(self.threads.values())


def size(stream: Stream) -> tuple[int, int]:
    """Width and height of a frame that is delivered."""
    return SIDE, SIDE * stream.height // stream.width


@dataclass(frozen=True)
class Feed:
    """A stream and where it is: a URL, or a file of frames that come at their times, as if from a USB camera."""

    stream: Stream
    place: str

    @property
    def url(self) -> bool:
        """Whether it comes over the network."""
        return not self.stream.usb

    def video(self) -> str:
        """The same for ffmpeg."""
        return self.place if self.url else str(Path(self.place).with_suffix(".mkv"))

    def elements(self) -> list[str]:
        """The source in GStreamer's words, up to what a decoder takes."""
        if self.url:
            return ["rtspsrc", f"location={self.place}", "latency=100", "drop-on-latency=false", "protocols=tcp"]
        return ["filesrc", f"location={self.place}", "!", "gdpdepay", "!", "identity", "sync=true"]


def description(feed: Feed) -> bytes:
    """What pipit-camera is asked to do, as the daemon asks it."""
    keys = {
        "source": "rtsp" if feed.url else "test",
        "location": feed.place if feed.url else " ".join(feed.elements()),
        "transport": "tcp",
        "live": 1,
        "fps": feed.stream.delivered_fps,
        "max_width": SIDE,
        "max_height": SIDE,
        "real_time": 0,
        "rotate": "auto",
        "decoder": "auto",
        "arrival": 0,
    }
    return b"".join(f"{key}={value}\0".encode() for key, value in keys.items()) + b"\0"


def decode_alone(feed: Feed) -> list[str]:
    """Receives and decodes a stream, and throws the frames away."""
    return ["gst-launch-1.0", "-q", *feed.elements(), "!", "decodebin", "!", "fakesink", "sync=false"]


def videorate(feed: Feed) -> list[str]:
    """Decodes every frame, and only then leaves out those that nobody wants."""
    width, height = size(feed.stream)
    caps = f"video/x-raw,format=RGB,width={width},height={height}"
    thin = ["!", "videorate", "drop-only=true", f"max-rate={feed.stream.delivered_fps}"]
    scale = ["!", "videoscale", "!", "videoconvert", "!", caps, "!", "fdsink", "fd=1"]
    return ["gst-launch-1.0", "-q", *feed.elements(), "!", "decodebin", *thin, *scale]


def frigate(feed: Feed) -> list[str]:
    """ffmpeg for Frigate's detect role, without hardware: its defaults and, for a network camera, preset-rtsp-generic."""
    width, height = size(feed.stream)
    fps = feed.stream.delivered_fps
    general = ["ffmpeg", "-hide_banner", "-loglevel", "warning", "-threads", "2"]
    times = ["-avoid_negative_ts", "make_zero", "-fflags", "+genpts+discardcorrupt"]
    network = ["-rtsp_transport", "tcp", "-timeout", "10000000", "-use_wallclock_as_timestamps", "1"]
    given = [*times, *(network if feed.url else ["-re"]), "-i", feed.video()]
    scale = ["-r", str(fps), "-vf", f"fps={fps},scale={width}:{height}"]
    return [*general, *given, *scale, "-threads", "2", "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:"]


class RecordReader:
    """Reads pipit-camera's records up to the next frame."""

    def __init__(self) -> None:
        self.decoder = ""

    def __call__(self, pipe: IO[bytes]) -> bool:
        """Returns whether there was a frame, False at the end."""
        while True:
            header = pipe.read(HEADER.size)
            if len(header) < HEADER.size:
                return False
            magic, kind, length = HEADER.unpack(header)[:3]
            if magic != MAGIC:
                raise RowError("pipit-camera writes records of another form; build Pipit again")
            payload = pipe.read(length)
            if kind == FRAME:
                return len(payload) == length
            if kind == ERROR:
                raise RowError(f"pipit-camera: {', '.join(filter(None, texts(payload)))}")
            if kind == DECODER:
                self.decoder = texts(payload)[0]


def texts(payload: bytes) -> list[str]:
    """The texts of a payload, each ended by a zero byte."""
    return [text.decode(errors="replace") for text in payload.split(b"\0")[:-1]]


def raw_reader(frame_bytes: int) -> Callable[[IO[bytes]], bool]:
    """Reads frames that follow each other without headers."""
    return lambda pipe: len(pipe.read(frame_bytes)) == frame_bytes


@dataclass(frozen=True)
class Window:
    """Seconds before the measurement, and of it."""

    warm_up: float
    seconds: float


def measure_frames(
    command: list[str], asked: bytes, read: Callable[[IO[bytes]], bool], stream: Stream, window: Window, log: Path
) -> Cost:
    """Counts a program's frames at its standard output, and what they cost between two of them."""
    before_count = round(window.warm_up * stream.delivered_fps)
    after_count = before_count + round(window.seconds * stream.delivered_fps)
    with log.open("ab") as errors:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
    assert process.stdin is not None and process.stdout is not None
    timer = threading.Timer(START_S + window.warm_up + window.seconds + LATE_S, process.kill)
    timer.start()
    try:
        process.stdin.write(asked)
        process.stdin.flush()
        for _ in range(before_count):
            expect_frame(read(process.stdout), command, log)
        begun, before = time.monotonic(), cpu.threads(process.pid)
        for _ in range(before_count, after_count):
            expect_frame(read(process.stdout), command, log)
        ended, after = time.monotonic(), cpu.threads(process.pid)
    finally:
        timer.cancel()
        process.kill()
        process.communicate()
    frames = after_count - before_count
    return cost(cpu.spent(before, after), frames, ended - begun)


def expect_frame(there: bool, command: list[str], log: Path) -> None:
    """Complains of a program that gives no frame more."""
    if not there:
        raise RowError(f"{Path(command[0]).name} gives no more frames; see {log}")


def measure_time(command: list[str], stream: Stream, window: Window, log: Path) -> Cost:
    """What a program costs that delivers nothing: by the frames that it would deliver in that time."""
    with log.open("ab") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors)
    try:
        # It starts as the others do, and their first frame comes about a second after that.
        time.sleep(window.warm_up + 1)
        begun, before = time.monotonic(), cpu.threads(process.pid)
        time.sleep(window.seconds)
        if process.poll() is not None:
            raise RowError(f"{command[0]} has ended; see {log}")
        ended, after = time.monotonic(), cpu.threads(process.pid)
    finally:
        process.kill()
        process.wait()
    return cost(cpu.spent(before, after), (ended - begun) * stream.delivered_fps, ended - begun)


def cost(used: Counter[str], frames: float, seconds: float) -> Cost:
    """CPU time in ns of threads, as ms per frame."""
    return Cost({name: ns / 1e6 / frames for name, ns in used.items()}, frames / seconds)
