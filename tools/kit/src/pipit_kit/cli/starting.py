"""import and relu: from Darknet's files to a checkpoint that can be quantized."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import darknet, evaluation, package, reconstruction, relu, stages, subset
from ..checkpoint import Checkpoint
from ..errors import KitError
from ..network import Network
from . import common


def add(steps: common.Steps) -> None:
    """Adds both steps to the command line."""
    one = common.add_step(steps, "import", import_darknet, "Read a Darknet cfg and weights.")
    one.add_argument("cfg", type=Path)
    one.add_argument("weights", type=Path)
    one.add_argument("names", type=Path, nargs="?", help="class names, one a line")
    one.add_argument("--classes", metavar="NAME,...", help="keep these alone, in this order; or a names file")
    one.add_argument("--rename", action="append", default=[], metavar="OLD=NEW", help="name a class otherwise")
    common.add_out(one, "the checkpoint to write")

    one = common.add_step(
        steps, "relu", swap_relu, "Put ReLU in the place of leaky ReLU; with --data most of the accuracy stays."
    )
    one.add_argument("checkpoint", type=Path)
    one.add_argument(
        "--data", type=Path, help="images with labels; the images, not their boxes, are what the weights are fitted on"
    )
    common.add_image_count(one, 256)
    common.add_out(one, "the checkpoint to write")
    common.add_data_options(one)


def import_darknet(args: argparse.Namespace) -> None:
    """import CFG WEIGHTS [NAMES] -o CKPT"""
    network = Network(darknet.read_cfg(args.cfg), str(args.cfg))
    darknet.load_weights(network, args.weights)
    count = network.heads[0].classes
    names = darknet.read_names(args.names) if args.names else [f"class{i}" for i in range(count)]
    if len(names) != count:
        raise KitError(f"{args.names}: must have {count} names, as the cfg has classes, has {len(names)}")
    history = [f"import: {args.cfg.name}, {args.weights.name} (sha256 {package.sha256(args.weights)[:12]})"]
    checkpoint = Checkpoint(network.cfg, subset.renamed(names, args.rename), network.state_dict(), history)
    if args.classes:
        checkpoint = subset.cut(checkpoint, subset.wanted(args.classes))
    checkpoint.save(args.out)
    parameters = sum(p.numel() for p in checkpoint.network().parameters())
    count, layers = len(checkpoint.classes), len(network.convolutions())
    print(f"{args.out}: {layers} convolutions, {parameters / 1e6:.2f} M parameters, {count} classes")


def swap_relu(args: argparse.Namespace) -> None:
    """relu CKPT [--data JSON] -o CKPT"""
    leaky = Checkpoint.load(args.checkpoint)
    swapped = relu.swap(leaky)
    if args.data:
        _fit(args, leaky, swapped)
    swapped.save(args.out)
    print(f"{args.out}: {swapped.history[-1]}" + ("" if args.data else "; train it now"))


def _fit(args: argparse.Namespace, leaky: Checkpoint, swapped: Checkpoint) -> None:
    """Fits the swapped network's weights to what the leaky one computes, in place."""
    chosen = common.sample(common.load(args, args.data, leaky.classes), args.images)
    stage = stages.of_file(args.checkpoint)
    stage.find(chosen, stage.side, lambda: None)
    common.warn_of_anchors(args.checkpoint, stage)
    network = swapped.network()
    with common.progress(len(network.convolutions()), "layer") as bar:

        def on_fit(fit: reconstruction.Fit) -> None:
            bar.update()
            print(f"layer {fit.layer}: {fit.before:.2%} of the signal was wrong, {fit.after:.2%} is now")

        inputs = (evaluation.camera(one, network.side) for one in chosen)
        reconstruction.reconstruct(leaky.network(), network, inputs, on_fit=on_fit)
    swapped.state = network.state_dict()
    swapped.history[-1] += f", weights fitted on {len(chosen)} images (sha256 {common.digest(chosen)})"
