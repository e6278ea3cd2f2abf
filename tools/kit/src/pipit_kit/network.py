"""A Darknet cfg as a PyTorch network."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import torch
from torch import nn

from . import darknet
from .darknet import Section
from .errors import KitError
from .layers import MAX_WEIGHTS, Conv, Dropout, Head, MaxPool, Route, Shortcut, Upsample, Yolo, activation
from .letterbox import MULTIPLE

# The longer side of an input when a cfg has no width and height.
DEFAULT_SIDE = 416
# The network's input, where the number of a layer is asked for.
INPUT = -1


class Network(nn.Module):
    """The layers of a cfg, one by one.

    Call: float [n, 3, height, width] from 0 to 1 (sides multiples of the largest stride) to one [n, channels, height /
    stride, width / stride] of logits for each head, in the order of the cfg.
    """

    def __init__(self, cfg: str, source: str = "cfg") -> None:
        """Builds the layers with random weights.

        Raises:
            KitError: naming the cfg line that can't be used.
        """
        super().__init__()
        sections = darknet.parse(cfg, source)
        self.cfg = darknet.written(sections)
        self.inputs = sections[0].integer("channels", 3, 1)
        if self.inputs != 3:
            raise sections[0].error(f"channels must be 3: images are in colour; is {self.inputs}", "channels")
        self.side = _side(sections[0])
        builder = _Builder(self.inputs)
        self.layers = nn.ModuleList([builder.add(section) for section in sections[1:]])
        self.heads = [layer.head for layer in self.layers if isinstance(layer, Yolo)]
        if not self.heads:
            raise sections[-1].error("the last section must be [yolo]: a network without one detects nothing")

    def convolutions(self) -> list[Conv]:
        """All convolutions in the order of the cfg, which is that of the weights."""
        return [layer for layer in self.layers if isinstance(layer, Conv)]

    def channels_last(self, device: torch.device) -> Network:
        """Itself, moved to a device; a pixel's channels lie together: faster on CPUs, and on GPUs with tensor cores."""
        module: Any = self.to(device)  # PyTorch 1.13's types lack the argument
        module.to(memory_format=torch.channels_last)
        return self

    def inputs_of(self, i: int) -> list[int]:
        """Numbers of the layers that layer ``i`` reads; INPUT is the network's input."""
        layer = self.layers[i]
        if isinstance(layer, Route):
            return layer.layers
        return [i - 1, layer.layer] if isinstance(layer, Shortcut) else [i - 1]

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        outputs = {INPUT: x}
        for i, layer in enumerate(self.layers):
            outputs[i] = layer(*(outputs[k] for k in self.inputs_of(i)))
        return tuple(outputs[i] for i, layer in enumerate(self.layers) if isinstance(layer, Yolo))


def _side(net: Section) -> int:
    """The longer side of the input that a cfg is for, a multiple of 32."""
    longer = max(net.integer(key, 0) for key in ("width", "height")) or DEFAULT_SIDE
    if longer % MULTIPLE:
        raise net.error(f"width and height must be multiples of {MULTIPLE}, the longer one is {longer}", "width")
    return longer


