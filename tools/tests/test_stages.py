"""A network finds the same at every stage before int8, and a teacher fills in labels."""

import json

import numpy as np
import pytest
import torch
from conftest import draw_squares, lively, tiny_cfg, write_weights
from yolo import data, files, pseudo, stages
from yolo.checkpoint import Checkpoint
from yolo.detection import Detections
from yolo.errors import KitError
from yolo.network import Network

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
    pictures = data.load(squares, NAMES)[:2]
    told = []
    results = [
        stage.find(pictures, lambda: told.append(1))
        for stage in (
            stages.of_darknet(cfg, weights, NAMES),
            stages.of_file(tmp_path / "net.pt"),
            stages.fused(tmp_path / "net.pt"),
        )
    ]
    assert len(told) == 6
    same(results[0], results[1])
    same(results[1], results[2])


def test_an_opencv_that_reads_no_darknet_files_is_told(tmp_path, monkeypatch):
    monkeypatch.delattr(stages.cv2.dnn, "readNetFromDarknet")
    with pytest.raises(KitError, match="reads no Darknet files; take a version 4"):
        stages.by_opencv(tmp_path / "x.cfg", tmp_path / "x.weights")


def test_files_that_are_no_stage_are_refused(tmp_path):
    (tmp_path / "x").write_bytes(b"nothing")
    with pytest.raises(KitError, match="is no int8 network of this kit"):
        stages.of_file(tmp_path / "x")
    with pytest.raises(KitError, match="is no model package"):
        stages.of_daemon(tmp_path / "pipit", tmp_path)


def test_the_daemon_s_words_are_told_when_it_fails(squares, tmp_path):
    (tmp_path / "model.json").write_text(json.dumps({"classes": NAMES}))
    pipit = tmp_path / "pipit"
    pipit.write_text("#!/bin/sh\necho 'pipit: no such engine' >&2\nexit 78\n")
    pipit.chmod(0o755)
    with pytest.raises(KitError, match=r"exit code 78: .*no such engine"):
        stages.of_daemon(pipit, tmp_path).find(data.load(squares, NAMES), lambda: None)


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
    teacher = stages.Stage(["sky", "green"], lambda pictures, told: [green for _ in pictures])
    added = pseudo.label(file, NAMES, teacher, tmp_path / "more.json", sure=0.5)
    assert added == {"red": 0, "green": 1}
    first, second = data.load(tmp_path / "more.json", NAMES)
    assert first.labelled.all()
    assert first.boxes[first.classes == 1].tolist() == [[1, 2, 11, 22]]
    assert len(second.boxes) == 2
    with pytest.raises(KitError, match="the teacher knows none of the classes red, green"):
        pseudo.label(file, NAMES, stages.Stage(["sky"], teacher.find), tmp_path / "x.json", 0.5)
