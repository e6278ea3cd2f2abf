"""Weights for ReLU out of those for leaky ReLU, without training: each convolution learns what the leaky one computed.

Leaky ReLU lets a tenth of what is below zero through. Behind ReLU the next convolution misses it, but can tell most of it
from the other channels: its best weights are those of a least-squares fit. From the first convolution to the last, each
reads what the changed network gives it, and aims at what the leaky one computed at the same place of the same picture.

Source: X. Zhang, J. Zou, K. He and J. Sun, "Accelerating Very Deep Convolutional Networks for Classification and Detection",
2016, sections 3.2 (what ReLU will cut off may have any negative value) and 3.3 (inputs of the changed network, aims of the
first).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from .errors import KitError
from .network import INPUT, Conv, Network
from .placement import readers

# Places of each picture that a layer is fitted on.
PLACES = 150
# How much a weight's change counts against the error: without it what no picture shows would be anything.
RIDGE = 3e-3
# Fits of one layer; each knows better which of its aims ReLU cuts off.
FITS = 4


@dataclass(frozen=True)
class Fit:
    """A convolution that was fitted, and the share of its aims' variance that it got wrong with its old and its new weights."""

    layer: int
    before: float
    after: float


@torch.no_grad()
def reconstruct(
    leaky: Network,
    network: Network,
    pictures: list[torch.Tensor],
    seed: int = 0,
    on_fit: Callable[[Fit], None] = lambda fit: None,
) -> None:
    """Fits a network's convolutions, in place.

    Outputs that later layers read are kept for all pictures at once, in half precision: 2 GB for 256 of YOLOv3-tiny.

    Args:
        leaky: the network to be like, in eval mode.
        network: the same with ReLU and the same weights, in eval mode.
        pictures: uint8 [1, height, width, 3] each; sides multiples of the largest stride.
        seed: decides which places are looked at.
        on_fit: told of each convolution.

    Raises:
        KitError: when there is no picture.
    """
    if not pictures:
        raise KitError("fitting needs at least one picture")
    generator = torch.Generator().manual_seed(seed)
    theirs, mine = _Outputs(leaky, pictures), _Outputs(network, pictures)
    for i, (there, here) in enumerate(zip(leaky.layers, network.layers)):
        if isinstance(here, Conv):
            places = [torch.randint(1 << 31, (PLACES,), generator=generator) for _ in pictures]
            aims = torch.cat([_at(there.normalized(x), at).flatten(1) for (x,), at in zip(theirs.inputs(i), places)])
            inputs = torch.cat([_patches(x, here.conv, at) for (x,), at in zip(mine.inputs(i), places)])
            on_fit(_fit(i, here, inputs, aims))
        theirs.step(i)
        mine.step(i)


class _Outputs:
    """What a network's layers give for all pictures, as far as later layers read it."""

    def __init__(self, network: Network, pictures: list[torch.Tensor]) -> None:
        self.network = network
        self.last = {k: max(by) for k, by in readers(network).items()}
        self.kept = {INPUT: [picture.permute(0, 3, 1, 2).half() / 255 for picture in pictures]}

    def inputs(self, i: int) -> Iterator[list[torch.Tensor]]:
        """A layer's inputs, picture by picture."""
        return ([x.float() for x in xs] for xs in zip(*(self.kept[k] for k in self.network.inputs_of(i))))

    def step(self, i: int) -> None:
        """Computes a layer, and drops what no later one reads."""
        if i in self.last:
            self.kept[i] = [self.network.layers[i](*xs).half() for xs in self.inputs(i)]
        self.kept = {k: outputs for k, outputs in self.kept.items() if self.last[k] > i}


def _at(x: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """What is at some places of [1, channels, height, width, ...], as [places, channels, ...]."""
    height, width = x.shape[2:4]
    at = places % (height * width)
    return x[0][:, at // width, at % width].transpose(0, 1)


def _patches(x: torch.Tensor, conv: nn.Conv2d, places: torch.Tensor) -> torch.Tensor:
    """What a convolution reads for its outputs at some places: [places, channels, size, size]."""
    (size, _), (stride, _), (padding, _) = conv.kernel_size, conv.stride, conv.padding
    return _at(F.pad(x, (padding,) * 4).unfold(2, size, stride).unfold(3, size, stride), places)


def _fit(i: int, layer: Conv, inputs: torch.Tensor, aims: torch.Tensor) -> Fit:
    weights, biases = layer.folded()
    rectified = isinstance(layer.act, nn.ReLU)
    count = layer.conv.groups
    parts = zip(inputs.chunk(count, 1), weights.chunk(count), biases.chunk(count), aims.chunk(count, 1))
    before, after, found, plain = [], [], [], []
    for x, weight, bias, aim in parts:
        x = F.pad(x.flatten(1), (0, 1), value=1.0)
        start = torch.cat([weight.flatten(1), bias[:, None]], 1)
        best = _solve(x, start, aim, rectified)
        before.append(_error(x @ start.T, aim, rectified))
        after.append(_error(x @ best.T, aim, rectified))
        found.append(best)
        plain.append(x[:, :-1] @ best[:, :-1].T)
    solved = torch.cat(found)
    layer.unfold(solved[:, :-1].reshape(weights.shape), solved[:, -1], torch.cat(plain, 1))
    signal = (aims.clamp(min=0) if rectified else aims).var().clamp(min=1e-12)
    return Fit(i, float(sum(before) / count / signal), float(sum(after) / count / signal))


def _solve(x: torch.Tensor, start: torch.Tensor, aim: torch.Tensor, rectified: bool) -> torch.Tensor:
    """Weights [filters, inputs + 1], the bias last, that come nearest to the aims [n, filters] from x [n, inputs + 1]."""
    squares = (x.T @ x).double()
    ridge = (RIDGE * squares.diagonal()[:-1].mean()).repeat(x.shape[1])
    ridge[-1] *= 1e-3  # a bias may change freely
    factor = torch.linalg.cholesky(squares + ridge.clamp(min=1e-9).diag())
    best, least = start, _error(x @ start.T, aim, rectified)
    weights, wanted = start, aim
    for _ in range(FITS if rectified else 1):
        weights = torch.cholesky_solve((x.T @ wanted).double() + ridge[:, None] * start.T, factor).T.float()
        given = x @ weights.T
        error = _error(given, aim, rectified)
        if error < least:
            best, least = weights, error
        wanted = torch.where(aim > 0, aim, given.clamp(max=0))
    return best


def _error(given: torch.Tensor, aim: torch.Tensor, rectified: bool) -> torch.Tensor:
    return (given.clamp(min=0) - aim.clamp(min=0) if rectified else given - aim).square().mean()
