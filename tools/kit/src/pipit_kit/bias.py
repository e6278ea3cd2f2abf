"""Bias correction: takes out of each convolution's bias what the rounding of its weights adds on the average.

Source: M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias Correction", ICCV 2019, section 4.2,
the empirical form. Each layer is given what the int8 network gives it, so that no layer corrects what another one does, and
one pass is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn

from .layers import Conv
from .network import Network


@torch.no_grad()
def correct(
    exact: Network, rounded: Network, forward: Callable[[torch.Tensor], object], cameras: Iterable[torch.Tensor]
) -> None:
    """Corrects the biases of a converted network, in place.

    Args:
        exact: fused, in float, with the weights that were rounded.
        rounded: the same, converted.
        forward: runs ``rounded`` on one of the cameras.
        cameras: images, uint8 [n, height, width, 3].
    """
    pairs = [
        (ours.conv, theirs.conv)
        for ours, theirs in zip(exact.layers, rounded.layers)
        if isinstance(ours, Conv) and not isinstance(theirs.conv, type(ours.conv))
    ]
    sums: dict[Any, list[Any]] = {theirs: [0.0, 0.0] for _, theirs in pairs}

    def hook(ours: nn.Module) -> Callable[[nn.Module, tuple, torch.Tensor], None]:
        def measure(theirs: nn.Module, inputs: tuple[torch.Tensor], output: torch.Tensor) -> None:
            wanted, given = ours(inputs[0].dequantize()).double(), output.dequantize().double()
            # Where ReLU cuts both off the bias changes nothing, so these do not count.
            alive = (wanted > 0) | (given > 0) if isinstance(ours, nn.Sequential) else torch.ones_like(wanted)
            sums[theirs][0] += (wanted - given).sum((0, 2, 3))
            sums[theirs][1] += alive.sum((0, 2, 3))

        return measure

    hooks = [theirs.register_forward_hook(hook(ours)) for ours, theirs in pairs]
    for camera in cameras:
        forward(camera)
    for one in hooks:
        one.remove()
    for theirs, (error, count) in sums.items():
        theirs.set_weight_bias(theirs.weight(), theirs.bias() + (error / count.clamp(min=1)).float())
