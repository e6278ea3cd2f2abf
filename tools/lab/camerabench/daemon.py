"""What the daemon itself takes for a stream, its camera's child left out."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from camerabench import cpu
from camerabench.rows import LATE_S, START_S, Cost, RowError, Window, cost
from camerabench.streams import Stream

CONFIG = """
node = bench
cameras {{ bench {{ type = rtsp, url = "{url}", fps = {fps} }} }}
socket {{ listen = "127.0.0.1:0" }}
health.interval = 1s
"""
LISTENING = re.compile(r"\[socket\] listening on (\S+):(\d+)")


def config(url: str, stream: Stream) -> str:
    """The configuration for one network camera."""
    return CONFIG.format(url=url, fps=stream.delivered_fps)


def address(log: str) -> tuple[str, int] | None:
    """Where the event socket is, by the daemon's log; None before it listens."""
    found = LISTENING.search(log)
    return (found[1], int(found[2])) if found else None


def measure(program: Path, url: str, stream: Stream, window: Window, folder: Path) -> Cost:
    """CPU ms of the Java process per captured frame, between two reports of its health."""
    file, log = folder / "pipit.conf", folder / "pipit.log"
    file.write_text(config(url, stream))
    # An installed Pipit's own folders are left alone.
    own = {"STATE_DIRECTORY": str(folder), "RUNTIME_DIRECTORY": str(folder)}
    command = [str(program), "run", "--config", str(file)]
    with log.open("wb") as errors:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors, env={**os.environ, **own}, start_new_session=True
        )
    try:
        return follow(process.pid, connect(process, log), window)
    except (OSError, StopIteration) as error:
        raise RowError(f"the daemon: {error or 'closes the connection'}; see {log}") from error
    finally:
        process.terminate()
        try:
            process.wait(LATE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def connect(process: subprocess.Popen[bytes], log: Path) -> socket.socket:
    """Waits until the daemon listens."""
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline and process.poll() is None:
        found = address(log.read_text(errors="replace"))
        if found:
            return socket.create_connection(found, timeout=LATE_S)
        time.sleep(0.1)
    raise RowError(f"the daemon does not listen; see {log}")


def follow(pid: int, connection: socket.socket, window: Window) -> Cost:
    """Compares two moments: the reports that come after the warm-up, and after the measured time."""
    with connection, connection.makefile("rb") as lines:
        connection.sendall(b'{"cmd":"subscribe","types":["health"]}\n')
        reports = captured(lines)
        ready = time.monotonic() + START_S
        while next(reports)[1] == 0:
            if time.monotonic() > ready:
                raise RowError("the daemon receives no frames")
        begun = after(reports, time.monotonic() + window.warm_up)
        before = cpu.threads(pid)
        ended = after(reports, begun[0] + window.seconds)
        used = cpu.spent(before, cpu.threads(pid))
    frames = ended[1] - begun[1]
    if frames <= 0:
        raise RowError("the daemon receives no frames")
    return cost(used, frames, ended[0] - begun[0])


def captured(lines: Iterator[bytes]) -> Iterator[tuple[float, int]]:
    """The moment of each report of health, and how many frames were captured until then."""
    for line in lines:
        message = json.loads(line)
        if message["type"] == "health":
            yield time.monotonic(), message["cameras"]["bench"]["captured"]


def after(reports: Iterator[tuple[float, int]], moment: float) -> tuple[float, int]:
    """The first report that comes then or later."""
    return next(report for report in reports if report[0] >= moment)
