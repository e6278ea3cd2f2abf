"""label and coco: files of labels."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import darknet, data, pseudo, stages
from . import common


def add(steps: common.Steps) -> None:
    """Adds both steps to the command line."""
    one = common.add_step(steps, "label", label, "Let a Darknet teacher label the classes that images' labels leave out.")
    one.add_argument("data", type=Path, help=common.LABELLED)
    common.add_out(one, "the annotations to write")
    one.add_argument("--names", type=Path, required=True, help="the classes to be labelled, one a line")
    one.add_argument("--teacher", type=Path, nargs=3, required=True, metavar=("CFG", "WEIGHTS", "NAMES"))
    one.add_argument("--sure", type=float, default=0.5, help="what the teacher must score (default %(default)s)")
    common.add_data_options(one, names=False)

    one = common.add_step(steps, "coco", write_coco, "Write images with labels of any format that is read as a COCO file.")
    one.add_argument("data", type=Path, help=common.LABELLED)
    common.add_out(one, "the COCO file to write")
    common.add_data_options(one)


def label(args: argparse.Namespace) -> None:
    """label DATA --names NAMES --teacher CFG WEIGHTS NAMES -o JSON"""
    cfg, weights, names = args.teacher
    teacher = stages.of_darknet(cfg, weights, darknet.read_names(names))
    with common.progress(None) as bar:
        added = pseudo.label(args.data, darknet.read_names(args.names), teacher, args.out, args.sure, bar.update, args.rename)
    print(f"{args.out}: added " + ", ".join(f"{count} {name}" for name, count in added.items() if count))


def write_coco(args: argparse.Namespace) -> None:
    """coco DATA -o JSON"""
    content = data.read(args.data, None, args.names, args.rename)
    data.write_coco(content, args.out)
    boxes, names = len(content["annotations"]), [c["name"] for c in content["categories"]]
    print(f"{args.out}: {len(content['images'])} images, {boxes} boxes, {len(names)} classes: {data.some(names)}")
