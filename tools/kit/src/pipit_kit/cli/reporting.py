"""report: a model from Darknet to int8 on one page."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .. import darknet, int8file, report, scores, stages
from ..checkpoint import Checkpoint
from ..data import LabelledImage
from ..errors import KitError
from ..int8file import Quantized
from . import common


def add(steps: common.Steps) -> None:
    """Adds the step to the command line."""
    one = common.add_step(
        steps, "report", write_report, "Write report.md with its images: accuracy and cost from Darknet to int8."
    )
    common.add_out(one, "the folder; where a package is, it is timed")
    one.add_argument("--data", type=Path, required=True, help=common.LABELLED)
    one.add_argument("--darknet", type=Path, nargs=3, metavar=("CFG", "WEIGHTS", "NAMES"), help="where it began")
    one.add_argument("--relu", type=Path, help="checkpoint right after the swap")
    one.add_argument("--float", type=Path, required=True, help="checkpoint that was quantized")
    one.add_argument("--int8", type=Path, nargs="+", required=True, help="int8 networks")
    common.add_every(one)
    one.add_argument("--side", type=common.side, help=common.SIDE_HELP)
    one.add_argument("--examples", type=Path, help="images with labels that are shown (default: the data's own)")
    one.add_argument("--frames", type=common.positive, default=100, help="frames that are timed (default %(default)s)")
    common.add_data_options(one)


def write_report(args: argparse.Namespace) -> None:
    """report --darknet CFG WEIGHTS NAMES --float CKPT --int8 INT8... --data JSON -o DIR"""
    checkpoint = Checkpoint.load(args.float)
    int8 = [int8file.load(file) for file in args.int8]
    for file, part in zip(args.int8, int8):
        if part.classes != checkpoint.classes:
            raise KitError(f"{file}: must have the classes of {args.float}, {', '.join(checkpoint.classes)}")
    side = args.side or checkpoint.network().side
    timed = (args.out / "model.json").exists()
    if timed:
        stages.check_built(common.program())
    rows = _rows(args, checkpoint, int8)
    images = common.load(args, args.data, checkpoint.classes)[:: args.every]
    examples = common.load(args, args.examples, checkpoint.classes) if args.examples else images
    recommended = common.read_json(args.out / "model.json").get("min_scores") if timed else None
    gained = _gained(args.int8[0], images, recommended, side) if recommended else {}
    speeds = report.speed(common.program(), checkpoint, args.out, _print_timing, args.frames) if timed else []
    with common.progress(len(rows) * len(images)) as bar:
        results = report.accuracies(rows, images, side, bar.update)
    common.warn_of_anchors(args.float, next(row.stage for row in rows if row.name == "fused"))
    report.write(args.out, rows, results, images, checkpoint, int8, speeds, examples, side, gained)
    print((args.out / "report.md").read_text(encoding="utf-8"))


def _rows(args: argparse.Namespace, checkpoint: Checkpoint, int8: list[Quantized]) -> list[report.Row]:
    """The table's rows: every stage that was given."""
    rows: list[report.Row] = []
    if args.darknet:
        cfg, weights, names = args.darknet
        stage = stages.narrowed(stages.of_darknet(cfg, weights, darknet.read_names(names)), checkpoint.classes)
        rows.append(report.Row("Darknet, by OpenCV", stage, weights.stat().st_size))
    for file in (args.relu, args.float):
        if file:
            given = Checkpoint.load(file)
            size = 4 * sum(t.numel() for t in given.state.values())
            rows.append(report.Row(_unique(report.float_name(given), file, rows), stages.of_file(file), size))
    rows.append(report.Row("fused", stages.fused(args.float), 4 * sum(p.numel() for p in checkpoint.network().parameters())))
    for file, part in zip(args.int8, int8, strict=True):
        name = _unique(f"{part.method}, {part.scheme.name}", file, rows)
        rows.append(report.Row(name, stages.of_file(file), file.stat().st_size))
    return rows


def _gained(
    file: Path, images: list[LabelledImage], recommended: dict[str, float], side: int
) -> dict[float, dict[str, scores.Yield]]:
    """What the recommended scores give with an int8 network, by distance and class."""
    judged = report.main_images(images)
    with common.progress(3 * len(judged)) as bar:
        return scores.at_distances(stages.of_file(file), judged, recommended, side, bar.update)


def _print_timing(what: str) -> None:
    print(f"timing {what}", file=sys.stderr)


def _unique(name: str, file: Path, rows: list[report.Row]) -> str:
    """A row's name, with its file's where another row has it already."""
    return f"{name} ({file.name})" if any(row.name == name for row in rows) else name
