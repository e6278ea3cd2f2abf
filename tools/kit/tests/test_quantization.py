"""Each step to int8 computes what the one before it did."""

import contextlib
import os
import subprocess
import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from conftest import NET, RESIDUAL, SHORTCUT, conv, head, lively, relu_network, tiny_cfg
from torch import nn

from pipit_kit import int8file, int8network, package, quantization, schemes, trial
from pipit_kit.equalization import consumers, equalize, ranges
from pipit_kit.errors import KitError
from pipit_kit.int8file import Quantized
from pipit_kit.int8network import of_bytes
from pipit_kit.layers import Conv
from pipit_kit.network import Network
from pipit_kit.observers import OBSERVERS
from pipit_kit.qconfigs import Choices
from pipit_kit.schemes import SCHEMES, SIGNED, UNSIGNED, UNSIGNED_FULL

NAMES = ["red", "green"]
PLAIN = Choices("minmax", equalized=False)


def bytes_of(seed, height=64, width=96):
    """An image with large and small structure."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (height // 16, width // 16, 3)).repeat(16, 0).repeat(16, 1)
    return torch.from_numpy(((coarse + rng.integers(0, 256, coarse.shape)) // 2).astype(np.uint8))[None]


def run(network):
    return of_bytes(network, network.scheme)


def floats(network, camera):
    with torch.no_grad():
        return network(camera.permute(0, 3, 1, 2).float() / 255)


def allowed(network, little):
    """Rounding adds up: the full network's 75 convolutions may lose more than a tiny one's."""
    return little if len(network.convolutions()) < 20 else 0.25


def noise(ours, theirs):
    """Error relative to the signal, of the worst head."""
    return max(float((a - b).norm() / b.norm()) for a, b in zip(ours, theirs, strict=True))


def test_fusing_changes_nothing(cfg):
    network = relu_network(cfg)
    fused = int8network.fuse(network)
    assert not [m for m in fused.modules() if isinstance(m, (torch.nn.BatchNorm2d, torch.nn.LeakyReLU))]
    for ours, theirs in zip(floats(fused, bytes_of(1)), floats(network, bytes_of(1)), strict=True):
        assert float((ours - theirs).abs().max()) < 1e-4


def test_equalizing_changes_nothing(cfg):
    network = relu_network(cfg)
    before = floats(network, bytes_of(1))
    equalize(network)
    for ours, theirs in zip(floats(network, bytes_of(1)), before, strict=True):
        assert float((ours - theirs).abs().max()) < 1e-4


def test_equalizing_evens_out_channels():
    network = relu_network(tiny_cfg())
    with torch.no_grad():
        network.layers[0].bn.weight *= torch.logspace(-1, 1, 8)
    before = spread(network)
    equalize(network)
    assert spread(network) < 0.5 * before


def spread(network):
    """How much the channels of the first convolution differ in range."""
    return float(ranges(network.layers[0]).log().std())


def test_readers_are_found_through_pools_and_joins():
    network = relu_network(tiny_cfg())
    indices = {list(network.layers).index(reader): at for reader, at in consumers(network, 8)}
    # The fifth convolution is read by the sixth, through a pool, and behind the join by the last but one, after 8 others.
    assert indices == {10: 0, 19: 8}


@pytest.mark.parametrize("scheme", [SIGNED, UNSIGNED, UNSIGNED_FULL], ids=lambda f: f.name)
def test_int8_is_near_float(cfg, scheme):
    network = relu_network(cfg)
    int8 = quantization.quantize(network, scheme, [bytes_of(i) for i in range(16)])
    assert noise(run(int8)(bytes_of(99)), floats(network, bytes_of(99))) < allowed(network, 0.12)


@pytest.mark.parametrize("observer", ["histogram", "minmax", "percentile"])
def test_each_observer_finds_a_range(observer):
    network = relu_network(tiny_cfg())
    choices = Choices(observer=observer)
    int8 = quantization.quantize(network, SIGNED, [bytes_of(i) for i in range(16)], choices)
    assert noise(run(int8)(bytes_of(99)), floats(network, bytes_of(99))) < 0.15


def test_leaky_relu_is_quantized_beside_its_convolution(cfg):
    network = lively(Network(cfg))
    int8 = quantization.quantize(network, SIGNED, [bytes_of(i) for i in range(16)])
    assert noise(run(int8)(bytes_of(99)), floats(network, bytes_of(99))) < allowed(network, 0.15)


def test_layers_that_stay_float_are_exact_and_converted_around():
    network = relu_network(tiny_cfg())
    everything = Choices(keep_float=tuple(range(len(network.layers))))
    exact = quantization.quantize(network, SIGNED, [bytes_of(i) for i in range(2)], everything)
    assert noise(run(exact)(bytes_of(99)), floats(network, bytes_of(99))) < 1e-5
    some = quantization.quantize(network, SIGNED, [bytes_of(i) for i in range(8)], Choices(keep_float=(10,)))
    assert some.body.placement.quantized == (10,)
    assert noise(run(some)(bytes_of(99)), floats(network, bytes_of(99))) < 0.12


def test_qat_keeps_layers_in_float_too():
    prepared = quantization.prepare_qat(relu_network(tiny_cfg()), SIGNED, Choices(keep_float=(10,)))
    assert prepared.placement.quantized == (10,)


def test_qat_learns_through_the_rounding_and_becomes_int8(cfg):
    torch.manual_seed(1)
    network = relu_network(cfg)
    prepared = quantization.prepare_qat(network, SIGNED)
    optimizer = torch.optim.SGD(prepared.parameters(), lr=1e-3)
    wanted = [floats(network, bytes_of(i)) for i in range(4)]
    losses = []
    for _ in range(4):
        loss = torch.zeros(())
        for i, target in enumerate(wanted):
            outputs = prepared(bytes_of(i).permute(0, 3, 1, 2).float() / 255)
            loss = loss + sum(((a - b) ** 2).mean() for a, b in zip(outputs, target, strict=True))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    assert losses[-1] < losses[0]
    prepared.eval()
    int8 = quantization.convert(prepared, SIGNED)
    assert noise(run(int8)(bytes_of(1)), prepared(bytes_of(1).permute(0, 3, 1, 2).float() / 255)) < allowed(network, 0.05)


@pytest.mark.parametrize("scheme", [SIGNED, UNSIGNED], ids=lambda f: f.name)
def test_weights_and_activations_stay_in_their_ranges(scheme):
    int8 = quantization.quantize(relu_network(tiny_cfg()), scheme, [bytes_of(i) for i in range(4)])
    convolutions = int8.body.network.convolutions()
    for layer in convolutions:
        high = scheme.first_high if layer is convolutions[0] else 127
        assert int(layer.conv.weight().int_repr().abs().max()) == high
        assert scheme.low <= layer.conv.zero_point <= scheme.high


def test_the_graph_is_int8_from_the_bytes_to_the_heads():
    int8 = quantization.quantize(relu_network(tiny_cfg()), SIGNED, [bytes_of(i) for i in range(4)])
    nodes = list(package.script(int8).graph.nodes())
    kinds = [node.kind() for node in nodes]
    assert kinds.count("aten::dequantize") == 2
    assert kinds.count("aten::_make_per_tensor_quantized_tensor") == 1
    assert "aten::quantize_per_tensor" not in kinds
    heads = [node for node in nodes if node.kind() == "aten::dequantize"]
    assert {head.input().node().kind() for head in heads} == {"quantized::conv2d"}
    assert {use.user.kind() for head in heads for use in head.output().uses()} == {"aten::permute"}


def test_an_int8_network_is_saved_and_loaded(cfg, tmp_path):
    network = relu_network(cfg)
    int8 = quantization.quantize(network, SIGNED, [bytes_of(i) for i in range(4)])
    choices = Choices("minmax", keep_float=(2,))
    int8file.save(Quantized(int8, SIGNED, NAMES, ["a test"], choices), tmp_path / "net.int8")
    loaded = int8file.load(tmp_path / "net.int8")
    assert (loaded.classes, loaded.scheme, loaded.history, loaded.choices) == (NAMES, SIGNED, ["a test"], choices)
    for ours, theirs in zip(loaded.network(bytes_of(5)), int8(bytes_of(5)), strict=True):
        assert torch.equal(ours, theirs)


def test_a_file_that_is_no_int8_network_is_refused(tmp_path):
    (tmp_path / "x.int8").write_bytes(b"nothing")
    with pytest.raises(KitError, match="is no int8 network of this kit"):
        int8file.load(tmp_path / "x.int8")
    with pytest.raises(KitError, match="no such file; 'quantize' makes"):
        int8file.load(tmp_path / "y.int8")


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_each_layer_is_the_exact_sum_rounded_to_nearest(scheme):
    """What an engine may do to a convolution: no step off with a float bias, else a step where the sum is near a half."""
    int8 = quantization.quantize(relu_network(tiny_cfg()), scheme, [bytes_of(i) for i in range(4)])
    seen = {}
    for k, layer in enumerate(int8.body.network.layers):
        if isinstance(layer, Conv):
            layer.register_forward_hook(lambda m, inputs, out, k=k: seen.__setitem__(k, (m.conv, inputs[0], out)))
    run(int8)(bytes_of(5))
    for layer, x, out in seen.values():
        kernel, step = layer.weight().int_repr().double(), x.q_scale() * layer.weight().q_scale()
        total = F.conv2d(x.int_repr().double() - x.q_zero_point(), kernel, None, layer.stride, layer.padding)
        exact = total + layer.bias().double()[:, None, None] / step
        numbers = (exact * (step / out.q_scale())).round() + out.q_zero_point()
        limits = torch.iinfo(out.int_repr().dtype)
        low = out.q_zero_point() if isinstance(layer, nn.intrinsic.quantized.ConvReLU2d) else limits.min
        off = (out.int_repr().double() - numbers.clamp(low, limits.max)).abs()
        assert float(off.max()) <= 1
        assert float((off > 0).double().mean()) <= (1e-4 if scheme is UNSIGNED else 0.02)


HARM = {
    "no outputs": lambda layer: _bias(layer).fill_(-100),
    "one filter far below zero": lambda layer: _bias(layer)[:1].fill_(-1e12),
    "tiny weights": lambda layer: layer.conv.weight.mul_(1e-30),
    "huge weights": lambda layer: layer.conv.weight.mul_(1e6),
    "one huge filter": lambda layer: layer.conv.weight[:1].mul_(1e8),
    "no weights": lambda layer: layer.conv.weight.zero_(),
    "constant outputs": lambda layer: (layer.conv.weight.zero_(), _bias(layer).fill_(1e4)),
    "no variance": lambda layer: layer.bn is None or layer.bn.running_var.zero_(),
    "tiny outputs": lambda layer: [t.mul_(1e-12) for t in (layer.conv.weight, _bias(layer))],
}
DEPTHWISE = (
    NET
    + conv(stride=2)
    + (conv(more="groups=8\n") + conv(8, 1) + conv(more="groups=8\n") + conv(8, 1) + SHORTCUT)
    + conv(1, 1)
    + head("0,1", "10,10, 30,30")
)


def _bias(layer):
    return layer.conv.bias if layer.bn is None else layer.bn.bias


def harmed(cfg, harm, which):
    network = relu_network(cfg)
    layers = network.convolutions()
    with torch.no_grad():
        for layer in layers if which is None else [layers[which]]:
            HARM[harm](layer)
    return network


def run_all_harmed(scheme):
    """In a process of its own, because an engine would end it."""
    torch.set_num_threads(1)
    for harm, which in product(HARM, (1, -1, None)):
        network = harmed(DEPTHWISE, harm, which)
        prepared = quantization.prepare_qat(network, scheme).eval()
        with contextlib.suppress(KitError):
            run(quantization.quantize(network, scheme, [bytes_of(1)], PLAIN))(bytes_of(2))
        with contextlib.suppress(KitError):
            prepared(bytes_of(1).permute(0, 3, 1, 2).float() / 255)
            run(quantization.convert(prepared, scheme))(bytes_of(2))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_weights_make_an_engine_end_the_process(scheme):
    script = f"from test_quantization import *; run_all_harmed(SCHEMES[{scheme!r}])"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.parametrize("which", [0, 3, -3])
@pytest.mark.parametrize("scheme", [SIGNED, UNSIGNED], ids=lambda f: f.name)
def test_a_network_with_a_dead_layer_is_near_float(scheme, which):
    network = harmed(tiny_cfg(), "no outputs", which)
    int8 = quantization.quantize(network, scheme, [bytes_of(i) for i in range(8)], Choices("minmax"))
    assert noise(run(int8)(bytes_of(99)), floats(network, bytes_of(99))) < 0.12


def test_scales_of_sums_are_in_the_engines_bounds_too():
    int8 = quantization.quantize(harmed(RESIDUAL, "tiny outputs", 2), SIGNED, [bytes_of(1)], PLAIN)
    producer, total = int8.body.network.layers[2].conv, int8.body.network.layers[4].sum
    assert 2**-10 < producer.scale / total.scale < 2**8


def test_numbers_that_int8_has_no_range_for_are_refused_by_their_layer():
    network = relu_network(tiny_cfg())
    with torch.no_grad():
        network.layers[4].conv.weight *= 1e30
    with pytest.raises(KitError, match=r"layer 4: its numbers go beyond 1e\+18"):
        quantization.quantize(network, SIGNED, [bytes_of(1)], PLAIN)
    with torch.no_grad():
        network.layers[2].bn.running_var[0] = -1
    with pytest.raises(KitError, match="layer 2: its weights, batch norm folded in, are not finite"):
        quantization.quantize(network, SIGNED, [bytes_of(1)])


def test_a_histogram_takes_a_range_that_was_next_to_nothing_before():
    """PyTorch's own would ask for 250 GB."""
    observer = OBSERVERS["histogram"](dtype=torch.qint8)
    for x in (torch.rand(100) * 1e-5, torch.rand(100)):
        observer(x)
    assert float(observer.calculate_qparams()[0]) == pytest.approx(1 / 255, rel=0.2)


