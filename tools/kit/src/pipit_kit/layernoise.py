"""What int8 does to each layer: how much of the signal is left, and which range its numbers have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import torch

from .int8network import INPUT_SCALE, ByteInput
from .network import Network
from .qconfigs import Choices
from .quantization import prepare
from .schemes import Scheme, engine_of


@dataclass(frozen=True)
class LayerNoise:
    """One layer over some images.

    Attributes:
        layer: its number.
        kind: of what it does.
        snr_db: signal to noise of int8 against float, in decibels; 20 dB is a tenth.
        low, high: smallest and largest float activation.
        middle: the range that holds all but a thousandth at either end.
    """

    layer: int
    kind: str
    snr_db: float
    low: float
    high: float
    middle: tuple[float, float]


def noise(
    network: Network, int8: ByteInput, scheme: Scheme, choices: Choices, cameras: Iterable[torch.Tensor]
) -> list[LayerNoise]:
    """Compares a network with what it was quantized to, layer by layer.

    Args:
        network: the float one that was quantized.
        int8: by :func:`pipit_kit.quantization.quantize` with the same scheme and choices.
        scheme, choices: of that.
        cameras: images, uint8 [1, height, width, 3].
    """
    floats = prepare(network, scheme, choices)
    seen: dict[tuple[str, int], torch.Tensor] = {}
    hooks = [
        layer.register_forward_hook(lambda _, __, out, key=(name, i): seen.__setitem__(key, out))
        for name, body in (("float", floats), ("int8", int8.body))
        for i, layer in enumerate(body.network.layers)
    ]
    signal, error = (torch.zeros(len(network.layers), dtype=torch.float64) for _ in range(2))
    limits = torch.tensor([[float("inf"), float("-inf"), 0.0, 0.0]]).repeat(len(network.layers), 1)
    count = 0
    with torch.no_grad():
        for camera in cameras:
            floats(camera.permute(0, 3, 1, 2).float() * INPUT_SCALE)
            with engine_of(scheme):
                int8(camera)
            count += 1
            for i in range(len(network.layers)):
                exact, rounded = seen["float", i], seen["int8", i]
                rounded = rounded.dequantize() if rounded.is_quantized else rounded
                signal[i] += exact.double().square().sum()
                error[i] += (exact.double() - rounded.double()).square().sum()
                some = exact.flatten()[:: max(1, exact.numel() // (1 << 16))]
                middle = torch.quantile(some, torch.tensor([0.001, 0.999]))
                limits[i, 0] = torch.minimum(limits[i, 0], exact.min())
                limits[i, 1] = torch.maximum(limits[i, 1], exact.max())
                limits[i, 2:] += middle
    for hook in hooks:
        hook.remove()
    ratio = 10 * torch.log10(signal / error.clamp(min=1e-30))
    return [
        LayerNoise(
            i,
            type(layer).__name__.lower(),
            float(ratio[i]),
            float(limits[i, 0]),
            float(limits[i, 1]),
            (float(limits[i, 2] / count), float(limits[i, 3] / count)),
        )
        for i, layer in enumerate(network.layers)
    ]
