"""Darknet's and VOC's label files are read, and what is wrong in them is reported with file and line."""

import json
import os

import cv2
import numpy as np
import pytest
from conftest import draw_squares
from PIL import Image

from pipit_kit import data
from pipit_kit.errors import KitError

NAMES = ["red", "green"]


def draw(path, width=100, height=50):
    path.parent.mkdir(parents=True, exist_ok=True)
    assert cv2.imwrite(str(path), np.full((height, width, 3), 90, np.uint8))
    return path


def load(path, names=NAMES, **options):
    """What is read, and the warnings."""
    lines = []
    return data.load(path, names, notify=lines.append, **options), lines


def voc(*objects, more=""):
    """VOC's XML of objects name, xmin, ymin, xmax, ymax."""
    keys = ("xmin", "ymin", "xmax", "ymax")
    text = "".join(
        f"<object><name>{name}</name>{more}<bndbox>{''.join(f'<{k}>{v}</{k}>' for k, v in zip(keys, box))}</bndbox></object>"
        for name, *box in objects
    )
    return f"<annotation><filename>x</filename><size><width>100</width><height>50</height></size>{text}</annotation>"


@pytest.fixture
def folder(tmp_path):
    """Two images with Darknet's labels beside them."""
    for name, text in (("a", "0 0.5 0.5 0.2 0.4\n1 0.1 0.2 0.2 0.4\n"), ("b", "")):
        draw(tmp_path / "photos" / f"{name}.jpg")
        (tmp_path / "photos" / f"{name}.txt").write_text(text)
    return tmp_path / "photos"


def test_a_folder_of_images_and_darknets_labels_is_read(folder):
    (first, second), lines = load(folder)
    assert first.boxes == pytest.approx(np.array([[40, 15, 60, 35], [0, 0, 20, 20]]), abs=1e-3)
    assert (first.classes.tolist(), first.source, first.path) == ([0, 1], "photos", folder / "a.jpg")
    assert (first.id, second.id, len(second.boxes), second.labelled.tolist()) == (1, 2, 0, [True, True])
    assert lines == [f"{folder}: class numbers count in the classes of the network: no names file is beside it"]


def test_labels_lie_where_darknet_looks_for_them(tmp_path):
    draw(tmp_path / "images" / "set" / "images" / "street" / "it's a “ü” one.v2.JPG")
    labels = tmp_path / "images" / "set" / "labels" / "street"
    labels.mkdir(parents=True)
    (labels / "it's a “ü” one.v2.txt").write_text("1 .5 .5 1 1")
    (tmp_path / "images/set/classes.txt").write_text("car\ngreen\n")
    for path in (tmp_path / "images/set", tmp_path / "images/set/images"):
        ((one,), lines) = load(path)
        assert one.boxes.tolist() == [[0, 0, 100, 50]]
        assert one.classes.tolist() == [NAMES.index("green")]
        assert lines[0] == f"{path}: class numbers count in {tmp_path / 'images/set/classes.txt'}"


def test_a_list_names_images_from_its_folder_or_the_working_folder(folder, monkeypatch, tmp_path):
    file = folder.parent / "train.txt"
    for text in (
        "photos/a.jpg\nphotos/b.jpg",
        "\ufeffphotos\\a.jpg \r\n\r\nphotos/b.jpg\r\n",
        f"{folder}/a.jpg\n{folder}/b.jpg\n",
    ):
        file.write_text(text, encoding="utf-8", newline="")
        images, _ = load(file)
        assert ([p.path.name for p in images], images[0].source) == (["a.jpg", "b.jpg"], "train")
    monkeypatch.chdir(folder)
    (tmp_path / "lists").mkdir()
    file = file.rename(tmp_path / "lists/train.txt")
    file.write_text("b.jpg")
    assert len(load(file)[0]) == 1
    file.write_text("a.jpg\nc.jpg\nd.jpg\n")
    with pytest.raises(KitError, match=r"train.txt:2: must name an image, from .*, is 'c.jpg' \(2 of 3 lines do not\)"):
        load(file)


