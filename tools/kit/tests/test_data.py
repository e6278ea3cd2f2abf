"""Annotations are read, and what is wrong in them is reported before any long work."""

import json

import cv2
import numpy as np
import pytest
from PIL import Image

from pipit_kit import data
from pipit_kit.errors import KitError

NAMES = ["red", "green"]


def changed(squares, change):
    """The file with a change to its content."""
    content = json.loads(squares.read_text())
    change(content)
    squares.write_text(json.dumps(content))
    return squares


def test_boxes_and_what_is_labelled_are_read(squares):
    def change(content):
        content["images"][1] |= {"source": "street", "labelled": [2]}
        content["annotations"][0] |= {"bbox": [1, 2, 30, 40.5]}
        content["annotations"][2] |= {"iscrowd": 1}
        content["annotations"][3] |= {"bbox": [1, 2, 0, 9]}  # shows nothing

    first, second, third, *_ = data.load(changed(squares, change), ["green", "red"])
    assert first.boxes[first.classes == 1].tolist() == [[1, 2, 31, 42.5]]
    assert first.labelled.tolist() == [True, True]
    assert (second.source, second.labelled.tolist(), len(second.boxes)) == ("street", [True, False], 0)
    assert third.source == "squares"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda c: c.pop("images"), "is not in COCO's format: 'images' is missing"),
        (lambda c: c["images"].clear() or c["annotations"].clear(), "has no images; it must list at least one"),
        (lambda c: c["images"][1].update(id=0), "an image's id stands twice"),
        (lambda c: c["images"][1].pop("file_name"), "'file_name' is missing"),
        (lambda c: c["images"][1].update(labelled=[7]), "image 1: labelled names category 7, which is not among the cat"),
        (lambda c: c["images"][1].update(width=97), r"says that .*1.png is of 97x96 pixels, it is of 96x96"),
        (lambda c: c["images"][1].update(file_name="none.png"), r"names an image that is not there: .*none.png"),
        (lambda c: c["annotations"][4].pop("category_id"), "'category_id' is missing"),
        (lambda c: c["annotations"][4].update(category_id=3), "annotation 5: category 3 is not among the categories"),
        (lambda c: c["annotations"][4].update(image_id=99), "annotation 5: image 99 is not among the images"),
        (lambda c: c["annotations"][4].update(bbox=[1, 2, 3]), r"annotation 5: bbox must be \[x, y, width, height\], is \[1"),
        (lambda c: c["annotations"][4].update(bbox=[1, 2, float("nan"), 3]), "annotation 5: bbox must be .*, is .*nan"),
        (lambda c: c["annotations"][4].update(bbox=[1, 2, -3, 3]), "annotation 5: bbox must be .*, is .*-3"),
        (lambda c: c["annotations"][4].update(bbox=[60, 2, 80, 30]), "inside its image of 96x96, is .60, 2, 80, 30"),
        (lambda c: c["annotations"][4].update(bbox="box"), "annotation 5: bbox must be"),
        (lambda c: c["annotations"][4].update(bbox=[1, 2, "3", 4]), "annotation 5: bbox must be"),
        (lambda c: c["annotations"][4].update(bbox=None), "annotation 5: bbox must be"),
        (lambda c: c["categories"][1].update(id=1), "a category's id stands twice"),
        (
            lambda c: [a.update(bbox=[0.5, 0.25, 0.5, 0.75]) for a in c["annotations"]],
            "so they look relative; COCO's boxes are",
        ),
        (lambda c: c.update(annotations=3), "is not in COCO's format: 'int' object is not iterable"),
    ],
)
def test_what_is_wrong_is_named(squares, change, message):
    with pytest.raises(KitError, match=message) as raised:
        data.load(changed(squares, change), NAMES)
    assert str(raised.value).startswith(f"{squares}: ")


def test_classes_that_are_not_annotated_are_refused(squares):
    with pytest.raises(KitError, match="has none of the classes cat; its categories are red, green"):
        data.load(squares, ["cat"])


def test_files_that_are_no_annotations_are_refused(tmp_path):
    for text, message in (("[]", "is not in COCO's format"), ("{", "is not in COCO's format: Expecting")):
        (tmp_path / "x.json").write_text(text)
        with pytest.raises(KitError, match=message):
            data.load(tmp_path / "x.json", NAMES)
    (tmp_path / "x.json").write_bytes(b"\xff\xfe")
    with pytest.raises(KitError, match="is not in COCO's format: 'utf-8' codec"):
        data.load(tmp_path / "x.json", NAMES)
    with pytest.raises(KitError, match="can't be read: No such file"):
        data.load(tmp_path / "y.json", NAMES)


