"""Scores after calibration: as often right as they say."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import draw_squares, lively, tiny_cfg

from pipit_kit import data, evaluation
from pipit_kit.calibration import calibrate
from pipit_kit.detection import of_floats, overlaps
from pipit_kit.errors import KitError
from pipit_kit.network import Network

NAMES = ["red", "green"]


def modest(cfg):
    """A network whose scores are all far below what they could be."""
    network = lively(Network(cfg))
    for conv in (layer.conv for layer in network.convolutions() if layer.bn is None):
        with torch.no_grad():
            conv.weight[4::7] *= 0.6
            conv.bias[4::7] = -4
    return network


def found(network, images):
    return evaluation.run(of_floats(network), network.heads, NAMES, images, 416)


def labelled_as_found(network, images, seed=5):
    """The same images, and in them boxes that the network finds: three times as often as their scores say."""
    chance = np.random.default_rng(seed)
    result = []
    for image, detections in zip(images, found(network, images)):
        true = (detections.scores >= 0.01) & (chance.random(len(detections.scores)) < 3 * detections.scores)
        result.append(replace(image, boxes=detections.boxes[true], classes=detections.classes[true]))
    return result


def said_and_true(network, images):
    """The mean score, and the fraction of boxes that are right."""
    scores, right = [], []
    for image, detections in zip(images, found(network, images)):
        for label, score, box in zip(detections.classes, detections.scores, detections.boxes):
            if score >= 0.01:
                scores.append(score)
                same = image.boxes[image.classes == label]
                right.append(len(same) > 0 and overlaps(box, same).max() > 0.9)
    return np.mean(scores), np.mean(right)


@pytest.fixture
def images(tmp_path):
    return data.load(draw_squares(tmp_path / "squares", 6), NAMES)


def test_scores_are_as_often_right_as_they_say(images):
    network = modest(tiny_cfg())
    labelled = labelled_as_found(network, images)
    said, true = said_and_true(network, labelled)
    assert said < 0.6 * true
    seen = []
    calibrate(network, labelled, 416, lambda: seen.append(1))
    assert len(seen) == len(labelled)
    said, true = said_and_true(network, labelled)
    assert said == pytest.approx(true, rel=0.2)


def test_objectness_and_classes_are_shifted_and_boxes_stay(images):
    network, before = modest(tiny_cfg()), modest(tiny_cfg())
    line = calibrate(network, labelled_as_found(network, images), 416)
    x = torch.rand(1, 3, 96, 96)
    with torch.no_grad():
        for mine, theirs in zip(network(x), before(x)):
            mine, theirs = mine.reshape(1, 2, 7, -1), theirs.reshape(1, 2, 7, -1)
            assert torch.equal(mine[:, :, :4], theirs[:, :, :4])
            for k, offset in enumerate(line.classes):
                torch.testing.assert_close(mine[:, :, 5 + k], theirs[:, :, 5 + k] + offset, rtol=1e-4, atol=1e-4)
            torch.testing.assert_close(mine[:, :, 4], theirs[:, :, 4] * line.slope + line.offset, rtol=1e-4, atol=1e-4)


def test_a_class_that_is_right_more_often_than_another_scores_higher(images):
    network = modest(tiny_cfg())
    labelled = []
    for one in labelled_as_found(network, images):
        few = (one.classes == 0) | (np.arange(len(one.classes)) % 4 == 0)  # of the second class a quarter is left
        labelled.append(replace(one, boxes=one.boxes[few], classes=one.classes[few]))
    line = calibrate(network, labelled, 416)
    assert line.classes[0] > line.classes[1]


def test_what_is_never_right_says_nothing(images):
    network = modest(tiny_cfg())
    empty = [replace(p, boxes=p.boxes[:0], classes=p.classes[:0]) for p in images]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    with pytest.raises(KitError, match="found 0 are right; 10 must be right"):
        calibrate(network, empty, 416)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())


def test_a_class_that_is_not_labelled_counts_neither_way(images):
    labelled = labelled_as_found(modest(tiny_cfg()), images)
    unknown = [replace(p, labelled=np.array([False, False]), boxes=p.boxes[:0], classes=p.classes[:0]) for p in images]
    assert calibrate(modest(tiny_cfg()), labelled + unknown, 416) == calibrate(modest(tiny_cfg()), labelled, 416)