def test_numbers_are_read_in_all_ways_that_tools_write_them(folder):
    (folder / "a.txt").write_bytes(b"\xef\xbb\xbf0\t5e-1  0.5 .2 4.0E-1 \r\n\r\n1.000000 0.1000001 0.2 0.2 0.4\r\n")
    one = load(folder)[0][0]
    assert one.boxes == pytest.approx(np.array([[40, 15, 60, 35], [0, 0, 20, 20]]), abs=1e-3)
    (folder / "a.txt").write_text("0 0.501 0.5 1 1.0001\n0 0.5 0.5 0 0.1\n")  # reaches out by rounding; without an area
    assert load(folder)[0][0].boxes.tolist() == [[pytest.approx(0.1), 0, 100, 50]]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("0 .5 .5 .2", "must have five columns, class x y width height, has 4$"),
        ("0 .5 .5 .2 .2 .9", "has 6; are these a network's detections, with a score"),
        ("0 .1 .1 .2 .2 .3 .3", "has 7; outlines of shapes are not read"),
        ("0,.5,.5,.2,.2", "must have five columns, .* has 1"),
        ("red .5 .5 .2 .2", "must be numbers, has 'red'"),
        ("0 .5 nan .2 .2", "must be numbers, has 'nan'"),
        ("0 .5 inf .2 .2", "must be numbers, has 'inf'"),
        ("-1 .5 .5 .2 .2", "the class must be a whole number from 0 on, is -1"),
        ("0.5 .5 .5 .2 .2", "the class must be a whole number from 0 on, is 0.5"),
        ("2 .5 .5 .2 .2", "class 2 must be below 2: no names file is beside .* and the network has 2 classes"),
        ("0 50 25 20 20", "x must be a fraction of the image's, from 0 to 1, is 50; are these pixels"),
        ("0 .5 .5 -.2 .2", "width must be a fraction .*, is -.2$"),
        ("0 -.5 .5 .2 .2", "x must be a fraction .*, is -.5$"),
        (
            "0 .1 .1 .5 .5",
            "the box reaches out of its image: from -0.15, -0.15 to 0.35, 0.35; x and y are those of its centre",
        ),
    ],
)
def test_a_wrong_line_is_named(folder, line, message):
    (folder / "a.txt").write_text(f"0 .5 .5 .2 .2\n{line}\n")
    with pytest.raises(KitError, match=message) as raised:
        load(folder)
    assert str(raised.value).startswith(f"{folder / 'a.txt'}:2: ")


def test_class_numbers_count_in_the_names_file_that_is_given_or_lies_beside(folder, tmp_path):
    given = tmp_path / "mine.txt"
    given.write_text("blue\nred\n")
    images, lines = load(folder, names_file=given)
    assert images[0].classes.tolist() == [0]
    assert lines == [
        f"{folder}: left out, not among the network's classes: blue (1 box)",
        f"{folder}: does not label green: what is found of that is neither right nor wrong",
    ]
    with pytest.raises(KitError, match="class numbers need names, and none are beside it; give them by --names FILE"):
        data.read(folder, None)
    (folder / "obj.names").write_text("green\n")
    with pytest.raises(KitError, match=r"a.txt:2: class 1 must be below 1: .*obj.names has 1 classes"):
        load(folder)
    (tmp_path / "voc.names").write_text("red\ngreen\n")
    with pytest.raises(KitError, match=r"several files of names, choose by --names: .*obj.names, .*voc.names"):
        load(folder)


def test_images_without_label_files_are_counted_and_none_with_one_is_an_error(folder):
    (folder / "b.txt").unlink()
    (folder / "c.txt").write_text("0 .5 .5 .2 .2")
    (folder / "README.txt").write_text("made in spring")
    draw(folder / "._a.jpg")  # as macOS leaves them
    images, lines = load(folder)
    assert len(images) == 2
    assert lines[:2] == [
        f"{folder}: 1 of 2 images have no label file: taken as images without objects",
        f"{folder}: 1 label files have no image, the first is {folder / 'c.txt'}",
    ]
    (folder / "a.txt").unlink()
    with pytest.raises(KitError, match=r"none of 2 images has a label file, the first neither .*a.xml nor .*a.txt$"):
        load(folder)


def test_a_label_file_is_of_one_image(folder):
    draw(folder / "a.PNG")
    with pytest.raises(KitError, match=r"a.txt: is the label file of both .*a.PNG and .*a.jpg; give one"):
        load(folder)


