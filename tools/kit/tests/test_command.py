"""The whole way as a technician goes it, by the command alone, and what the command says of mistakes."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest
import torch
from conftest import RESIDUAL, ROOT, lively, relu_network, tiny_cfg, write_weights

from pipit_kit import cli, data, schemes, trial
from pipit_kit.checkpoint import Checkpoint
from pipit_kit.cli.common import read_json
from pipit_kit.cli.training import repeated
from pipit_kit.errors import KitError
from pipit_kit.network import Network


@pytest.fixture
def model(monkeypatch, capsys):
    """Runs the command with some words, and returns what it printed."""
    monkeypatch.setenv("PIPIT_PROGRAM", str(ROOT / "daemon/target/pipit/bin/pipit"))
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)  # the other tests keep theirs

    def run(*words, code=0):
        found = 0
        try:
            cli.main([str(word) for word in words])
        except SystemExit as end:
            found = end.code
        said = capsys.readouterr()
        assert found == code, said.err
        return said.err if code else said.out

    return run


@pytest.fixture
def darknet(tmp_path):
    """A technician's three files."""
    cfg, names = tmp_path / "net.cfg", tmp_path / "net.names"
    cfg.write_text(tiny_cfg().replace("channels=3", "channels=3\nwidth=416\nheight=416"))
    names.write_text("red\ngreen\n")
    return cfg, write_weights(lively(Network(tiny_cfg())), tmp_path / "net.weights"), names


def test_from_darknet_to_a_package_and_its_report(model, darknet, squares, tmp_path):
    start, swapped, trained = (tmp_path / f"{name}.pt" for name in ("start", "relu", "trained"))
    assert "11 convolutions, 0.01 M parameters, 2 classes" in model("import", *darknet, "-o", start)
    said = model("relu", start, "-o", swapped, "--data", squares)
    assert "9 leaky activations became relu, weights fitted on 8 images" in said
    assert "layer 0: 0.00% of the signal was wrong" in said
    size = ("--size", 64, "--batch", 4)
    more = ("--untaught", squares, "--teacher", start)
    said = model("train", swapped, "-o", trained, "--data", squares, *more, "--epochs", 1, "--workers", 0, *size)
    assert "trained 1 epochs on 16 images" in said
    assert trained.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    assert "0.25 of the way" in model("blend", swapped, trained, "--share", 0.25, "-o", trained)
    arm, pc, qat = (tmp_path / f"{name}.int8" for name in ("arm", "pc", "qat"))
    for out, engine in ((arm, "arm"), (pc, "x86")):
        said = model("quantize", trained, "-o", out, "--engine", engine, "--data", squares)
        assert said.count("dequantize layer") == 2
    qat_options = ("--method", "qat", "--val", squares, "--every", 2, "--epochs", 2, *size)
    said = model("quantize", trained, "-o", qat, "--engine", "arm", "--data", squares, *qat_options)
    assert "1 batches an epoch: --freeze-statistics 0" in said
    assert "epoch 0 (before training): int8 AP50" in said
    assert "epoch 2: int8 AP50" in said
    package = tmp_path / "package"
    chosen = tmp_path / "scores.json"
    said = model("scores", pc, "--data", squares, "--val", squares, "-o", chosen)
    assert [line.split(":")[0] for line in said.splitlines()] == ["red", "green"]
    words = ("--name", "squares", "--version", "1", "--scores", chosen, "--golden", squares.parent / "0.png")
    model("export", arm, pc, "-o", package, *words)
    card = json.loads((package / "model.json").read_text())
    assert card["classes"] == ["red", "green"]
    assert card["min_scores"] == json.loads(chosen.read_text())["min_scores"]
    assert [one["distance"] for one in card["meaning"]] == [0.5, 1.0, 1.86]
    assert [step.split(":")[0] for step in card["training"]["steps"]] == ["import", "relu", "train", "blend", "quantize"]
    (package / "model.json").rename(tmp_path / "model.json")  # the daemon is not built here, so nothing is timed
    words = ("--darknet", *darknet, "--relu", swapped, "--float", trained, "--int8", arm, pc, qat, "--data", squares)
    said = model("report", "-o", package, *words)
    for stage in ("Darknet, by OpenCV", "ReLU, fitted", "ReLU, trained", "fused", "PTQ, unsigned", "QAT, signed"):
        assert f"| {stage} |" in said
    for name in ("precision-recall", "noise", "ranges", "examples"):
        assert (package / f"report-{name}.png").read_bytes().startswith(b"\x89PNG")
    assert "red" in json.loads(model("evaluate", trained, "--data", squares, "--json"))["squares"]["ap50_by_class"]