def test_equalizing_goes_through_depthwise_convolutions():
    network = relu_network(DEPTHWISE)
    with torch.no_grad():
        network.layers[0].bn.weight *= torch.logspace(-1, 1, 8)
        network.layers[1].bn.weight *= torch.logspace(1, -1, 8)
    before, outputs = spread(network), floats(network, bytes_of(1))
    equalize(network)
    assert spread(network) < 0.5 * before
    for ours, theirs in zip(floats(network, bytes_of(1)), outputs, strict=True):
        assert float((ours - theirs).abs().max()) < 1e-4


def uneven():
    """A network in which one scale for all filters of a layer serves few of them."""
    network = relu_network(tiny_cfg())
    with torch.no_grad():
        for layer in network.convolutions()[:-2]:
            if layer.bn is not None:
                layer.bn.weight *= torch.logspace(-1.2, 0.3, 8)
    return network


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_a_scale_for_each_filter_is_nearer_to_float(scheme, tmp_path):
    network, found = uneven(), {}
    for per_channel in (False, True):
        choices = Choices("minmax", equalized=False, per_channel=per_channel)
        int8 = quantization.quantize(network, scheme, [bytes_of(i) for i in range(8)], choices)
        assert int8.per_channel == per_channel
        found[per_channel] = noise(run(int8)(bytes_of(99)), floats(network, bytes_of(99)))
    assert found[True] < 0.8 * found[False]
    int8file.save(Quantized(int8, scheme, NAMES, []), tmp_path / "net.int8")
    loaded = int8file.load(tmp_path / "net.int8").network
    for ours, theirs in zip(run(loaded)(bytes_of(5)), run(int8)(bytes_of(5)), strict=True):
        assert torch.equal(ours, theirs)


