"""Darknet's files: what is read is what OpenCV reads, and what can't be is refused by line."""

import io
import zipfile

import pytest
import torch
from conftest import DATA, DROPOUT, NET, POOL, SHORTCUT, conv, full_cfg, head, lively, tiny_cfg, write_weights

from pipit_kit import darknet, stages
from pipit_kit.errors import KitError
from pipit_kit.layers import Shortcut
from pipit_kit.network import Network


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


def test_opencv_gives_the_heads_whatever_stands_in_front_of_them(tmp_path):
    text = "\ufeff" + tiny_cfg().replace("[yolo]", DROPOUT + "[yolo]", 1).replace("size=1\n", "size=1\nsize=1\n")
    (tmp_path / "net.cfg").write_text(text, encoding="utf-8")
    network = lively(Network(darknet.read_cfg(tmp_path / "net.cfg")))
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(5))
    theirs = stages.by_opencv(tmp_path / "net.cfg", write_weights(network, tmp_path / "net.weights"))(x)
    with torch.no_grad():
        assert max(float((a - b).abs().max()) for a, b in zip(network(x), theirs, strict=True)) < 1e-3


@pytest.mark.skipif(not DATA.is_dir(), reason="SKIPPED: no real Darknet model without PIPIT_DATA")
@pytest.mark.parametrize("name", ["start/yolov3-tiny", "teacher/yolo-fastest-1.1-xl"])
def test_a_real_model_is_read_as_opencv_reads_it(name):
    cfg, weights = (DATA / f"{name}.{end}" for end in ("cfg", "weights"))
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
        ("filters=8", "filters=0", r"net.cfg:6: .*filters must be a whole number of at least 1, is '0'"),
        ("filters=8", "filters=8\nfilters=9", r"net.cfg:7: .*filters=9 contradicts filters=8 of line 6"),
        ("channels=3", "channels=3\nchannels=1", r"net.cfg:4: \[net\] channels=1 contradicts channels=3 of line 3"),
        ("channels=3", "channels=1", r"net.cfg:3: \[net\] channels must be 3: images are in colour; is 1"),
        ("activation=leaky\n", "", r"net.cfg:\d+: .*must have activation: Darknet takes logistic without"),
        ("filters=8", "filters=99999999999", r"net.cfg:6: .*filters=99999999999 of size 3 take the network beyond \d+ weights"),
        ("pad=1\n", "", r"net.cfg:7: .*size=3 is not supported with 0 pixels of padding and a stride of 1.* must be 1"),
        ("size=3", "size=4", r"net.cfg:7: .*size=4 is not supported with 4 pixels of padding .* must be 5"),
        ("size=2\nstride=2", "size=5\nstride=2\npadding=1", r"size=5 is not supported with 1 pixels .* from 2 to 3"),
        ("layers=-3", "layers=-99", r"net.cfg:\d+: \[route\] layers=-99 must be a layer before this one"),
        ("layers=-3", "layers=14", r"net.cfg:\d+: \[route\] must not read layer 14, a \[yolo\]"),
        ("layers=-3", "layers=15", r"net.cfg:\d+: \[route\] layers=15 must be a layer before this one"),
        ("layers=-3", "layers=", r"net.cfg:\d+: \[route\] layers must be whole numbers with commas between, is ''"),
        ("[route]\nlayers=-3", POOL, r"net.cfg:\d+: \[maxpool\] must not read layer 14, a \[yolo\]"),
        ("filters=14", "filters=15", r"net.cfg:\d+: \[yolo\] the layer before must have 14 filters"),
        ("[net]", "[yolo]", r"must begin with \[net\]"),
        ("stride=2\n", "stride\n", r"net.cfg:\d+: must be \[section\] or key=value, is 'stride'"),
        ("mask=2,3", "mask=2,9", r"mask must be numbers from 0 to 3"),
        ("mask=2,3", "mask=", r"mask must be whole numbers with commas between, is ''"),
        ("8,8, 16", "nan,8, 16", r"net.cfg:\d+: \[yolo\] anchors must be sides in input pixels, above 0"),
        ("8,8, 16", "-8,8, 16", r"anchors must be sides in input pixels, above 0"),
        ("8,8, 16", "1e999,8, 16", r"anchors must be sides in input pixels, above 0"),
        ("classes=2", "classes=2\nscale_x_y=nan", r"net.cfg:\d+: .*scale_x_y must be a number above 0, is 'nan'"),
        ("layers=-1,8", "layers=-1,0", r"layers must all have one stride, have 1, 16"),
        ("[upsample]\nstride=2", "[upsample]\nstride=2\nscale=2", r"net.cfg:\d+: .*scale=2 is not supported: it changes what"),
    ],
)
def test_what_is_not_supported_is_refused_by_its_line(old, new, message):
    text = tiny_cfg().replace(old, new, 1)
    with pytest.raises(KitError, match=message):
        Network(text, "net.cfg")


