"""Leaky ReLU to ReLU, the activation that fuses into an int8 convolution: at once, or by annealing while it is trained."""

from __future__ import annotations

import re

from torch import nn

from .checkpoint import Checkpoint
from .errors import KitError
from .layers import LEAKY_SLOPE
from .network import Network


def swap(checkpoint: Checkpoint) -> Checkpoint:
    """The same weights under ReLU. Accuracy drops until it is trained again.

    Raises:
        KitError: when there is no leaky ReLU.
    """
    cfg, count = re.subn(r"(?m)^(\s*activation\s*=\s*)leaky\b", r"\1relu", checkpoint.cfg)
    if not count:
        raise KitError("the network has no leaky ReLU: there is nothing to swap; go on with it as it is")
    history = [*checkpoint.history, f"relu: {count} leaky activations became relu"]
    return Checkpoint(cfg, checkpoint.classes, checkpoint.state, history)


class LeakyReluAnnealing:
    """A network's ReLUs, as leaky ones whose slope falls to nothing: what was trained leaky changes bit by bit."""

    def __init__(self, network: Network) -> None:
        """Finds the ReLUs; none is changed yet.

        Raises:
            KitError: when there is none.
        """
        self.layers = [layer for layer in network.layers if isinstance(getattr(layer, "act", None), nn.ReLU)]
        if not self.layers:
            raise KitError("the network has no ReLU to anneal to; run 'relu' before 'train --fade'")

    def at(self, done: float) -> None:
        """Sets the slope; ``done`` from 0, as leaky as Darknet's, to 1 and more, ReLU."""
        slope = LEAKY_SLOPE * (1 - done)
        for layer in self.layers:
            layer.act = nn.LeakyReLU(slope, inplace=True) if slope > 0 else nn.ReLU(inplace=True)