def test_bias_correction_takes_out_what_rounding_adds_on_the_average():
    network, off = uneven(), {}
    for corrected in (False, True):
        choices = Choices("minmax", equalized=False, bias_correction=corrected)
        int8 = quantization.quantize(network, SIGNED, [bytes_of(i) for i in range(8)], choices)
        pairs = [(run(int8)(bytes_of(i)), floats(network, bytes_of(i))) for i in range(20, 28)]
        off[corrected] = sum(float((a - b).mean((0, 2, 3)).norm()) for ours, exact in pairs for a, b in zip(ours, exact))
    assert off[True] < 0.7 * off[False]


def test_leaky_relu_is_not_asked_to_write_over_its_input():
    """The int8 kernel can't, and warns at each call."""
    fused = int8network.fuse(lively(Network(tiny_cfg())))
    assert not [m for m in fused.modules() if isinstance(m, nn.LeakyReLU) and m.inplace]


def test_all_choices_are_tried_then_the_worst_layers_kept_in_float():
    scores = iter(range(100))
    results = list(trial.run(relu_network(RESIDUAL), SIGNED, [bytes_of(1)], lambda int8: next(scores)))
    assert len({r.choices for r in results}) == trial.count()
    best, kept = results[-4].choices, results[-3:]
    assert {len(r.choices.keep_float) for r in kept} == {1}
    assert {replace(r.choices, keep_float=()) for r in kept} == {best}
    assert trial.words(Choices("minmax", False, (3, 4), True)) == (
        "--observer minmax --no-equalization --per-channel --keep-float 3 4"
    )


