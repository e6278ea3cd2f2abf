"""Training with the rounding of int8 in the forward pass (quantization-aware training)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.ao import quantization as ao
from torch.nn.intrinsic.qat import freeze_bn_stats

from .course import Course, Plan, Step, device, groups
from .data import Picture
from .network import Network
from .quantization import Bytes, Choices, Flavour, converted, prepare_qat


@dataclass(frozen=True)
class Result:
    """One epoch of training with rounding: what its int8 network scored, and whether that is the best so far."""

    epoch: int
    score: float
    best: bool


def train(
    start: Network,
    flavour: Flavour,
    choices: Choices,
    pictures: list[Picture],
    plan: Plan,
    record: Path,
    evaluate: Callable[[Bytes], float],
    freeze_statistics: int = 2,
    freeze_observers: int = 3,
    on_step: Callable[[Step], None] = lambda step: None,
    on_epoch: Callable[[Result], None] = lambda result: None,
) -> Bytes:
    """Trains with the rounding of int8 in the forward pass; the int8 network of the best epoch is the result.

    Args:
        start: the float network, trained already; its rate should be a hundredth of what that took.
        flavour: how numbers will be stored.
        choices: the user's; the observer is QAT's own.
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
    mixed = prepare_qat(start, flavour, choices).to(device())
    optimizer = torch.optim.AdamW(groups(mixed), lr=plan.rate, betas=(0.9, 0.99))
    course = Course(mixed, optimizer, pictures, plan, record.with_suffix(".csv"), on_step)
    course.forget(0)
    best: tuple[float, Bytes] | None = None
    for epoch in range(plan.epochs):
        mixed.train()
        if epoch >= freeze_statistics:
            mixed.apply(freeze_bn_stats)
        if epoch >= freeze_observers:
            mixed.apply(ao.disable_observer)
        course.epoch(epoch)
        network = converted(mixed, flavour)
        score = evaluate(network)
        better = best is None or score > best[0]
        if better:
            best = (score, network)
        on_epoch(Result(epoch, score, better))
    return best[1]
