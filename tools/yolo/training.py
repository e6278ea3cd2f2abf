"""Training: batches in, better weights out, resumable after every epoch."""

from __future__ import annotations

import copy
import csv
import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader

from .checkpoint import Checkpoint
from .data import Batches, Picture
from .errors import KitError
from .loss import yolo_loss

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


@dataclass(frozen=True)
class Step:
    """What one step of training came to: its losses, the pictures seen in this epoch of all, pictures a second."""

    epoch: int
    step: int
    steps: int
    box: float
    objectness: float
    classes: float
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


def train(
    start: Checkpoint,
    pictures: list[Picture],
    plan: Plan,
    out: Path,
    on_step: Callable[[Step], None] = lambda step: None,
) -> Checkpoint:
    """Trains and writes ``out`` after each epoch; goes on where ``out`` stands when it is of the same plan.

    Losses go to ``out`` with the ending .csv, a line each 20 steps.

    Raises:
        KitError: when a loss is not finite; ``out`` then holds the last whole epoch.
    """
    state = _resumed(out, start, plan)
    where = device()
    # Convolutions read and write a pixel's channels together: faster on CPUs, and on GPUs with tensor cores.
    network = state.network().to(where, memory_format=torch.channels_last)
    average = Average(network, plan.average)
    optimizer = torch.optim.AdamW(_groups(network), lr=plan.rate, betas=(0.9, 0.99))
    first = 0
    if state.training:
        network.load_state_dict(state.training["network"])
        optimizer.load_state_dict(state.training["optimizer"])
        average.steps, first = state.training["steps"], state.training["epoch"]
    for epoch in range(first, plan.epochs):
        batches = Batches(pictures, plan.size, plan.scale, plan.batch, plan.seed, epoch)
        _epoch(network, average, optimizer, batches, plan, epoch, out, on_step)
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
        return start
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
    average: Average,
    optimizer: torch.optim.Optimizer,
    batches: Batches,
    plan: Plan,
    epoch: int,
    out: Path,
    on_step: Callable[[Step], None],
) -> None:
    where = next(network.parameters()).device
    loader = DataLoader(batches, batch_size=None, num_workers=plan.workers, prefetch_factor=4 if plan.workers else 2)
    network.train()
    began = time.monotonic()
    seen = 0
    for number, batch in enumerate(loader):
        rate = _rate(plan, epoch * len(batches) + number, len(batches))
        for group in optimizer.param_groups:
            group["lr"] = rate
        images = batch.images.to(where, memory_format=torch.channels_last).float().div_(255)
        outputs = network(images)
        parts = yolo_loss(outputs, network.heads, batch.truths.to(where), batch.labelled.to(where))
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
        average.update(network)
        seen += len(images)
        values = [float(parts[name]) for name in ("box", "objectness", "class")]
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
