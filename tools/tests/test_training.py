"""Training learns, forgets nothing at a kill, and stops before it writes nonsense."""

import numpy as np
import pytest
import torch
from conftest import draw_squares, relu_network, tiny_cfg
from yolo import data, loss, training
from yolo.checkpoint import Checkpoint
from yolo.errors import KitError
from yolo.network import Head

NAMES = ["red", "green"]
HEAD = Head(8, ((16.0, 16.0),), 2)


def start():
    network = relu_network(tiny_cfg())
    return Checkpoint(network.cfg, NAMES, network.state_dict(), ["drawn by a test"])


def test_boxes_are_decoded_by_hand():
    output = torch.zeros(1, 7, 2, 3)
    output[0, :4, 1, 2] = torch.tensor([0.0, 0.0, np.log(2.0), 0.0])
    boxes, logits = loss.decode(output, HEAD)
    assert boxes[0, 1, 2, 0].tolist() == pytest.approx([20, 12, 32, 16])
    assert logits.shape == (1, 2, 3, 1, 3)


def test_overlaps_are_those_of_geometry():
    a, b = torch.tensor([0.0, 0, 10, 10]), torch.tensor([5.0, 0, 15, 10])
    assert float(loss.iou(a, b)) == pytest.approx(1 / 3)
    boxes = torch.tensor([[5.0, 5, 10, 10]])
    assert float(loss.complete_iou(boxes, boxes)) == pytest.approx(1, abs=1e-5)
    assert float(loss.complete_iou(boxes, boxes + torch.tensor([[100.0, 0, 0, 0]]))) < -0.8


def perfect():
    """An output that says exactly: a red square of 16 at (12, 12), and nothing else."""
    output = torch.full((1, 7, 4, 4), -12.0)
    output[0, :, 1, 1] = torch.tensor([0.0, 0.0, 0.0, 0.0, 12.0, 12.0, -12.0])
    return output


TRUTH = torch.tensor([[0.0, 0, 12, 12, 16, 16]])


def test_a_perfect_answer_costs_nothing_and_a_wrong_one_does():
    everything = torch.tensor([[True, True]])
    parts = loss.yolo_loss((perfect(),), [HEAD], TRUTH, everything)
    assert sum(float(part) for part in parts.values()) < 0.01
    wrong = perfect()
    wrong[0, 4, 3, 3] = 5  # an object where none is
    assert float(loss.yolo_loss((wrong,), [HEAD], TRUTH, everything)["objectness"]) > 1
    missing = perfect()
    missing[0, 4, 1, 1] = -5
    assert float(loss.yolo_loss((missing,), [HEAD], TRUTH, everything)["objectness"]) > 1


def test_a_class_without_labels_is_no_mistake():
    output = perfect()
    output[0, :, 3, 3] = torch.tensor([0.0, 0, 0, 0, 5.0, -5.0, 5.0])  # a green one elsewhere
    output[0, 6, 1, 1] = 5.0  # and the red one may be green too
    for labelled, wrong in ((torch.tensor([[True, True]]), True), (torch.tensor([[True, False]]), False)):
        parts = loss.yolo_loss((output,), [HEAD], TRUTH, labelled)
        assert (float(parts["objectness"]) > 1) == wrong
        assert (float(parts["class"]) > 1) == wrong


def test_batches_follow_from_their_number_alone(squares):
    pictures = data.load(squares, NAMES)
    one, two = (data.Batches(pictures, 96, 96, 4, seed=7, epoch=2)[1] for _ in range(2))
    assert torch.equal(one.images, two.images)
    assert torch.equal(one.truths, two.truths)
    other = data.Batches(pictures, 96, 96, 4, seed=7, epoch=3)[1]
    assert one.images.shape != other.images.shape or not torch.equal(one.images, other.images)


