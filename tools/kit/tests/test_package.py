"""The package that is shipped, and how one is written."""

import collections
import functools
import json
import zipfile
from dataclasses import replace

import cv2
import numpy as np
import pytest
import torch
from conftest import ROOT, full_cfg, relu_network, tiny_cfg
from torch.utils.mobile_optimizer import optimize_for_mobile

from pipit_kit import golden, imagefile, package, qconfigs, quantization
from pipit_kit.confusable import groups
from pipit_kit.detection import Limits
from pipit_kit.errors import KitError
from pipit_kit.int8network import of_bytes
from pipit_kit.layers import Head
from pipit_kit.letterbox import GREY
from pipit_kit.network import Network
from pipit_kit.schemes import SCHEMES, UNSIGNED, engine_of

SHIPPED = ROOT / "models/edge8"


@functools.cache
def networks():
    rng = np.random.default_rng(1)
    batches = [torch.from_numpy(rng.integers(0, 256, (1, 64, 64, 3)).astype(np.uint8)) for _ in range(4)]
    network = relu_network(tiny_cfg())
    return {name: quantization.quantize(network, scheme, batches) for name, scheme in SCHEMES.items()}


def signed():
    return {"signed": networks()["signed"]}


def card():
    return package.Card("tiny", "1", ["red", "green"], {"min_scores": {"red": 0.1, "green": 0.2}}, 0.45, {}, {}, {})


def drawn(path, height=64, width=96):
    noise = np.random.default_rng(2).integers(0, 256, (height, width, 3)).astype(np.uint8)
    cv2.imwrite(str(path), noise)
    return path


def test_a_package_holds_what_its_card_says(tmp_path):
    made = networks()
    package.write(tmp_path / "tiny", made, card(), [drawn(tmp_path / "noise.png")])
    content = json.loads((tmp_path / "tiny/model.json").read_text())
    assert {f["flavour"] for f in content["files"]} == set(SCHEMES)
    camera = torch.from_numpy(imagefile.read(tmp_path / "noise.png"))[None]
    for file in content["files"]:
        path = tmp_path / "tiny" / file["file"]
        assert package.sha256(path) == file["sha256"]
        with engine_of(SCHEMES[file["flavour"]]):
            loaded = torch.jit.load(str(path))
        for ours, theirs in zip(loaded(camera), made[file["flavour"]](camera), strict=True):
            assert torch.equal(ours, theirs)
    case = content["golden"][0]
    assert package.sha256(tmp_path / "tiny" / case["input"]) == case["sha256"]
    assert case["expect"]["signed"], "a golden case in which nothing is found checks nothing"
    assert not list(tmp_path.glob("*.part"))


def test_the_card_says_of_each_head_how_far_centres_reach():
    heads = Network(tiny_cfg().replace("classes=2", "classes=2\nscale_x_y=1.05", 1)).heads
    assert [head["scale_x_y"] for head in package.heads_of(heads)] == [1.05, 1.0]


def test_the_card_says_when_each_filter_has_a_scale(tmp_path):
    black = torch.zeros(1, 64, 64, 3, dtype=torch.uint8)
    choices = qconfigs.Choices("minmax", per_channel=True)
    made = {"signed": quantization.quantize(relu_network(tiny_cfg()), SCHEMES["signed"], [black], choices)}
    package.write(tmp_path / "tiny", made, card(), [drawn(tmp_path / "noise.png")])
    content = json.loads((tmp_path / "tiny/model.json").read_text())
    assert content["quantization"]["flavours"]["signed"]["weights"] == "qint8, per channel, symmetric"


def test_files_name_no_folder_of_the_machine_that_made_them(tmp_path):
    package.write(tmp_path / "tiny", networks(), card(), [drawn(tmp_path / "noise.png")])
    for file in (tmp_path / "tiny").glob("*.pt"):
        with zipfile.ZipFile(file) as archive:
            for record in archive.namelist():
                assert str(ROOT).encode() not in archive.read(record), record


@pytest.mark.parametrize("scheme", SCHEMES)
def test_mobile_optimisation_would_change_no_kernel_and_no_bit(scheme, tmp_path):
    """Why it is left out; fails when a PyTorch comes whose optimisation does something for int8."""
    with engine_of(SCHEMES[scheme]):
        plain = package.script(networks()[scheme])
        package.save(plain, tmp_path / "plain.pt")
        mobile = optimize_for_mobile(plain)
        camera = torch.from_numpy(imagefile.read(drawn(tmp_path / "noise.png")))[None]
        for ours, theirs in zip(plain(camera), mobile(camera), strict=True):
            assert torch.equal(ours, theirs)

    def kernels(module):
        kinds = collections.Counter(node.kind() for node in module.graph.nodes())
        return {kind: count for kind, count in kinds.items() if not kind.startswith("prim::")}

    assert kernels(mobile) == kernels(plain)
    assert kernels(plain)["quantized::conv2d_relu"] == 9


def test_a_golden_image_of_any_size_is_letterboxed(tmp_path):
    package.write(tmp_path / "tiny", signed(), card(), [drawn(tmp_path / "odd.png", 100, 90)])
    kept = imagefile.read(tmp_path / "tiny/golden-odd.png")
    assert kept.shape == (416, 384, 3)
    assert (kept[:, 0] == GREY).all()


