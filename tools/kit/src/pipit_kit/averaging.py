"""Averaged weights: over the steps of a training, which do better than the last step's; and of a start and its training."""

from __future__ import annotations

import copy

import torch
from torch import nn

from .checkpoint import Checkpoint
from .errors import KitError


class Average:
    """Weights averaged over steps: what is kept and evaluated."""

    def __init__(self, network: nn.Module, keep: float) -> None:
        self.network = copy.deepcopy(network).eval()
        self.keep, self.steps = keep, 0

    @torch.no_grad()
    def update(self, network: nn.Module) -> None:
        """Takes a step in; the first ones count more, so that the start soon has no weight."""
        self.steps += 1
        keep = min(self.keep, self.steps / (self.steps + 10))
        for mine, theirs in zip(self.network.state_dict().values(), network.state_dict().values()):
            if mine.dtype.is_floating_point:
                mine.lerp_(theirs, 1 - keep)
            else:
                mine.copy_(theirs)


def blend(start: Checkpoint, trained: Checkpoint, fraction: float) -> Checkpoint:
    """Weights between a start's and those that a training made of them.

    Fine-tuning loses rare classes. So blended they come back, and most of what was learnt stays: often better than either.

    Source: M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022.

    Args:
        start: before the training.
        trained: after it.
        fraction: how much of what changed is taken: 0 gives the start, 1 what was trained.

    Raises:
        KitError: when the two are not the same network, or the fraction is not from 0 to 1.
    """
    if not 0 <= fraction <= 1:
        raise KitError(f"the fraction must be from 0 to 1, is {fraction:g}")
    if (start.cfg, start.classes) != (trained.cfg, trained.classes):
        raise KitError("only weights of one network can be blended: the two differ in their cfg or their classes")
    state = {
        name: torch.lerp(mine, trained.state[name], fraction) if mine.dtype.is_floating_point else mine
        for name, mine in start.state.items()
    }
    return Checkpoint(start.cfg, start.classes, state, [*trained.history, f"blend: {fraction:g} of what it changed"])
