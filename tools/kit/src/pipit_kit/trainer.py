"""The epochs of a training, of a float network or a quantization-aware one: batches, loss, steps, and a log of them."""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader

from .averaging import Average
from .batches import Batch, Batches
from .data import LabelledImage
from .distillation import Teacher
from .errors import KitError
from .int8network import PartlyQuantized
from .loss import yolo_loss
from .network import Network
from .relu import LeakyReluAnnealing

LARGEST_GRADIENT = 10.0
WEIGHT_DECAY = 5e-4
# Steps between two rows of the log.
LOG_EVERY = 20
# What checkpoints and logs call fields otherwise; these names are the files' own, and older files must go on.
STORED_NAMES = {"lr": "rate", "leaky_relu_anneal": "fade"}


@dataclass(frozen=True)
class TrainConfig:
    """How to train.

    Attributes:
        epochs: how many, in all.
        size: side of the input in pixels, a multiple of 32; batches vary around it.
        scale: side at which images are letterboxed in use; crops keep the sizes objects have there.
        batch: images in a step.
        lr: highest learning rate, reached after the warm-up, falling as a cosine to a hundredth.
        warmup: steps.
        average: how much of the averaged weights stays at each step.
        seed: of every random choice.
        workers: processes that load images.
        leaky_relu_anneal: epochs in which the slope below zero goes from a leaky ReLU's to ReLU's, which is nothing.
        teacher: which network's outputs are learnt besides the labels; empty for none.
        bf16: whether a CPU's forward pass is in bfloat16.
        mosaic: fraction of inputs that are joined of four images.
        teacher_weight: what the teacher's loss is multiplied by.
        freeze_statistics: whether batch norms keep their means and variances, as fits a start that is good already.

    Raises:
        KitError: when a number is out of its range.
    """

    epochs: int = 10
    size: int = 288
    scale: int = 416
    batch: int = 16
    lr: float = 5e-4
    warmup: int = 200
    average: float = 0.998
    seed: int = 1
    workers: int = 1
    leaky_relu_anneal: float = 0.0
    teacher: str = ""
    bf16: bool = False
    mosaic: float = 0.0
    teacher_weight: float = 1.0
    freeze_statistics: bool = False

    def __str__(self) -> str:
        """In words, for the history of what was made so."""
        parts = [f"{self.size} px", f"rate {self.lr:g}", f"batches of {self.batch}", f"seed {self.seed}"]
        parts += [f"teacher {self.teacher} (weight {self.teacher_weight:g})"] if self.teacher else []
        parts += [f"mosaics {self.mosaic:.0%}"] if self.mosaic else []
        parts += [f"leaky ReLU annealed over {self.leaky_relu_anneal:g} epochs"] if self.leaky_relu_anneal else []
        parts += ["fixed statistics"] if self.freeze_statistics else []
        parts += ["bfloat16"] if self.bf16 else []
        return ", ".join(parts)

    def __post_init__(self) -> None:
        for name, minimum in (("epochs", 1), ("size", 32), ("scale", 32), ("batch", 1), ("workers", 0)):
            if getattr(self, name) < minimum:
                raise KitError(f"{name} must be at least {minimum}, is {getattr(self, name)}")
        if not 0 < self.lr < math.inf:
            raise KitError(f"rate must be above 0, is {self.lr:g}")
        if not 0 <= self.mosaic <= 1:
            raise KitError(f"mosaic must be from 0 to 1, is {self.mosaic:g}")
        if not 0 < self.teacher_weight < math.inf:
            raise KitError(f"the teacher's weight must be above 0, is {self.teacher_weight:g}")
        if not 0 <= self.leaky_relu_anneal <= self.epochs:
            raise KitError(
                f"fade must be from 0 to the {self.epochs} epochs, so that it ends as ReLU; is {self.leaky_relu_anneal:g}"
            )

    def stored(self) -> dict[str, Any]:
        """As a checkpoint holds it."""
        return stored(self)


def stored(record: TrainConfig | Step) -> dict[str, Any]:
    """The fields under the names that files have for them."""
    return {STORED_NAMES.get(name, name): value for name, value in asdict(record).items()}


@dataclass(frozen=True)
class Step:
    """What one step of training came to: its losses, the images seen in this epoch of all, images a second."""

    epoch: int
    step: int
    steps: int
    box: float
    objectness: float
    classes: float
    teacher: float
    lr: float
    images_per_s: float


