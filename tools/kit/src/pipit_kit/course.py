"""The epochs of a training, of a float network or one with rounding: batches, loss, steps, and a record of them."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader

from .averaging import Average
from .batches import Batch, Batches
from .data import Picture
from .distillation import Teacher
from .errors import KitError
from .loss import yolo_loss
from .relu import Fading

LARGEST_GRADIENT = 10.0
WEIGHT_DECAY = 5e-4
# Steps between two rows of the record.
RECORD_EVERY = 20


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
        teacher: which network's outputs are learnt besides the labels; empty for none.
        bf16: whether a CPU's forward pass is in bfloat16.
        mosaic: share of inputs that are joined of four pictures.
        teacher_weight: what the teacher's loss is multiplied by.
        freeze_statistics: whether batch norms keep their means and variances, as fits a start that is good already.

    Raises:
        KitError: when a number is out of its range.
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
    mosaic: float = 0.0
    teacher_weight: float = 1.0
    freeze_statistics: bool = False

    def __str__(self) -> str:
        """In words, for the history of what was made so."""
        parts = [f"{self.size} px", f"rate {self.rate:g}", f"batches of {self.batch}", f"seed {self.seed}"]
        parts += [f"teacher {self.teacher} (weight {self.teacher_weight:g})"] if self.teacher else []
        parts += [f"mosaics {self.mosaic:.0%}"] if self.mosaic else []
        parts += [f"leaky ReLU fading over {self.fade:g} epochs"] if self.fade else []
        parts += ["fixed statistics"] if self.freeze_statistics else []
        parts += ["bfloat16"] if self.bf16 else []
        return ", ".join(parts)

    def __post_init__(self) -> None:
        for name, least in (("epochs", 1), ("size", 32), ("scale", 32), ("batch", 1), ("workers", 0)):
            if getattr(self, name) < least:
                raise KitError(f"{name} must be at least {least}, is {getattr(self, name)}")
        if not 0 < self.rate < math.inf:
            raise KitError(f"rate must be above 0, is {self.rate:g}")
        if not 0 <= self.mosaic <= 1:
            raise KitError(f"mosaic must be from 0 to 1, is {self.mosaic:g}")
        if not 0 < self.teacher_weight < math.inf:
            raise KitError(f"the teacher's weight must be above 0, is {self.teacher_weight:g}")
        if not 0 <= self.fade <= self.epochs:
            raise KitError(f"fade must be from 0 to the {self.epochs} epochs, so that it ends as ReLU; is {self.fade:g}")


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


def groups(network: nn.Module) -> list[dict]:
    """What an optimizer is given: kernels decay, biases and batch norms do not."""
    kernels = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]


@dataclass(frozen=True)
class Course:
    """What the epochs of a training have in common.

    Attributes:
        network: in training mode where that is wanted.
        optimizer: of its parameters, see :func:`groups`.
        pictures: to train on.
        plan: how.
        record: CSV file that takes the losses.
        on_step: told of each step.
        average: takes each step's weights in.
        teacher: whose outputs are learnt besides the labels.
        fading: of the network's ReLUs.

    Raises:
        KitError: when the pictures do not fill a batch.
    """

    network: nn.Module
    optimizer: torch.optim.Optimizer
    pictures: list[Picture]
    plan: Plan
    record: Path
    on_step: Callable[[Step], None] = lambda step: None
    average: Average | None = None
    teacher: Teacher | None = None
    fading: Fading | None = None

    def __post_init__(self) -> None:
        if len(self.pictures) < self.plan.batch:
            raise KitError(f"a batch takes {self.plan.batch} pictures, there are {len(self.pictures)}; bring more, or lower it")

    def forget(self, first: int) -> None:
        """Leaves those rows out of the record that are of epoch ``first`` and later: they are to come again."""
        if not self.record.exists():
            return
        if not first:
            self.record.unlink()
            return
        with self.record.open(newline="", encoding="utf-8") as stream:
            rows = [row for row in csv.DictReader(stream) if int(row["epoch"]) < first]
        self.record.unlink()
        for row in rows:
            self._write(row)

    def epoch(self, number: int) -> None:
        """Takes all pictures once.

        Raises:
            KitError: when a loss is not finite.
        """
        plan, network = self.plan, self.network
        where = next(network.parameters()).device
        batches = Batches(self.pictures, plan.size, plan.scale, plan.batch, plan.seed, number, plan.mosaic)
        ahead = {"prefetch_factor": 4} if plan.workers else {}  # without workers PyTorch 2 takes no such word
        loader = DataLoader(batches, batch_size=None, num_workers=plan.workers, **ahead)
        began = time.monotonic()
        seen = 0
        for k, batch in enumerate(_loaded(loader)):
            rate = _rate(plan, number * len(batches) + k, len(batches))
            for group in self.optimizer.param_groups:
                group["lr"] = rate
            if self.fading:
                self.fading.at((number + k / len(batches)) / plan.fade)
            images = batch.images.to(where, memory_format=torch.channels_last).float().div_(255)
            # On a processor with bf16 instructions its convolutions are twice as fast; weights and loss stay float32.
            with torch.autocast("cpu", torch.bfloat16, enabled=plan.bf16):
                outputs = network(images)
                wanted = self.teacher.outputs(images, batch.taught.to(where)) if self.teacher else None
            parts = yolo_loss(outputs, network.heads, batch.truths.to(where), batch.labelled.to(where))
            if wanted:
                parts["teacher"] = plan.teacher_weight * wanted.loss(outputs)
            loss = sum(parts.values())
            if not math.isfinite(loss.item()):
                raise KitError(
                    f"the loss of epoch {number + 1}, step {k + 1} is not finite; train again with a lower rate than "
                    f"{plan.rate:g}"
                )
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
            self.optimizer.step()
            if self.average:
                self.average.update(network)
            seen += len(images)
            values = [float(parts.get(name, 0)) for name in ("box", "objectness", "class", "teacher")]
            step = Step(number, k, len(batches), *values, rate, seen / (time.monotonic() - began))
            if k % RECORD_EVERY == 0:
                self._write(asdict(step))
            self.on_step(step)

    def _write(self, row: dict) -> None:
        new = not self.record.exists()
        self.record.parent.mkdir(parents=True, exist_ok=True)
        with self.record.open("a", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, [f.name for f in fields(Step)])
            if new:
                writer.writeheader()
            writer.writerow(row)


def _loaded(loader: DataLoader) -> Iterator[Batch]:
    """A loader's batches; what is wrong in its processes is told as it would be here."""
    try:
        yield from loader
    except KitError as e:
        # The loader puts the other process's trace before it.
        raise KitError(str(e).strip().splitlines()[-1].partition("KitError: ")[2] or str(e)) from None


def _rate(plan: Plan, step: int, steps: int) -> float:
    if step < plan.warmup:
        return plan.rate * (step + 1) / plan.warmup
    done = (step - plan.warmup) / max(1, plan.epochs * steps - plan.warmup)
    return plan.rate * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)