def test_an_engine_that_this_pytorch_lacks_is_reported_before_the_work(monkeypatch):
    network = relu_network(tiny_cfg())
    monkeypatch.setattr(schemes, "_engines", lambda: ["none", "onednn"])
    assert schemes.engine_for(UNSIGNED) == "onednn"

    def never():
        raise AssertionError("an image was read")
        yield

    message = r"signed networks need one of the quantized engines qnnpack; PyTorch .* has onednn here"
    with pytest.raises(KitError, match=message):
        quantization.quantize(network, SIGNED, never())


def test_the_engine_in_force_is_left_as_it_was():
    before = torch.backends.quantized.engine
    quantization.quantize(relu_network(tiny_cfg()), SIGNED, [bytes_of(1)])
    assert torch.backends.quantized.engine == before


def test_calibration_without_images_is_refused():
    with pytest.raises(KitError, match="calibration needs at least one image"):
        quantization.quantize(relu_network(tiny_cfg()), SIGNED, [])


def test_how_a_network_became_int8_is_read_from_its_history_also_of_older_kits():
    for line, method in (
        ("quantize: signed, static, ranges by histogram, 8 calibration images", "PTQ"),
        ("quantize: signed, quantization-aware training on 8 images, epoch 2 of 64 px", "QAT"),
        ("quantize: signed, trained with rounding on 8 pictures, epoch 2 of 64 px", "QAT"),
    ):
        assert Quantized(None, SIGNED, NAMES, [line]).method == method
