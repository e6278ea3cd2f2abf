"""A network cut down to some of its classes."""

import pytest
import torch
from conftest import full_cfg, lively, tiny_cfg

from pipit_kit import subset
from pipit_kit.checkpoint import Checkpoint
from pipit_kit.detection import candidates
from pipit_kit.errors import KitError
from pipit_kit.network import Network


def three_classes(cfg):
    """A checkpoint of a cfg of two classes, with a third put in between."""
    network = Network(
        cfg.replace("classes=2", "classes=3").replace("filters=14", "filters=16").replace("filters=21", "filters=24")
    )
    return Checkpoint(network.cfg, ["red", "blue", "green"], lively(network).state_dict())


@pytest.mark.parametrize("cfg", [tiny_cfg, full_cfg])
def test_what_it_says_of_the_classes_that_are_left_does_not_change(cfg):
    whole = three_classes(cfg())
    x = torch.rand(1, 3, 64, 96, generator=torch.Generator().manual_seed(3))
    part = subset.cut(whole, ["green", "red"])
    with torch.no_grad():
        before, after = (candidates(c.network()(x), c.network().heads, 0.01) for c in (whole, part))
    names = [whole.classes[k] for k in before.classes]
    for name in ("green", "red"):
        mine = after.classes == part.classes.index(name)
        theirs = torch.tensor([other == name for other in names])
        assert mine.sum() > 0
        assert torch.allclose(after.scores[mine], before.scores[theirs], atol=1e-5)
        assert torch.allclose(after.boxes[mine], before.boxes[theirs], atol=1e-4)


def test_its_cfg_is_that_of_a_network_of_so_many_classes():
    part = subset.cut(three_classes(tiny_cfg()), ["blue"])
    assert [head.classes for head in Network(part.cfg).heads] == [1, 1]
    assert part.history[-1] == "cut: 1 of 3 classes are left"


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (["gren"], "no class 'gren'; did you mean 'green'"),
        (["plum"], "no class 'plum'; it has red, blue, green"),
        (["red", "red"], "'red' is wanted twice"),
        ([], "at least one class"),
    ],
)
def test_a_class_that_is_not_there_is_an_error(wanted, message):
    with pytest.raises(KitError, match=message):
        subset.cut(three_classes(tiny_cfg()), wanted)


def test_darknets_own_name_is_suggested_for_cocos():
    assert subset.suggestion("motorcycle", ["person", "motorbike"]) == "; did you mean 'motorbike'?"


def test_classes_come_from_a_list_or_a_names_file(tmp_path):
    file = tmp_path / "some.names"
    file.write_text("traffic light\nperson\n")
    assert subset.wanted(str(file)) == subset.wanted("traffic light, person") == ["traffic light", "person"]


def test_a_class_gets_another_name():
    assert subset.renamed(["motorbike", "car"], ["motorbike = motorcycle"]) == ["motorcycle", "car"]
    for change, message in (("car", "old=new"), ("cab=taxi", "did you mean 'car'"), ("motorbike=car", "another class")):
        with pytest.raises(KitError, match=message):
            subset.renamed(["motorbike", "car"], [change])
