"""Which choices of quantization keep the accuracy best: all are tried, then layers kept in float one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product

import torch

from .int8network import ByteInput
from .layernoise import noise
from .layers import Conv
from .network import Network
from .observers import OBSERVERS
from .qconfigs import Choices
from .quantization import quantize
from .schemes import Scheme

# Layers that are kept in float one by one, and images that show which.
WORST = 3
NOISE_IMAGES = 8


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
    scheme: Scheme,
    cameras: list[torch.Tensor],
    score: Callable[[ByteInput], float],
    keep_float: tuple[int, ...] = (),
) -> Iterator[Result]:
    """Tries all choices, then the best of them with each of the layers that int8 harms most kept in float.

    Args:
        network: float.
        scheme: how numbers are stored.
        cameras: calibration, uint8 [1, height, width, 3] each.
        score: what an int8 network is worth; more is better.
        keep_float: layers that stay float in all tries.
    """
    best: tuple[Result, ByteInput] | None = None
    for choices in _grid(keep_float):
        int8 = quantize(network, scheme, cameras, choices)
        result = Result(choices, score(int8))
        if best is None or result.score > best[0].score:
            best = (result, int8)
        yield result
    assert best is not None  # the grid is not empty
    choices = best[0].choices
    seen = noise(network, best[1], scheme, choices, cameras[:NOISE_IMAGES])
    worst = sorted((one for one in seen if isinstance(network.layers[one.layer], Conv)), key=lambda one: one.snr_db)
    for one in [one for one in worst if one.layer not in keep_float][:WORST]:
        kept = replace(choices, keep_float=(*keep_float, one.layer))
        yield Result(kept, score(quantize(network, scheme, cameras, kept)))


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
