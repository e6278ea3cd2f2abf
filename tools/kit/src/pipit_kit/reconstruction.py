"""Weights for ReLU out of those for leaky ReLU, without training: each convolution learns what the leaky one computed.

Leaky ReLU lets a tenth of what is below zero through. Behind ReLU the next convolution misses it, but most of it follows
from the other channels: its best weights are those of a least-squares fit. From the first convolution to the last, each
reads what the changed network gives it, and aims at what the leaky one computed at the same place of the same image.

Source: X. Zhang, J. Zou, K. He and J. Sun, "Accelerating Very Deep Convolutional Networks for Classification and Detection",
2016, sections 3.2 (what ReLU will cut off may have any negative value) and 3.3 (inputs of the changed network, aims of the
first).
"""

from __future__ import annotations

import contextlib
import ctypes
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import torch
import torch.nn.functional as F
from torch import nn

from .errors import KitError
from .layers import Conv
from .network import INPUT, Network
from .placement import readers

# Places of each image that a layer is fitted on.
PLACES = 150
# Images whose places are multiplied at once: enough for a fast product, and little memory.
CHUNK = 8
# How much a weight's change counts against the error: without it what no image shows would be anything.
RIDGE = 3e-3
# Fits of one layer; each knows better which of its aims ReLU cuts off.
FITS = 4
# Of glibc's mallopt: blocks of so many bytes are the system's.
_M_MMAP_THRESHOLD = -3

# For each pass over all places, chunk by chunk: inputs [groups, n, inputs + 1], the last 1, and aims [groups, n, filters].
Samples = Callable[[], Iterator[tuple[torch.Tensor, torch.Tensor]]]


@dataclass(frozen=True)
class Fit:
    """A fitted convolution, and the fraction of its aims' variance that it got wrong with its old and its new weights."""

    layer: int
    before: float
    after: float


@torch.no_grad()
def reconstruct(
    leaky: Network,
    network: Network,
    images: Iterable[torch.Tensor],
    seed: int = 0,
    on_fit: Callable[[Fit], None] = lambda fit: None,
) -> None:
    """Fits a network's convolutions, in place.

    Of all images at once, what later convolutions read is kept, in half precision; what a convolution reads at its places is
    cut out of that for each pass. The process takes 1.3 GB for 256 images of YOLOv3-tiny.

    Args:
        leaky: the network to be like, in eval mode.
        network: the same with ReLU and the same weights, in eval mode.
        images: uint8 [1, height, width, 3] each; sides multiples of the largest stride.
        seed: decides which places are looked at.
        on_fit: called after each convolution.

    Raises:
        KitError: when there is no image, or a layer's numbers are too large for float32.
    """
    images = [image.permute(0, 3, 1, 2) for image in images]
    if not images:
        raise KitError("fitting needs at least one image")
    _give_back()
    generator = torch.Generator().manual_seed(seed)
    theirs, mine = _Outputs(leaky, images), _Outputs(network, images)
    count = len(images)
    del images  # each network drops them when it has read them
    for i, layer in enumerate(network.layers):
        if isinstance(layer, Conv):
            theirs.run_to(i)
            mine.run_to(i)
            places = [torch.randint(1 << 31, (PLACES,), generator=generator) for _ in range(count)]
            on_fit(_fit(i, theirs, mine, places))


