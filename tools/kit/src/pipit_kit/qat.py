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

# Batches in an epoch that batch norm's mean and variance can be learnt from anew.
ENOUGH_BATCHES = 100


def freeze_statistics_after(batches: int) -> int:
    """After how many epochs of so many batches batch norm should keep its mean and variance."""
    return 2 if batches >= ENOUGH_BATCHES else 0


@dataclass(frozen=True)
class Result:
    """What the int8 network scored after so many epochs, 0 before the first, and whether that is the best so far."""

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
    untrained: Bytes,
    freeze_statistics: int = 2,
    freeze_observers: int = 3,
    on_step: Callable[[Step], None] = lambda step: None,
    on_epoch: Callable[[Result], None] = lambda result: None,
) -> Bytes:
    """Trains with the rounding of int8 in the forward pass; the best int8 network, of an epoch or untrained, is the result.

    Args:
        start: the float network, trained already; its rate should be a hundredth of what that took.
        flavour: how numbers will be stored.
        choices: the user's; the observer is QAT's own.
        pictures: to train on.
        plan: as for float; the average is not used.
        record: file that takes the losses, .csv is its ending.
        evaluate: what an int8 network is worth; more is better.
        untrained: the int8 network without training; it is kept when no epoch scores more.
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
    best = (evaluate(untrained), untrained)
    on_epoch(Result(0, best[0], True))
    for epoch in range(plan.epochs):
        mixed.train()
        if epoch >= freeze_statistics:
            mixed.apply(freeze_bn_stats)
        if epoch >= freeze_observers:
            mixed.apply(ao.disable_observer)
        course.epoch(epoch)
        network = converted(mixed, flavour)
        score = evaluate(network)
        better = score > best[0]
        if better:
            best = (score, network)
        on_epoch(Result(epoch + 1, score, better))
    return best[1]