def test_boxes_move_with_their_pictures(squares):
    pictures = data.load(squares, NAMES)
    rng = np.random.default_rng(0)
    seen = 0
    for _ in range(40):
        image, classes, boxes = data.augmented(pictures[0], 96, 96, rng)
        for label, (x1, y1, x2, y2) in zip(classes, boxes.astype(int), strict=True):
            inside = image[y1 + 3 : y2 - 3, x1 + 3 : x2 - 3].reshape(-1, 3).astype(int)
            spread = np.ptp(inside, axis=1).mean() if len(inside) else 0
            if spread > 12:  # else the light has no colour left
                seen += 1
                assert np.median(inside[:, 0 if label == 0 else 1] - inside[:, 1 if label == 0 else 0]) > 0
    assert seen > 20


def test_it_learns_what_the_squares_are(squares, tmp_path):
    torch.manual_seed(0)
    plan = training.Plan(epochs=120, size=96, scale=96, batch=8, rate=1e-2, warmup=10, average=0.9, workers=0)
    steps = []
    training.train(start(), data.load(squares, NAMES), plan, tmp_path / "out.pt", steps.append)
    losses = [step.box + step.objectness + step.classes for step in steps]
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:10])
    assert (tmp_path / "out.csv").read_text().startswith("epoch,step,steps,box")


def test_a_killed_training_goes_on_as_if_it_had_not_been(tmp_path):
    pictures = data.load(draw_squares(tmp_path / "s"), NAMES)
    plan = training.Plan(epochs=2, size=64, scale=64, batch=4, warmup=2, workers=0)
    whole = training.train(start(), pictures, plan, tmp_path / "whole.pt")

    class Killed(Exception):
        pass

    def kill(step):
        if step.epoch == 1:
            raise Killed

    with pytest.raises(Killed):
        training.train(start(), pictures, plan, tmp_path / "cut.pt", kill)
    assert Checkpoint.load(tmp_path / "cut.pt").training["epoch"] == 1
    resumed = training.train(start(), pictures, plan, tmp_path / "cut.pt")
    for name, tensor in whole.state.items():
        assert torch.equal(tensor, resumed.state[name]), name


def test_a_trained_network_can_be_trained_again(squares, tmp_path):
    pictures = data.load(squares, NAMES)
    plan = training.Plan(1, 64, batch=8, workers=0)
    once = training.train(start(), pictures, plan, tmp_path / "once.pt")
    steps = []
    twice = training.train(once, pictures, plan, tmp_path / "twice.pt", steps.append)
    assert len(steps) == 1
    assert [line.split(":")[0] for line in twice.history] == ["drawn by a test", "train", "train"]


def test_another_plan_is_not_mixed_in(squares, tmp_path):
    pictures = data.load(squares, NAMES)
    training.train(start(), pictures, training.Plan(1, 64, batch=8, workers=0), tmp_path / "out.pt")
    with pytest.raises(KitError, match=r"is of another training \(differs in rate"):
        training.train(start(), pictures, training.Plan(1, 64, batch=8, rate=1, workers=0), tmp_path / "out.pt")


def test_a_loss_that_is_not_finite_stops_it(squares, tmp_path):
    broken = start()
    broken.state["layers.0.conv.weight"] = torch.full_like(broken.state["layers.0.conv.weight"], float("inf"))
    with pytest.raises(KitError, match="the loss of epoch 1, step 1 is not finite; train again with a lower rate"):
        training.train(broken, data.load(squares, NAMES), training.Plan(1, 64, batch=8, workers=0), tmp_path / "out.pt")
    assert not (tmp_path / "out.pt").exists()


def test_annotations_that_can_not_be_used_are_refused(squares, tmp_path):
    with pytest.raises(KitError, match="has none of the classes cat"):
        data.load(squares, ["cat"])
    (squares.parent / "3.png").unlink()
    with pytest.raises(KitError, match=r"names a picture that is not there: .*3.png"):
        data.load(squares, NAMES)
    (tmp_path / "x.json").write_text("[]")
    with pytest.raises(KitError, match="is not in COCO's format"):
        data.load(tmp_path / "x.json", NAMES)