def test_choices_are_tried_and_nothing_is_written(model, squares, tmp_path, monkeypatch):
    network = relu_network(RESIDUAL)
    torch.nn.init.constant_(network.convolutions()[-1].conv.bias, -9)  # else thousands of boxes to suppress
    Checkpoint(network.cfg, ["red", "green"], network.state_dict()).save(tmp_path / "net.pt")
    monkeypatch.setattr(trial, "OBSERVERS", ["minmax"])
    words = ("quantize", tmp_path / "net.pt", "--engine", "arm", "--data", squares, "--pictures", 1)
    said = model(*words, "--try").splitlines()
    assert said[0] == "AP50 on 1 images, calibrated on 1"
    scores, options = zip(*(line.split("  ", 1) for line in said[1:]), strict=True)
    assert sorted(scores, reverse=True) == list(scores)
    assert "--observer minmax --no-equalization --per-channel --bias-correction" in options
    assert sum("--keep-float" in words for words in options) == 3
    assert "-o must name the int8 network to write; only --try writes none" in model(*words, code=65)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["net.pt", "squares"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("imprt",), 64, "invalid choice: 'imprt'"),
        (("relu", "none.pt", "-o", "x.pt"), 65, "tools/model relu: none.pt: no such file; 'import' makes"),
        (("quantize", "none.pt", "-o", "x", "--engine", "arm", "--data", "y"), 65, "none.pt: no such file"),
        (("evaluate", "none", "--data", "y"), 65, "none: no such file"),
        (("calibrate", "none.pt", "--data", "y", "-o", "x.pt"), 65, "none.pt: no such file"),
        (("blend", "none.pt", "none.pt", "-o", "x.pt"), 65, "none.pt: no such file"),
        (("import", "none.cfg", "none.weights", "-o", "x.pt"), 65, "none.cfg: can't be read: No such file"),
        (("train", "none.pt", "-o", "x.pt", "--data", "y", "--epochs", "many"), 64, "argument --epochs"),
        (("train", "none.pt", "-o", ".", "--data", "y"), 65, ".: is a folder; name a file in it"),
        (("evaluate", "none", "--data", "y", "--every", "0"), 64, "argument --every: must be at least 1, is 0"),
    ],
)
def test_a_mistake_is_one_line(model, words, code, message):
    said = model(*words, code=code)
    assert message in said
    assert len(said.splitlines()) == 1


def test_the_document_s_commands_are_ones():
    text = (ROOT / "docs/model-kit.md").read_text()
    lines = [line.split("#")[0].split() for line in text.splitlines() if line.startswith("tools/model ")]
    parser = cli.parser()
    assert {parser.parse_args(words[1:]).step for words in lines} == {
        *("import", "relu", "train", "blend", "calibrate", "quantize", "scores", "export", "evaluate", "report")
    }
    steps = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    assert steps >= set(parser.steps)
    assert steps >= set(schemes.BY_ENGINE) - {"fbgemm"}


def test_names_that_do_not_fit_are_refused(model, darknet, tmp_path):
    cfg, weights, names = darknet
    names.write_text("red\n")
    assert "must have 2 names, as the cfg has classes, has 1" in model(
        "import", cfg, weights, names, "-o", tmp_path / "x.pt", code=65
    )
    assert not (tmp_path / "x.pt").exists()


def test_images_of_a_source_are_taken_several_times_or_not_at_all(squares):
    images = [replace(one, source="a" if k else "b") for k, one in enumerate(data.load(squares, ["red", "green"])[:3])]
    assert [p.source for p in repeated(images, ["b=2"])] == ["b", "b", "a", "a"]
    assert [p.source for p in repeated(images, ["a=0"])] == ["b"]
    for wrong in ("c=2", "a=x", "a"):
        with pytest.raises(KitError, match="SOURCE=N of the sources a, b"):
            repeated(images, [wrong])


def test_labels_of_darknet_are_converted_and_evaluated(model, darknet, squares, tmp_path):
    network, out = tmp_path / "net.pt", tmp_path / "out/all.json"
    model("import", *darknet, "-o", network)
    for k in range(8):
        (squares.parent / f"{k}.txt").write_text("1 0.5 0.5 0.5 0.5\n")
    names = tmp_path / "german.txt"
    names.write_text("rot\ngruen\n")
    words = ("--names", names, "--rename", "gruen=green", "--rename", "rot=red")
    assert "8 images, 8 boxes, 2 classes: red, green" in model("coco", squares.parent, "-o", out, *words)
    figures = json.loads(model("evaluate", network, "--data", out, "--json"))
    assert set(figures["squares"]["ap50_by_class"]) == {"green"}


def test_a_file_that_is_no_json_object_is_refused(tmp_path):
    for text, message in (("[1]", "must be a JSON object, is a list"), ("{", "must be JSON")):
        (tmp_path / "scores.json").write_text(text)
        with pytest.raises(KitError, match=message):
            read_json(tmp_path / "scores.json")


def test_it_runs_as_a_module():
    done = subprocess.run([sys.executable, "-m", "pipit_kit", "imprt"], capture_output=True, text=True, check=False)
    assert done.returncode == 64
    assert done.stderr.startswith("tools/model: argument STEP: invalid choice: 'imprt'")
