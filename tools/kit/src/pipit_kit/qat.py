"""Quantization-aware training (QAT): with the rounding of int8 in the forward pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch.ao import quantization as ao
from torch.nn.intrinsic.qat import freeze_bn_stats

from .data import LabelledImage
from .int8network import ByteInput
from .network import Network
from .qconfigs import Choices
from .quantization import convert, prepare_qat
from .schemes import Scheme
from .trainer import Step, TrainConfig, Trainer, best_device, groups

# Batches in an epoch that batch norm's mean and variance can be learnt from again.
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
    scheme: Scheme,
    choices: Choices,
    images: list[LabelledImage],
    config: TrainConfig,
    log: Path,
    evaluate: Callable[[ByteInput], float],
    untrained: ByteInput,
    freeze_statistics: int = 2,
    freeze_observers: int = 3,
    on_step: Callable[[Step], None] = lambda step: None,
    on_epoch: Callable[[Result], None] = lambda result: None,
) -> ByteInput:
    """Trains quantization-aware; the best int8 network, of an epoch or untrained, is the result.

    Args:
        start: the float network, trained already; its learning rate should be a hundredth of what that took.
        scheme: how numbers will be stored.
        choices: the user's; the observer is QAT's own.
        images: to train on.
        config: as for float; the average is not used.
        log: file that takes the losses, .csv is its ending.
        evaluate: what an int8 network is worth; more is better.
        untrained: the int8 network without training; it is kept when no epoch scores more.
        freeze_statistics: epochs after which batch norm keeps its mean and variance.
        freeze_observers: epochs after which ranges stay.
        on_step, on_epoch: called with the progress.

    Raises:
        KitError: when a loss is not finite.
    """
    prepared = prepare_qat(start, scheme, choices).to(best_device())
    optimizer = torch.optim.AdamW(groups(prepared), lr=config.lr, betas=(0.9, 0.99))
    trainer = Trainer(prepared, optimizer, images, config, log.with_suffix(".csv"), on_step)
    trainer.truncate_log(0)
    best = (evaluate(untrained), untrained)
    on_epoch(Result(0, best[0], True))
    for epoch in range(config.epochs):
        prepared.train()
        if epoch >= freeze_statistics:
            prepared.apply(freeze_bn_stats)
        if epoch >= freeze_observers:
            prepared.apply(ao.disable_observer)
        trainer.epoch(epoch)
        network = convert(prepared, scheme)
        score = evaluate(network)
        better = score > best[0]
        if better:
            best = (score, network)
        on_epoch(Result(epoch + 1, score, better))
    return best[1]
