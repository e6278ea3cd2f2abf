"""Float to int8: after training (static), or with training that knows of the rounding (QAT).

The int8 part of a network is as large as its layers allow (placement). Bytes puts the camera's bytes in at one end, which
are quantized numbers as they are, and takes floats out at the heads.

Source: B. Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
CVPR 2018.
"""

from __future__ import annotations

import contextlib
import copy
import functools
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.ao import quantization as ao

from . import bias, files
from .bounds import LARGEST, bound
from .equalization import equalize
from .errors import KitError
from .network import INPUT, Conv, Head, Network, Yolo
from .observers import OBSERVERS
from .placement import Placement, place

INPUT_SCALE = 1 / 255
KIND = "int8"


@dataclass(frozen=True)
class Flavour:
    """How numbers are stored, which decides which kernels run them.

    Attributes:
        name: as in model.json.
        dtype: of activations.
        low, high: of activations.
        first_high: largest weight of the first convolution, whose input has all 8 bits.
        engines: libtorch's quantized engines that run it, the one to be preferred first.
    """

    name: str
    dtype: torch.dtype
    low: int
    high: int
    first_high: int
    engines: tuple[str, ...]

    @property
    def input_zero_point(self) -> int:
        """What a black pixel's byte becomes."""
        return -128 if self.dtype == torch.qint8 else 0


# ARM: XNNPACK's signed kernels, or QNNPACK's unsigned ones. PC: where VNNI is missing, sums of two products must fit in 16
# bits, so activations have 7 bits, and behind the 8-bit input it is the weights that have 7.
SIGNED = Flavour("signed", torch.qint8, -128, 127, 127, ("qnnpack",))
UNSIGNED = Flavour("unsigned", torch.quint8, 0, 127, 63, ("x86", "fbgemm", "onednn"))
UNSIGNED_FULL = Flavour("unsigned-full", torch.quint8, 0, 255, 127, ("qnnpack",))
FLAVOURS = {flavour.name: flavour for flavour in (SIGNED, UNSIGNED, UNSIGNED_FULL)}
BY_ENGINE = {"arm": SIGNED, "x86": UNSIGNED, "fbgemm": UNSIGNED, "qnnpack-unsigned": UNSIGNED_FULL}


def engine_for(flavour: Flavour) -> str:
    """Which of this PyTorch's engines computes a flavour.

    Those of the unsigned one add the bias in float and agree to the bit (x86, fbgemm; onednn but for ties). QNNPACK would
    run it too, but rounds the bias: a number in some thousands comes out a step off at each layer, and 6 in 100 at the
    heads of YOLOv3-tiny.

    Raises:
        KitError: when it has none.
    """
    return engines_for(flavour)[0]


def engines_for(flavour: Flavour) -> list[str]:
    """All of them, the one to be preferred first.

    Raises:
        KitError: when there is none.
    """
    had = _engines()
    found = [engine for engine in flavour.engines if engine in had]
    if not found:
        raise KitError(
            f"{flavour.name} networks need one of the quantized engines {', '.join(flavour.engines)}; PyTorch "
            f"{torch.__version__} has {', '.join(e for e in had if e != 'none')} here"
        )
    return found


def _engines() -> list[str]:
    return torch.backends.quantized.supported_engines


@contextlib.contextmanager
def engine_of(flavour: Flavour, engine: str | None = None) -> Iterator[None]:
    """Packs and runs a flavour's networks on the engine for it, or on another one that is here.

    Raises:
        KitError: when this PyTorch has none.
    """
    before = torch.backends.quantized.engine
    torch.backends.quantized.engine = engine or engine_for(flavour)
    try:
        yield
    finally:
        torch.backends.quantized.engine = before


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


class Mixed(nn.Module):
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
        as_int8, as_float = {}, {}
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


@dataclass(frozen=True)
class Choices:
    """What a user may choose about quantization.

    Attributes:
        observer: how the range of activations is found: histogram, minmax or percentile; QAT has its own.
        equalized: whether channels are evened out first.
        keep_float: numbers of layers that stay float.
        per_channel: whether each filter's weights have a scale of their own.
        bias_correction: whether what rounding adds to a layer on the average is taken out again; not by QAT.
    """

    observer: str = "histogram"
    equalized: bool = True
    keep_float: tuple[int, ...] = ()
    per_channel: bool = False
    bias_correction: bool = False

    def __str__(self) -> str:
        """In words, for the history of what was made so."""
        parts = [f"ranges by {self.observer}", "channels evened out" if self.equalized else "channels as they were"]
        parts += ["a scale for each filter"] if self.per_channel else []
        parts += ["biases corrected"] if self.bias_correction else []
        parts += [f"layers {', '.join(map(str, self.keep_float))} in float"] if self.keep_float else []
        return ", ".join(parts)