@pytest.mark.parametrize("mistake", [KitError("refused"), KeyboardInterrupt()], ids=["refused", "interrupted"])
def test_what_fails_leaves_the_package_that_stood_there_and_nothing_else(tmp_path, mistake):
    def verify(folder):
        raise mistake

    golden_image = drawn(tmp_path / "noise.png")
    package.write(tmp_path / "tiny", signed(), card(), [golden_image])
    (tmp_path / "tiny/report.md").write_text("a report")
    with pytest.raises(type(mistake)):
        package.write(tmp_path / "tiny", signed(), replace(card(), version="2"), [golden_image], verify=verify)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["noise.png", "tiny"]
    assert json.loads((tmp_path / "tiny/model.json").read_text())["version"] == "1"
    assert (tmp_path / "tiny/report.md").read_text() == "a report"


def test_only_a_package_is_replaced(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home/letter.txt").write_text("dear")
    with pytest.raises(KitError, match="home: is no model package, so it is not replaced"):
        package.write(tmp_path / "home", {}, card(), [])
    assert (tmp_path / "home/letter.txt").exists()


def test_two_golden_images_of_one_name_are_refused(tmp_path):
    with pytest.raises(KitError, match=r"noise.png: two golden images must not have the same name"):
        package.write(tmp_path / "tiny", signed(), card(), [drawn(tmp_path / "noise.png")] * 2)
    assert not (tmp_path / "tiny.part").exists()


def test_a_golden_case_holds_on_engines_that_round_otherwise():
    """A deep network, in which a step grows: half of the outputs differ, and what it expects must hold all the same."""
    network = relu_network(full_cfg())
    rng = np.random.default_rng(1)
    batches = [torch.from_numpy(rng.integers(0, 256, (1, 64, 64, 3)).astype(np.uint8)) for _ in range(4)]
    int8 = quantization.quantize(network, UNSIGNED, batches)
    image = imagefile.read(SHIPPED / "golden-scene-4-0.png")
    limits = Limits(0.4, 0.45)
    case = golden.case({"unsigned": int8}, image, ["red", "green"], limits)
    other = of_bytes(golden._moved(int8, "qnnpack"), UNSIGNED, "qnnpack")  # rounds biases
    found = golden.find(other, int8.heads, image, ["red", "green"], limits)
    expected = case.expect["unsigned"]
    assert golden.same(expected, found, limits.min_score, case.score_tolerance, case.box_tolerance_px)
    assert not golden.same(expected, found, limits.min_score, *golden.TOLERANCES[0])
    assert case.firm["unsigned"] > 0


def test_a_golden_case_holds_for_what_another_program_finds():
    image = golden.image_of(imagefile.read(SHIPPED / "golden-scene-4-0.png"), 416)
    network, limits = networks()["signed"], Limits(0.1, 0.45)
    ours = golden.find(of_bytes(network, network.scheme), network.heads, image, ["red", "green"], limits)
    theirs = [replace(o, box=tuple(side + 20 for side in o.box)) for o in ours]
    case = golden.case({"signed": network}, image, ["red", "green"], limits, {"signed": theirs})
    assert case.box_tolerance_px > 20
    assert golden.same(case.expect["signed"], theirs, limits.min_score, case.score_tolerance, case.box_tolerance_px)


def test_a_golden_case_that_checks_little_says_so():
    found = [golden.Object("red", 0.9, (0.0, 0.0, 9.0, 9.0))]
    assert golden.Case(0.06, 6.0, {"signed": found}, {"signed": 1}).text().startswith("1 must be found (signed); scores may")
    assert "hangs on rounding" in golden.Case(1.0, 1e4, {"signed": found}, {"signed": 0}).text()
    assert "nothing in it scores enough" in golden.Case(0.06, 6.0, {"signed": []}, {"signed": 0}).text()


def test_the_shipped_model_passes_its_golden_cases():
    content = json.loads((SHIPPED / "model.json").read_text())
    limits = Limits(content["min_score"], content["nms_iou"], groups=groups(content["classes"]))
    heads = [
        Head(h["stride"], tuple(zip(h["anchors"][::2], h["anchors"][1::2], strict=True)), len(content["classes"]))
        for h in content["heads"]
    ]
    assert content["golden"]
    for file in content["files"]:
        assert package.sha256(SHIPPED / file["file"]) == file["sha256"]
        assert (SHIPPED / file["file"]).stat().st_size <= 9e6
        scheme = SCHEMES[file["flavour"]]
        with engine_of(scheme):
            network = torch.jit.load(str(SHIPPED / file["file"]))
        for case in content["golden"]:
            assert package.sha256(SHIPPED / case["input"]) == case["sha256"]
            image = imagefile.read(SHIPPED / case["input"])
            found = golden.find(of_bytes(network, scheme), heads, image, content["classes"], limits)
            wanted = [golden.Object(w["label"], w["score"], tuple(w["box"])) for w in case["expect"][file["flavour"]]]
            assert len({w.label for w in wanted}) >= 2
            assert golden.same(wanted, found, limits.min_score, case["score_tolerance"], case["box_tolerance_px"])
