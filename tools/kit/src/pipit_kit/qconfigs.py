"""What a user may choose about quantization, and the observers that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch.ao import quantization as ao

from .observers import OBSERVERS
from .schemes import Scheme


@dataclass(frozen=True)
class Choices:
    """What a user may choose about quantization.

    Attributes:
        observer: how the range of activations is found: histogram, minmax or percentile; QAT has its own.
        equalized: whether channels are evened out first.
        keep_float: numbers of layers that stay float.
        per_channel: whether each filter's weights have a scale of their own.
        bias_correction: whether what rounding adds to a layer on the average is taken out again; not by QAT.
    """

    observer: str = "histogram"
    equalized: bool = True
    keep_float: tuple[int, ...] = ()
    per_channel: bool = False
    bias_correction: bool = False

    def __str__(self) -> str:
        """In words, for the history of what was made so."""
        parts = [f"ranges by {self.observer}", "channels evened out" if self.equalized else "channels as they were"]
        parts += ["a scale for each filter"] if self.per_channel else []
        parts += ["biases corrected"] if self.bias_correction else []
        parts += [f"layers {', '.join(map(str, self.keep_float))} in float"] if self.keep_float else []
        return ", ".join(parts)


DEFAULT_CHOICES = Choices()


def qconfig(scheme: Scheme, first: bool, choices: Choices) -> ao.QConfig:
    """Observers of one layer: activations as asked, weights symmetric, never -128."""
    weight = ao.PerChannelMinMaxObserver if choices.per_channel else ao.MinMaxObserver
    return ao.QConfig(
        activation=OBSERVERS[choices.observer].with_args(**_activations(scheme)),
        weight=weight.with_args(**_weights(scheme, first, choices)),
    )


def qat_qconfig(scheme: Scheme, first: bool, choices: Choices) -> ao.QConfig:
    """The same for QAT: rounding in the forward pass, through which gradients go as if it were not there."""
    weight = ao.MovingAveragePerChannelMinMaxObserver if choices.per_channel else ao.MovingAverageMinMaxObserver
    return ao.QConfig(
        activation=ao.FakeQuantize.with_args(observer=ao.MovingAverageMinMaxObserver, **_activations(scheme)),
        weight=ao.FakeQuantize.with_args(observer=weight, **_weights(scheme, first, choices)),
    )


def _activations(scheme: Scheme) -> dict[str, Any]:
    return {
        "dtype": scheme.dtype,
        "quant_min": scheme.low,
        "quant_max": scheme.high,
        "qscheme": torch.per_tensor_affine,
    }


def _weights(scheme: Scheme, first: bool, choices: Choices) -> dict[str, Any]:
    high = scheme.first_high if first else 127
    qscheme = torch.per_channel_symmetric if choices.per_channel else torch.per_tensor_symmetric
    return {"dtype": torch.qint8, "quant_min": -high, "quant_max": high, "qscheme": qscheme}