ANCHORS = "10,10, 30,30"


@pytest.mark.parametrize(
    ("trunk", "message"),
    [
        (conv(stride=2) * 6, r"net.cfg:\d+: \[convolutional\] makes a stride of 64 input pixels; 32"),
        (conv() + "[maxpool]\nsize=3\nstride=3\n", r"net.cfg:\d+: \[maxpool\] makes a stride of 3 input pixels"),
        (
            conv() + "[upsample]\nstride=4\n",
            r"net.cfg:\d+: \[yolo\] has a stride of 1/4 input pixels; it must be a whole number",
        ),
        (
            conv() + conv(stride=2) + SHORTCUT.replace("-3", "-2"),
            r"layer 0 has a stride of 1, this one of 2; they must be the same",
        ),
    ],
)
def test_strides_that_the_input_has_no_sides_for_are_refused(trunk, message):
    with pytest.raises(KitError, match=message):
        Network(NET + trunk + head("0,1", ANCHORS), "net.cfg")


def test_heads_of_different_classes_are_refused():
    other = head("0", ANCHORS).replace("classes=2", "classes=3").replace("filters=7", "filters=8")
    with pytest.raises(KitError, match=r"net.cfg:\d+: \[yolo\] classes must be those of the \[yolo\] before, 2; is 3"):
        Network(NET + conv() + head("0,1", ANCHORS) + "[route]\nlayers=0\n" + other, "net.cfg")


def test_one_output_may_feed_two_heads_by_a_route():
    yolo = head("0,1", ANCHORS)
    network = Network(NET + conv() + yolo + "[route]\nlayers=1\n" + yolo[yolo.index("[yolo]") :])
    a, b = network(torch.rand(1, 3, 32, 32))
    assert torch.equal(a, b)


@pytest.mark.parametrize(
    ("section", "lines"),
    [
        ("[net]", "batch=64\nbatch=1\nletter_box=1\nmosaic=1\newma_alpha=0.9\nwidth=416\nwidth=608\nheight=300"),
        ("[convolutional]", "dilation=1\nantialiasing=0\nxnor=0\nreverse=0\nassisted_excitation=4000\nsway=1\nstopbackward=1"),
        ("[convolutional]", "size=3\nsize=3\nlearning_rate=1\nlearning_rate=2"),
        ("[maxpool]", "maxpool_depth=0\nout_channels=64\nantialiasing=0\ndont_show=1"),
        ("[yolo]", "focal_loss=1\nobjectness_smooth=1\niou_thresh_kind=giou\ndelta_normalizer=1.0\nshow_details=0\nmax=200"),
        ("[yolo]", "track_history_size=5\nnew_coords=0\nembedding_layer=-2\nsim_thresh=0.8\ncounters_per_class=1,2\nrandom=1"),
    ],
)
def test_keys_that_change_nothing_computed_are_taken(section, lines):
    plain = lively(Network(tiny_cfg()))
    network = Network(tiny_cfg().replace(section, f"{section}\n{lines}", 1)).eval()
    network.load_state_dict(plain.state_dict())
    x = torch.rand(1, 3, 64, 64)
    assert all(torch.equal(a, b) for a, b in zip(network(x), plain(x), strict=True))


@pytest.mark.parametrize(
    ("section", "line"),
    [
        *(("[yolo]", line) for line in ("new_coords=1",)),
        *(("[convolutional]", line) for line in ("xnor=1", "dilation=2", "antialiasing=1", "share_index=-4", "dontload=1")),
        *(("[maxpool]", line) for line in ("maxpool_depth=1", "antialiasing=1")),
    ],
)
def test_keys_that_change_the_result_are_named_before_unknown_ones(section, line):
    text = tiny_cfg().replace("[convolutional]", "[convolutional]\nmy_key=1", 1).replace(section, f"{section}\n{line}", 1)
    with pytest.raises(KitError, match=rf"net.cfg:\d+: .*{line} is not supported: it changes what the layer computes"):
        Network(text, "net.cfg")


