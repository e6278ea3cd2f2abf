"""The modules of an int8 network: as much of it in int8 as its layers allow, camera bytes in, floats out at the heads."""

from __future__ import annotations

import copy
from collections.abc import Callable

import torch
from torch import nn
from torch.ao import quantization as ao

from .bounds import bound
from .layers import Head, Yolo
from .network import INPUT, Network
from .placement import Placement
from .schemes import Scheme, engine_of

INPUT_SCALE = 1 / 255


def fuse(network: Network, qat: bool = False) -> Network:
    """A copy with ReLU fused to its convolution, and batch norm folded into it (QAT: kept inside it, in training mode)."""
    fused = copy.deepcopy(network).train(qat)
    for layer in fused.convolutions():
        parts = ["conv"] + ["bn"] * (layer.bn is not None) + ["act"] * isinstance(layer.act, nn.ReLU)
        if layer.bn is None:
            layer.bn = nn.Identity()
        if isinstance(layer.act, nn.LeakyReLU):
            layer.act.inplace = False  # int8 has no such kernel, and says so at each call
        if len(parts) > 1:
            (ao.fuse_modules_qat if qat else ao.fuse_modules)(layer, parts, inplace=True)
    return fused


class PartlyQuantized(nn.Module):
    """A fused network with the conversions of a placement between its layers.

    Call: what the network takes (int8 when the placement has it so), to float heads [n, channels, h, w].
    """

    def __init__(self, network: Network, placement: Placement) -> None:
        super().__init__()
        self.network, self.placement = network, placement
        self.to_int8 = nn.ModuleDict({str(k): ao.QuantStub() for k in placement.quantized})
        self.to_float = nn.ModuleDict({str(k): ao.DeQuantStub() for k in placement.dequantized})

    @property
    def heads(self) -> list[Head]:
        """The network's outputs."""
        return self.network.heads

    @property
    def side(self) -> int:
        """The input's longer one that the network was made for."""
        return self.network.side

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, ...]:
        as_int8: dict[int, torch.Tensor] = {}
        as_float: dict[int, torch.Tensor] = {}
        self._keep(INPUT, x, as_int8, as_float, str(INPUT) not in self.to_int8)
        for i, layer in enumerate(self.network.layers):
            inside = i in self.placement.int8
            source = as_int8 if inside else as_float
            self._keep(i, layer(*(source[k] for k in self.network.inputs_of(i))), as_int8, as_float, inside)
        return tuple(as_float[i] for i, layer in enumerate(self.network.layers) if isinstance(layer, Yolo))

    def _keep(self, k: int, x: torch.Tensor, as_int8: dict, as_float: dict, inside: bool) -> None:
        (as_int8 if inside else as_float)[k] = x
        if str(k) in self.to_int8:
            as_int8[k] = self.to_int8[str(k)](x)
        if str(k) in self.to_float:
            as_float[k] = self.to_float[str(k)](x)


class ByteInput(nn.Module):
    """An int8 network that takes a camera's bytes: they are quantized numbers as they are.

    Call: uint8 [1, height, width, 3] to one float [1, height / stride, width / stride, channels] for each head.
    """

    def __init__(self, body: PartlyQuantized, scheme: Scheme) -> None:
        super().__init__()
        self.body = body
        self.scheme = scheme
        self.signed = scheme.dtype == torch.qint8
        self.zero_point = scheme.input_zero_point

    @property
    def heads(self) -> list[Head]:
        """The network's outputs."""
        return self.body.heads

    @property
    def side(self) -> int:
        """The input's longer one that the network was made for."""
        return self.body.side

    @property
    def per_channel(self) -> bool:
        """Whether each filter's weights have a scale of their own."""
        weights = [layer.conv.weight() for layer in self.body.network.convolutions() if hasattr(layer.conv, "scale")]
        return any(weight.qscheme() != torch.per_tensor_affine for weight in weights)

    def bound(self) -> None:
        """Keeps to what every engine can compute, see :func:`pipit_kit.bounds.bound`; in force is the scheme's engine."""
        bound(self.body.network, self.body.placement.int8, self.body.to_int8, INPUT_SCALE)

    def forward(self, camera: torch.Tensor) -> tuple[torch.Tensor, ...]:
        if self.signed:
            # The same bits as int8, then the highest turned over: byte - 128. (A view would do the first without a pass,
            # but is written to TorchScript as a view of another shape.)
            camera = camera.to(torch.int8).bitwise_xor(-128)
        x = torch._make_per_tensor_quantized_tensor(camera, INPUT_SCALE, self.zero_point)
        return tuple(head.permute(0, 2, 3, 1).contiguous() for head in self.body(x.permute(0, 3, 1, 2)))


def of_bytes(network: nn.Module, scheme: Scheme, engine: str | None = None) -> Callable[[torch.Tensor], list[torch.Tensor]]:
    """A network on bytes with its outputs in the order of a float network, [1, channels, height, width]; see engine_of."""

    def forward(camera: torch.Tensor) -> list[torch.Tensor]:
        with engine_of(scheme, engine):
            return [head.permute(0, 3, 1, 2) for head in network(camera)]

    return forward