def test_what_is_no_data_set_is_said_to_be_none(folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    (empty / "val.json").write_text("{}")
    files = {
        "list.txt": ("", "names no images"),
        "obj.data": (
            "classes=2\ntrain = train.txt\nnames=obj.names",
            "give one, and --names: train = train.txt; names=obj.names",
        ),
        "data.yaml": ("train: images", "YAML is not read; give the folder"),
        "a.xml": ("<annotation/>", "is one image's labels; give the folder of all"),
        "latin.txt": ("\udcfc.jpg", "must be text in UTF-8"),
    }
    for name, (text, message) in files.items():
        (tmp_path / name).write_bytes(os.fsencode(text))
        with pytest.raises(KitError, match=message):
            load(tmp_path / name)
    for path, message in (
        (empty, r"has no images \(.*\); is .*val.json what you mean\?"),
        (folder / "a.jpg", "is an image; give the folder"),
        (tmp_path / "none", "can't be read: No such file"),
    ):
        with pytest.raises(KitError, match=message):
            load(path)
    (folder / "b.jpg").write_text("no image")
    with pytest.raises(KitError, match=r"b.jpg: is no image that can be read"):
        load(folder)


def test_labels_are_of_the_image_as_it_is_shown(folder):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(np.zeros((50, 100, 3), np.uint8)).save(folder / "a.jpg", exif=exif)
    one = load(folder)[0][0]
    assert (one.width, one.height) == (50, 100)
    assert one.boxes[0] == pytest.approx([20, 30, 30, 70])


@pytest.mark.parametrize("images", ["VOC/JPEGImages", "VOC"])
def test_vocs_xml_is_read_with_pixels_from_one(tmp_path, images):
    draw(tmp_path / images / "x.jpg")
    labels = tmp_path / ("VOC/Annotations" if images != "VOC" else "VOC")
    labels.mkdir(exist_ok=True)
    (labels / "x.xml").write_text(voc(("green", 1, 1, 100, 50), ("red", "11.0", 21, 20, 30), ("plum", 2, 2, 3, 3)))
    (one,), lines = load(tmp_path / "VOC")
    assert one.boxes.tolist() == [[0, 0, 100, 50], [10, 20, 20, 30]]
    assert one.classes.tolist() == [1, 0]
    assert lines == [f"{tmp_path / 'VOC'}: left out, not among the network's classes: plum (1 box)"]
    (labels / "x.xml").write_text(voc(("green", 1, 1, 9, 9), more="<difficult>1</difficult>"))
    (one,), lines = load(tmp_path / "VOC")
    assert len(one.boxes) == 0
    assert lines == [f"{tmp_path / 'VOC'}: does not label red: what is found of that is neither right nor wrong"]


def test_vocs_own_lists_and_darknets_labels_of_voc_are_read(tmp_path):
    draw(tmp_path / "JPEGImages/2008_1.jpg")
    for name, text in (
        ("Annotations/2008_1.xml", voc(("red", 1, 1, 9, 9))),
        ("labels/2008_1.txt", "1 .5 .5 1 1"),
        ("ImageSets/Main/val.txt", "2008_1 \n"),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (one,), lines = load(tmp_path)
    assert (one.classes.tolist(), lines[0]) == ([0], f"{tmp_path}: VOC's label files are read, Darknet's are not")
    (one,), lines = load(tmp_path / "ImageSets/Main/val.txt")
    assert one.classes.tolist() == [1]
    assert lines[0].endswith("Darknet's label files are read, VOC's are not")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no XML: no element found: line 1"),
        ("<annotation>\n<object></annotation>", "is no XML: mismatched tag: line 2"),
        ("<annotations/>", "must be VOC's <annotation>, is <annotations>"),
        (voc().replace("100", "99"), "says that its image is of 99x50 pixels, it is of 100x50"),
        (voc(("red", 1, 1, 9, "")), r"object 1 \(red\): must have a name, and a bndbox"),
        (voc(("red", 1, 1, 9, 9), ("", 1, 1, 9, 9)), r"object 2 \(without a name\): must have a name"),
        (voc(("red", 1, 1, 9, "many")), r"object 1 \(red\): must be numbers, has 'many'"),
        (voc(("red", 1, 9, 9, 5)), "xmax and ymax must not be less than xmin and ymin, is 1 9 9 5"),
        (voc(("red", 1, 1, 9, 60)), "must lie inside its image of 100x50, is 1 1 9 60$"),
    ],
)
def test_wrong_xml_is_named(tmp_path, text, message):
    draw(tmp_path / "x.jpg")
    (tmp_path / "x.xml").write_text(text)
    with pytest.raises(KitError, match=message) as raised:
        load(tmp_path)
    assert str(raised.value).startswith(f"{tmp_path / 'x.xml'}: ")


def test_a_size_that_a_tool_left_out_is_the_images_own(tmp_path):
    draw(tmp_path / "x.jpg")
    (tmp_path / "x.xml").write_text(voc(("red", 1, 1, 9, 9), ("green", 1, 1, 9, 9)).replace("100<", "0<").replace("50<", "0<"))
    assert load(tmp_path)[0][0].width == 100


def test_all_formats_of_one_data_set_are_the_same(tmp_path):
    file = draw_squares(tmp_path / "squares")
    content = json.loads(file.read_text())
    for image in content["images"]:
        mine = [a for a in content["annotations"] if a["image_id"] == image["id"]]
        rows = [
            (
                a["category_id"] - 1,
                *((x + w / 2) / 96 for x, w in zip(a["bbox"][:2], a["bbox"][2:])),
                *(v / 96 for v in a["bbox"][2:]),
            )
            for a in mine
        ]
        (file.parent / f"{image['id']}.txt").write_text("".join(" ".join(f"{v:.6f}" for v in row) + "\n" for row in rows))
    whole = load(file)[0]
    out = tmp_path / "elsewhere/all.json"
    out.parent.mkdir()
    data.write_coco(data.read(file.parent, NAMES, notify=lambda line: None), out)
    assert json.loads(out.read_text())["images"][0]["file_name"] == "../squares/0.png"
    for images in (load(file.parent)[0], load(out)[0]):
        for one, same in zip(whole, images, strict=True):
            assert one.path.samefile(same.path)
            assert one.boxes == pytest.approx(same.boxes, abs=1e-2)
            assert one.classes.tolist() == same.classes.tolist()
