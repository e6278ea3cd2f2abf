"""Soak and chaos for minutes or hours; tools/soak starts it."""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import socket
import sys
import tempfile
import threading
from pathlib import Path
from typing import NoReturn

from soak import chaos, fixtures, pins, plot, verdict
from soak.eventchecker import EventChecker
from soak.faults.cameras import Children, Network
from soak.faults.clients import Clients
from soak.faults.clock import Clock, FakeClock, OwnClock
from soak.faults.disk import Disk
from soak.faults.kills import KillFault, Pauses
from soak.faults.pins import Pins
from soak.journal import Journal
from soak.sampler import Sampler
from soak.service import Service

EX_USAGE, EX_NO_INPUT = 64, 66
ROOT = Path(__file__).resolve().parents[3]
# At the end there are no faults any more: so long all cameras may take to be back. A camera that was away is tried again
# after a minute at most.
RETURN_S = 180.0


class Parser(argparse.ArgumentParser):
    """Errors in one line, with the daemon's exit code for them."""

    def error(self, message: str) -> NoReturn:
        """Prints what is wrong and exits."""
        self.exit(EX_USAGE, f"tools/soak: {message} (see tools/soak --help)\n")


def arguments() -> argparse.Namespace:
    """The command line's."""
    parser = Parser(prog="tools/soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="how long there are faults (default: %(default)s)")
    parser.add_argument("--seed", type=int, help="the same seed makes the same faults (default: by chance)")
    parser.add_argument("--out", type=Path, default=ROOT / ".work/soak", help="folder for what comes out (default: .work/soak)")
    parser.add_argument("--pipit", type=Path, default=ROOT / "daemon/target/pipit", help="the program's folder, with bin in it")
    parser.add_argument("--own-machine", action="store_true", help="this machine is for the soak alone: its clock may be set")
    parser.add_argument(
        "--slow", type=float, default=1, metavar="FACTOR", help="a virtual machine: time limits are so much longer"
    )
    parser.add_argument("--plot", type=Path, metavar="DIR", help="only draw the plot of a soak that has ended")
    found = parser.parse_args()
    if not 0.1 <= found.minutes <= 60 * 24 * 30:
        parser.error(f"--minutes must be 0.1 to 43200, is {found.minutes:g}")
    if not 1 <= found.slow <= 100:
        parser.error(f"--slow must be 1 to 100, is {found.slow:g}")
    return found


class Soak:
    """The daemon, what stands around it and what is done to it."""

    def __init__(self, args: argparse.Namespace, folder: Path, journal: Journal) -> None:
        self._journal, self._seconds, self._slow = journal, args.minutes * 60, args.slow
        self._begun = 0.0
        self._ending = threading.Event()
        self._closing = contextlib.ExitStack()
        program = args.pipit / "bin/pipit"
        seed = args.seed if args.seed is not None else random.randrange(10**6)
        journal.event("soak", f"seed {seed}, {args.minutes:g} minutes, {program}")
        images = folder / "images"
        images.mkdir()
        street = fixtures.draw(program, images)
        clip = folder / "clip.avi"
        fixtures.film(street, clip)
        rtsp_camera = self._rtsp_camera(street)
        chip = self._chip()
        port = free_port()
        backend, lines = ("diozero", chip.lines()) if chip else ("dry-run", pins.dry_lines())
        config = journal.folder / "pipit.conf"
        config.write_text(fixtures.config(clip, rtsp_camera.url if rtsp_camera else None, port, backend, lines))
        self.service = Service(program, config, folder, args.slow, journal)
        self.checker = EventChecker(port, self.service, args.slow, journal)
        self.guard = pins.Guard(chip, self.service, args.slow, journal) if chip else None
        # One of them may stall while another comes and goes.
        self.clients = [Clients(port, self.checker, journal, self._ending) for _ in range(2)]
        self._sampler = Sampler(
            self.service, lambda: sum(one.count() for one in self.clients), lambda: self.checker.frames, journal
        )
        self._cameras = {"street", "clip", *([fixtures.RTSP_CAMERA] if rtsp_camera else [])}
        self._loops = self._faults(seed, rtsp_camera, chip, self._clock(folder, args.own_machine), self._disk())

    def _rtsp_camera(self, images: str) -> fixtures.NetworkCamera | None:
        if not fixtures.NetworkCamera.possible():
            self._journal.skip("network camera: python3-gi and gir1.2-gst-rtsp-server-1.0 are not installed")
            return None
        rtsp_camera = fixtures.NetworkCamera(images, self._journal)
        rtsp_camera.start()
        self._closing.callback(rtsp_camera.kill)
        return rtsp_camera

    def _chip(self) -> pins.SimulatedChip | None:
        if os.geteuid() != 0 or not pins.SimulatedChip.possible():
            self._journal.skip("pins: no gpio-sim here; outputs in dry run, by what the daemon says of them")
            return None
        chip = pins.SimulatedChip()
        chip.appear()
        self._closing.callback(chip.remove)
        return chip

    def _clock(self, folder: Path, own_machine: bool) -> FakeClock | OwnClock | None:
        if own_machine and OwnClock.possible():
            return OwnClock()
        if FakeClock.possible():
            return FakeClock(folder)
        self._journal.skip("clock: neither a machine of our own (--own-machine, root) nor a compiler")
        return None

    def _disk(self) -> Disk | None:
        why = Disk.mount(self.service)
        if why:
            self._journal.skip(f"disk: no small one can be mounted ({why})")
            return None
        self._closing.callback(Disk.unmount, self.service)
        return Disk(self.service, self._journal, self._ending)

    def _faults(
        self,
        seed: int,
        rtsp_camera: fixtures.NetworkCamera | None,
        chip: pins.SimulatedChip | None,
        clock: FakeClock | OwnClock | None,
        disk: Disk | None,
    ) -> list[chaos.FaultLoop]:
        journal, ending = self._journal, self._ending
        if isinstance(clock, FakeClock):
            self.service.environment = clock.environment()
        loops = [
            *(chaos.FaultLoop(clients, (0.2, 3), f"{seed} {number}") for number, clients in enumerate(self.clients)),
            chaos.FaultLoop(Children(self.service, journal), (6, 20), seed),
            chaos.FaultLoop(Pauses(self.service, self.checker, self.guard, self._may_kill, journal, ending), (15, 40), seed),
            chaos.FaultLoop(KillFault(self.service, self._may_kill, journal, ending), (1, 30), seed),
        ]
        if rtsp_camera:
            loops.append(chaos.FaultLoop(Network(rtsp_camera, self._may_kill, journal, ending), (3, 15), seed))
        if chip:
            loops.append(chaos.FaultLoop(Pins(chip, self.service, self._may_kill, journal, ending), (2, 15), seed))
        if clock:
            loops.append(chaos.FaultLoop(Clock(clock, journal), (3, 20), seed))
        if disk:
            loops.append(chaos.FaultLoop(disk, (10, 40), seed))
        return loops

    def _may_kill(self) -> bool:
        return chaos.kills_allowed(self._journal.now() - self._begun, self._seconds)

    def run(self) -> None:
        """All of it."""
        self._begun = self._journal.now()
        self.service.start()
        self.checker.start()
        if self.guard:
            self.guard.start()
        self._sampler.start()
        threads = [threading.Thread(target=loop.run, args=(self._journal, self._ending)) for loop in self._loops]
        for thread in threads:
            thread.start()
        try:
            self._ending.wait(self._seconds)
        except KeyboardInterrupt:
            self._journal.fail("soak", "interrupted")
        self._ending.set()
        for thread in threads:
            thread.join()
        self._journal.event("calm", "no more faults")
        self._await_cameras()
        self.service.finish()
        self.checker.finish()
        self._sampler.finish()
        if self.guard:
            self.guard.finish()

    def close(self) -> None:
        """Puts away what was set up."""
        self._ending.set()
        self._closing.close()

    def _await_cameras(self) -> None:
        """Once all faults are over, frames are received from every camera again."""
        pause = threading.Event()
        end = self._journal.now() + RETURN_S * self._slow
        self.checker.fresh = set()
        while self._journal.now() < end:
            pause.wait(0.5)
            states = self.checker.cameras
            if self.checker.fresh >= self._cameras and all(states.get(name) == "ok" for name in self._cameras):
                self._journal.event("calm", "receiving frames from all cameras")
                pause.wait(5)
                return
        self._journal.fail("cameras", f"{RETURN_S * self._slow:g} s after the last fault: {self.checker.cameras}")


def free_port() -> int:
    """A port that is free at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def conclude(soak: Soak, journal: Journal) -> verdict.Verdict:
    """What is found only at the end, and all of it in lines."""
    received = [received for clients in soak.clients for received in clients.received]
    gaps = sum(clients.gaps for clients in soak.clients)
    compared = [found for received in received if (found := soak.checker.compare(received)) is not None]
    for wrong in filter(None, compared):
        journal.fail("slow clients", wrong)
    for run in soak.service.runs:
        for line in verdict.defects(run.log.read_text(errors="replace").splitlines()):
            journal.fail("log", f"{run.log.name}: {line}")
    samples = journal.samples
    made = ", ".join(f"{journal.counts[kind]} {kind}" for kind in plot.KINDS if kind in journal.counts)
    figures = [
        f"{len(soak.service.runs)} runs, {soak.checker.frames} frames, {len(compared)} slow clients with "
        f"{gaps} gaps; faults: {made}"
    ]
    if samples:
        largest = max(samples, key=lambda sample: sample.jvm_mib + sample.kids_mib)
        figures.append(
            f"maximum memory: {largest.jvm_mib:.0f} MiB of the JVM and {largest.kids_mib:.0f} MiB of {largest.kids} children"
        )
    if soak.guard:
        figures.append(f"pins went on {soak.guard.changes} times")
    return verdict.judge(samples, journal.failures, journal.skipped, figures)


def draw_plot(folder: Path) -> str:
    """Draws it, if that can be done here."""
    try:
        return f"plot: {plot.draw(folder)}"
    except ImportError:
        return f"no plot: python3-matplotlib is missing; elsewhere: tools/soak --plot {folder}"


def main() -> int:
    """Runs a soak, or draws one that has ended."""
    args = arguments()
    if args.plot:
        print(draw_plot(args.plot))
        return 0
    if not (args.pipit / "bin/pipit").exists():
        print(f"tools/soak: {args.pipit}/bin/pipit: no such program", file=sys.stderr)
        return EX_NO_INPUT
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    shutil.rmtree(args.out / "logs", ignore_errors=True)
    journal = Journal(args.out.resolve())
    with tempfile.TemporaryDirectory(prefix="pipit-soak-") as folder:
        soak = Soak(args, Path(folder), journal)
        try:
            soak.run()
        finally:
            soak.close()
    found = conclude(soak, journal)
    text = "\n".join([draw_plot(journal.folder) if journal.samples else "no plot: no samples", *found.lines])
    (journal.folder / "verdict.txt").write_text(text + "\n")
    print(text)
    return 0 if found.passed else 1


if __name__ == "__main__":
    sys.exit(main())