def test_a_cfg_is_read_whatever_wrote_it(tmp_path):
    text = tiny_cfg()
    (tmp_path / "net.cfg").write_bytes(b"\xef\xbb\xbf# \xb9\xe3\r\n" + text.strip().replace("\n", "\r\n").encode())
    network = Network(darknet.read_cfg(tmp_path / "net.cfg"))
    assert network.cfg == Network(text).cfg
    assert Network(network.cfg).cfg == network.cfg


def test_weights_of_another_size_are_refused_with_both_counts(tmp_path):
    network = lively(Network(tiny_cfg()))
    path = write_weights(network, tmp_path / "net.weights")
    whole = path.read_bytes()
    count = (len(whole) - 20) // 4
    first = sum(tensor.numel() for tensor in network.layers[0].state_dict().values()) - 1  # less batch norm's counter
    for content, message in (
        (whole[:-8], f"too short .*holds {count - 2} numbers, the cfg needs {count}$"),
        (whole + b"\0" * 4, f"too long .*holds {count + 1} numbers, the cfg needs {count}$"),
        (whole + b"\0", f"too long .*holds {count} numbers and 1 byte, the cfg needs {count}$"),
        (whole[:-1], f"too short .*holds {count - 1} numbers and 3 bytes, the cfg needs {count}$"),
        (whole[: 20 + 4 * first], f"holds {first} numbers, .*; these are the first 1 convolutions alone"),
    ):
        path.write_bytes(content)
        with pytest.raises(KitError, match=message):
            darknet.load_weights(network, path)


def zipped(name):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr(name, b"0" * 100)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a Git LFS pointer.*git lfs pull"),
        (b"\n<!DOCTYPE html><html>", "is a web page"),
        (b"<html>\xc3\xa9", "is a web page"),
        (zipped("yolov3.weights"), "is a zip archive: unpack it"),
        (zipped("archive/data.pkl"), "is a PyTorch file"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "is a gzip archive"),
        (b"\x08\x07\x12\x07pytorch\x1a\x05", "is an ONNX model"),
        (b'\x40\0\0\0\0\0\0\0{"a":', "is a safetensors file"),
        (b"Not Found", "is text"),
        (tiny_cfg().encode(), "is a cfg; the cfg comes first, then the weights"),
    ],
)
def test_what_was_saved_as_weights_is_named(content, message, tmp_path):
    (tmp_path / "net.weights").write_bytes(content)
    with pytest.raises(KitError, match=f"net.weights: must be Darknet weights, {message}"):
        darknet.load_weights(Network(tiny_cfg()), tmp_path / "net.weights")


def test_weights_that_are_not_numbers_are_refused(tmp_path):
    network = lively(Network(tiny_cfg()))
    with torch.no_grad():
        network.convolutions()[1].bn.running_var[3] = -1
    with pytest.raises(KitError, match="convolution 1 has a variance below 0"):
        darknet.load_weights(network, write_weights(network, tmp_path / "net.weights"))
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


def test_names_are_read_whatever_wrote_them(tmp_path):
    (tmp_path / "names").write_bytes(b"\xef\xbb\xbfdog\r\ncat \r\ncaf\xc3\xa9\r\n\r\n\n")
    assert darknet.read_names(tmp_path / "names") == ["dog", "cat", "café"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"dog\ncat\ndog\n", "names:3: the name 'dog' stands twice, first at line 1"),
        (b"dog\n\ncat\n", "names:2: is blank; Darknet counts it as a class"),
        (b"dog\ncaf\xe9\n", "names:2: is not UTF-8; save the file as UTF-8"),
        ("dog\ncat\n".encode("utf-16"), "names: is text in UTF-16: save it as UTF-8"),
        (b"\n \n", "names: has no names"),
        (
            b"classes= 2\ntrain = t.txt\nnames = data/my.names\n",
            "is a .data file, not names; give the file it names, data/my.names",
        ),
        (tiny_cfg().encode(), "names: is a cfg, not names"),
        (b"\0\0\0\0\2", "names: is no text"),
    ],
)
def test_names_that_no_network_could_have_are_refused(content, message, tmp_path):
    (tmp_path / "names").write_bytes(content)
    with pytest.raises(KitError, match=message):
        darknet.read_names(tmp_path / "names")
