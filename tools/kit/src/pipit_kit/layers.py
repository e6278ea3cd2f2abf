"""The layers of a Darknet cfg as PyTorch modules.

Sources: J. Redmon and A. Farhadi, "YOLOv3: An Incremental Improvement", 2018, for the network; Darknet's cfg format for
what each section computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

from .darknet import Section

# Darknet divides by sqrt(variance) + 1e-6; this is what its readers use instead.
EPSILON = 1e-6
LEAKY_SLOPE = 0.1
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
        # Of any type: fusing and conversion to int8 put other modules in their places.
        self.conv: Any = nn.Conv2d(inputs, self.filters, size, stride, padding, groups=groups, bias=not normalize)
        self.bn: Any = nn.BatchNorm2d(self.filters, eps=EPSILON) if normalize else None
        self.act: Any = activation(section)

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
