"""train, blend and calibrate: what makes a float network better."""

from __future__ import annotations

import argparse
import contextlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from .. import averaging, calibration, curves
from ..checkpoint import Checkpoint
from ..data import LabelledImage
from ..errors import KitError
from ..trainer import Step, TrainConfig
from ..training import train as train_checkpoint
from . import common


def add(steps: common.Steps) -> None:
    """Adds the three steps to the command line."""
    _add_train(common.add_step(steps, "train", train, "Train, or go on with the training that the written checkpoint is of."))

    one = common.add_step(steps, "blend", blend, "Weights between those before a training and those after it.")
    one.add_argument("start", type=Path, help="the checkpoint that was trained")
    one.add_argument("trained", type=Path, help="the checkpoint that came of it")
    one.add_argument(
        "--share",
        dest="fraction",
        metavar="FRACTION",
        type=float,
        default=0.5,
        help="how much of the change is taken, 0 to 1 (default %(default)s)",
    )
    common.add_out(one, "the checkpoint to write")

    one = common.add_step(steps, "calibrate", calibrate, "Make a score the probability that a box is right.")
    one.add_argument("checkpoint", type=Path)
    one.add_argument("--data", type=Path, required=True, help=common.LABELLED)
    common.add_image_count(one, 512)
    one.add_argument("--side", type=common.side, help=common.SIDE_HELP)
    common.add_out(one, "the checkpoint to write")
    common.add_data_options(one)


def _add_train(one: argparse.ArgumentParser) -> None:
    one.add_argument("checkpoint", type=Path)
    common.add_out(one, "the checkpoint to write after each epoch")
    one.add_argument("--data", type=Path, nargs="+", required=True, help=common.LABELLED)
    common.add_every(one)
    one.add_argument("--epochs", type=int, default=10)
    one.add_argument("--size", type=int, default=288, help="side of the input, about (default %(default)s)")
    one.add_argument("--scale", type=int, default=416, help="side of the input in use (default %(default)s)")
    one.add_argument("--batch", type=int, default=16)
    one.add_argument(
        "--rate", dest="lr", type=float, default=5e-4, metavar="LR", help="highest learning rate (default %(default)s)"
    )
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--workers", type=int, default=1, help="processes that load images (default %(default)s)")
    one.add_argument("--mosaic", type=float, default=0.0, metavar="P", help="fraction of inputs that are joined of four images")
    one.add_argument("--teacher", type=Path, metavar="CKPT", help="network of the same heads, whose outputs are learnt too")
    one.add_argument(
        "--untaught",
        dest="undistilled",
        type=Path,
        nargs="+",
        default=[],
        metavar="JSON",
        help="more --data, where the teacher isn't asked",
    )
    one.add_argument("--teacher-weight", type=float, default=1.0, help="how much its outputs count (default %(default)s)")
    one.add_argument(
        "--repeat", action="append", default=[], metavar="SOURCE=N", help="take a source's images N times an epoch; 0: not"
    )
    one.add_argument("--freeze-statistics", action="store_true", help="batch norms keep their means and variances")
    one.add_argument(
        "--fade",
        dest="leaky_relu_anneal",
        type=float,
        default=0.0,
        metavar="EPOCHS",
        help="after 'relu': anneal leaky ReLU to ReLU over so many",
    )
    one.add_argument("--bf16", action="store_true", help="on a CPU with bfloat16 instructions: about twice as fast")
    common.add_data_options(one)


def train(args: argparse.Namespace) -> None:
    """train CKPT --data JSON... -o CKPT"""
    start = Checkpoint.load(args.checkpoint)
    teacher = Checkpoint.load(args.teacher) if args.teacher else None
    images = [one for file in args.data for one in common.load(args, file, start.classes)]
    images += [replace(one, distill=False) for file in args.undistilled for one in common.load(args, file, start.classes)]
    images = repeated(images[:: args.every], args.repeat)
    config = TrainConfig(
        epochs=args.epochs,
        size=args.size,
        scale=args.scale,
        batch=args.batch,
        lr=args.lr,
        seed=args.seed,
        workers=args.workers,
        leaky_relu_anneal=args.leaky_relu_anneal,
        teacher=args.teacher.name if teacher else "",
        bf16=args.bf16,
        mosaic=args.mosaic,
        teacher_weight=args.teacher_weight,
        freeze_statistics=args.freeze_statistics,
    )
    with step_progress(config) as on_step:
        train_checkpoint(start, images, config, args.out, on_step, teacher)
    curves.draw(args.out.with_suffix(".csv"), args.out.with_suffix(".png"))
    print(f"{args.out}: trained {config.epochs} epochs on {len(images)} images")


def repeated(images: list[LabelledImage], repeats: list[str]) -> list[LabelledImage]:
    """The images, those of some sources several times: ``SOURCE=N`` each."""
    times = {}
    for repeat in repeats:
        source, _, count = repeat.rpartition("=")
        sources = {one.source for one in images}
        if source not in sources or not count.isdecimal():
            raise KitError(f"--repeat takes SOURCE=N of the sources {', '.join(sorted(sources))}, not '{repeat}'")
        times[source] = int(count)
    return [one for one in images for _ in range(times.get(one.source, 1))]


@contextlib.contextmanager
def step_progress(config: TrainConfig) -> Iterator[Callable[[Step], None]]:
    """A bar over all steps of a training, with images a second and the time left."""
    with common.progress(None, "step") as bar:

        def on_step(step: Step) -> None:
            bar.total = config.epochs * step.steps
            loss = step.box + step.objectness + step.classes + step.teacher
            bar.set_postfix_str(f"epoch {step.epoch + 1}, loss {loss:.3f}, {step.images_per_s:.1f} img/s", refresh=False)
            bar.update(step.epoch * step.steps + step.step + 1 - bar.n)

        yield on_step


def blend(args: argparse.Namespace) -> None:
    """blend START TRAINED --share FRACTION -o CKPT"""
    blended = averaging.blend(Checkpoint.load(args.start), Checkpoint.load(args.trained), args.fraction)
    blended.save(args.out)
    print(f"{args.out}: {args.fraction:g} of the way from {args.start} to {args.trained}")


def calibrate(args: argparse.Namespace) -> None:
    """calibrate CKPT --data JSON -o CKPT"""
    checkpoint = Checkpoint.load(args.checkpoint)
    chosen = common.sample(common.load(args, args.data, checkpoint.classes), args.images)
    network = checkpoint.network()
    with common.progress(len(chosen)) as bar:
        line = calibration.calibrate(network, chosen, args.side or network.side, bar.update)
    digest = common.digest(chosen)
    done = f"calibrate: objectness {line.slope:.2f} * logit {line.offset:+.2f}, {len(chosen)} images (sha256 {digest})"
    Checkpoint(checkpoint.cfg, checkpoint.classes, network.state_dict(), [*checkpoint.history, done]).save(args.out)
    print(f"{args.out}: {done}")
