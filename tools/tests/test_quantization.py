"""Each step to int8 computes what the one before it did."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from conftest import lively, relu_network, tiny_cfg
from torch import nn
from yolo import package, quantization
from yolo.equalization import consumers, equalize, ranges
from yolo.errors import KitError
from yolo.network import Conv, Network
from yolo.quantization import FLAVOURS, SIGNED, UNSIGNED, UNSIGNED_FULL, Choices, Quantized, of_bytes

NAMES = ["red", "green"]


def bytes_of(seed, height=64, width=96):
    """A picture with large and small structure."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(0, 256, (height // 16, width // 16, 3)).repeat(16, 0).repeat(16, 1)
    return torch.from_numpy(((coarse + rng.integers(0, 256, coarse.shape)) // 2).astype(np.uint8))[None]


def run(network):
    return of_bytes(network, network.flavour)


def floats(network, camera):
    with torch.no_grad():
        return network(camera.permute(0, 3, 1, 2).float() / 255)


def allowed(network, little):
    """Rounding adds up: the full network's 75 convolutions may lose more than a tiny one's."""
    return little if len(network.convolutions()) < 20 else 0.2


def noise(ours, theirs):
    """Error relative to the signal, of the worst head."""
    return max(float((a - b).norm() / b.norm()) for a, b in zip(ours, theirs, strict=True))


def test_fusing_changes_nothing(cfg):
    network = relu_network(cfg)
    fused = quantization.fuse(network)
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


@pytest.mark.parametrize("flavour", [SIGNED, UNSIGNED, UNSIGNED_FULL], ids=lambda f: f.name)
def test_int8_is_near_float(cfg, flavour):
    network = relu_network(cfg)
    int8 = quantization.quantize(network, flavour, [bytes_of(i) for i in range(16)])
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
    mixed = quantization.prepare_qat(relu_network(tiny_cfg()), SIGNED, Choices(keep_float=(10,)))
    assert mixed.placement.quantized == (10,)


def test_qat_learns_through_the_rounding_and_becomes_int8(cfg):
    torch.manual_seed(1)
    network = relu_network(cfg)
    mixed = quantization.prepare_qat(network, SIGNED)
    optimizer = torch.optim.SGD(mixed.parameters(), lr=1e-3)
    wanted = [floats(network, bytes_of(i)) for i in range(4)]
    losses = []
    for _ in range(4):
        loss = torch.zeros(())
        for i, target in enumerate(wanted):
            outputs = mixed(bytes_of(i).permute(0, 3, 1, 2).float() / 255)
            loss = loss + sum(((a - b) ** 2).mean() for a, b in zip(outputs, target, strict=True))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(loss))
    assert losses[-1] < losses[0]
    mixed.eval()
    int8 = quantization.converted(mixed, SIGNED)
    assert noise(run(int8)(bytes_of(1)), mixed(bytes_of(1).permute(0, 3, 1, 2).float() / 255)) < allowed(network, 0.05)


@pytest.mark.parametrize("flavour", [SIGNED, UNSIGNED], ids=lambda f: f.name)
def test_weights_and_activations_stay_in_their_ranges(flavour):
    int8 = quantization.quantize(relu_network(tiny_cfg()), flavour, [bytes_of(i) for i in range(4)])
    convolutions = int8.body.network.convolutions()
    for layer in convolutions:
        high = flavour.first_high if layer is convolutions[0] else 127
        assert int(layer.conv.weight().int_repr().abs().max()) == high
        assert flavour.low <= layer.conv.zero_point <= flavour.high


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
    quantization.save(Quantized(int8, SIGNED, NAMES, ["a test"], choices), tmp_path / "net.int8")
    loaded = quantization.load(tmp_path / "net.int8")
    assert (loaded.classes, loaded.flavour, loaded.history, loaded.choices) == (NAMES, SIGNED, ["a test"], choices)
    for ours, theirs in zip(loaded.network(bytes_of(5)), int8(bytes_of(5)), strict=True):
        assert torch.equal(ours, theirs)


def test_a_file_that_is_no_int8_network_is_refused(tmp_path):
    (tmp_path / "x.int8").write_bytes(b"nothing")
    with pytest.raises(KitError, match="is no int8 network of this kit"):
        quantization.load(tmp_path / "x.int8")
    with pytest.raises(KitError, match="no such file; 'quantize' makes"):
        quantization.load(tmp_path / "y.int8")


@pytest.mark.parametrize("flavour", FLAVOURS.values(), ids=FLAVOURS)
def test_each_layer_is_the_exact_sum_rounded_to_nearest(flavour):
    """What an engine may do to a convolution: no step off with a float bias, else a step where the sum is near a half."""
    int8 = quantization.quantize(relu_network(tiny_cfg()), flavour, [bytes_of(i) for i in range(4)])
    seen = {}
    for k, layer in enumerate(int8.body.network.layers):
        if isinstance(layer, Conv):
            layer.register_forward_hook(lambda m, inputs, out, k=k: seen.__setitem__(k, (m.conv, inputs[0], out)))
    run(int8)(bytes_of(5))
    for conv, x, out in seen.values():
        kernel, step = conv.weight().int_repr().double(), x.q_scale() * conv.weight().q_scale()
        total = F.conv2d(x.int_repr().double() - x.q_zero_point(), kernel, None, conv.stride, conv.padding)
        exact = total + conv.bias().double()[:, None, None] / step
        numbers = (exact * (step / out.q_scale())).round() + out.q_zero_point()
        low = (
            out.q_zero_point() if isinstance(conv, nn.intrinsic.quantized.ConvReLU2d) else torch.iinfo(out.int_repr().dtype).min
        )
        off = (out.int_repr().double() - numbers.clamp(low, torch.iinfo(out.int_repr().dtype).max)).abs()
        assert float(off.max()) <= 1
        assert float((off > 0).double().mean()) <= (1e-4 if flavour is UNSIGNED else 0.02)


def test_an_engine_that_this_pytorch_lacks_is_told_before_the_work(monkeypatch):
    network = relu_network(tiny_cfg())
    monkeypatch.setattr(quantization, "_engines", lambda: ["none", "onednn"])
    assert quantization.engine_for(UNSIGNED) == "onednn"

    def never():
        raise AssertionError("a picture was read")
        yield

    message = r"signed networks need one of the quantized engines qnnpack; PyTorch .* has onednn here"
    with pytest.raises(KitError, match=message):
        quantization.quantize(network, SIGNED, never())


def test_the_engine_in_force_is_left_as_it_was():
    before = torch.backends.quantized.engine
    quantization.quantize(relu_network(tiny_cfg()), SIGNED, [bytes_of(1)])
    assert torch.backends.quantized.engine == before


def test_calibration_without_pictures_is_refused():
    with pytest.raises(KitError, match="calibration needs at least one picture"):
        quantization.quantize(relu_network(tiny_cfg()), SIGNED, [])
