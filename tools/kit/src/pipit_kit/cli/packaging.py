"""scores and export: what a model recommends, and its package."""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path
from typing import Any

from .. import evaluation, golden, int8file, package, scores, stages
from ..data import LabelledImage
from ..errors import KitError
from ..int8file import Quantized
from . import common


def add(steps: common.Steps) -> None:
    """Adds both steps to the command line."""
    one = common.add_step(steps, "scores", recommend, "Choose the score that each class should have, and print what it means.")
    one.add_argument("file", type=Path, help="int8 network or checkpoint")
    common.add_out(one, "the JSON to write, for 'export --scores'")
    one.add_argument("--data", type=Path, required=True, help="annotations to choose on, such as those of the training")
    one.add_argument("--val", type=Path, help="others, on which it is measured what the chosen scores give")
    one.add_argument("--precision", type=float, default=0.8, help="right ones of all that is reported (default %(default)s)")
    one.add_argument("--sources", nargs="+", default=[], help="take these sources' images alone")
    common.add_every(one)
    common.add_data_options(one)

    one = common.add_step(steps, "export", export, "Write a model package.")
    one.add_argument("int8", type=Path, nargs="+", help="int8 networks, one for each scheme")
    common.add_out(one, "the package's folder")
    one.add_argument("--name", required=True)
    one.add_argument("--version", required=True)
    recommended = one.add_mutually_exclusive_group()
    recommended.add_argument("--scores", type=Path, help="what the card recommends for each class, by 'scores'")
    recommended.add_argument("--min-score", type=float, default=0.4, help="or one for all classes (default %(default)s)")
    one.add_argument("--golden", type=Path, nargs="+", required=True, help="images of the self-test")
    one.add_argument("--trained-on", nargs="+", default=[], help="names of the data, for the card")
    one.add_argument("--accuracy", type=Path, help="JSON for the card")


def recommend(args: argparse.Namespace) -> None:
    """scores FILE --data JSON -o JSON"""
    stage = stages.of_file(args.file)
    images = _of_sources(common.load(args, args.data, stage.classes), args.sources)[:: args.every]
    with common.progress(len(images)) as bar:
        found = stage.find(images, stage.side, bar.update)
    chosen = scores.choose(images, found, stage.classes, args.precision)
    content: dict[str, Any] = {"precision": args.precision, "min_scores": chosen}
    if args.val:
        judged = _of_sources(common.load(args, args.val, stage.classes), args.sources)
        with common.progress(3 * len(judged)) as bar:
            content["meaning"] = scores.meaning(scores.at_distances(stage, judged, chosen, stage.side, bar.update))
    args.out.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for name, score in chosen.items():
        print(f"{name}: {score:.2f}")


def _of_sources(images: list[LabelledImage], sources: list[str]) -> list[LabelledImage]:
    chosen = [one for one in images if not sources or one.source in sources]
    if not chosen:
        known = ", ".join(sorted({one.source for one in images}))
        raise KitError(f"no image is of {', '.join(sources)}; the sources are {known}")
    return chosen


def export(args: argparse.Namespace) -> None:
    """export INT8... -o DIR"""
    parts = [int8file.load(file) for file in args.int8]
    classes, side = parts[0].classes, parts[0].network.side
    _check(parts, args.int8[0])
    card = package.Card(
        args.name,
        args.version,
        classes,
        _recommended(args, classes),
        evaluation.LIMITS.nms_iou,
        {"steps": parts[0].history, "data": args.trained_on},
        {"steps": {part.scheme.name: part.history[-1] for part in parts}},
        common.read_json(args.accuracy),
    )
    program = common.program()
    engines = _engines_here(parts) if program.is_file() else {}

    def by_daemon(folder: Path, image: Path) -> dict[str, list[golden.Object]]:
        found = {
            name: stages.run_daemon(program, folder, classes, [image], engine, side, card.min_score)[0]
            for name, engine in engines.items()
        }
        return {name: golden.objects_of(detections, classes) for name, detections in found.items()}

    def verify(folder: Path) -> None:
        by_daemon(folder, next(folder.glob("golden-*.png")))

    networks = {part.scheme.name: part.network for part in parts}
    cases = package.write(args.out, networks, card, args.golden, by_daemon, verify)
    for name, case in cases.items():
        print(f"{args.out / name}: {case.text()}")
    on = ", ".join(engines.values())
    print(f"checked by {program.name} on {on}" if on else f"not checked: {program.name} is not built here")
    for file in sorted(args.out.iterdir()):
        print(f"{file}: {file.stat().st_size} bytes")


def _check(parts: list[Quantized], file: Path) -> None:
    """Raises KitError when the networks do not make a package together; the first one's file is named."""
    if any(part.classes != parts[0].classes for part in parts):
        raise KitError("all int8 networks of a package must have the same classes")
    if len({part.scheme for part in parts}) < len(parts):
        names = ", ".join(part.scheme.name for part in parts)
        raise KitError(f"a package holds one network of a scheme, these are {names}")
    side = parts[0].network.side
    if not package.MIN_SIDE <= side <= package.MAX_SIDE:
        raise KitError(
            f"{file}: is for inputs of {side} pixels, the daemon takes {package.MIN_SIDE} to {package.MAX_SIDE}; "
            "change width and height in the cfg and import again"
        )


def _recommended(args: argparse.Namespace, classes: list[str]) -> dict[str, Any]:
    """The scores for the card."""
    recommended = common.read_json(args.scores) or {"min_scores": dict.fromkeys(classes, args.min_score)}
    if sorted(recommended.get("min_scores", {})) != sorted(classes):
        raise KitError(f"{args.scores}: must have min_scores for the classes {', '.join(classes)}; 'scores' writes such a file")
    return recommended


def _engines_here(parts: list[Quantized]) -> dict[str, str]:
    """By scheme, on which engine the daemon runs it on this processor; of two that share one it takes the first."""
    here = {"qnnpack", *(["x86"] if platform.machine() in ("x86_64", "AMD64") else [])}
    found = {part.scheme.engines[0]: part.scheme.name for part in reversed(parts)}
    return {name: engine for engine, name in found.items() if engine in here}
