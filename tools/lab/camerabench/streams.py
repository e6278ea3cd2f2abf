"""The test streams: as network cameras send them, made once and kept."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

# A clip of this length is encoded; a stream repeats it, cut at a key frame.
CLIP_S = 8
# Network cameras send a key frame every two seconds.
GOP_S = 2


@dataclass(frozen=True)
class Stream:
    """One stream; kbits: kilobits per second, None for MJPEG, whose quality is fixed instead; usb: it does not come over
    the network."""

    name: str
    codec: str
    width: int
    height: int
    fps: int
    kbits: int | None
    usb: bool = False

    @property
    def delivered_fps(self) -> int:
        """Frames per second that are asked for: Pipit's default is 10."""
        return min(10, self.fps)


STREAMS = {
    stream.name: stream
    for stream in (
        Stream("h264-1080p10", "h264", 1920, 1080, 10, 4000),
        Stream("h264-1080p25", "h264", 1920, 1080, 25, 4000),
        Stream("h265-1080p10", "h265", 1920, 1080, 10, 2000),
        Stream("h265-1080p25", "h265", 1920, 1080, 25, 2000),
        Stream("mjpeg-720p30", "mjpeg", 1280, 720, 30, None),
        Stream("mjpeg-720p30-usb", "mjpeg", 1280, 720, 30, None, usb=True),
    )
}


def encoder(stream: Stream) -> list[str]:
    """ffmpeg's options for a stream: no B-frames and one reference frame, as cameras send them."""
    gop = str(GOP_S * stream.fps)
    bandwidth = ["-b:v", f"{stream.kbits}k", "-maxrate", f"{stream.kbits}k", "-bufsize", f"{stream.kbits}k"]
    if stream.codec == "h264":
        options = ["-profile:v", "high", "-bf", "0", "-refs", "1", "-g", gop, "-sc_threshold", "0"]
        return ["-c:v", "libx264", "-preset", "fast", *options, *bandwidth, "-pix_fmt", "yuv420p"]
    if stream.codec == "h265":
        # Nor do they split frames among threads (WPP), by which libavcodec would decode with several, for more CPU time.
        fixed = f"wpp=0:bframes=0:ref=1:keyint={gop}:min-keyint={gop}:scenecut=0:open-gop=0:log-level=error"
        return ["-c:v", "libx265", "-preset", "fast", "-x265-params", fixed, *bandwidth, "-pix_fmt", "yuv420p"]
    # RTP carries JPEG with the standard Huffman tables only.
    return ["-c:v", "mjpeg", "-huffman", "default", "-q:v", "5", "-pix_fmt", "yuvj420p"]


def encode_command(stream: Stream, source: Path | None, target: Path) -> list[str]:
    """How the clip is made. Without a source it is ffmpeg's test pattern; noise stands for that of a sensor."""
    filters = f"fps={stream.fps},scale={stream.width}:{stream.height}:flags=bicubic,noise=alls=8:allf=t"
    pattern = ["-f", "lavfi", "-i", "testsrc2=size=768x432:rate=10"]
    given = pattern if source is None else ["-ss", "10", "-i", str(source)]
    return [*FFMPEG, *given, "-t", str(CLIP_S), "-an", "-vf", filters, *encoder(stream), str(target)]


GDP = ["gdppay", "!", "filesink"]
FFMPEG = ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y"]


def make(stream: Stream, source: Path | None, folder: Path, seconds: float) -> Path:
    """Makes a stream of that length; a clip that was made in the same way before is kept. Returns its file, for a USB camera
    its frames with their times and caps, as GStreamer's gdpdepay reads them; the video is beside it.
    """
    clip, made_by = folder / f"{stream.name}-clip.mkv", folder / f"{stream.name}.txt"
    command = encode_command(stream, source, clip)
    if not (clip.exists() and made_by.exists() and made_by.read_text() == "\n".join(command)):
        made_by.unlink(missing_ok=True)
        _run(command)
        made_by.write_text("\n".join(command))
    target = folder / f"{stream.name}.mkv"
    repeats = int(seconds // CLIP_S) + 1
    _run([*FFMPEG, "-stream_loop", str(repeats), "-i", str(clip), "-c", "copy", str(target)])
    if stream.usb:
        frames = target.with_suffix(".gdp")
        _run(["gst-launch-1.0", "-q", "filesrc", f"location={target}", "!", "matroskademux", "!", *GDP, f"location={frames}"])
        return frames
    return target


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"tools/bench-camera: {command[0]} failed: {done.stderr.strip()}")
