"""Which choices of quantization lose least: all of them are tried, then layers kept in float one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import torch

from .layers import noise
from .network import Conv, Network
from .observers import OBSERVERS
from .quantization import Bytes, Choices, Flavour, quantize

# Layers that are kept in float one by one, and pictures that show which.
WORST = 3
NOISE_PICTURES = 8


@dataclass(frozen=True)
class Result:
    """What one try came to; a higher score is better."""

    choices: Choices
    score: float


def count() -> int:
    """How many tries there are."""
    return len(_grid(())) + WORST


def run(
    network: Network,
    flavour: Flavour,
    cameras: list[torch.Tensor],
    score: Callable[[Bytes], float],
    keep_float: tuple[int, ...] = (),
) -> Iterator[Result]:
    """Tries all choices, then the best of them with each of the layers that int8 harms most kept in float.

    Args:
        network: float.
        flavour: how numbers are stored.
        cameras: calibration, uint8 [1, height, width, 3] each.
        score: what an int8 network is worth; more is better.
        keep_float: layers that stay float in all tries.
    """
    best: tuple[Result, Bytes] | None = None
    for choices in _grid(keep_float):
        int8 = quantize(network, flavour, cameras, choices)
        result = Result(choices, score(int8))
        if best is None or result.score > best[0].score:
            best = (result, int8)
        yield result
    choices = best[0].choices
    seen = noise(network, best[1], flavour, choices, cameras[:NOISE_PICTURES])
    worst = sorted((one for one in seen if isinstance(network.layers[one.layer], Conv)), key=lambda one: one.snr_db)
    for one in [one for one in worst if one.layer not in keep_float][:WORST]:
        kept = replace(choices, keep_float=(*keep_float, one.layer))
        yield Result(kept, score(quantize(network, flavour, cameras, kept)))


def _grid(keep_float: tuple[int, ...]) -> list[Choices]:
    switches = (False, True)
    return [
        Choices(observer, equalized, keep_float, per_channel, corrected)
        for observer, equalized, per_channel, corrected in product(OBSERVERS, switches, switches, switches)
    ]


def words(choices: Choices) -> str:
    """The options of ``quantize`` that choose so."""
    return " ".join(
        [f"--observer {choices.observer}"]
        + ["--no-equalization"] * (not choices.equalized)
        + ["--per-channel"] * choices.per_channel
        + ["--bias-correction"] * choices.bias_correction
        + [f"--keep-float {' '.join(map(str, choices.keep_float))}"] * bool(choices.keep_float)
    )
