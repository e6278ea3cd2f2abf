"""Anchors that the weights were not made for are noticed, and the right ones are proposed."""

import re

import numpy as np
import pytest
import torch
from conftest import DATA

from pipit_kit import anchors, darknet, data, evaluation
from pipit_kit.anchors import SideRatios, YoloAnchors
from pipit_kit.data import LabelledImage
from pipit_kit.detection import of_floats
from pipit_kit.layers import Head
from pipit_kit.letterbox import Letterbox
from pipit_kit.network import Network

PAIRS = ((10, 14), (23, 27), (37, 58), (81, 82), (135, 169), (344, 319))
RIGHT = [YoloAnchors(PAIRS, (3, 4, 5)), YoloAnchors(PAIRS, (1, 2, 3))]


def matches(used, count=40, spread=0.2, off=1.0, seed=4):
    """What a network whose weights are of RIGHT finds with the anchors that are used: head, anchor, and two ratios a row."""
    rng, rows = np.random.default_rng(seed), []
    for head, (now, right) in enumerate(zip(used, RIGHT)):
        for anchor, factor in enumerate(now.sides() / right.sides()):
            ratios = off * factor * np.exp(rng.normal(0, spread, (count, 2)))
            rows += [(head, anchor, *ratio) for ratio in ratios]
    return np.array(rows)


def listed(factor):
    return tuple((width * factor, height * factor) for width, height in PAIRS)


def test_anchors_that_fit_are_no_finding():
    assert anchors.findings(matches(RIGHT), RIGHT) == []
    for seed in range(50):
        assert anchors.findings(matches(RIGHT, count=20, spread=0.6, seed=seed), RIGHT) == []
    assert anchors.findings(matches(RIGHT, off=1.12), RIGHT) == []
    assert anchors.findings(np.empty((0, 4)), RIGHT) == []


@pytest.mark.parametrize(
    ("used", "heads", "proposal"),
    [
        ([RIGHT[0], YoloAnchors(PAIRS, (0, 1, 2))], [2], "mask = 1,2,3"),
        ([YoloAnchors(PAIRS, (1, 2, 3)), YoloAnchors(PAIRS, (3, 4, 5))], [1, 2], "mask = (3,4,5|1,2,3)"),
        ([YoloAnchors(listed(608 / 416), one.mask) for one in RIGHT], [1, 2], r"anchors = 10,14, .* \(times 0\.6[789]"),
        ([YoloAnchors(listed(320 / 416), one.mask) for one in RIGHT], [1, 2], r"anchors = 10,14, .* \(times 1\.(2[89]|3[01])"),
        (
            [YoloAnchors(tuple(pair[::-1] for pair in PAIRS), one.mask) for one in RIGHT],
            [1, 2],
            r"anchors = 10,14, 23,27, 37,58, .* \(width first",
        ),
        (
            [RIGHT[0], YoloAnchors((*PAIRS[:2], (60, 30), *PAIRS[3:]), (1, 2, 3))],
            [2],
            r"anchors = 10,14, 2\d,2\d, 3\d,[56]\d, ",
        ),
    ],
)
def test_what_would_fit_is_proposed(used, heads, proposal):
    lines = anchors.findings(matches(used), used)
    assert [int(line.split()[2]) for line in lines] == heads
    for line in lines:
        assert re.search(f"; with {proposal}", line), line
        better = line.split(" it would be ")[1]
        assert all(abs(float(x) - 1) < 0.1 for x in re.findall(r"\d\.\d\d", better)), line


def test_few_matches_say_nothing_but_help_to_choose():
    used = [RIGHT[0], YoloAnchors(PAIRS, (0, 1, 2))]
    assert anchors.findings(matches(used, count=19), used) == []
    rows = matches(used)
    rows = rows[(rows[:, 0] == 0) | (rows[:, 1] == 1)]
    assert "with mask = 1,2,3 it would" in anchors.findings(rows, used)[0]


def test_the_anchors_of_a_cfg_are_those_of_its_heads(cfg):
    network = Network(cfg)
    assert [[tuple(pair) for pair in one.sides()] for one in anchors.of_cfg(cfg)] == [list(h.anchors) for h in network.heads]


def one_head():
    class Fake:
        heads = (Head(32, ((32, 32), (96, 64)), 2),)
        cfg = ""

    return SideRatios(Fake())


def logits(*cells):
    """Outputs of 3 x 4 cells: none but the given ones see something; row, column, anchor, class, box's logits."""
    output = torch.full((1, 2, 7, 3, 4), -9.0)
    for row, column, anchor, label, box in cells:
        output[0, anchor, :4, row, column] = torch.tensor(box)
        output[0, anchor, 4, row, column] = output[0, anchor, 5 + label, row, column] = 9.0
    return [output.reshape(1, 14, 3, 4)]


def labelled(*boxes):
    rows = np.array([box for _, *box in boxes], np.float32).reshape(-1, 4)
    classes = np.array([label for label, *_ in boxes], np.int64)
    return LabelledImage(1, None, "s", np.ones(2, bool), rows, classes, 64, 48)


LETTERBOX = Letterbox.into(128, 96, 64, 48)  # twice as large


def test_predictions_meet_the_labels_that_they_lie_in():
    ratios = one_head()
    one = labelled((0, 16, 16, 32, 32), (1, 48, 32, 64, 48))
    ratios.add(
        one, LETTERBOX, logits((1, 1, 0, 0, [0, 0, 0, np.log(2)]), (1, 1, 1, 0, [0, 0, 0, 0]), (0, 0, 0, 1, [0, 0, 0, 0]))
    )
    assert sorted(ratios.rows) == [(0, 0, pytest.approx(1), pytest.approx(2)), (0, 1, pytest.approx(3), pytest.approx(2))]
    ratios.add(labelled(), LETTERBOX, logits((1, 1, 0, 0, [0, 0, 0, 0])))
    ratios.add(labelled((0, 16, 16, 32, 32), (0, 14, 14, 34, 34)), LETTERBOX, logits((1, 1, 0, 0, [0, 0, 0, 0])))
    ratios.add(labelled((0, 0, 0, 48, 48)), LETTERBOX, logits((1, 0, 0, 0, [0, 0, 0, 0])))  # off its label's middle
    assert len(ratios.rows) == 2


@pytest.mark.skipif(not DATA.is_dir(), reason="SKIPPED: no real Darknet model without PIPIT_DATA")
def test_the_usual_mask_of_yolov3_tiny_is_noticed_where_the_weights_have_another():
    start = DATA / "start"
    names = darknet.read_names(start / "coco.names")
    every = data.load(DATA / "edge8/val.json", names, renames=["motorcycle=motorbike"], notify=lambda line: None)
    crowded = sorted((one for one in every if one.source in ("coco2017", "voc2012")), key=lambda one: -len(one.boxes))
    right = darknet.read_cfg(start / "yolov3-tiny.cfg")
    ratios = [SideRatios(Network(cfg)) for cfg in (right, right.replace("mask = 1,2,3", "mask = 0,1,2"))]
    network = ratios[0].network.eval()
    darknet.load_weights(network, start / "yolov3-tiny.weights")

    def seen(*outputs):
        for one in ratios:
            one.add(*outputs)

    evaluation.run(of_floats(network), network.heads, names, crowded[:40], network.side, on_outputs=seen)
    assert ratios[0].findings() == []
    (line,) = ratios[1].findings()
    assert line.startswith("[yolo] number 2 (mask = 0,1,2) makes boxes 0.")
    assert "with mask = 1,2,3 it would be" in line
