"""quantize: from a checkpoint to an int8 network, after training or by quantization-aware training."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import evaluation, int8file, observers, qat, quantization, trial
from ..checkpoint import Checkpoint
from ..data import LabelledImage
from ..errors import KitError
from ..int8network import ByteInput, of_bytes
from ..qconfigs import Choices
from ..schemes import BY_ENGINE, Scheme
from ..trainer import TrainConfig
from . import common
from .training import step_progress


def add(steps: common.Steps) -> None:
    """Adds the step to the command line."""
    one = common.add_step(steps, "quantize", quantize, "Make an int8 network of a float one.")
    one.add_argument("checkpoint", type=Path)
    one.add_argument("-o", "--out", type=Path, help="the int8 network to write")
    one.add_argument("--try", dest="trial", action="store_true", help="score all choices for ptq, best first; writes nothing")
    one.add_argument("--engine", choices=BY_ENGINE, required=True, help="the kernels it is for")
    one.add_argument(
        "--method", choices=("ptq", "qat"), default="ptq", help="after training, or by quantization-aware training"
    )
    one.add_argument("--data", type=Path, required=True, help="images with labels; the images calibrate, or train (qat)")
    common.add_image_count(one, 128, "how many of them calibrate")
    one.add_argument("--side", type=common.side, help=common.SIDE_HELP)
    common.add_every(one, "qat, --try: use every Nth image alone")
    one.add_argument("--observer", choices=observers.OBSERVERS, default="histogram", help="(default %(default)s)")
    one.add_argument("--no-equalization", action="store_true", help="leave the channels as uneven as they are")
    one.add_argument("--per-channel", action="store_true", help="a scale for each filter's weights")
    one.add_argument("--bias-correction", action="store_true", help="ptq: take out what rounding adds on the average")
    one.add_argument("--keep-float", type=int, nargs="+", default=[], metavar="LAYER", help="layers that stay float")
    one.add_argument("--val", type=Path, help="images with labels to choose the best by (qat, --try)")
    one.add_argument("--epochs", type=int, default=6, help="qat (default %(default)s)")
    one.add_argument("--size", type=int, default=288, help="qat: side of the input, about (default %(default)s)")
    one.add_argument("--batch", type=int, help="qat: images in a step (default 16, or as many as there are)")
    one.add_argument(
        "--rate", dest="lr", type=float, default=2e-5, metavar="LR", help="qat: highest learning rate (default %(default)s)"
    )
    one.add_argument(
        "--freeze-statistics",
        type=int,
        metavar="EPOCHS",
        help="qat: batch norm is fixed after so many (default 2, or 0 with few images)",
    )
    one.add_argument("--freeze-observers", type=int, default=3, help="qat: ranges are fixed after so many epochs")
    common.add_data_options(one)


def quantize(args: argparse.Namespace) -> None:
    """quantize CKPT --engine ENGINE --data JSON -o INT8 [--method qat --val JSON]"""
    checkpoint = Checkpoint.load(args.checkpoint)
    scheme = BY_ENGINE[args.engine]
    images = common.load(args, args.data, checkpoint.classes)
    if args.trial:
        _try(args, checkpoint, scheme, images)
        return
    if args.out is None:
        raise KitError("-o must name the int8 network to write; only --try writes none")
    network, step = (_qat if args.method == "qat" else _ptq)(args, checkpoint, scheme, images)
    for line in network.body.placement.text(network.body.network):
        print(line)
    history = [*checkpoint.history, f"quantize: {scheme.name}, {step}"]
    int8file.save(int8file.Quantized(network, scheme, checkpoint.classes, history, _choices(args)), args.out)
    print(f"{args.out}: int8, {scheme.name} activations, for {', '.join(scheme.engines)}")


def _try(args: argparse.Namespace, checkpoint: Checkpoint, scheme: Scheme, images: list[LabelledImage]) -> None:
    """quantize CKPT --engine ENGINE --data JSON --try [--val JSON]"""
    chosen = common.sample(images, args.images)
    scored = (common.load(args, args.val, checkpoint.classes) if args.val else chosen)[:: args.every]
    network = checkpoint.network()
    cameras = [evaluation.camera(one, args.side or network.side) for one in chosen]
    tries = trial.run(
        network, scheme, cameras, lambda n: _ap50(n, scored, checkpoint.classes, args.side), tuple(args.keep_float)
    )
    results = []
    with common.progress(trial.count(), "try") as bar:
        for result in tries:
            results.append(result)
            bar.update()
    print(f"AP50 on {len(scored)} images, calibrated on {len(chosen)}")
    for result in sorted(results, key=lambda one: -one.score):
        print(f"{result.score:.4f}  {trial.words(result.choices)}")


def _choices(args: argparse.Namespace) -> Choices:
    return Choices(args.observer, not args.no_equalization, tuple(args.keep_float), args.per_channel, args.bias_correction)


def _ptq(
    args: argparse.Namespace, checkpoint: Checkpoint, scheme: Scheme, images: list[LabelledImage]
) -> tuple[ByteInput, str]:
    chosen = common.sample(images, args.images)
    choices = _choices(args)
    with common.progress(len(chosen)) as bar:
        network = checkpoint.network()
        inputs = (evaluation.camera(one, args.side or network.side) for one in chosen)
        quantized = quantization.quantize(network, scheme, inputs, choices, bar.update)
    return quantized, f"static, {choices}, {len(chosen)} calibration images (sha256 {common.digest(chosen)})"


def _qat(
    args: argparse.Namespace, checkpoint: Checkpoint, scheme: Scheme, images: list[LabelledImage]
) -> tuple[ByteInput, str]:
    if args.val is None:
        raise KitError("--method qat needs --val: the best int8 network, of an epoch or untrained, is kept")
    val = common.load(args, args.val, checkpoint.classes)
    images = images[:: args.every]
    config = TrainConfig(args.epochs, args.size, batch=args.batch or min(16, len(images)), lr=args.lr)
    frozen = args.freeze_statistics
    if frozen is None:
        frozen = qat.freeze_statistics_after(len(images) // config.batch)
        print(f"{len(images) // config.batch} batches an epoch: --freeze-statistics {frozen}")
    untrained, step = _ptq(args, checkpoint, scheme, images)
    best = 0

    def on_epoch(result: qat.Result) -> None:
        nonlocal best
        best = result.epoch if result.best else best
        when = f"epoch {result.epoch}" + (" (before training)" if result.epoch == 0 else "")
        print(f"{when}: int8 AP50 {result.score:.4f}{', the best so far' if result.best and result.epoch else ''}")

    with step_progress(config) as on_step:
        network = qat.train(
            *(checkpoint.network(), scheme, _choices(args), images, config, args.out),
            lambda network: _ap50(network, val, checkpoint.classes, args.side),
            untrained,
            freeze_statistics=frozen,
            freeze_observers=args.freeze_observers,
            on_step=on_step,
            on_epoch=on_epoch,
        )
    if not best:
        print("no epoch was better than the network before training, which is kept; train on more images, or longer")
        return network, f"{step}; {int8file.QAT} made it no better, {config}"
    return network, f"{int8file.QAT} on {len(images)} images, epoch {best} of {config}"


def _ap50(network: ByteInput, images: list[LabelledImage], classes: list[str], side: int | None) -> float:
    forward = of_bytes(network, network.scheme)
    found = evaluation.run(forward, network.heads, classes, images, side or network.side)
    return evaluation.accuracy(images, found, classes).mean_ap50
