"""Scales that every engine can compute with, whatever the weights are.

A convolution's sums count in steps of input scale times weight scale. An engine multiplies them by the ratio of that step to
the output's, and XNNPACK takes ratios from 2^-32 to 2^8 alone: outside, PyTorch raises or the process is aborted. It adds
the bias as a whole number of 32 bits, too, and a larger one would wrap around. Dead filters, weights that are tiny or huge
and outputs that hardly vary lead there. What is changed here is less than a step of the output.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import nn

from .errors import KitError
from .layers import Conv, Route, Shortcut
from .network import INPUT, Network

# Of a sum's step to the output's. Below the minimum, even 9,000 weights rounded to coarser steps move no output by one.
MIN_RATIO, MAX_RATIO = 2.0**-20, 2.0**7
# Of an addend's step to the sum's: XNNPACK takes 2^-10 to 2^8, QNNPACK 2^-14 to 2^8.
MIN_ADDEND, MAX_ADDEND = 2.0**-9, 2.0**7
# Two steps of this size still multiply to a float of 32 bits.
LARGEST = 1e18


def bound(network: Network, int8: frozenset[int], stubs: nn.ModuleDict, input_scale: float) -> None:
    """Brings the scales and biases of a converted network into the engines' bounds, in place.

    Args:
        network: its layers, converted.
        int8: numbers of those that run in int8.
        stubs: what quantizes floats, by number of the layer that gives them.
        input_scale: of the network's input.

    Raises:
        KitError: naming a layer whose numbers no scale holds.
    """
    scales = _Scales(network, stubs, input_scale)
    # A sum may ask for coarser steps of a layer before it; those behind that one must look again.
    while sum(_fit(network, i, scales) for i in sorted(int8)):
        pass


class _Scales:
    """Which module holds the scale of a layer's int8 output."""

    def __init__(self, network: Network, stubs: nn.ModuleDict, input_scale: float) -> None:
        self.network, self.stubs, self.input_scale = network, stubs, input_scale

    def owner(self, k: int) -> Any:
        """None for the network's input, whose scale is fixed."""
        if str(k) in self.stubs:
            return self.stubs[str(k)]
        if k == INPUT:
            return None
        layer = self.network.layers[k]
        if isinstance(layer, Conv):
            return layer.act if hasattr(layer.act, "scale") else layer.conv
        if isinstance(layer, Shortcut):
            return layer.act if hasattr(layer.act, "scale") else layer.sum
        if isinstance(layer, Route) and layer.join is not None:
            return layer.join
        return self.owner(self.network.inputs_of(k)[0])

    def of(self, k: int) -> float:
        owner = self.owner(k)
        return self.input_scale if owner is None else float(owner.scale)


def _fit(network: Network, i: int, scales: _Scales) -> bool:
    """Fits one layer; whether another layer's scale was changed for it."""
    layer, before = network.layers[i], network.inputs_of(i)
    if isinstance(layer, Conv):
        _fit_convolution(i, layer.conv, scales.of(before[0]))
    elif isinstance(layer, Shortcut):
        total: Any = layer.sum
        addends = [scales.of(k) for k in before]
        _raise(total, max(addends) / MAX_ADDEND)
        low = [k for k, scale in zip(before, addends) if scale < total.scale * MIN_ADDEND]
        if any(scales.owner(k) is None for k in low):
            raise _refused(i, "the input it adds is too small beside the other addend")
        return sum(_raise(scales.owner(k), total.scale * MIN_ADDEND) for k in low) > 0
    return False


def _fit_convolution(i: int, conv: Any, input_scale: float) -> None:
    weight, bias = conv.weight(), conv.bias()
    per_channel = weight.qscheme() != torch.per_tensor_affine
    steps = weight.q_per_channel_scales().double() if per_channel else torch.tensor([weight.q_scale()], dtype=torch.float64)
    _raise(conv, float(steps.max()) * input_scale / MAX_RATIO)
    if not (float(steps.max()) <= LARGEST and conv.scale <= LARGEST):
        raise _refused(i, f"its numbers need steps above {LARGEST:g}")
    minimum = conv.scale * MIN_RATIO / input_scale
    coarser = steps * torch.tensor([_factor(float(step), minimum) for step in steps], dtype=torch.float64)
    products = 255 * 127 * weight[0].numel()  # the maximum of a sum without the bias
    limit = (2**31 - 1 - products) * coarser * input_scale
    kept = None if bias is None else torch.minimum(torch.maximum(bias.double(), -limit), limit).float()
    if torch.equal(coarser, steps) and (kept is None or torch.equal(kept, bias)):
        return
    if not torch.equal(coarser, steps):
        if per_channel:
            weight = torch.quantize_per_channel(
                weight.dequantize(), coarser, torch.zeros(len(coarser), dtype=torch.int64), 0, torch.qint8
            )
        else:
            weight = torch.quantize_per_tensor(weight.dequantize(), float(coarser), 0, torch.qint8)
    conv.set_weight_bias(weight, kept)


def _raise(owner: Any, minimum: float) -> bool:
    """Makes an output's steps coarser where they are finer than that; its range grows with them."""
    factor = _factor(float(owner.scale), minimum)
    if factor > 1:
        owner.scale = owner.scale * factor
    return factor > 1


def _factor(scale: float, minimum: float) -> float:
    """By which power of two a scale must grow; powers keep it a float of 32 bits."""
    return 1.0 if scale >= minimum else 2.0 ** math.ceil(math.log2(minimum / scale))


def _refused(i: int, why: str) -> KitError:
    return KitError(f"layer {i}: can't run in int8: {why}; keep it in float: --keep-float {i}")
