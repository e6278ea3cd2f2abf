"""What stands before the daemon's cameras, and the configuration for it."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from soak.journal import Journal

# The name of the only live camera, and how long it may stay away before the daemon ends itself.
RTSP_CAMERA = "rtsp"
RTSP_AWAY_S = 60.0
IMAGES = 8
# Seconds for each output; the cameras' loss lets go earlier.
MAX_ON = {"lamp": 4.0, "siren": 3.0, "gate": 6.0}
SAFE_ON = {"beacon"}
OUTPUTS = [*MAX_ON, *SAFE_ON]
INPUT = "key"

CONFIG = """
node = soak
model {{ input-side = 320, threads = 1 }}
camera-defaults {{
  frame-timeout = 5s
  stale-after = 2s
  zones.pavement {{ coordinates = "0,0.6, 1,0.6, 1,1, 0,1" }}
  lines.middle {{ coordinates = "0.5,0.3, 0.5,1" }}
}}
cameras {{
  street {{ type = demo, fps = 2 }}
  clip {{ type = file, path = "{clip}", loop = true, fps = 3 }}
{live}}}
gpio {{
  backend = {backend}
  outputs {{
    lamp {{ {lamp}, max-on = 4s }}
    siren {{ {siren}, pulse = 1s, max-on = 3s, active = low }}
    gate {{ {gate}, max-on = 6s, min-off = 2s }}
    beacon {{ {beacon}, safe = on, max-on = none }}
  }}
  inputs {{ key {{ {key} }} }}
}}
rules {{
  light {{ when {{ label = person }}, then = [ {{ output = lamp, action = follow }} ], cooldown = 0s }}
  alarm {{ when {{ zone = pavement }}, then = [ {{ output = siren, action = pulse }}, {{ event = alarm }} ], cooldown = 1s }}
  open {{ when {{ label = car, camera = clip }}, then = [ {{ output = gate, action = latch }} ], cooldown = 2s }}
  bell {{ when {{ input = key }}, then = [ {{ output = siren, action = pulse }} ], cooldown = 0s }}
  dark {{ when {{ label = person, camera = street }}, then = [ {{ output = beacon, action = off }} ], cooldown = 5s }}
}}
socket {{ listen = "127.0.0.1:{port}", max-clients = 12, queue = 32 }}
health.interval = 2s
recovery {{ restart-after = {away:g}s, max-restarts = 100, calm-after = 1m }}
"""

LIVE = '  rtsp {{ type = rtsp, url = "{url}", fps = 3, objects.threshold = 0.3 }}\n'


def config(clip: Path, url: str | None, port: int, backend: str, lines: dict[str, str]) -> str:
    """The configuration of the daemon under test; lines: where each output and input is."""
    live = LIVE.format(url=url) if url else ""
    return CONFIG.format(clip=clip, live=live, port=port, backend=backend, away=RTSP_AWAY_S, **lines)


def draw(program: Path, folder: Path) -> str:
    """Draws streets with people and cars; returns their names as GStreamer's multifilesrc takes them."""
    _run([program, "render", "--count", str(IMAGES), "--size", "640x360", "--out", folder])
    for number, image in enumerate(sorted(folder.glob("*.jpg"))):
        image.rename(folder / f"street-{number}.jpg")
    return str(folder / "street-%d.jpg")


def film(images: str, clip: Path) -> None:
    """Makes a video of the images, each for three seconds."""
    source = ["multifilesrc", f"location={images}", "caps=image/jpeg,framerate=1/3", "!", "jpegdec", "!", "videorate", "!"]
    target = ["video/x-raw,framerate=5/1", "!", "jpegenc", "!", "avimux", "!", "filesink", f"location={clip}"]
    _run(["gst-launch-1.0", "-q", *source, *target])


def _run(command: list) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"tools/soak: {command[0]} failed: {done.stderr.strip()}")


class NetworkCamera:
    """An RTSP server in a process of its own, which can be killed, stopped and started again on its port."""

    def __init__(self, images: str, journal: Journal) -> None:
        self._images, self._journal = images, journal
        self._port = "0"
        self._process: subprocess.Popen[str] | None = None

    @staticmethod
    def possible() -> bool:
        """Whether GStreamer's RTSP server is installed."""
        code = "import gi; gi.require_version('GstRtspServer', '1.0')"
        return subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0

    @property
    def url(self) -> str:
        """Where it is, once it has started."""
        return f"rtsp://127.0.0.1:{self._port}/camera"

    def start(self) -> None:
        """Starts it, if it does not run."""
        if self._process is not None and self._process.poll() is None:
            return
        while not self._launched():
            self._journal.event("slow", f"the network camera can't start on port {self._port} yet")
            time.sleep(1)

    def _launched(self) -> bool:
        command = [sys.executable, str(Path(__file__).with_name("rtsp_server.py")), self._port, self._images]
        with (self._journal.folder / "rtsp.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self._process.stdout is not None
        port = self._process.stdout.readline().strip()
        self._port = port or self._port
        return bool(port)

    def _started(self) -> subprocess.Popen[str]:
        assert self._process is not None, "start() comes first"
        return self._process

    def kill(self) -> None:
        """It is gone, as if its cable were cut."""
        process = self._started()
        process.kill()
        process.communicate()

    def hang(self) -> None:
        """It neither speaks nor goes."""
        self._started().send_signal(signal.SIGSTOP)

    def proceed(self) -> None:
        """Lets it go on after hang()."""
        self._started().send_signal(signal.SIGCONT)