def _give_back() -> None:
    """Has the C library give freed tensors back to the system at once: glibc's keeps those below 32 MiB for itself."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, 1 << 18)


class _Outputs:
    """What a network's layers give for each image, as far as later ones read it."""

    def __init__(self, network: Network, images: list[torch.Tensor]) -> None:
        self.network = network
        self.last = {k: max(by) for k, by in readers(network).items()}
        self.kept = [{INPUT: image} for image in images]
        self.done = 0

    def inputs(self, i: int) -> list[torch.Tensor]:
        """What a convolution reads, image by image; it is the next layer to be computed."""
        (source,) = self.network.inputs_of(i)
        return [kept[source] for kept in self.kept]

    def read_from(self, k: int, first: int) -> bool:
        """Whether a layer from ``first`` on reads what layer ``k`` gives."""
        return self.last.get(k, INPUT) >= first

    def run_to(self, end: int) -> None:
        """Computes the layers before ``end``, image by image, and keeps what is read from there on."""
        for kept in self.kept:
            fresh: dict[int, torch.Tensor] = {}
            for i in range(self.done, end):
                inputs = (fresh[k] if k in fresh else _float(kept[k]) for k in self.network.inputs_of(i))
                fresh[i] = self.network.layers[i](*inputs)
            kept.update((k, _half(x)) for k, x in fresh.items() if self.read_from(k, end))
            for k in [k for k in kept if not self.read_from(k, end)]:
                del kept[k]
        self.done = end


def _half(x: torch.Tensor) -> torch.Tensor:
    """In half precision, or as it is when that overflows."""
    low, high = x.aminmax()
    limit = torch.finfo(torch.half).max
    return x.half() if -limit <= low and high <= limit else x


def _float(x: torch.Tensor) -> torch.Tensor:
    """In single precision; bytes are pixels, from 0 to 1 as floats."""
    return x.float() / 255 if x.dtype == torch.uint8 else x.float()


