"""Shortcuts of unequal channels, as in YOLOv3-tiny-PRN: sums in NumPy are the reference."""

import numpy as np
import pytest
import torch
from conftest import NET, conv, head, lively

from pipit_kit import int8network, package, quantization
from pipit_kit.network import Network
from pipit_kit.schemes import SIGNED, UNSIGNED

# Layer 2 adds 8 channels to 12, layer 4 the first 6 of these 12 to 6.
UNEQUAL = (
    NET
    + (conv(8, stride=2) + conv(12) + "[shortcut]\nfrom=-2\nactivation=leaky\n")
    + (conv(6) + "[shortcut]\nfrom=2\nactivation=linear\n")
    + head("0,1", "10,10, 30,30")
)


def outputs(layers, run):
    """What each layer gives, as floats."""
    seen = {}
    for i, layer in enumerate(layers):
        layer.register_forward_hook(lambda _, __, out, i=i: seen.__setitem__(i, out))
    run()
    return [(x.dequantize() if x.is_quantized else x).detach().numpy() for _, x in sorted(seen.items())]


def added(x, earlier):
    result = x.copy()
    for c in range(min(x.shape[1], earlier.shape[1])):
        result[:, c] += earlier[:, c]
    return result


def images(seed, count=1):
    rng = np.random.default_rng(seed)
    return [torch.from_numpy(rng.integers(0, 256, (1, 64, 96, 3)).astype(np.uint8)) for _ in range(count)]


def test_as_many_channels_are_added_as_both_have():
    network = lively(Network(UNEQUAL))
    x = outputs(network.layers, lambda: network(images(1)[0].permute(0, 3, 1, 2).float() / 255))
    sums = added(x[1], x[0])
    assert np.allclose(x[2], np.where(sums > 0, sums, 0.1 * sums), atol=1e-5)
    assert np.allclose(x[4], added(x[3], x[2]), atol=1e-5)


@pytest.mark.parametrize("scheme", [SIGNED, UNSIGNED], ids=lambda f: f.name)
def test_int8_adds_them_to_within_a_step(scheme):
    network = lively(Network(UNEQUAL.replace("activation=leaky", "activation=relu")))
    int8 = quantization.quantize(network, scheme, images(1, 8))
    layers = int8.body.network.layers
    x = outputs(layers, lambda: int8network.of_bytes(int8, scheme)(images(9)[0]))
    wanted = [added(x[1], x[0]).clip(min=0), added(x[3], x[2])]
    for k, sums in zip((2, 4), wanted):
        off = np.abs(x[k] - sums)
        assert np.percentile(off, 99) <= 1.01 * layers[k].sum.scale  # but for what lies outside the range
    package.script(int8)  # computes the same at each size, or is refused
