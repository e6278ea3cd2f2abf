"""A Darknet cfg as a PyTorch network.

Sources: J. Redmon and A. Farhadi, "YOLOv3: An Incremental Improvement", 2018, for the network; Darknet's cfg format for
what each section computes.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import nn

from . import darknet
from .darknet import Section

# Darknet divides by sqrt(variance) + 1e-6; this is what its readers use instead.
EPSILON = 1e-6
LEAKY_SLOPE = 0.1
# The network's input, where the number of a layer is asked for.
INPUT = -1


@dataclass(frozen=True)
class Head:
    """One output of the network.

    Attributes:
        stride: input pixels per cell.
        anchors: width and height in input pixels, one pair for each box of a cell.
        classes: how many.
        scale_x_y: how far a box's centre reaches out of its cell: 1 means not at all.
    """

    stride: int
    anchors: tuple[tuple[float, float], ...]
    classes: int
    scale_x_y: float = 1.0

    @property
    def channels(self) -> int:
        """Numbers per cell."""
        return len(self.anchors) * (5 + self.classes)


class Conv(nn.Module):
    """Convolution, batch norm (or none), activation: what fuses into one int8 kernel when that is ReLU or nothing."""

    def __init__(self, section: Section, inputs: int) -> None:
        super().__init__()
        size = section.integer("size", 1, 1)
        padding = size // 2 if section.integer("pad", 0) else section.integer("padding", 0)
        groups = section.integer("groups", 1, 1)
        self.filters = section.integer("filters", 1, 1)
        if inputs % groups or self.filters % groups:
            raise section.error(f"groups={groups} must divide both {inputs} inputs and {self.filters} filters", "groups")
        normalize = section.integer("batch_normalize", 0) > 0
        stride = section.integer("stride", 1, 1)
        self.stride = stride
        self.conv = nn.Conv2d(inputs, self.filters, size, stride, padding, groups=groups, bias=not normalize)
        self.bn = nn.BatchNorm2d(self.filters, eps=EPSILON) if normalize else None
        self.act = activation(section.text("activation", "linear"), section)

    def normalized(self, x: torch.Tensor) -> torch.Tensor:
        """What goes into the activation."""
        x = self.conv(x)
        return x if self.bn is None else self.bn(x)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.act(self.normalized(x))

    def folded(self) -> tuple[torch.Tensor, torch.Tensor]:
        """Weights [filters, inputs / groups, size, size] and biases [filters] of the same convolution without batch norm."""
        if self.bn is None:
            return self.conv.weight, self.conv.bias
        scale = self.bn.weight / (self.bn.running_var + self.bn.eps).sqrt()
        return self.conv.weight * scale[:, None, None, None], self.bn.bias - self.bn.running_mean * scale

    @torch.no_grad()
    def unfold(self, weights: torch.Tensor, biases: torch.Tensor, mean: torch.Tensor, variance: torch.Tensor) -> None:
        """Takes new weights and biases, as of :meth:`folded`, in place.

        Args:
            weights, biases: of a convolution without batch norm.
            mean, variance: of what the weights alone give, [filters]. Batch norm takes them, so that training goes on from the
                same outputs.
        """
        self.conv.weight.copy_(weights)
        if self.bn is None:
            self.conv.bias.copy_(biases)
            return
        self.bn.running_mean.copy_(mean)
        self.bn.running_var.copy_(variance)
        self.bn.weight.copy_((self.bn.running_var + self.bn.eps).sqrt())
        self.bn.bias.copy_(biases + self.bn.running_mean)


def activation(name: str, section: Section) -> nn.Module:
    """The module for a section's activation."""
    if name == "leaky":
        return nn.LeakyReLU(LEAKY_SLOPE, inplace=True)
    if name == "relu":
        return nn.ReLU(inplace=True)
    if name == "linear":
        return nn.Identity()
    raise section.error(f"activation={name} is not supported, only {', '.join(darknet.ACTIVATIONS)} are", "activation")


