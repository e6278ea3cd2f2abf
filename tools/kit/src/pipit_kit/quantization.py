"""Float to int8: after training (static), or prepared for quantization-aware training (QAT).

The int8 part of a network is as large as its layers allow (placement). ByteInput puts the camera's bytes in at one end, which
are quantized numbers as they are, and takes floats out at the heads.

Source: B. Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference",
CVPR 2018.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Callable, Iterable

import torch
from torch import nn
from torch.ao import quantization as ao

from . import bias
from .bounds import LARGEST
from .equalization import equalize
from .errors import KitError
from .int8network import INPUT_SCALE, ByteInput, PartlyQuantized, fuse
from .layers import Conv
from .network import Network
from .placement import Placement, place
from .qconfigs import DEFAULT_CHOICES, Choices, qat_qconfig, qconfig
from .schemes import Scheme, engine_for, engine_of


def _configured(network: Network, placement: Placement, config: Callable[[bool], ao.QConfig]) -> PartlyQuantized:
    """A fused network in its frame, each int8 layer with its observers' recipe."""
    prepared = PartlyQuantized(network, placement)
    first = next((i for i, layer in enumerate(network.layers) if isinstance(layer, Conv)), 0)
    for i in placement.int8:
        network.layers[i].qconfig = config(i == first)
    for stub in [*prepared.to_int8.values(), *prepared.to_float.values()]:
        stub.qconfig = config(False)
    return prepared


def prepare(network: Network, scheme: Scheme, choices: Choices) -> PartlyQuantized:
    """A float network, fused, with observers in it (PyTorch's term)."""
    fused = fuse(_evened(network, choices))
    placement = place(fused, choices.keep_float)
    prepared = _configured(fused, placement, lambda first: qconfig(scheme, first, choices)).eval()
    return _watched(ao.prepare(prepared, inplace=True))


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


def _watched(prepared: PartlyQuantized) -> PartlyQuantized:
    """Has each observer refuse what no range holds; says of which layer it is."""

    def refuse(name: str, module: nn.Module, inputs: tuple[torch.Tensor]) -> None:
        if not float(inputs[0].detach().abs().max()) <= LARGEST:  # nor is NaN
            (layer,) = re.findall(r"\.(-?\d+)", name)[:1]  # layers.3.conv..., to_int8.3...
            raise KitError(f"layer {layer}: its numbers go beyond {LARGEST:g}; int8 has no range for them")

    for name, module in prepared.named_modules():
        if isinstance(module, ao.ObserverBase):
            module.register_forward_pre_hook(functools.partial(refuse, name))
    return prepared


def quantize(
    network: Network,
    scheme: Scheme,
    batches: Iterable[torch.Tensor],
    choices: Choices = DEFAULT_CHOICES,
    on_batch: Callable[[], object] = lambda: None,
) -> ByteInput:
    """Static quantization after training.

    Args:
        network: float.
        scheme: how to store numbers.
        batches: calibration, uint8 [n, height, width, 3] each.
        choices: the user's.
        on_batch: called after each.

    Returns:
        The int8 network on bytes, packed for the engine of its scheme.

    Raises:
        KitError: when this PyTorch has no engine for the scheme, before the first batch; when there is no batch.
    """
    engine_for(scheme)
    prepared = prepare(network, scheme, choices)
    seen = []
    with torch.no_grad():
        for batch in batches:
            prepared(batch.permute(0, 3, 1, 2).float() * INPUT_SCALE)
            seen.append(batch)
            on_batch()
    if not seen:
        raise KitError("calibration needs at least one image")
    int8 = convert(prepared, scheme)
    if choices.bias_correction:
        with engine_of(scheme):
            bias.correct(fuse(_evened(network, choices)), int8.body.network, int8, seen)
            int8.bound()
    return int8


def prepare_qat(network: Network, scheme: Scheme, choices: Choices = DEFAULT_CHOICES) -> PartlyQuantized:
    """A network for quantization-aware training: fused, in training mode.

    Raises:
        KitError: when this PyTorch has no engine for the scheme, or a layer to be kept in float is not there.
    """
    engine_for(scheme)
    fused = fuse(_evened(network, choices), qat=True)
    placement = place(fused, choices.keep_float)
    prepared = _configured(fused, placement, lambda first: qat_qconfig(scheme, first, choices)).train()
    return _watched(ao.prepare_qat(prepared, inplace=True))


def convert(prepared: PartlyQuantized, scheme: Scheme) -> ByteInput:
    """The int8 network of a prepared or trained one; the one given stays as it is.

    Raises:
        KitError: naming a layer whose numbers int8 can't hold.
    """
    with engine_of(scheme):
        int8 = ByteInput(ao.convert(copy.deepcopy(prepared).cpu().eval()), scheme)
        int8.bound()
        return int8