def test_a_file_that_is_no_image_is_refused(squares):
    (squares.parent / "2.png").write_text("no image")
    with pytest.raises(KitError, match=r"names a file that is no image that can be read: .*2.png"):
        data.load(squares, NAMES)


def test_an_image_that_lies_on_its_side_has_the_size_it_is_shown_in(squares):
    image = Image.fromarray(np.zeros((64, 96, 3), np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(squares.parent / "0.jpg", exif=exif)
    assert cv2.imread(str(squares.parent / "0.jpg")).shape == (96, 64, 3)

    def change(content):
        content["images"] = [{"id": 0, "file_name": "0.jpg", "width": 64, "height": 96}]
        content["annotations"].clear()

    assert len(data.load(changed(squares, change), NAMES)) == 1


def test_a_file_may_begin_with_a_byte_order_mark_and_have_any_name(squares):
    other = squares.with_name("labels.coco")
    other.write_text("\ufeff\n" + squares.read_text(), encoding="utf-8")
    assert len(data.load(other, NAMES)) == 8


def test_classes_that_do_not_meet_are_reported_in_a_line_each(squares, capsys):
    def change(content):
        content["categories"][0]["name"] = "motorbike"
        content["categories"] += [{"id": 9, "name": "Persons"}, {"id": 10, "name": "never seen"}, {"id": 11, "name": "cat"}]
        content["annotations"][1]["category_id"] = 9
        content["annotations"][3]["category_id"] = 11

    data.load(changed(squares, change), ["car", "green", "motorcycle", "person"])
    assert capsys.readouterr().err.splitlines() == [
        f"{squares}: left out, not among the network's classes: motorbike (8 boxes; did you mean --rename "
        "'motorbike=motorcycle'?), Persons (1 box; did you mean --rename 'Persons=person'?), cat (1 box)",
        f"{squares}: does not label car, motorcycle, person: what is found of that is neither right nor wrong",
    ]
    with pytest.raises(
        KitError, match=r"none of the classes motorcycle; its categories are motorbike, .*did you mean --rename"
    ):
        data.load(squares, ["motorcycle"])


def test_many_classes_are_counted(squares):
    def change(content):
        content["categories"] += [{"id": 3 + k, "name": f"object {k}"} for k in range(20)]
        content["annotations"] += [{"id": 99, "image_id": 0, "category_id": 3 + k, "bbox": [1, 1, 2, 2]} for k in range(20)]

    lines = []
    data.load(changed(squares, change), NAMES, notify=lines.append)
    assert lines == [
        f"{squares}: left out, not among the network's classes: "
        + ", ".join(f"object {k} (1 box)" for k in range(6))
        + " and 14 more"
    ]


def test_a_renamed_class_may_become_one_that_is_there(squares):
    def change(content):
        content["images"][1]["labelled"] = [1]
        content["images"][2]["labelled"] = [2, 1]

    first, second, third, *_ = data.load(changed(squares, change), ["lamp"], renames=["red=lamp", "green = lamp"])
    assert first.classes.tolist() == [0, 0]
    # Where only one of the two is labelled, a lamp may be visible without a box.
    assert [one.labelled.tolist() for one in (first, second, third)] == [[True], [False], [True]]
    swapped = data.load(squares, NAMES, renames=["red=green", "green=red"])
    assert swapped[0].classes.tolist() == [1, 0]


def test_a_rename_that_fits_nothing_is_reported(squares):
    lines = []
    data.load(squares, NAMES, renames=["grean=lamp"], notify=lines.append)
    assert lines == [f"{squares}: has no class 'grean' to be renamed; did you mean 'green'?"]
    for changes, message in (
        (["red"], "by old=new, not by 'red'"),
        (["red=a", "red=b"], "'red' is renamed twice, to 'a' and to"),
    ):
        with pytest.raises(KitError, match=message):
            data.load(squares, NAMES, renames=changes)


def test_a_written_file_keeps_the_name_of_its_source(squares, tmp_path):
    data.write_coco(data.read(squares, NAMES), tmp_path / "other.json")
    assert {one.source for one in data.load(tmp_path / "other.json", NAMES)} == {"squares"}
