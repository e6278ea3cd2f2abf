"""Float to int8: batch norm folded in, ranges of channels evened out, activations observed, weights rounded.

The body of the network is int8 from its first convolution to its last; Bytes puts the camera's bytes in at one end and
takes floats out at the heads.

Sources: B. Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
CVPR 2018; M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019.
"""

from __future__ import annotations

import copy
import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn
from torch.ao import quantization as ao

from .errors import KitError
from .network import Conv, Head, MaxPool, Network, Route, Upsample, Yolo

INPUT_SCALE = 1 / 255
# Channels are not evened out by more than this: what hardly ever fires needs no finer grid.
LARGEST_SCALE = 64.0


@dataclass(frozen=True)
class Flavour:
    """How numbers are stored, which decides which kernels run them.

    Attributes:
        name: as in model.json.
        dtype: of activations.
        low, high: of activations.
        first_high: largest weight of the first convolution, whose input has all 8 bits.
        engines: libtorch's quantized engines that run it.
    """

    name: str
    dtype: torch.dtype
    low: int
    high: int
    first_high: int
    engines: tuple[str, ...]

    @property
    def input_zero_point(self) -> int:
        return -128 if self.dtype == torch.qint8 else 0


# ARM: XNNPACK's signed kernels. PC: where VNNI is missing, sums of two products must fit in 16 bits, so activations have
# 7 bits, and behind the 8-bit input it is the weights that have 7.
SIGNED = Flavour("signed", torch.qint8, -128, 127, 127, ("qnnpack",))
UNSIGNED = Flavour("unsigned", torch.quint8, 0, 127, 63, ("x86", "fbgemm", "onednn"))
FLAVOURS = {flavour.name: flavour for flavour in (SIGNED, UNSIGNED)}


def fuse(network: Network) -> Network:
    """A copy in eval mode with each batch norm folded into its convolution, and ReLU fused to it."""
    fused = copy.deepcopy(network).eval()
    for layer in fused.convolutions():
        parts = ["conv"] + ["bn"] * (layer.bn is not None) + ["act"] * isinstance(layer.act, nn.ReLU)
        if layer.bn is None:
            layer.bn = nn.Identity()
        if len(parts) > 1:
            ao.fuse_modules(layer, parts, inplace=True)
    return fused


def consumers(network: Network, index: int) -> list[tuple[Conv, int]] | None:
    """Which convolutions read a layer's channels, and from which of their inputs on.

    None when something that does not keep channels apart, or scales of them, reads them too.
    """
    readers: list[tuple[Conv, int]] = []
    todo = [(index, 0)]
    while todo:
        source, offset = todo.pop()
        for k, layer in enumerate(network.layers):
            inputs = layer.layers if isinstance(layer, Route) else [k - 1, *getattr(layer, "layers", [])]
            if source not in inputs:
                continue
            if isinstance(layer, Conv) and _plain(layer).groups == 1:
                readers.append((layer, offset))
            elif isinstance(layer, (MaxPool, Upsample)):
                todo.append((k, offset))
            elif isinstance(layer, Route) and layer.groups == 1:
                before = inputs[: inputs.index(source)]
                todo.append((k, offset + sum(_channels(network, b) for b in before)))
            else:
                return None
    return readers


def _channels(network: Network, index: int) -> int:
    layer = network.layers[index]
    if isinstance(layer, Conv):
        return layer.filters
    if isinstance(layer, Route):
        return sum(_channels(network, k) for k in layer.layers) // layer.groups
    return _channels(network, index - 1)


def _plain(layer: Conv) -> nn.Conv2d:
    """The convolution itself, fused to a ReLU or not."""
    return layer.conv if isinstance(layer.conv, nn.Conv2d) else layer.conv[0]


@torch.no_grad()
def equalize(network: Network, passes: int = 8) -> None:
    """Evens out the weight ranges of a fused network's channels, in place; what it computes stays the same.

    A channel's ReLU passes any positive factor through, so its producer's weights may be divided by what its readers'
    are multiplied by. Nagel et al., section 4.1.
    """
    for _ in range(passes):
        for index, layer in enumerate(network.layers):
            if not isinstance(layer, Conv) or not isinstance(layer.conv, nn.Sequential):
                continue
            readers = consumers(network, index)
            if not readers:
                continue
            conv, count = _plain(layer), layer.filters
            own = conv.weight.abs().amax((1, 2, 3))
            parts = [_plain(reader).weight[:, at : at + count] for reader, at in readers]
            theirs = torch.stack([part.abs().amax((0, 2, 3)) for part in parts]).amax(0)
            scale = (own / theirs).sqrt().clamp(1 / LARGEST_SCALE, LARGEST_SCALE)
            scale[(own == 0) | (theirs == 0)] = 1
            conv.weight /= scale[:, None, None, None]
            conv.bias /= scale
            for part in parts:
                part *= scale[None, :, None, None]


