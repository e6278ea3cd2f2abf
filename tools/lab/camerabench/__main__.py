"""CPU time per delivered frame of a camera's stream: Pipit's child and Java, decoding alone, and ffmpeg as Frigate calls it."""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

from camerabench import daemon, rows, streams, table
from camerabench.rows import Cost, Feed, RowError, Window
from camerabench.table import Results

EX_USAGE, EX_NO_INPUT = 64, 66
ROOT = Path(__file__).resolve().parents[3]
CLIP = "clips/intel-one-by-one-person-detection.mp4"
# ffmpeg looks at five seconds of a stream before its first frame, and then catches up.
WARM_UP_S = 6.0
# Java compiles what runs often.
JAVA_WARM_UP_S = 12.0
# For the start of a program on a busy machine.
SPARE_S = 40.0


class Parser(argparse.ArgumentParser):
    """Errors in one line, with the daemon's exit code for them."""

    def error(self, message: str) -> NoReturn:
        """Prints what is wrong and exits."""
        self.exit(EX_USAGE, f"tools/bench-camera: {message} (see tools/bench-camera --help)\n")


def arguments(words: list[str] | None = None) -> argparse.Namespace:
    """The command line's."""
    known = ",".join(streams.STREAMS)
    parser = Parser(prog="tools/bench-camera", description=__doc__)
    parser.add_argument("--seconds", type=float, default=10, help="how long each row is measured (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="how often all rows are measured in turn (default: %(default)s)")
    parser.add_argument("--streams", default=known, metavar="NAMES", help="with commas between them (default: %(default)s)")
    parser.add_argument("--clip", type=Path, help=f"video to make the streams of (default: {CLIP} of PIPIT_DATA, or a pattern)")
    parser.add_argument("--pipit", type=Path, default=ROOT / "daemon/target/pipit", help="the program's folder, with bin in it")
    parser.add_argument("--no-java", action="store_true", help="leave the daemon out: nothing is built for it")
    parser.add_argument("--threads", action="store_true", help="print each row's threads as well")
    found = parser.parse_args(words)
    if not 1 <= found.seconds <= 600:
        parser.error(f"--seconds must be 1 to 600, is {found.seconds:g}")
    if not 1 <= found.rounds <= 100:
        parser.error(f"--rounds must be 1 to 100, is {found.rounds}")
    found.streams = found.streams.split(",")
    for name in found.streams:
        if name not in streams.STREAMS:
            parser.error(f"unknown stream '{name}', must be of {known}")
    return found


def source(clip: Path | None) -> Path | None:
    """The video to make the streams of; None: a pattern."""
    if clip is not None and not clip.is_file():
        print(f"tools/bench-camera: {clip}: no such file", file=sys.stderr)
        sys.exit(EX_NO_INPUT)
    usual = Path(os.environ.get("PIPIT_DATA", ROOT.parent / "shared/data")) / CLIP
    return clip or (usual if usual.is_file() else None)


def child(pipit: Path) -> Path:
    """The program pipit-camera: of a built tree, or as it lies in the repository."""
    machine = f"linux-{platform.machine()}"
    built = pipit / "lib/native" / machine / "pipit-camera"
    return built if built.exists() else ROOT / "daemon/src/main/programs" / machine / "pipit-camera"


@contextlib.contextmanager
def serve(files: dict[str, Path], log: Path) -> Iterator[dict[str, Feed]]:
    """Serves streams over RTSP as long as the block runs; those of USB cameras are read from their files."""
    known = streams.STREAMS
    served = [f"{known[name].codec}={path}" for name, path in files.items() if not known[name].usb]
    command = [sys.executable, str(Path(__file__).with_name("rtsp_server.py")), *served]
    with log.open("ab") as errors:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        if not port:
            raise SystemExit(f"tools/bench-camera: the RTSP server does not start; see {log}")
        yield {
            name: Feed(known[name], str(path) if known[name].usb else f"rtsp://127.0.0.1:{port}/{name}")
            for name, path in files.items()
        }
    finally:
        process.kill()
        process.communicate()


class Bench:
    """One run of all rounds."""

    def __init__(self, args: argparse.Namespace, folder: Path) -> None:
        self._args, self._folder, self._log = args, folder, folder / "log"
        self._window = Window(WARM_UP_S, args.seconds)

    def measures(self, feed: Feed) -> dict[str, Callable[[], Cost]]:
        """The rows of a stream."""
        width, height = rows.size(feed.stream)
        found = {
            table.CHILD: lambda: self._child(feed),
            table.ALONE: lambda: rows.measure_time(rows.decode_alone(feed), feed.stream, self._window, self._log),
            table.FRIGATE: lambda: self._frames(rows.frigate(feed), feed, width * height * 3 // 2),
        }
        if feed.stream.codec == "mjpeg":
            found[table.VIDEORATE] = lambda: self._frames(rows.videorate(feed), feed, width * height * 3)
        if feed.url and not self._args.no_java:
            java = replace(self._window, warm_up=JAVA_WARM_UP_S)
            program = self._args.pipit / "bin/pipit"
            found[table.JAVA] = lambda: daemon.measure(program, feed.place, feed.stream, java, self._folder)
        return found

    def _child(self, feed: Feed) -> Cost:
        read = rows.RecordReader()
        command = [str(child(self._args.pipit))]
        found = rows.measure_frames(command, rows.description(feed), read, feed.stream, self._window, self._log)
        return replace(found, decoder=read.decoder)

    def _frames(self, command: list[str], feed: Feed, frame_bytes: int) -> Cost:
        return rows.measure_frames(command, b"", rows.raw_reader(frame_bytes), feed.stream, self._window, self._log)

    def run(self, feeds: dict[str, Feed]) -> list[Results]:
        """All rounds; a row that fails is left out of its round."""
        results = {name: Results(name, feed.stream.delivered_fps, feed.stream.codec) for name, feed in feeds.items()}
        for number in range(1, self._args.rounds + 1):
            for name, feed in feeds.items():
                for row, measure in self.measures(feed).items():
                    results[name].add(row, self._measured(f"round {number}, {name}, {row}", measure))
        return list(results.values())

    def _measured(self, title: str, measure: Callable[[], Cost]) -> Cost | None:
        try:
            found = measure()
        except RowError as error:
            print(f"{title}: {error}", file=sys.stderr, flush=True)
            return None
        decoder = f", {found.decoder}" if found.decoder else ""
        print(f"{title}: {found.total:.2f} ms at {found.fps:.1f} fps{decoder}", file=sys.stderr, flush=True)
        if self._args.threads:
            for name, ms in sorted(found.threads.items(), key=lambda item: -item[1]):
                print(f"    {ms:7.3f}  {name}", file=sys.stderr)
        return found


def processor() -> str:
    """The kind of processor, as the kernel names it."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith(("model name", "Model")):
            return line.partition(":")[2].strip()
    return platform.machine()


def main() -> None:
    """Makes the streams, measures and prints."""
    args = arguments()
    folder = ROOT / ".work/bench-camera"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log").unlink(missing_ok=True)
    given = source(args.clip)
    needed = max(WARM_UP_S, JAVA_WARM_UP_S) + args.seconds + SPARE_S
    files = {}
    for name in args.streams:
        print(f"making {name}", file=sys.stderr, flush=True)
        files[name] = streams.make(streams.STREAMS[name], given, folder, needed)
    with serve(files, folder / "log") as feeds:
        results = Bench(args, folder).run(feeds)
    clip = given.name if given else "ffmpeg's test pattern"
    print(f"{processor()}, {os.cpu_count()} CPUs; {args.rounds} rounds of {args.seconds:g} s; streams of {clip}")
    print("CPU ms per delivered frame, medians; ratios are medians of each round's own\n")
    print(table.table(results))
    print()
    print("\n".join(table.verdict(results)))


if __name__ == "__main__":
    main()
