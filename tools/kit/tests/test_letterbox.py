"""Images come into the network as the daemon brings them."""

import numpy as np
import pytest

from pipit_kit import imagefile
from pipit_kit.errors import KitError
from pipit_kit.letterbox import GREY, Letterbox, resize


def test_a_wide_image_gets_a_wide_input():
    box = Letterbox.auto(416, 768, 432)
    assert (box.input_width, box.input_height) == (416, 256)
    assert (box.left, box.top, box.width, box.height) == (0, 11, 416, 234)


def test_a_square_input_has_bars():
    painted = Letterbox.into(416, 416, 640, 320).paint(np.full((320, 640, 3), 200, np.uint8))
    assert (painted[104:312] == 200).all()
    assert (painted[:104] == GREY).all()
    assert (painted[312:] == GREY).all()


def test_boxes_come_back_to_the_image_and_end_at_its_edge():
    box = Letterbox.into(416, 416, 832, 416)
    assert np.allclose(box.to_image(np.array([[10.0, 114, 110, 500]])), [[20, 20, 220, 416]])


@pytest.mark.parametrize(("source", "target"), [((40, 60), (20, 30)), ((40, 60), (64, 96)), ((33, 51), (20, 77))])
def test_resizing_keeps_flat_areas_and_means(source, target):
    flat = np.full((*source, 3), 77, np.uint8)
    assert (resize(flat, target[1], target[0]) == 77).all()
    ramp = np.tile(np.linspace(0, 255, source[1]).astype(np.uint8)[None, :, None], (source[0], 1, 3))
    resized = resize(ramp, target[1], target[0])
    assert resized.shape == (*target, 3)
    assert abs(float(resized.mean()) - float(ramp.mean())) < 1.5
    assert (np.diff(resized[0, :, 0].astype(int)) >= 0).all()


def test_halving_averages_with_a_triangle():
    row = np.zeros((1, 8, 3), np.uint8)
    row[0, 4] = 160
    # Weights of the four pixels under a triangle of twice the reduction: 1/8, 3/8, 3/8, 1/8.
    assert resize(row, 4, 1)[0, :, 0].tolist() == [0, 20, 60, 0]


def test_files_that_are_no_images_are_refused(tmp_path):
    (tmp_path / "note.jpg").write_text("no image")
    with pytest.raises(KitError, match=r"note.jpg: is no image"):
        imagefile.read(tmp_path / "note.jpg")
    with pytest.raises(KitError, match=r"none.jpg: no such file"):
        imagefile.read(tmp_path / "none.jpg")
