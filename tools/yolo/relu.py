"""Leaky ReLU to ReLU: the activation that fuses into an int8 convolution."""

from __future__ import annotations

import re

from .checkpoint import Checkpoint


def swap(checkpoint: Checkpoint) -> Checkpoint:
    """The same weights under ReLU. Accuracy drops until it is trained again."""
    cfg, count = re.subn(r"(?m)^(\s*activation\s*=\s*)leaky\b", r"\1relu", checkpoint.cfg)
    history = [*checkpoint.history, f"relu: {count} leaky activations became relu"]
    return Checkpoint(cfg, checkpoint.classes, checkpoint.state, history)
