"""A network finds the same at every stage before int8, and a teacher fills in labels."""

import json

import numpy as np
import pytest
import torch
from conftest import draw_squares, lively, tiny_cfg, write_weights

from pipit_kit import data, files, pseudo, stages
from pipit_kit.checkpoint import Checkpoint
from pipit_kit.detection import Detections
from pipit_kit.errors import KitError
from pipit_kit.network import Network

NAMES = ["red", "green"]


def same(ours, theirs):
    for a, b in zip(ours, theirs, strict=True):
        assert len(a.scores) > 5
        assert np.allclose(np.sort(a.scores), np.sort(b.scores), atol=1e-4)


def test_darknet_float_and_fused_find_the_same(squares, tmp_path):
    network = lively(Network(tiny_cfg()))
    cfg = tmp_path / "net.cfg"
    cfg.write_text(tiny_cfg().replace("channels=3", "channels=3\nwidth=416\nheight=416"))
    weights = write_weights(network, tmp_path / "net.weights")
    Checkpoint(network.cfg, NAMES, network.state_dict()).save(tmp_path / "net.pt")
    images = data.load(squares, NAMES)[:2]
    called = []
    results = [
        stage.find(images, stage.side, lambda: called.append(1))
        for stage in (
            stages.of_darknet(cfg, weights, NAMES),
            stages.of_file(tmp_path / "net.pt"),
            stages.fused(tmp_path / "net.pt"),
        )
    ]
    assert len(called) == 6
    same(results[0], results[1])
    same(results[1], results[2])


def test_an_opencv_that_reads_no_darknet_files_is_reported(tmp_path, monkeypatch):
    monkeypatch.delattr(stages.cv2.dnn, "readNetFromDarknet")
    with pytest.raises(KitError, match="reads no Darknet files; take a version 4"):
        stages.by_opencv(tmp_path / "x.cfg", tmp_path / "x.weights")


def test_files_that_are_no_stage_are_refused(tmp_path):
    (tmp_path / "x").write_bytes(b"nothing")
    with pytest.raises(KitError, match="is no int8 network of this kit"):
        stages.of_file(tmp_path / "x")
    with pytest.raises(KitError, match="is no model package"):
        stages.of_daemon(tmp_path / "pipit", tmp_path)


def test_the_daemon_s_words_are_reported_when_it_fails(squares, tmp_path):
    (tmp_path / "model.json").write_text(json.dumps({"classes": NAMES}))
    pipit = tmp_path / "pipit"
    pipit.write_text("#!/bin/sh\necho 'pipit: no such engine' >&2\nexit 78\n")
    pipit.chmod(0o755)
    with pytest.raises(KitError, match=r"exit code 78: .*no such engine"):
        stages.of_daemon(pipit, tmp_path).find(data.load(squares, NAMES), 416, lambda: None)


@pytest.mark.parametrize("mistake", [OSError("full"), KeyboardInterrupt()], ids=["full", "interrupted"])
def test_a_file_that_is_not_written_whole_is_not_there(tmp_path, monkeypatch, mistake):
    def breaks_off(content, path):
        path.write_bytes(b"half")
        raise mistake

    monkeypatch.setattr(torch, "save", breaks_off)
    with pytest.raises(type(mistake)):
        files.write(tmp_path / "net.pt", "format", {})
    assert not list(tmp_path.iterdir())


def test_a_teacher_fills_in_what_labels_leave_out(tmp_path):
    file = draw_squares(tmp_path / "s", count=2)
    content = json.loads(file.read_text())
    content["annotations"] = [a for a in content["annotations"] if a["image_id"] == 1 or a["category_id"] == 1]
    content["images"][0]["labelled"] = [1]
    file.write_text(json.dumps(content))
    green = Detections(np.array([1, 1]), np.array([0.9, 0.2]), np.array([[1, 2, 11, 22], [0, 0, 9, 9]], np.float32))
    teacher = stages.Stage(["sky", "green"], 416, lambda images, side, called: [green for _ in images])
    added = pseudo.label(file, NAMES, teacher, tmp_path / "more.json", sure=0.5)
    assert added == {"red": 0, "green": 1}
    first, second = data.load(tmp_path / "more.json", NAMES)
    assert first.labelled.all()
    assert first.boxes[first.classes == 1].tolist() == [[1, 2, 11, 22]]
    assert len(second.boxes) == 2
    assert json.loads((tmp_path / "more.json").read_text())["images"][0]["file_name"] == "s/0.png"
    with pytest.raises(KitError, match="the teacher has none of the classes red, green"):
        pseudo.label(file, NAMES, stages.Stage(["sky"], 416, teacher.find), tmp_path / "x.json", 0.5)


def test_of_a_network_of_more_classes_some_count_under_our_names():
    found = Detections(np.array([1, 0, 2]), np.array([0.9, 0.8, 0.7]), np.zeros((3, 4), np.float32))
    whole = stages.Stage(["sofa", "motorbike", "person"], 416, lambda images, side, called: [found])
    part = stages.narrowed(whole, ["person", "motorcycle"])
    (mine,) = part.find([None], 416, lambda: None)
    assert mine.classes.tolist() == [1, 0]
    assert mine.scores.tolist() == [0.9, 0.7]
    with pytest.raises(KitError, match="no class 'persn'; did you mean 'person'"):
        stages.narrowed(whole, ["persn"])


def test_a_teacher_adds_a_class_that_the_labels_do_not_have(tmp_path):
    folder = draw_squares(tmp_path / "s", count=2).parent
    for name in ("0", "1"):
        (folder / f"{name}.txt").write_text("0 .5 .5 .5 .5\n")
    (folder / "obj.names").write_text("crimson\n")
    found = Detections(np.array([0]), np.array([0.9]), np.array([[1, 2, 11, 22]], np.float32))
    teacher = stages.Stage(["motorbike"], 416, lambda images, side, called: [found for _ in images])
    names = ["red", "motorcycle"]
    added = pseudo.label(folder, names, teacher, tmp_path / "more.json", sure=0.5, renames=["crimson=red"])
    assert added == {"red": 0, "motorcycle": 2}
    first, _ = data.load(tmp_path / "more.json", names)
    assert first.labelled.all()
    assert first.boxes.tolist() == [[24, 24, 72, 72], [1, 2, 11, 22]]
