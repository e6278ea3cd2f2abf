"""Weights averaged over the steps of a training, which do better than the last step's."""

from __future__ import annotations

import copy

import torch
from torch import nn


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
