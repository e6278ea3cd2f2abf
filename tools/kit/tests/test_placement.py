"""The fewest conversions, found by the kit and by hand."""

import itertools

import pytest
from conftest import RESIDUAL, tiny_cfg

from pipit_kit.errors import KitError
from pipit_kit.layers import Conv, Shortcut, Yolo
from pipit_kit.network import INPUT, Network
from pipit_kit.placement import place, readers


def test_all_but_the_heads_is_int8_with_one_conversion_each():
    placement = place(Network(tiny_cfg()))
    assert placement.quantized == ()
    assert placement.dequantized == (13, 20)
    assert placement.text(Network(tiny_cfg())) == ["dequantize layer 13 (conv)", "dequantize layer 20 (conv)"]


def test_a_float_input_is_quantized_once():
    assert place(Network(tiny_cfg()), input_int8=False).quantized == (INPUT,)


def test_what_has_both_kernels_follows_its_neighbours():
    # Layer 16 (a convolution), 17 (upsample), 19 (a convolution) in float: the upsampling between them stays float.
    placement = place(Network(tiny_cfg()), keep_float=(16, 19))
    assert 17 not in placement.int8
    # The join reads an int8 output too: one conversion there, whichever way.
    assert len(placement.quantized) + len(placement.dequantized) == 5


@pytest.mark.parametrize("keep", [(), (2,), (0,), (3,), (1, 4), (6,)])
def test_no_other_placement_has_fewer_conversions(keep):
    network = Network(RESIDUAL)
    fixed = {i: False for i, layer in enumerate(network.layers) if isinstance(layer, Yolo)} | dict.fromkeys(keep, False)
    for i, layer in enumerate(network.layers):
        if isinstance(layer, (Conv, Shortcut)):
            fixed.setdefault(i, True)
    free = [i for i in range(len(network.layers)) if i not in fixed]

    def cost(inside):
        inside = inside | {INPUT: True}
        return sum(any(inside[i] != inside[k] for i in followers) for k, followers in readers(network).items())

    fewest = min(
        cost(fixed | dict(zip(free, choice, strict=True))) for choice in itertools.product([True, False], repeat=len(free))
    )
    placement = place(network, keep)
    assert len(placement.quantized) + len(placement.dequantized) == fewest


def test_a_layer_that_is_not_there_is_refused():
    with pytest.raises(KitError, match="layer 99 can't be kept in float: the layers are 0 to 21"):
        place(Network(tiny_cfg()), keep_float=(99,))