def qconfig(flavour: Flavour, first: bool) -> ao.QConfig:
    """Observers of one layer: activations by histogram, weights symmetric, never -128."""
    high = flavour.first_high if first else 127
    return ao.QConfig(
        activation=ao.HistogramObserver.with_args(
            dtype=flavour.dtype, quant_min=flavour.low, quant_max=flavour.high, qscheme=torch.per_tensor_affine
        ),
        weight=ao.MinMaxObserver.with_args(
            dtype=torch.qint8, quant_min=-high, quant_max=high, qscheme=torch.per_tensor_symmetric
        ),
    )


def quantize(
    network: Network, flavour: Flavour, batches: Iterable[torch.Tensor], on_batch: Callable[[], None] = lambda: None
) -> Bytes:
    """Static quantization after training.

    Args:
        network: float, with ReLU.
        flavour: how to store numbers.
        batches: calibration, uint8 [n, height, width, 3] each.

    Returns:
        The int8 network on bytes, packed for the engine in force.
    """
    body = fuse(network)
    equalize(body)
    _observed(body, flavour)
    with torch.no_grad():
        for batch in batches:
            body(batch.permute(0, 3, 1, 2).float() * INPUT_SCALE)
            on_batch()
    ao.convert(body, inplace=True)
    return Bytes(body, flavour)


def _observed(body: Network, flavour: Flavour) -> Network:
    """Puts observers into a fused network, in place."""
    convolutions = body.convolutions()
    for layer in body.layers:
        layer.qconfig = qconfig(flavour, layer is convolutions[0])
    return ao.prepare(body, inplace=True)


class Bytes(nn.Module):
    """An int8 network that takes a camera's bytes: they are quantized numbers as they are.

    Call: uint8 [1, height, width, 3] to one float [1, height / stride, width / stride, channels] for each head.
    """

    def __init__(self, body: nn.Module, flavour: Flavour) -> None:
        super().__init__()
        self.body = body
        self.heads: list[Head] = [layer.head for layer in body.layers if isinstance(layer, Yolo)]
        self.signed = flavour.dtype == torch.qint8
        self.zero_point = flavour.input_zero_point

    def forward(self, camera: torch.Tensor) -> tuple[torch.Tensor, ...]:
        if self.signed:
            # The same bits as int8, then the highest turned over: byte - 128. (A view would do the first without a pass,
            # but is written to TorchScript as a view of another shape.)
            camera = camera.to(torch.int8).bitwise_xor(-128)
        x = torch._make_per_tensor_quantized_tensor(camera, INPUT_SCALE, self.zero_point)
        heads = self.body(x.permute(0, 3, 1, 2))
        return tuple(head.dequantize().permute(0, 2, 3, 1).contiguous() for head in heads)


def of_bytes(network: nn.Module) -> Callable[[torch.Tensor], list[torch.Tensor]]:
    """A network on bytes with its outputs in the order of a float network: [1, channels, height, width]."""
    return lambda camera: [head.permute(0, 3, 1, 2) for head in network(camera)]


FORMAT = 1


def save(network: Bytes, flavour: Flavour, cfg: str, classes: list[str], history: list[str], path: Path) -> None:
    """Writes an int8 network, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    content = {"cfg": cfg, "classes": classes, "history": history, "state": network.body.state_dict()}
    torch.save({"int8": FORMAT, "flavour": flavour.name, **content}, part)
    os.replace(part, path)


@dataclass(frozen=True)
class Quantized:
    """An int8 network with its names and what was done to it."""

    network: Bytes
    flavour: Flavour
    classes: list[str]
    history: list[str]


def load(path: Path) -> Quantized:
    """Reads a file written by :func:`save`, packed for the engine in force.

    Raises:
        KitError: when it is not there or no such file.
    """
    if not path.is_file():
        raise KitError(f"{path}: no such file; 'quantize' makes an int8 network from a checkpoint")
    try:
        content = torch.load(path, map_location="cpu")
        if content["int8"] != FORMAT:
            raise ValueError("another format")
        flavour = FLAVOURS[content["flavour"]]
        body = _observed(fuse(Network(content["cfg"])), flavour)
        ao.convert(body, inplace=True)
        body.load_state_dict(content["state"])
    except Exception as e:  # torch raises whatever the broken pickle makes it raise
        raise KitError(f"{path}: is no int8 network of this kit ({e})") from e
    return Quantized(Bytes(body, flavour), flavour, content["classes"], content["history"])