def qconfig(flavour: Flavour, first: bool, choices: Choices) -> ao.QConfig:
    """Observers of one layer: activations as asked, weights symmetric, never -128."""
    weight = ao.PerChannelMinMaxObserver if choices.per_channel else ao.MinMaxObserver
    return ao.QConfig(
        activation=OBSERVERS[choices.observer].with_args(**_activations(flavour)),
        weight=weight.with_args(**_weights(flavour, first, choices)),
    )


def qat_qconfig(flavour: Flavour, first: bool, choices: Choices) -> ao.QConfig:
    """The same with rounding in the forward pass, through which gradients go as if it were not there."""
    weight = ao.MovingAveragePerChannelMinMaxObserver if choices.per_channel else ao.MovingAverageMinMaxObserver
    return ao.QConfig(
        activation=ao.FakeQuantize.with_args(observer=ao.MovingAverageMinMaxObserver, **_activations(flavour)),
        weight=ao.FakeQuantize.with_args(observer=weight, **_weights(flavour, first, choices)),
    )


def _activations(flavour: Flavour) -> dict[str, Any]:
    return {
        "dtype": flavour.dtype,
        "quant_min": flavour.low,
        "quant_max": flavour.high,
        "qscheme": torch.per_tensor_affine,
    }


def _weights(flavour: Flavour, first: bool, choices: Choices) -> dict[str, Any]:
    high = flavour.first_high if first else 127
    scheme = torch.per_channel_symmetric if choices.per_channel else torch.per_tensor_symmetric
    return {"dtype": torch.qint8, "quant_min": -high, "quant_max": high, "qscheme": scheme}


def _configured(network: Network, placement: Placement, config: Callable[[bool], ao.QConfig]) -> Mixed:
    """A fused network in its frame, each int8 layer with its observers' recipe."""
    mixed = Mixed(network, placement)
    first = next((i for i, layer in enumerate(network.layers) if isinstance(layer, Conv)), 0)
    for i in placement.int8:
        network.layers[i].qconfig = config(i == first)
    for stub in [*mixed.to_int8.values(), *mixed.to_float.values()]:
        stub.qconfig = config(False)
    return mixed


def observed(network: Network, flavour: Flavour, choices: Choices) -> Mixed:
    """A float network, fused, with observers in it."""
    fused = fuse(_evened(network, choices))
    placement = place(fused, choices.keep_float)
    mixed = _configured(fused, placement, lambda first: qconfig(flavour, first, choices)).eval()
    return _watched(ao.prepare(mixed, inplace=True))


def _evened(network: Network, choices: Choices) -> Network:
    """A copy in eval mode whose weights are those that will be rounded.

    Raises:
        KitError: naming a layer whose weights are not finite.
    """
    for i, layer in enumerate(network.layers):
        if isinstance(layer, Conv) and not all(torch.isfinite(part).all() for part in layer.folded()):
            raise KitError(f"layer {i}: its weights, batch norm folded in, are not finite")
    network = copy.deepcopy(network).eval()
    if choices.equalized:
        equalize(network)
    return network


def _watched(mixed: Mixed) -> Mixed:
    """Has each observer refuse what no range holds; says of which layer it is."""

    def refuse(name: str, module: nn.Module, inputs: tuple[torch.Tensor]) -> None:
        if not float(inputs[0].detach().abs().max()) <= LARGEST:  # nor is NaN
            where = re.search(r"\.(-?\d+)", name)[1]  # layers.3.conv..., to_int8.3...
            raise KitError(f"layer {where}: its numbers go beyond {LARGEST:g}; int8 has no range for them")

    for name, module in mixed.named_modules():
        if isinstance(module, ao.ObserverBase):
            module.register_forward_pre_hook(functools.partial(refuse, name))
    return mixed


def quantize(
    network: Network,
    flavour: Flavour,
    batches: Iterable[torch.Tensor],
    choices: Choices = Choices(),
    on_batch: Callable[[], None] = lambda: None,
) -> Bytes:
    """Static quantization after training.

    Args:
        network: float.
        flavour: how to store numbers.
        batches: calibration, uint8 [n, height, width, 3] each.
        choices: the user's.
        on_batch: called after each.

    Returns:
        The int8 network on bytes, packed for the engine of its flavour.

    Raises:
        KitError: when this PyTorch has no engine for the flavour, before the first batch; when there is no batch.
    """
    engine_for(flavour)
    mixed = observed(network, flavour, choices)
    seen = []
    with torch.no_grad():
        for batch in batches:
            mixed(batch.permute(0, 3, 1, 2).float() * INPUT_SCALE)
            seen.append(batch)
            on_batch()
    if not seen:
        raise KitError("calibration needs at least one picture")
    int8 = converted(mixed, flavour)
    if choices.bias_correction:
        with engine_of(flavour):
            bias.correct(fuse(_evened(network, choices)), int8.body.network, int8, seen)
            int8.bound()
    return int8


