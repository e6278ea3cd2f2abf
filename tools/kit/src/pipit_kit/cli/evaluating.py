"""evaluate: average precision of a network at any stage."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from .. import darknet, evaluation, stages
from ..errors import KitError
from . import common


def add(steps: common.Steps) -> None:
    """Adds the step to the command line."""
    one = common.add_step(steps, "evaluate", evaluate, "Average precision of a network at any stage.")
    one.add_argument("file", type=Path, help="checkpoint, int8 network, a package's folder or a Darknet cfg")
    one.add_argument("--data", type=Path, required=True, help=common.LABELLED)
    how = one.add_mutually_exclusive_group()
    how.add_argument("--fused", action="store_true", help="with batch norms folded in")
    how.add_argument("--darknet", type=Path, nargs=2, metavar=("WEIGHTS", "NAMES"), help="FILE is a cfg; OpenCV runs it")
    how.add_argument("--daemon", nargs="?", const="auto", metavar="ENGINE", help="FILE is a package; bin/pipit runs it")
    common.add_every(one)
    sides = one.add_mutually_exclusive_group()
    sides.add_argument("--side", type=common.side, help=common.SIDE_HELP)
    sides.add_argument("--sides", type=_sides, metavar="SIDE,...", help="a row for each of them")
    one.add_argument("--json", action="store_true")
    common.add_data_options(one)


def _sides(text: str) -> list[int]:
    """Several, with commas."""
    return [common.side(part) for part in text.split(",")]


def evaluate(args: argparse.Namespace) -> None:
    """evaluate FILE | CFG WEIGHTS NAMES | DIR --data JSON"""
    stage = _stage(args)
    images = common.load(args, args.data, stage.classes)[:: args.every]
    if not any(len(one.boxes) for one in images):
        raise KitError(f"{args.data}: has no box of the classes {', '.join(stage.classes)} in {len(images)} images")
    sides = args.sides or [args.side or stage.side]
    results = {}
    with common.progress(len(sides) * len(images)) as bar:
        for side in sides:
            found = stage.find(images, side, bar.update)
            results[side] = evaluation.by_source(images, found, stage.classes)
    common.warn_of_anchors(args.file, stage)
    if args.json:
        figures = {side: {source: _figures(accuracy) for source, accuracy in one.items()} for side, one in results.items()}
        print(json.dumps(figures if args.sides else figures[sides[0]]))
        return
    for line in evaluation.table(results, stage.classes):
        print(line)


def _stage(args: argparse.Namespace) -> stages.Stage:
    if args.daemon:
        return stages.of_daemon(common.program(), args.file, args.daemon)
    if args.darknet:
        weights, names = args.darknet
        return stages.of_darknet(args.file, weights, darknet.read_names(names))
    return stages.fused(args.file) if args.fused else stages.of_file(args.file)


def _figures(accuracy: evaluation.Accuracy) -> dict[str, Any]:
    return {
        "pictures": accuracy.images,
        "ap50": round(accuracy.mean_ap50, 4),
        "ap50_95": round(accuracy.mean_ap, 4),
        "ap50_by_class": {name: round(value, 4) for name, value in accuracy.ap50.items()},
    }