def best_device() -> torch.device:
    """The GPU when there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def groups(network: nn.Module) -> list[dict]:
    """What an optimizer is given: kernels decay, biases and batch norms do not."""
    kernels = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim <= 1]
    return [{"params": kernels, "weight_decay": WEIGHT_DECAY}, {"params": others, "weight_decay": 0.0}]


@dataclass(frozen=True)
class Trainer:
    """What the epochs of a training have in common.

    Attributes:
        network: in training mode where that is wanted.
        optimizer: of its parameters, see :func:`groups`.
        images: to train on.
        config: how.
        log: CSV file that takes the losses.
        on_step: called after each step.
        average: takes each step's weights in.
        teacher: whose outputs are learnt besides the labels.
        annealing: of the network's ReLUs.

    Raises:
        KitError: when the images do not fill a batch.
    """

    network: Network | PartlyQuantized
    optimizer: torch.optim.Optimizer
    images: list[LabelledImage]
    config: TrainConfig
    log: Path
    on_step: Callable[[Step], None] = lambda step: None
    average: Average | None = None
    teacher: Teacher | None = None
    annealing: LeakyReluAnnealing | None = None

    def __post_init__(self) -> None:
        if len(self.images) < self.config.batch:
            raise KitError(f"a batch takes {self.config.batch} images, there are {len(self.images)}; bring more, or lower it")

    def truncate_log(self, first: int) -> None:
        """Drops the log's rows of epoch ``first`` and later: they are to come again."""
        if not self.log.exists():
            return
        if not first:
            self.log.unlink()
            return
        with self.log.open(newline="", encoding="utf-8") as stream:
            rows = [row for row in csv.DictReader(stream) if int(row["epoch"]) < first]
        self.log.unlink()
        for row in rows:
            self._write(row)

    def epoch(self, number: int) -> None:
        """Takes all images once.

        Raises:
            KitError: when a loss is not finite.
        """
        config, network = self.config, self.network
        device = next(network.parameters()).device
        batches = Batches(self.images, config.size, config.scale, config.batch, config.seed, number, config.mosaic)
        ahead: dict[str, Any] = {"prefetch_factor": 4} if config.workers else {}  # without workers PyTorch 2 takes no such word
        loader = DataLoader(batches, batch_size=None, num_workers=config.workers, **ahead)
        began = time.monotonic()
        seen = 0
        for k, batch in enumerate(_loaded(loader)):
            lr = _lr(config, number * len(batches) + k, len(batches))
            for group in self.optimizer.param_groups:
                group["lr"] = lr
            if self.annealing:
                self.annealing.at((number + k / len(batches)) / config.leaky_relu_anneal)
            images = batch.images.to(device).contiguous(memory_format=torch.channels_last).float().div_(255)
            # On a processor with bf16 instructions its convolutions are twice as fast; weights and loss stay float32.
            with torch.autocast("cpu", torch.bfloat16, enabled=config.bf16):
                outputs = network(images)
                wanted = self.teacher.outputs(images, batch.distill.to(device)) if self.teacher else None
            parts = yolo_loss(outputs, network.heads, batch.truths.to(device), batch.labelled.to(device))
            if wanted:
                parts["teacher"] = config.teacher_weight * wanted.loss(outputs)
            loss = torch.stack(list(parts.values())).sum()
            if not math.isfinite(loss.item()):
                raise KitError(
                    f"the loss of epoch {number + 1}, step {k + 1} is not finite; train again with a lower rate than "
                    f"{config.lr:g}"
                )
            self.optimizer.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), LARGEST_GRADIENT)
            self.optimizer.step()
            if self.average:
                self.average.update(network)
            seen += len(images)
            box, objectness, classes, teacher = (
                float(parts.get(name, 0)) for name in ("box", "objectness", "class", "teacher")
            )
            step = Step(number, k, len(batches), box, objectness, classes, teacher, lr, seen / (time.monotonic() - began))
            if k % LOG_EVERY == 0:
                self._write(stored(step))
            self.on_step(step)

    def _write(self, row: dict) -> None:
        new = not self.log.exists()
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("a", newline="", encoding="utf-8") as stream:
            writer = csv.DictWriter(stream, list(row))
            if new:
                writer.writeheader()
            writer.writerow(row)


def _loaded(loader: DataLoader) -> Iterator[Batch]:
    """A loader's batches; an error in its processes is raised as it would be here."""
    try:
        yield from loader
    except KitError as e:
        # The loader puts the other process's trace before it.
        raise KitError(str(e).strip().splitlines()[-1].partition("KitError: ")[2] or str(e)) from None


def _lr(config: TrainConfig, step: int, steps: int) -> float:
    if step < config.warmup:
        return config.lr * (step + 1) / config.warmup
    done = (step - config.warmup) / max(1, config.epochs * steps - config.warmup)
    return config.lr * (0.01 + 0.99 * (1 + math.cos(math.pi * done)) / 2)
