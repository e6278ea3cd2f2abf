"""Evens out the channels of a network before its weights are rounded.

Source: M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section 4.1.
"""

from __future__ import annotations

import torch
from torch import nn

from .layers import Conv, Dropout, MaxPool, Route, Upsample
from .network import Network
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
            if isinstance(layer, Conv):
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

    ReLU, leaky or not, and no activation at all let any positive factor through: a channel's producer may be divided by what
    its readers are multiplied by. A depthwise convolution is a reader of the one before it and a producer to the next.
    """
    for _ in range(passes):
        for index, layer in enumerate(network.layers):
            if not isinstance(layer, Conv) or not isinstance(layer.act, (nn.ReLU, nn.LeakyReLU, nn.Identity)):
                continue
            reading = consumers(network, index)
            if not reading:
                continue
            own = ranges(layer)
            theirs = torch.stack([_read(reader)[at : at + layer.filters] for reader, at in reading]).amax(0)
            scale = (own / theirs).sqrt().clamp(1 / LARGEST_SCALE, LARGEST_SCALE)
            scale[(own == 0) | (theirs == 0)] = 1
            if layer.bn is None:
                layer.conv.weight /= scale[:, None, None, None]
                layer.conv.bias /= scale
            else:
                layer.bn.weight /= scale
                layer.bn.bias /= scale
            for reader, at in reading:
                factors = torch.ones(reader.conv.in_channels)
                factors[at : at + layer.filters] = scale
                kernels = _by_group(reader)
                kernels *= factors.view(kernels.shape[0], 1, kernels.shape[2], 1, 1)


def _by_group(layer: Conv) -> torch.Tensor:
    """A view of the weights, [groups, filters of a group, inputs of a group, size, size]."""
    return layer.conv.weight.unflatten(0, (layer.conv.groups, -1))


def _read(layer: Conv) -> torch.Tensor:
    """Largest weight, batch norm folded in, that a convolution has for each of its inputs, [inputs]."""
    kernels = _by_group(layer).abs()
    if layer.bn is not None:
        gain = layer.bn.weight.abs() / (layer.bn.running_var + layer.bn.eps).sqrt()
        kernels = kernels * gain.view(*kernels.shape[:2], 1, 1, 1)
    return kernels.amax((1, 3, 4)).flatten()
