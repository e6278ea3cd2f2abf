"""Training: batches in, better weights out, resumable after every epoch."""

from __future__ import annotations

import copy
import csv
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path

import torch
from torch import nn
from torch.ao import quantization as ao
from torch.nn.intrinsic.qat import freeze_bn_stats
from torch.utils.data import DataLoader

from .checkpoint import Checkpoint
from .data import Batches, Picture
from .distillation import Teacher
from .errors import KitError
from .loss import yolo_loss
from .network import LEAKY_SLOPE, Network
from .quantization import Bytes, Flavour, converted, prepare_qat

LARGEST_GRADIENT = 10.0
WEIGHT_DECAY = 5e-4


@dataclass(frozen=True)
class Plan:
    """How to train.

    Attributes:
        epochs: how many, in all.
        size: side of the input in pixels, a multiple of 32; batches vary around it.
        scale: side at which pictures are letterboxed in use; crops keep the sizes objects have there.
        batch: pictures in a step.
        rate: highest learning rate, reached after the warm-up, falling as a cosine to a hundredth.
        warmup: steps.
        average: how much of the averaged weights stays at each step.
        seed: of every random choice.
        workers: processes that load pictures.
        fade: epochs in which what ReLU cuts off fades from a leaky ReLU's slope to nothing.
        teacher: name of the network whose outputs are learnt besides the labels.
        bf16: whether a CPU's forward pass is in bfloat16.
    """

    epochs: int = 10
    size: int = 288
    scale: int = 416
    batch: int = 16
    rate: float = 5e-4
    warmup: int = 200
    average: float = 0.998
    seed: int = 1
    workers: int = 1
    fade: float = 0.0
    teacher: str = ""
    bf16: bool = False


@dataclass(frozen=True)
class Step:
    """What one step of training came to: its losses, the pictures seen in this epoch of all, pictures a second."""

    epoch: int
    step: int
    steps: int
    box: float
    objectness: float
    classes: float
    teacher: float
    rate: float
    images_per_s: float


def device() -> torch.device:
    """The GPU when there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


class Average:
    """Weights averaged over steps: what is kept and evaluated."""

    def __init__(self, network: nn.Module, keep: float) -> None:
        self.network = copy.deepcopy(network).eval()
        self.keep, self.steps = keep, 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Takes a step in; the first ones count more, so that the start is soon forgotten."""
        self.steps += 1
        keep = min(self.keep, self.steps / (self.steps + 10))
        for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.dtype.is_floating_point:
                mine.lerp_(theirs, 1 - keep)
            else:
                mine.copy_(theirs)


class Fading:
    """A network's ReLUs, as leaky ones whose slope falls to nothing: what was trained leaky changes bit by bit."""

    def __init__(self, network: Network) -> None:
        self.convolutions = [conv for conv in network.convolutions() if isinstance(conv.act, nn.ReLU)]

    def at(self, done: float) -> None:
        """Sets the slope; ``done`` from 0, as leaky as Darknet's, to 1 and more, ReLU."""
        slope = LEAKY_SLOPE * (1 - done)
        for conv in self.convolutions:
            conv.act = nn.LeakyReLU(slope, inplace=True) if slope > 0 else nn.ReLU(inplace=True)


@dataclass(frozen=True)
class _Extras:
    """What a training may have beside its network and its labels."""

    average: Average | None = None
    teacher: Teacher | None = None
    fading: Fading | None = None


def train(
    start: Checkpoint,
    pictures: list[Picture],
    plan: Plan,
    out: Path,
    on_step: Callable[[Step], None] = lambda step: None,
    teacher: Network | None = None,
) -> Checkpoint:
    """Trains and writes ``out`` after each epoch; goes on where ``out`` stands when it is of the same plan.

    Of a ``teacher`` with the same heads the outputs are learnt besides the labels. Losses go to ``out`` with the ending
    .csv, a line each 20 steps.

    Raises:
        KitError: when a loss is not finite (``out`` then holds the last whole epoch), or the teacher has other heads.
    """
    state = _resumed(out, start, plan)
    where = device()
    # Convolutions read and write a pixel's channels together: faster on CPUs, and on GPUs with tensor cores.
    network = state.network().to(where, memory_format=torch.channels_last)
    guide = Teacher(teacher.to(where, memory_format=torch.channels_last), network) if teacher else None
    average = Average(network, plan.average)
    optimizer = torch.optim.AdamW(_groups(network), lr=plan.rate, betas=(0.9, 0.99))
    fading = Fading(network)
    first = 0
    if state.training:
        network.load_state_dict(state.training["network"])
        optimizer.load_state_dict(state.training["optimizer"])
        average.steps, first = state.training["steps"], state.training["epoch"]
    for epoch in range(first, plan.epochs):
        batches = Batches(pictures, plan.size, plan.scale, plan.batch, plan.seed, epoch)
        network.train()
        extras = _Extras(average, guide, fading if plan.fade else None)
        _epoch(network, extras, optimizer, batches, plan, epoch, out, on_step)
        training = {
            "plan": asdict(plan),
            "epoch": epoch + 1,
            "steps": average.steps,
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
        }
        line = f"train: {epoch + 1} of {plan.epochs} epochs, {len(pictures)} pictures, {plan}"
        kept = {k: v.cpu() for k, v in average.network.state_dict().items()}
        state = Checkpoint(start.cfg, start.classes, kept, [*start.history, line], training)
        state.save(out)
    return state


