"""Darknet's files: what is read is what OpenCV reads, and what can't be is refused by line."""

import pytest
import torch
from conftest import DATA, full_cfg, lively, tiny_cfg, write_weights
from yolo import darknet, stages
from yolo.errors import KitError
from yolo.network import Network, Shortcut


@pytest.mark.parametrize("shape", [(64, 64), (96, 160)])
def test_heads_are_those_of_opencv(cfg, shape, tmp_path):
    network = lively(Network(cfg))
    (tmp_path / "net.cfg").write_text(cfg.replace("channels=3", f"channels=3\nwidth={shape[1]}\nheight={shape[0]}"))
    weights = write_weights(network, tmp_path / "net.weights")
    read = Network(cfg).eval()
    darknet.load_weights(read, weights)
    x = torch.rand(1, 3, *shape, generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        ours = read(x)
    for mine, theirs in zip(ours, stages.by_opencv(tmp_path / "net.cfg", weights)(x), strict=True):
        assert float(mine.abs().max()) > 0.1
        assert float((mine - theirs).abs().max()) < 1e-3


def test_the_full_yolov3_has_all_its_layers():
    network = Network(full_cfg())
    assert len(network.convolutions()) == 75
    assert sum(isinstance(layer, Shortcut) for layer in network.layers) == 23
    assert [head.stride for head in network.heads] == [32, 16, 8]


@pytest.mark.skipif(not DATA.is_dir(), reason="SKIPPED: no real Darknet model without PIPIT_DATA")
def test_a_real_model_is_read_as_opencv_reads_it():
    cfg, weights = (DATA / "start" / f"yolov3-tiny.{end}" for end in ("cfg", "weights"))
    network = Network(darknet.read_cfg(cfg)).eval()
    darknet.load_weights(network, weights)
    x = torch.rand(1, 3, 416, 416, generator=torch.Generator().manual_seed(5))
    with torch.no_grad():
        ours = network(x)
    for mine, theirs in zip(ours, stages.by_opencv(cfg, weights)(x), strict=True):
        assert float((mine - theirs).abs().max()) < 1e-3


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[maxpool]", "[maxpol]", r"net.cfg:\d+: \[maxpol\] is not supported.*did you mean \[maxpool\]"),
        ("activation=leaky", "activation=mish", r"net.cfg:10: \[convolutional\] activation=mish is not supported"),
        ("batch_normalize=1", "batch_normalise=1", r"net.cfg:5: .*batch_normalise is not supported; did you mean"),
        ("filters=8", "filters=eight", r"net.cfg:6: .*filters must be a whole number of at least 1, is 'eight'"),
        ("filters=8", "filters=8\nfilters=9", r"net.cfg:7: filters stands twice in this section, first at line 6"),
        ("layers=-3", "layers=-99", r"net.cfg:\d+: \[route\] layers=-99 must be a layer before this one"),
        ("filters=14", "filters=15", r"net.cfg:\d+: \[yolo\] the layer before must have 14 filters"),
        ("[net]", "[yolo]", r"must begin with \[net\]"),
        ("stride=2\n", "stride\n", r"net.cfg:\d+: must be \[section\] or key=value, is 'stride'"),
        ("mask=2,3", "mask=2,9", r"mask must be numbers from 0 to 3"),
        ("layers=-1,8", "layers=-1,0", r"layers must all have one stride"),
    ],
)
def test_what_is_not_supported_is_refused_by_its_line(old, new, message):
    text = tiny_cfg().replace(old, new, 1)
    with pytest.raises(KitError, match=message):
        Network(text, "net.cfg")


def test_weights_of_another_size_are_refused_with_both_counts(tmp_path):
    network = lively(Network(tiny_cfg()))
    path = write_weights(network, tmp_path / "net.weights")
    whole = path.read_bytes()
    count = (len(whole) - 20) // 4
    for content, word, found in ((whole[:-8], "short", count - 2), (whole + b"\0" * 4, "long", count + 1)):
        path.write_bytes(content)
        with pytest.raises(KitError, match=f"too {word} .*holds {found} numbers, the cfg needs {count}"):
            darknet.load_weights(network, path)


def test_weights_that_are_not_finite_are_refused(tmp_path):
    network = lively(Network(tiny_cfg()))
    with torch.no_grad():
        network.convolutions()[0].bn.bias[3] = float("nan")
    with pytest.raises(KitError, match="number 3 is not finite"):
        darknet.load_weights(network, write_weights(network, tmp_path / "net.weights"))


def test_files_that_are_missing_or_of_another_kind_are_refused(tmp_path):
    with pytest.raises(KitError, match="can't be read: No such file"):
        darknet.read_cfg(tmp_path / "none.cfg")
    (tmp_path / "swapped.cfg").write_bytes(b"\0\xff\xfe\x80")
    with pytest.raises(KitError, match="the cfg comes first, then the weights"):
        darknet.read_cfg(tmp_path / "swapped.cfg")
    (tmp_path / "names").write_text("dog\ncat\ndog\n")
    with pytest.raises(KitError, match="the name 'dog' stands twice"):
        darknet.read_names(tmp_path / "names")