def prepare_qat(network: Network, flavour: Flavour, choices: Choices = Choices()) -> Mixed:
    """A network for training with rounding: fused, in training mode.

    Raises:
        KitError: when this PyTorch has no engine for the flavour, or a layer to be kept in float is not there.
    """
    engine_for(flavour)
    fused = fuse(_evened(network, choices), qat=True)
    placement = place(fused, choices.keep_float)
    mixed = _configured(fused, placement, lambda first: qat_qconfig(flavour, first, choices)).train()
    return _watched(ao.prepare_qat(mixed, inplace=True))


def converted(mixed: Mixed, flavour: Flavour) -> Bytes:
    """The int8 network that an observed or trained one has become; the one given stays as it is.

    Raises:
        KitError: naming a layer whose numbers int8 can't hold.
    """
    with engine_of(flavour):
        int8 = Bytes(ao.convert(copy.deepcopy(mixed).cpu().eval()), flavour)
        int8.bound()
        return int8


class Bytes(nn.Module):
    """An int8 network that takes a camera's bytes: they are quantized numbers as they are.

    Call: uint8 [1, height, width, 3] to one float [1, height / stride, width / stride, channels] for each head.
    """

    def __init__(self, body: Mixed, flavour: Flavour) -> None:
        super().__init__()
        self.body = body
        self.flavour = flavour
        self.signed = flavour.dtype == torch.qint8
        self.zero_point = flavour.input_zero_point

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
        """Keeps to what every engine can compute, see :func:`pipit_kit.bounds.bound`; in force is the flavour's engine."""
        bound(self.body.network, self.body.placement.int8, self.body.to_int8, INPUT_SCALE)

    def forward(self, camera: torch.Tensor) -> tuple[torch.Tensor, ...]:
        if self.signed:
            # The same bits as int8, then the highest turned over: byte - 128. (A view would do the first without a pass,
            # but is written to TorchScript as a view of another shape.)
            camera = camera.to(torch.int8).bitwise_xor(-128)
        x = torch._make_per_tensor_quantized_tensor(camera, INPUT_SCALE, self.zero_point)
        return tuple(head.permute(0, 2, 3, 1).contiguous() for head in self.body(x.permute(0, 3, 1, 2)))


def of_bytes(network: nn.Module, flavour: Flavour, engine: str | None = None) -> Callable[[torch.Tensor], list[torch.Tensor]]:
    """A network on bytes with its outputs in the order of a float network, [1, channels, height, width]; see engine_of."""

    def forward(camera: torch.Tensor) -> list[torch.Tensor]:
        with engine_of(flavour, engine):
            return [head.permute(0, 3, 1, 2) for head in network(camera)]

    return forward


@dataclass(frozen=True)
class Quantized:
    """An int8 network with its names, what was done to it, and what was chosen for that."""

    network: Bytes
    flavour: Flavour
    classes: list[str]
    history: list[str]
    choices: Choices = Choices()


def save(quantized: Quantized, path: Path) -> None:
    """Writes an int8 network, whole or not at all."""
    body = quantized.network.body
    content = {
        "flavour": quantized.flavour.name,
        "classes": quantized.classes,
        "history": quantized.history,
        "cfg": body.network.cfg,
        "choices": asdict(quantized.choices),
        "keep_float": [i for i in range(len(body.network.layers)) if i not in body.placement.int8],
        "state": body.state_dict(),
    }
    files.write(path, KIND, content)


def load(path: Path) -> Quantized:
    """Reads a file written by :func:`save`, packed for the engine of its flavour.

    Raises:
        KitError: when it is not there or no such file.
    """
    return files.read(path, KIND, "int8 network", "'quantize' makes an int8 network from a checkpoint", _made)


def _made(content: dict[str, Any]) -> Quantized:
    flavour = FLAVOURS[content["flavour"]]
    choices = Choices(observer="minmax", equalized=False, keep_float=tuple(content["keep_float"]))
    # Random weights and a made-up range, to be written over.
    mixed = observed(Network(content["cfg"]), flavour, choices)
    with torch.no_grad():
        mixed(torch.rand(1, mixed.network.inputs, 64, 64))
    network = converted(mixed, flavour)
    with engine_of(flavour):
        network.body.load_state_dict(content["state"])
        network.bound()  # older kits left that out
    chosen = content.get("choices", {})  # files from before they were kept have the defaults
    return Quantized(network, flavour, content["classes"], content["history"], Choices(**chosen))