def _resumed(out: Path, start: Checkpoint, plan: Plan) -> Checkpoint:
    if not out.exists():
        return replace(start, training={})  # its own training, if any, is over
    found = Checkpoint.load(out)
    if found.training.get("plan") != asdict(plan) or found.cfg != start.cfg:
        different = [f.name for f in fields(plan) if found.training.get("plan", {}).get(f.name) != getattr(plan, f.name)]
        raise KitError(f"{out}: is of another training (differs in {', '.join(different) or 'the cfg'}); name another file")
    return found


def _groups(network: nn.Module) -> list[dict]:
    kernels = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]


def _epoch(
    network: nn.Module,
    extras: _Extras,
    optimizer: torch.optim.Optimizer,
    batches: Batches,
    plan: Plan,
    epoch: int,
    out: Path,
    on_step: Callable[[Step], None],
) -> None:
    where = next(network.parameters()).device
    # On a processor with bf16 instructions its convolutions are twice as fast; weights and loss stay float32.
    short = where.type == "cpu" and plan.bf16
    loader = DataLoader(batches, batch_size=None, num_workers=plan.workers, prefetch_factor=4 if plan.workers else 2)
    began = time.monotonic()
    seen = 0
    for number, batch in enumerate(loader):
        rate = _rate(plan, epoch * len(batches) + number, len(batches))
        for group in optimizer.param_groups:
            group["lr"] = rate
        if extras.fading:
            extras.fading.at((epoch + number / len(batches)) / plan.fade)
        images = batch.images.to(where, memory_format=torch.channels_last).float().div_(255)
        with torch.autocast("cpu", torch.bfloat16, enabled=short):
            outputs = network(images)
        parts = yolo_loss(outputs, network.heads, batch.truths.to(where), batch.labelled.to(where))
        if extras.teacher:
            parts["teacher"] = extras.teacher.loss(images, outputs)
        loss = sum(parts.values())
        if not math.isfinite(float(loss)):
            raise KitError(
                f"the loss of epoch {epoch + 1}, step {number + 1} is not finite; train again with a lower rate than "
                f"{plan.rate:g}"
            )
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
        optimizer.step()
        if extras.average:
            extras.average.update(network)
        seen += len(images)
        values = [float(parts.get(name, 0)) for name in ("box", "objectness", "class", "teacher")]
        step = Step(epoch, number, len(batches), *values, rate, seen / (time.monotonic() - began))
        if number % 20 == 0:
            _record(out.with_suffix(".csv"), step)
        on_step(step)


def _rate(plan: Plan, step: int, steps: int) -> float:
    if step < plan.warmup:
        return plan.rate * (step + 1) / plan.warmup
    done = (step - plan.warmup) / max(1, plan.epochs * steps - plan.warmup)
    return plan.rate * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)


def _record(file: Path, step: Step) -> None:
    new = not file.exists()
    with file.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, [f.name for f in fields(Step)])
        if new:
            writer.writeheader()
        writer.writerow(asdict(step))


@dataclass(frozen=True)
class QatResult:
    """One epoch of training with rounding: what its int8 network scored, and whether that is the best so far."""

    epoch: int
    score: float
    best: bool


def train_qat(
    start: Network,
    flavour: Flavour,
    pictures: list[Picture],
    plan: Plan,
    record: Path,
    evaluate: Callable[[Bytes], float],
    freeze_statistics: int = 2,
    freeze_observers: int = 3,
    on_step: Callable[[Step], None] = lambda step: None,
    on_epoch: Callable[[QatResult], None] = lambda result: None,
) -> Bytes:
    """Trains with the rounding of int8 in the forward pass; the int8 network of the best epoch is the result.

    Args:
        start: the float network, trained already; its rate should be a hundredth of what that took.
        flavour: how numbers will be stored.
        pictures: to train on.
        plan: as for float; the average is not used.
        record: file that takes the losses, .csv is its ending.
        evaluate: what an int8 network is worth; more is better.
        freeze_statistics: epochs after which batch norm keeps its mean and variance.
        freeze_observers: epochs after which ranges stay.
        on_step, on_epoch: told of progress.

    Raises:
        KitError: when a loss is not finite.
    """
    where = device()
    mixed = prepare_qat(start, flavour).to(where)
    optimizer = torch.optim.AdamW(_groups(mixed), lr=plan.rate, betas=(0.9, 0.99))
    best: tuple[float, Bytes] | None = None
    for epoch in range(plan.epochs):
        mixed.train()
        if epoch >= freeze_statistics:
            mixed.apply(freeze_bn_stats)
        if epoch >= freeze_observers:
            mixed.apply(ao.disable_observer)
        batches = Batches(pictures, plan.size, plan.scale, plan.batch, plan.seed, epoch)
        _epoch(mixed, _Extras(), optimizer, batches, plan, epoch, record, on_step)
        network = converted(mixed, flavour)
        score = evaluate(network)
        better = best is None or score > best[0]
        if better:
            best = (score, network)
        on_epoch(QatResult(epoch, score, better))
    if best is None:
        raise KitError("training with rounding needs at least one epoch")
    return best[1]