class MaxPool(nn.Module):
    """Darknet's pooling: it pads size - 1 in all, the smaller half at the left and top, with what is never the largest."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.stride = section.integer("stride", 1, 1)
        self.size = section.integer("size", self.stride, 1)
        self.total = section.integer("padding", self.size - 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        before, after = self.total // 2, self.total - self.total // 2
        if before == after:
            return F.max_pool2d(x, self.size, self.stride, before)
        if self.size == self.stride and before == 0:
            # What is padded lies outside every window: sides are multiples of the stride.
            return F.max_pool2d(x, self.size, self.stride)
        # The pooling kernels pad both sides alike, and only they know int8's smallest value: pad more, cut off.
        x = F.max_pool2d(x, self.size, 1, after)[:, :, after - before :, after - before :]
        return x if self.stride == 1 else x[:, :, :: self.stride, :: self.stride]


class Route(nn.Module):
    """Joins earlier outputs, or takes one group of their channels."""

    def __init__(self, layers: list[int], groups: int, group: int) -> None:
        super().__init__()
        self.layers, self.groups, self.group = layers, groups, group
        self.join = nn.quantized.FloatFunctional() if len(layers) > 1 else None

    def forward(self, *inputs: torch.Tensor) -> torch.Tensor:
        parts = [x.chunk(self.groups, 1)[self.group] for x in inputs] if self.groups > 1 else list(inputs)
        return parts[0] if self.join is None else self.join.cat(parts, 1)


class Shortcut(nn.Module):
    """Adds an earlier output to the present one."""

    def __init__(self, layer: int, act: nn.Module) -> None:
        super().__init__()
        self.layer = layer
        self.sum = nn.quantized.FloatFunctional()
        self.act = act

    def forward(self, x: torch.Tensor, earlier: torch.Tensor) -> torch.Tensor:
        return self.act(self.sum.add(x, earlier))


class Upsample(nn.Module):
    """Repeats each pixel."""

    def __init__(self, factor: int) -> None:
        super().__init__()
        self.factor = factor

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.interpolate(x, scale_factor=float(self.factor), mode="nearest")


class Yolo(nn.Module):
    """Marks an output; what the numbers mean is decoded outside the network."""

    def __init__(self, head: Head) -> None:
        super().__init__()
        self.head = head

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x


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
        self.cfg = cfg
        self.inputs = sections[0].integer("channels", 3, 1)
        builder = _Builder(self.inputs)
        self.layers = nn.ModuleList([builder.add(section) for section in sections[1:]])
        self.heads = [layer.head for layer in self.layers if isinstance(layer, Yolo)]
        if not self.heads:
            raise sections[-1].error("the last section must be [yolo]: a network without one detects nothing")

    def convolutions(self) -> list[Conv]:
        """All convolutions in the order of the cfg, which is that of the weights."""
        return [layer for layer in self.layers if isinstance(layer, Conv)]

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


class _Builder:
    """Follows channels and strides through the sections."""

    def __init__(self, inputs: int) -> None:
        self.channels: list[int] = []
        self.strides: list[float] = []
        self.inputs = inputs

    def add(self, section: Section) -> nn.Module:
        channels = self.channels[-1] if self.channels else self.inputs
        stride = self.strides[-1] if self.strides else 1
        return getattr(self, "_" + section.kind)(section, channels, stride)

    def _push(self, layer: nn.Module, channels: int, stride: float) -> nn.Module:
        self.channels.append(channels)
        self.strides.append(stride)
        return layer

    def _index(self, section: Section, key: str, value: int) -> int:
        at = len(self.channels)
        index = at + value if value < 0 else value
        if not 0 <= index < at:
            raise section.error(f"{key}={value} must be a layer before this one, which is number {at}", key)
        return index

    def _convolutional(self, section: Section, channels: int, stride: float) -> nn.Module:
        conv = Conv(section, channels)
        return self._push(conv, conv.filters, stride * conv.stride)

    def _maxpool(self, section: Section, channels: int, stride: float) -> nn.Module:
        pool = MaxPool(section)
        return self._push(pool, channels, stride * pool.stride)

    def _upsample(self, section: Section, channels: int, stride: float) -> nn.Module:
        factor = section.integer("stride", 2, 1)
        return self._push(Upsample(factor), channels, stride / factor)

    def _route(self, section: Section, channels: int, stride: float) -> nn.Module:
        layers = [self._index(section, "layers", k) for k in section.numbers("layers", int)]
        if not layers:
            raise section.error("layers must name at least one layer", "layers")
        strides = {self.strides[k] for k in layers}
        if len(strides) > 1:
            raise section.error(f"layers must all have one stride, have {sorted(strides)}", "layers")
        groups = section.integer("groups", 1, 1)
        group = section.integer("group_id", 0)
        if group >= groups:
            raise section.error(f"group_id must be below groups={groups}, is {group}", "group_id")
        for k in layers:
            if self.channels[k] % groups:
                raise section.error(f"groups={groups} must divide layer {k}'s {self.channels[k]} channels", "groups")
        total = sum(self.channels[k] // groups for k in layers)
        return self._push(Route(layers, groups, group), total, strides.pop())

    def _shortcut(self, section: Section, channels: int, stride: float) -> nn.Module:
        values = section.numbers("from", int)
        if len(values) != 1:
            raise section.error("from must name one layer", "from")
        layer = self._index(section, "from", values[0])
        if (self.channels[layer], self.strides[layer]) != (channels, stride):
            raise section.error(
                f"layer {layer} has {self.channels[layer]} channels at stride {self.strides[layer]:g}, this one "
                f"{channels} at {stride:g}; they must be the same",
                "from",
            )
        act = activation(section.text("activation", "linear"), section)
        return self._push(Shortcut(layer, act), channels, stride)

    def _yolo(self, section: Section, channels: int, stride: float) -> nn.Module:
        numbers = section.numbers("anchors")
        pairs = list(zip(numbers[::2], numbers[1::2]))
        if len(numbers) % 2 or len(pairs) != section.integer("num", len(pairs)):
            raise section.error(f"anchors must be num pairs, has {len(numbers)} numbers", "anchors")
        mask = section.numbers("mask", int) if "mask" in section.options else list(range(len(pairs)))
        if not all(0 <= k < len(pairs) for k in mask):
            raise section.error(f"mask must be numbers from 0 to {len(pairs) - 1}", "mask")
        head = Head(
            int(stride),
            tuple(pairs[k] for k in mask),
            section.integer("classes", 20, 1),
            section.number("scale_x_y", 1.0),
        )
        if channels != head.channels:
            raise section.error(
                f"the layer before must have {head.channels} filters ({len(mask)} anchors x (5 + {head.classes} "
                f"classes)), has {channels}"
            )
        return self._push(Yolo(head), channels, stride)