class _Builder:
    """Follows channels and strides through the sections."""

    def __init__(self, inputs: int) -> None:
        self.inputs = inputs
        self.channels: list[int] = []
        self.strides: list[Fraction] = []
        self.heads: dict[int, Head] = {}
        self.max_weights = MAX_WEIGHTS

    def add(self, section: Section) -> nn.Module:
        at = len(self.channels)
        if at - 1 in self.heads and section.kind != "route":
            raise self._reads_head(section, at - 1)
        channels = self.channels[-1] if self.channels else self.inputs
        stride = self.strides[-1] if self.strides else Fraction(1)
        layer, channels, stride = getattr(self, "_" + section.kind)(section, channels, stride)
        if MULTIPLE % stride:
            raise section.error(
                f"makes a stride of {stride} input pixels; {MULTIPLE}, of which the input's sides are multiples, must be a "
                "multiple of it",
                "stride",
            )
        self.channels.append(channels)
        self.strides.append(stride)
        return layer

    def _index(self, section: Section, key: str, value: int) -> int:
        at = len(self.channels)
        index = at + value if value < 0 else value
        if not 0 <= index < at:
            raise section.error(f"{key}={value} must be a layer before this one, which is number {at}", key)
        if index in self.heads:
            raise self._reads_head(section, index, key)
        return index

    def _reads_head(self, section: Section, index: int, key: str | None = None) -> KitError:
        return section.error(
            f"must not read layer {index}, a [yolo]: what follows a head begins with a [route] to a layer before it", key
        )

    def _convolutional(self, section: Section, channels: int, stride: Fraction) -> tuple[nn.Module, int, Fraction]:
        conv = Conv(section, channels, self.max_weights)
        self.max_weights -= conv.conv.weight.numel()
        return conv, conv.filters, stride * conv.stride

    def _maxpool(self, section: Section, channels: int, stride: Fraction) -> tuple[nn.Module, int, Fraction]:
        pool = MaxPool(section)
        return pool, channels, stride * pool.stride

    def _upsample(self, section: Section, channels: int, stride: Fraction) -> tuple[nn.Module, int, Fraction]:
        factor = section.integer("stride", 2, 1)
        return Upsample(factor), channels, stride / factor

    def _dropout(self, section: Section, channels: int, stride: Fraction) -> tuple[nn.Module, int, Fraction]:
        return Dropout(), channels, stride

    def _route(self, section: Section, channels: int, stride: Fraction) -> tuple[nn.Module, int, Fraction]:
        layers = [self._index(section, "layers", k) for k in section.numbers("layers", int)]
        strides = {self.strides[k] for k in layers}
        if len(strides) > 1:
            have = ", ".join(map(str, sorted(strides)))
            raise section.error(f"layers must all have one stride, have {have}", "layers")
        groups = section.integer("groups", 1, 1)
        group = section.integer("group_id", 0)
        if group >= groups:
            raise section.error(f"group_id must be below groups={groups}, is {group}", "group_id")
        for k in layers:
            if self.channels[k] % groups:
                raise section.error(f"groups={groups} must divide layer {k}'s {self.channels[k]} channels", "groups")
        total = sum(self.channels[k] // groups for k in layers)
        return Route(layers, groups, group), total, strides.pop()

    def _shortcut(self, section: Section, channels: int, stride: Fraction) -> tuple[nn.Module, int, Fraction]:
        values = section.numbers("from", int)
        if len(values) != 1:
            raise section.error("from must name one layer", "from")
        layer = self._index(section, "from", values[0])
        if self.strides[layer] != stride:
            raise section.error(
                f"layer {layer} has a stride of {self.strides[layer]}, this one of {stride}; they must be the same", "from"
            )
        return Shortcut(layer, channels - self.channels[layer], activation(section)), channels, stride

    def _yolo(self, section: Section, channels: int, stride: Fraction) -> tuple[nn.Module, int, Fraction]:
        numbers = section.numbers("anchors")
        pairs = list(zip(numbers[::2], numbers[1::2]))
        if len(numbers) % 2 or len(pairs) != section.integer("num", len(pairs)):
            raise section.error(f"anchors must be num pairs, has {len(numbers)} numbers", "anchors")
        if not all(0 < side < math.inf for side in numbers):
            raise section.error("anchors must be sides in input pixels, above 0", "anchors")
        mask = section.numbers("mask", int) if "mask" in section.options else list(range(len(pairs)))
        if not all(0 <= k < len(pairs) for k in mask):
            raise section.error(f"mask must be numbers from 0 to {len(pairs) - 1}", "mask")
        if stride.denominator > 1:
            raise section.error(f"has a stride of {stride} input pixels; it must be a whole number of them")
        classes = section.integer("classes", 20, 1)
        for other in self.heads.values():
            if other.classes != classes:
                raise section.error(f"classes must be those of the [yolo] before, {other.classes}; is {classes}", "classes")
        head = Head(int(stride), tuple(pairs[k] for k in mask), classes, section.positive("scale_x_y", 1.0))
        if channels != head.channels:
            raise section.error(
                f"the layer before must have {head.channels} filters ({len(mask)} anchors x (5 + {head.classes} "
                f"classes)), has {channels}"
            )
        self.heads[len(self.channels)] = head
        return Yolo(head), channels, stride
