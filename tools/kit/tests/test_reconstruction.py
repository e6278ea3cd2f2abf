"""Weights for ReLU that were fitted: they must give nearly what the leaky ones gave, also of images not fitted on."""

import pytest
import torch
from conftest import lively, relu_network, tiny_cfg

from pipit_kit.errors import KitError
from pipit_kit.network import Network
from pipit_kit.reconstruction import Fit, reconstruct


def images(count, seed, side=64):
    """Smooth noise, as neighbouring pixels of an image are alike: uint8 [1, side, side, 3] each."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.rand(count, 3, side // 8, side // 8, generator=generator)
    fine = torch.nn.functional.interpolate(coarse, (side, side), mode="bilinear")
    return list((fine * 255).to(torch.uint8).permute(0, 2, 3, 1).split(1))


def distance(one, other, of):
    """How far the outputs of two networks are apart: a fraction of their variance."""
    error = signal = 0.0
    for image in of:
        x = image.permute(0, 3, 1, 2).float() / 255
        for a, b in zip(one(x), other(x)):
            error, signal = error + float((a - b).square().mean()), signal + float(a.var())
    return error / signal


@torch.no_grad()
def test_it_comes_near_to_the_leaky_network(cfg):
    leaky, network = lively(Network(cfg)), relu_network(cfg)
    before = distance(leaky, network, images(4, 9))
    fits: list[Fit] = []
    reconstruct(leaky, network, images(32, 1), on_fit=fits.append)
    assert distance(leaky, network, images(4, 9)) < before / 2
    assert [fit.layer for fit in fits] == [i for i, layer in enumerate(network.layers) if hasattr(layer, "conv")]
    assert all(fit.after <= fit.before for fit in fits)


@torch.no_grad()
def test_a_network_that_is_right_already_stays_as_it_is(cfg):
    leaky, network = relu_network(cfg), relu_network(cfg)
    reconstruct(leaky, network, images(16, 1))
    assert distance(leaky, network, images(4, 9)) < 1e-3


@torch.no_grad()
def test_training_can_go_on_from_it(cfg):
    network = relu_network(cfg)
    reconstruct(lively(Network(cfg)), network, images(64, 1))
    batch = torch.cat(images(64, 1)).permute(0, 3, 1, 2).float() / 255
    wanted = network(batch)
    for mine, theirs in zip(network.train()(batch), wanted):
        assert (mine - theirs).square().mean() < 0.05 * theirs.var()


@torch.no_grad()
def test_numbers_beyond_half_precision_are_fitted_too():
    leaky, network = lively(Network(tiny_cfg())), relu_network(tiny_cfg())
    for one in (leaky, network):
        for part in (one.layers[4].bn.weight, one.layers[4].bn.bias):
            part *= 1e6
        one.layers[6].conv.weight /= 1e6
    before = distance(leaky, network, images(4, 9))
    reconstruct(leaky, network, images(16, 1))
    assert distance(leaky, network, images(4, 9)) < before / 2


@torch.no_grad()
def test_numbers_beyond_single_precision_are_refused_by_their_layer():
    leaky, network = lively(Network(tiny_cfg())), relu_network(tiny_cfg())
    for one in (leaky, network):
        one.layers[4].bn.weight *= 1e30
    with pytest.raises(KitError, match="layer 4 can't be fitted: its inputs or outputs are too large"):
        reconstruct(leaky, network, images(4, 1))


def test_without_an_image_there_is_nothing_to_fit():
    with pytest.raises(KitError, match="at least one image"):
        reconstruct(lively(Network(tiny_cfg())), relu_network(tiny_cfg()), [])
