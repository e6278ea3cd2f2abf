"""The command pipit-model, which tools/model starts: one module for each group of steps."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from typing import NoReturn

import torch

from .. import files
from ..errors import KitError
from . import datasets, evaluating, packaging, quantizing, reporting, starting, training

EX_USAGE, EX_DATA = 64, 65
PROGRAM = "tools/model"
# The steps whose output is a folder.
FOLDERS = ("export", "report")


class Parser(argparse.ArgumentParser):
    """Errors in one line, with the exit code that the daemon has for them too.

    Attributes:
        steps: the parser of each step, by name.
    """

    steps: Mapping[str, argparse.ArgumentParser]

    def error(self, message: str) -> NoReturn:
        """Prints what is wrong and exits."""
        self.exit(EX_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parser() -> Parser:
    """The whole command line."""
    main = Parser(prog=PROGRAM, description="Darknet YOLOv3 weights in, a checked int8 package out.")
    steps = main.add_subparsers(dest="step", required=True, metavar="STEP")
    main.steps = steps.choices
    # In the order in which they are listed by --help.
    starting.add(steps)
    training.add(steps)
    datasets.add(steps)
    quantizing.add(steps)
    packaging.add(steps)
    evaluating.add(steps)
    reporting.add(steps)
    return main


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs one step; a wrong input is one line and exit code 65."""
    args = parser().parse_args(arguments)
    torch.set_num_threads(len(os.sched_getaffinity(0)))  # PyTorch's own guess is half of them
    try:
        if args.step not in FOLDERS and getattr(args, "out", None):
            files.check_writable(args.out)
        args.run(args)
    except KitError as e:
        print(f"{PROGRAM} {args.step}: {e}", file=sys.stderr)
        sys.exit(EX_DATA)
    except OSError as e:
        if e.filename is None:
            raise
        print(f"{PROGRAM} {args.step}: {e.filename}: {e.strerror}", file=sys.stderr)
        sys.exit(EX_DATA)
