"""Weights between a start's and its training's."""

import pytest
import torch
from conftest import RESIDUAL, lively, tiny_cfg

from pipit_kit.averaging import blend
from pipit_kit.checkpoint import Checkpoint
from pipit_kit.errors import KitError
from pipit_kit.network import Network


def checkpoint(seed, cfg=None, history=()):
    network = lively(Network(cfg or tiny_cfg()), seed)
    return Checkpoint(network.cfg, ["red", "green"], network.state_dict(), list(history))


@pytest.mark.parametrize("fraction", [0, 0.25, 1])
def test_each_weight_lies_between(fraction):
    start, trained = checkpoint(1), checkpoint(2, history=["train"])
    blended = blend(start, trained, fraction)
    for name, value in blended.state.items():
        torch.testing.assert_close(value, ((1 - fraction) * start.state[name] + fraction * trained.state[name]).to(value.dtype))
    assert blended.history == ["train", f"blend: {fraction:g} of what it changed"]
    assert not blended.network().training


def test_only_weights_of_one_network_are_blended():
    with pytest.raises(KitError, match="differ in their cfg or their classes"):
        blend(checkpoint(1), checkpoint(1, RESIDUAL), 0.5)


@pytest.mark.parametrize("fraction", [-0.1, 1.1, float("nan")])
def test_a_fraction_is_from_0_to_1(fraction):
    with pytest.raises(KitError, match="must be from 0 to 1"):
        blend(checkpoint(1), checkpoint(2), fraction)
