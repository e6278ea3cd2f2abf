"""A Darknet cfg as a PyTorch network.

Sources: J. Redmon and A. Farhadi, "YOLOv3: An Incremental Improvement", 2018, for the network; Darknet's cfg format for
what each section computes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import torch
import torch.nn.functional as F
from torch import nn

from . import darknet
from .darknet import Section
from .errors import KitError
from .picture import MULTIPLE

# Darknet divides by sqrt(variance) + 1e-6; this is what its readers use instead.
EPSILON = 1e-6
LEAKY_SLOPE = 0.1
# The longer side of an input when a cfg has no width and height.
DEFAULT_SIDE = 416
# The network's input, where the number of a layer is asked for.
INPUT = -1
# Numbers in all kernels together, a gigabyte; YOLOv3 has 62 million. More is a slip of the pen, and would fill the memory.
MAX_WEIGHTS = 1 << 28


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

    def __init__(self, section: Section, inputs: int, max_weights: int) -> None:
        super().__init__()
        size = section.integer("size", 1, 1)
        padding = size // 2 if section.integer("pad", 0) else section.integer("padding", 0)
        groups = section.integer("groups", 1, 1)
        self.filters = section.integer("filters", 1, 1)
        if inputs % groups or self.filters % groups:
            raise section.error(f"groups={groups} must divide both {inputs} inputs and {self.filters} filters", "groups")
        if self.filters * (inputs // groups) * size**2 > max_weights:
            raise section.error(
                f"filters={self.filters} of size {size} take the network beyond {MAX_WEIGHTS} weights", "filters"
            )
        normalize = section.integer("batch_normalize", 0) > 0
        stride = section.integer("stride", 1, 1)
        _check_tiling(section, size, stride, 2 * padding)
        self.stride = stride
        self.conv = nn.Conv2d(inputs, self.filters, size, stride, padding, groups=groups, bias=not normalize)
        self.bn = nn.BatchNorm2d(self.filters, eps=EPSILON) if normalize else None
        self.act = activation(section)

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


def activation(section: Section) -> nn.Module:
    """The module for a section's activation, linear where it names none."""
    name = section.text("activation", "linear")
    if name == "leaky":
        return nn.LeakyReLU(LEAKY_SLOPE, inplace=True)
    return nn.ReLU(inplace=True) if name == "relu" else nn.Identity()


def _check_tiling(section: Section, size: int, stride: int, padding: int) -> None:
    """Refuses a window under which the output is not the input's size over the stride.

    Args:
        section: of the layer.
        size, stride: of the window.
        padding: pixels in all, at both sides together.
    """
    if not padding < size <= padding + stride:
        sizes = f"from {padding + 1} to {padding + stride}" if stride > 1 else str(padding + 1)
        raise section.error(
            f"size={size} is not supported with {padding} pixels of padding and a stride of {stride}: for an output of a "
            f"stride-th of the input's size it must be {sizes}",
            "size",
        )


class MaxPool(nn.Module):
    """Darknet's pooling: it pads size - 1 in all, the smaller half at the left and top, with what is never the largest."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self.stride = section.integer("stride", 1, 1)
        self.size = section.integer("size", self.stride, 1)
        self.total = section.integer("padding", self.size - 1)
        _check_tiling(section, self.size, self.stride, self.total)

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
    """Adds an earlier output to the present one, channel by channel as far as both have them; the present one's stay."""

    def __init__(self, layer: int, missing: int, act: nn.Module) -> None:
        """Args: the earlier layer, how many channels fewer it has (more: below 0), the activation."""
        super().__init__()
        self.layer, self.missing = layer, missing
        self.sum = nn.quantized.FloatFunctional()
        self.act = act

    def forward(self, x: torch.Tensor, earlier: torch.Tensor) -> torch.Tensor:
        if self.missing:
            # Zeros are exact in int8 too, and one sum has one range. Below 0 it cuts.
            earlier = F.pad(earlier, (0, 0, 0, 0, 0, self.missing))
        return self.act(self.sum.add(x, earlier))


class Upsample(nn.Module):
    """Repeats each pixel."""

    def __init__(self, factor: int) -> None:
        super().__init__()
        self.factor = factor

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.interpolate(x, scale_factor=float(self.factor), mode="nearest")


class Dropout(nn.Module):
    """Lets all through: what it leaves out in Darknet's training stays when a network runs."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x


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
        self.cfg = darknet.written(sections)
        self.inputs = sections[0].integer("channels", 3, 1)
        if self.inputs != 3:
            raise sections[0].error(f"channels must be 3: pictures are in colour; is {self.inputs}", "channels")
        self.side = _side(sections[0])
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
