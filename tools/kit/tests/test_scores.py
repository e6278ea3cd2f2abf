"""The recommended scores: chosen for a precision, and given as what a user gets."""

from pathlib import Path

import numpy as np
import pytest

from pipit_kit import scores
from pipit_kit.data import LabelledImage
from pipit_kit.detection import Detections
from pipit_kit.errors import KitError
from pipit_kit.stages import Stage

NAMES = ["cat", "dog"]
BOX = [10.0, 10.0, 50.0, 50.0]


def image(label, there=True, labelled=(True, True)):
    boxes = np.array([BOX] if there else [], np.float32).reshape(-1, 4)
    return LabelledImage(1, Path("none.jpg"), "s", np.array(labelled), boxes, np.full(len(boxes), label), 96, 96)


def detection(label, score):
    return Detections(np.array([label]), np.array([score], np.float32), np.array([BOX], np.float32))


def street():
    """Of 40 cats found at 0.99, 0.98, ... the first 20 are there, then every second; of dogs all, at low scores."""
    images, found = [], []
    for i in range(40):
        images += [image(0, there=i < 20 or i % 2 == 0), image(1)]
        found += [detection(0, 0.99 - i / 100), detection(1, 0.4 - i / 1000)]
    return images, found


def test_each_class_gets_the_lowest_score_that_is_right_so_often():
    chosen = scores.choose(*street(), NAMES, 0.8)
    # Of 35 cats down to 0.65 28 are right; the next is a false one.
    assert chosen == {"cat": 0.65, "dog": 0.36}
    assert scores.choose(*street(), NAMES, 0.95)["cat"] > chosen["cat"]


def test_what_it_means_is_counted():
    images, found = street()
    given = scores.measure(images, found, NAMES, {"cat": 0.80, "dog": 0.9})
    assert (given["cat"].labelled, given["cat"].found, given["cat"].false, given["cat"].images) == (30, 20, 0, 80)
    assert (given["dog"].found, given["dog"].false) == (0, 0)
    given = scores.measure(images, found, NAMES, {"cat": 0.10, "dog": 0.1})
    assert given["cat"].recall == 1 and given["cat"].precision == pytest.approx(0.75)
    assert given["cat"].false_in_100 == pytest.approx(100 * 10 / 80)


def test_where_a_class_is_not_labelled_its_boxes_count_neither_way():
    images, found = street()
    unknown = [image(0, there=False, labelled=(False, True)) for _ in range(30)]
    more = [detection(0, 0.999) for _ in unknown]
    assert scores.choose(images + unknown, found + more, NAMES, 0.8) == scores.choose(images, found, NAMES, 0.8)


def test_a_class_with_few_boxes_gets_what_fits_all():
    images, found = street()
    chosen = scores.choose(images, found, [*NAMES[:1], "dog"], 0.8)
    few = [
        d if d.classes[0] == 0 or i < 10 else Detections(*(x[:0] for x in (d.classes, d.scores, d.boxes)))
        for i, d in enumerate(found)
    ]
    assert scores.choose(images, few, NAMES, 0.8)["dog"] != chosen["dog"]
    with pytest.raises(KitError, match="fewer than 10 boxes"):
        scores.choose(images[:4], found[:4], NAMES, 0.8)


def test_a_score_is_never_out_of_reach():
    images = [image(0, there=False) for _ in range(20)]
    chosen = scores.choose(images, [detection(0, 0.999)] * 20, NAMES, 0.8)
    assert chosen["cat"] == scores.HIGHEST


def test_half_and_double_distance_are_other_sides_of_the_input():
    images, found = street()
    asked = []

    def find(given, side, on_image):
        asked.append(side)
        return found

    result = scores.at_distances(Stage(NAMES, 416, find), images, {"cat": 0.5, "dog": 0.5}, 416, lambda: None)
    assert asked == [832, 416, 224]
    assert sorted(result) == [0.5, 1.0, 1.86]
    assert scores.meaning(result)[1]["found_of_100"] == {"cat": 100, "dog": 0}
