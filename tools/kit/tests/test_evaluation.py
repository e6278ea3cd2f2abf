"""Average precision is what it is by hand."""

import numpy as np
import pytest

from pipit_kit import confusable, evaluation
from pipit_kit.data import LabelledImage
from pipit_kit.detection import Detections, Limits, suppress

NAMES = ["red", "green"]


def image(boxes, classes, labelled=(True, True), source="s"):
    boxes, classes = np.array(boxes, np.float32).reshape(-1, 4), np.array(classes, np.int64)
    return LabelledImage(0, None, source, np.array(labelled), boxes, classes, 100, 100)


def found(boxes, classes, scores):
    return Detections(np.array(classes), np.array(scores, np.float32), np.array(boxes, np.float32).reshape(-1, 4))


BOX, FAR = [10, 10, 50, 50], [60, 60, 90, 90]


def test_everything_found_is_one_and_half_of_it_about_half():
    images = [image([BOX, FAR], [0, 0]), image([BOX], [1])]
    right = [found([BOX, FAR], [0, 0], [0.9, 0.8]), found([BOX], [1], [0.7])]
    accuracy = evaluation.accuracy(images, right, NAMES)
    assert accuracy.ap50 == pytest.approx({"red": 1.0, "green": 1.0})
    assert accuracy.boxes == {"red": 2, "green": 1}
    half = evaluation.accuracy(images, [found([BOX], [0], [0.9]), right[1]], NAMES)
    assert half.ap50["red"] == pytest.approx(0.5, abs=0.01)


def test_a_better_scored_false_one_costs():
    images = [image([BOX], [0])]
    accuracy = evaluation.accuracy(images, [found([FAR, BOX], [0, 0], [0.9, 0.5])], NAMES)
    assert accuracy.ap50 == {"red": pytest.approx(0.5)}


def test_what_is_found_of_a_class_without_labels_does_not_count():
    images = [image([BOX], [0]), image([], [], labelled=(False, True))]
    detections = [found([BOX], [0], [0.5]), found([FAR], [0], [0.9])]
    assert evaluation.accuracy(images, detections, NAMES).ap50 == pytest.approx({"red": 1.0})


def test_nothing_found_is_zero():
    accuracy = evaluation.accuracy([image([BOX], [0])], [found([], [], [])], NAMES)
    assert accuracy.ap50 == {"red": 0.0}
    assert accuracy.mean_ap == 0.0


def test_sources_are_reported_apart_and_the_honest_ones_together():
    images = [image([BOX], [0], source=name) for name in ("coco2017", "voc2012", "street")]
    detections = [found([BOX], [0], [0.9]), found([], [], []), found([BOX], [0], [0.9])]
    result = evaluation.by_source(images, detections, NAMES)
    assert list(result) == ["coco2017+voc2012", "coco2017", "street", "voc2012"]
    assert result["coco2017+voc2012"].ap50["red"] == pytest.approx(0.5, abs=0.01)
    assert result["street"].ap50["red"] == pytest.approx(1.0)


def test_suppression_keeps_the_best_of_each_class():
    boxes = np.array([BOX, [12, 12, 52, 52], BOX, FAR], np.float32)
    classes, scores = np.array([0, 0, 1, 0]), np.array([0.6, 0.9, 0.5, 0.7], np.float32)
    assert suppress(classes, scores, boxes, Limits()).tolist() == [1, 3, 2]
    assert suppress(classes, scores, boxes, Limits(max_detections=1)).tolist() == [1]


def test_boxes_of_classes_taken_for_one_another_are_one_where_they_nearly_coincide():
    near, overlapping = [11, 10, 51, 50], [10, 10, 50, 80]
    boxes = np.array([BOX, near, overlapping, BOX], np.float32)
    classes, scores = np.array([0, 1, 1, 2]), np.array([0.9, 0.8, 0.7, 0.6], np.float32)
    limits = Limits(groups=confusable.groups(["car", "truck", "person"]))
    assert suppress(classes, scores, boxes, limits).tolist() == [0, 2, 3]
    assert suppress(classes, scores, boxes, Limits()).tolist() == [0, 1, 3]


def test_the_tables_of_many_classes_fit_a_screen():
    names = [f"class {k}" for k in range(60)]
    images = [LabelledImage(0, None, "s", np.ones(60, bool), np.array([BOX] * 60, np.float32), np.arange(60), 100, 100)]
    result = evaluation.by_source(images, [found([BOX], [7], [0.9])], names)
    lines = evaluation.table({320: result, 416: result}, names)
    assert max(map(len, lines)) <= 80
    assert any(line.split() == ["class", "7", "1", "1.000", "1.000"] for line in lines)
    few = evaluation.table({416: evaluation.by_source([image([BOX], [0])], [found([BOX], [0], [0.9])], NAMES)}, NAMES)
    assert few[0].split() == ["AP50", "side", "images", "mean", "red"]
    assert few[1].split() == ["s", "416", "1", "1.000", "1.000"]