def _at(x: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
    """What is at some places of [1, channels, height, width, ...], as [places, all that is there]."""
    height, width = x.shape[2:4]
    at = places % (height * width)
    return x[0][:, at // width, at % width].transpose(0, 1).flatten(1)


def _patches(x: torch.Tensor, conv: nn.Conv2d, places: torch.Tensor) -> torch.Tensor:
    """What a convolution reads for its outputs at some places: [places, channels x size x size]."""
    size, stride, padding = (int(pair[0]) for pair in (conv.kernel_size, conv.stride, conv.padding))
    return _at(F.pad(x, (padding,) * 4).unfold(2, size, stride).unfold(3, size, stride), places)


def _samples(conv: nn.Conv2d, inputs: list[torch.Tensor], places: list[torch.Tensor], aims: torch.Tensor) -> Samples:
    def grouped(x: torch.Tensor) -> torch.Tensor:
        return x.unflatten(1, (conv.groups, -1)).transpose(0, 1)

    def chunks() -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        for first in range(0, len(inputs), CHUNK):
            some = slice(first, first + CHUNK)
            x = torch.cat([_patches(x, conv, at) for x, at in zip(inputs[some], places[some])])
            aim = aims[first * PLACES : (first + CHUNK) * PLACES]
            yield F.pad(grouped(_float(x)), (0, 1), value=1.0), grouped(aim)

    return chunks


def _fit(i: int, theirs: _Outputs, mine: _Outputs, places: list[torch.Tensor]) -> Fit:
    leaky, layer = theirs.network.layers[i], mine.network.layers[i]
    aims = torch.empty(len(places) * PLACES, layer.filters)
    for part, x, at in zip(aims.split(PLACES), theirs.inputs(i), places):
        part.copy_(_at(leaky.normalized(_float(x)), at))
    samples = _samples(layer.conv, mine.inputs(i), places, aims)
    weights, biases = layer.folded()
    start = torch.cat([weights.flatten(1), biases[:, None]], 1).unflatten(0, (layer.conv.groups, -1))
    rectified = isinstance(layer.act, nn.ReLU)
    factor, ridge = _factor(samples, start)
    signal = (aims.clamp(min=0) if rectified else aims).var().clamp(min=1e-12)
    if factor is None or not signal.isfinite():
        raise KitError(f"layer {i} can't be fitted: its inputs or outputs are too large; are the weights those of this cfg?")
    first, products = _try(start, samples, rectified, lambda given, aim: aim)
    best = first
    for left in reversed(range(FITS if rectified else 1)):
        aimed = torch.linalg.solve_triangular(factor, products.double() + (ridge[:, None] * start).mT, upper=False)
        solved = torch.linalg.solve_triangular(factor.mT, aimed, upper=True).mT.float()
        tried, products = _try(solved, samples, rectified, _uncut if left else None)
        better = tried.error < best.error
        best = _Trial(*(torch.where(better.view(-1, *[1] * (new.ndim - 1)), new, old) for new, old in zip(tried, best)))
    found, mean, variance = (part.flatten(0, 1) for part in (best.weights, best.mean, best.variance))
    layer.unfold(found[:, :-1].reshape(weights.shape), found[:, -1], mean, variance)
    return Fit(i, float(first.error.mean() / signal), float(best.error.mean() / signal))


def _uncut(given: torch.Tensor, aim: torch.Tensor) -> torch.Tensor:
    """Aims behind which ReLU gives the same: where it gives nothing, what is below zero already stays."""
    return torch.where(aim > 0, aim, given.clamp(max=0))


def _factor(samples: Samples, start: torch.Tensor) -> tuple[torch.Tensor | None, torch.Tensor]:
    """Cholesky factor of the normal equations, [groups, inputs + 1, inputs + 1], and what was added to their diagonals.

    The factor is None when there is none: of numbers beyond float32.
    """
    squares = start.new_zeros(len(start), start.shape[2], start.shape[2])
    for x, _ in samples():
        squares.baddbmm_(x.mT, x)
    squares = squares.double()
    diagonal = squares.diagonal(dim1=1, dim2=2)
    ridge = (RIDGE * diagonal[:, :-1].mean(1, keepdim=True)).repeat(1, start.shape[2])
    ridge[:, -1] *= 1e-3  # a bias may change freely
    diagonal += ridge.clamp_(min=1e-9)
    if not diagonal.isfinite().all():
        return None, ridge
    # In place: it is the largest of all, and LAPACK wants its columns one behind the other, as the transpose has them.
    failed = torch.zeros(len(start), dtype=torch.int32)
    factor, failed = torch.linalg.cholesky_ex(squares.mT, out=(squares.mT, failed))
    return None if failed.any() else factor, ridge


class _Trial(NamedTuple):
    """What came of some weights.

    Attributes:
        weights: [groups, filters, inputs + 1], the bias last.
        error: mean square, [groups].
        mean, variance: of the outputs before the bias, [groups, filters].
    """

    weights: torch.Tensor
    error: torch.Tensor
    mean: torch.Tensor
    variance: torch.Tensor


def _try(
    weights: torch.Tensor,
    samples: Samples,
    rectified: bool,
    wanted: Callable[[torch.Tensor, torch.Tensor], torch.Tensor] | None,
) -> tuple[_Trial, torch.Tensor]:
    """Uses weights on all places.

    Args:
        weights: [groups, filters, inputs + 1].
        samples: the places.
        rectified: whether ReLU follows.
        wanted: of outputs and aims, what the next weights shall give; None when there are none.

    Returns:
        What came of them, and the products of inputs and what is wanted, [groups, inputs + 1, filters].
    """
    groups, filters, inputs = weights.shape
    products = weights.new_zeros(groups, inputs, filters)
    error, sums, squares, count = weights.new_zeros(groups).double(), *weights.new_zeros(2, groups, filters).double(), 0
    for x, aim in samples():
        given = x @ weights.mT
        if wanted:
            products.baddbmm_(x.mT, wanted(given, aim))
        plain = given - weights[:, None, :, -1]
        sums += plain.sum(1)
        squares += plain.square().sum(1)
        off = given.clamp(min=0) - aim.clamp(min=0) if rectified else given - aim
        error += off.square().sum((1, 2))
        count += given.shape[1]
    mean = sums / count
    return _Trial(weights, error / (count * filters), mean, (squares / count - mean.square()).clamp(min=0)), products
