"""Evens out the channels of a network before its weights are rounded.

Source: M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section 4.1.
"""

from __future__ import annotations

import torch
from torch import nn

from .network import Conv, Dropout, MaxPool, Network, Route, Upsample
from .placement import readers

# Channels are not evened out by more than this: what hardly ever fires needs no finer grid.
LARGEST_SCALE = 64.0


def consumers(network: Network, index: int) -> list[tuple[Conv, int]] | None:
    """Which convolutions read a layer's channels, and from which of their inputs on.

    None when something that does not keep channels apart, or scales of them, reads them too.
    """
    reading = readers(network)
    found: list[tuple[Conv, int]] = []
    todo = [(index, 0)]
    while todo:
        source, offset = todo.pop()
        for k in reading[source]:
            layer = network.layers[k]
            if isinstance(layer, Conv) and layer.conv.groups == 1:
                found.append((layer, offset))
            elif isinstance(layer, (Dropout, MaxPool, Upsample)):
                todo.append((k, offset))
            elif isinstance(layer, Route) and layer.groups == 1 and layer.layers.count(source) == 1:
                before = layer.layers[: layer.layers.index(source)]
                todo.append((k, offset + sum(_channels(network, b) for b in before)))
            else:
                return None
    return found


def _channels(network: Network, index: int) -> int:
    layer = network.layers[index]
    if isinstance(layer, Conv):
        return layer.filters
    if isinstance(layer, Route):
        return sum(_channels(network, k) for k in layer.layers) // layer.groups
    return _channels(network, index - 1)


def ranges(layer: Conv) -> torch.Tensor:
    """Largest weight of each of a convolution's filters, its batch norm folded in."""
    largest = layer.conv.weight.abs().amax((1, 2, 3))
    if layer.bn is not None:
        largest = largest * layer.bn.weight.abs() / (layer.bn.running_var + layer.bn.eps).sqrt()
    return largest


@torch.no_grad()
def equalize(network: Network, passes: int = 8) -> None:
    """Evens out the weight ranges of a network's channels, in place; what it computes stays the same.

    ReLU, leaky or not, lets any positive factor through: a channel's producer may be divided by what its readers are
    multiplied by.
    """
    for _ in range(passes):
        for index, layer in enumerate(network.layers):
            if not isinstance(layer, Conv) or not isinstance(layer.act, (nn.ReLU, nn.LeakyReLU)):
                continue
            reading = consumers(network, index)
            if not reading:
                continue
            own = ranges(layer)
            parts = [(reader.conv.weight[:, at : at + layer.filters], _gain(reader)) for reader, at in reading]
            theirs = torch.stack([(part.abs() * gain).amax((0, 2, 3)) for part, gain in parts]).amax(0)
            scale = (own / theirs).sqrt().clamp(1 / LARGEST_SCALE, LARGEST_SCALE)
            scale[(own == 0) | (theirs == 0)] = 1
            if layer.bn is None:
                layer.conv.weight /= scale[:, None, None, None]
                layer.conv.bias /= scale
            else:
                layer.bn.weight /= scale
                layer.bn.bias /= scale
            for part, _ in parts:
                part *= scale[None, :, None, None]


def _gain(layer: Conv) -> torch.Tensor | float:
    """By what a convolution's batch norm multiplies each of its filters, [filters, 1, 1, 1]."""
    if layer.bn is None:
        return 1.0
    return (layer.bn.weight.abs() / (layer.bn.running_var + layer.bn.eps).sqrt())[:, None, None, None]
