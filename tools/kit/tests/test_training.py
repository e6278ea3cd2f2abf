"""Training learns, loses nothing at a kill, and stops before it writes nonsense."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from conftest import RESIDUAL, draw_squares, lively, relu_network, tiny_cfg

from pipit_kit import batches, curves, data, loss, relu, training
from pipit_kit.checkpoint import Checkpoint
from pipit_kit.errors import KitError
from pipit_kit.layers import Head
from pipit_kit.network import Network
from pipit_kit.trainer import TrainConfig

NAMES = ["red", "green"]
HEAD = Head(8, ((16.0, 16.0),), 2)


def start():
    network = relu_network(tiny_cfg())
    return Checkpoint(network.cfg, NAMES, network.state_dict(), ["drawn by a test"])


def leaky_start():
    network = lively(Network(tiny_cfg()), seed=2)
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
    everything = torch.tensor([[[[True, True]]]])
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
    for labelled, wrong in (([True, True], True), ([True, False], False)):
        parts = loss.yolo_loss((output,), [HEAD], TRUTH, torch.tensor(labelled)[None, None, None])
        assert (float(parts["objectness"]) > 1) == wrong
        assert (float(parts["class"]) > 1) == wrong


def test_what_is_labelled_may_differ_within_an_input():
    output = perfect()
    output[0, :, 3, 3] = torch.tensor([0.0, 0, 0, 0, 5.0, -5.0, 5.0])  # a green one at the right below
    for masked, costs in (((1, 1), False), ((0, 0), True), ((0, 1), True), ((1, 0), True)):
        labelled = torch.ones(1, 2, 2, 2, dtype=torch.bool)
        labelled[0, masked[0], masked[1], 1] = False
        parts = loss.yolo_loss((output,), [HEAD], TRUTH, labelled)
        assert (float(parts["objectness"]) > 1) == costs, masked


@pytest.mark.parametrize("mosaic", [0.0, 0.5, 1.0])
def test_batches_follow_from_their_number_alone(squares, mosaic):
    images = data.load(squares, NAMES)
    one, two = (batches.Batches(images, 96, 96, 4, seed=7, epoch=2, mosaic=mosaic)[1] for _ in range(2))
    assert torch.equal(one.images, two.images)
    assert torch.equal(one.truths, two.truths)
    assert torch.equal(one.labelled, two.labelled)
    assert one.labelled.shape == (4, one.images.shape[2] // 32, one.images.shape[3] // 32, 2)
    other = batches.Batches(images, 96, 96, 4, seed=7, epoch=3, mosaic=mosaic)[1]
    assert one.images.shape != other.images.shape or not torch.equal(one.images, other.images)


def coloured(view):
    """How many boxes of a view hold the colour they are labelled with; fails on one with the other colour."""
    seen = 0
    for label, (x1, y1, x2, y2) in zip(view.classes, view.boxes.astype(int), strict=True):
        inside = view.image[y1 + 3 : y2 - 3, x1 + 3 : x2 - 3].reshape(-1, 3).astype(int)
        spread = np.ptp(inside, axis=1).mean() if len(inside) else 0
        if spread > 12:  # else the light has no colour left
            seen += 1
            assert np.median(inside[:, 0 if label == 0 else 1] - inside[:, 1 if label == 0 else 0]) > 0
    return seen


def test_boxes_move_with_their_images(squares):
    images = data.load(squares, NAMES)
    rng = np.random.default_rng(0)
    assert sum(coloured(batches.augmented(images[0], (96, 96), 96, rng)) for _ in range(40)) > 20


def test_four_images_are_joined_with_their_boxes_and_what_is_labelled(squares):
    images = data.load(squares, NAMES)
    rng = np.random.default_rng(5)
    seen = 0
    for _ in range(20):
        view = batches.joined(images[:4], 160, 96, rng)
        assert view.image.shape == (160, 160, 3)
        assert (view.boxes >= 0).all() and (view.boxes <= 160).all()
        seen += coloured(view)
    assert seen > 40


def test_a_block_of_a_mosaic_is_labelled_as_its_image_is(squares, monkeypatch):
    ways = ([True, True], [True, False], [False, True], [False, False])
    images = [replace(p, labelled=np.array(way)) for p, way in zip(data.load(squares, NAMES), ways)]

    def flat(source, shape, scale, rng):
        grey = np.full((shape[1], shape[0], 3), images.index(source), np.uint8)
        blocks = np.broadcast_to(source.labelled, (shape[1] // 32, shape[0] // 32, 2))
        return batches.View(grey, np.zeros(0, np.int64), np.zeros((0, 4)), blocks, source.distill)

    monkeypatch.setattr(batches, "augmented", flat)
    rng, corners = np.random.default_rng(2), set()
    for _ in range(20):
        view = batches.joined(images, 160, 96, rng)
        whose = view.image[::32, ::32, 0]
        assert (view.image[31::32, 31::32, 0] == whose).all()
        assert (view.labelled == np.array(ways)[whose]).all()
        corners |= {(int(whose[0, 0]), int(whose[0, -1]), int(whose[-1, 0]), int(whose[-1, -1]))}
    assert corners == {(0, 1, 2, 3)}


def test_a_teacher_is_asked_of_a_mosaic_only_if_of_all_its_parts(squares):
    rng, images = np.random.default_rng(2), data.load(squares, NAMES)[:4]
    assert batches.joined(images, 160, 96, rng).distill
    assert not batches.joined([*images[:3], replace(images[3], distill=False)], 160, 96, rng).distill


def test_a_batch_says_of_which_images_a_teacher_is_asked(squares):
    images = [replace(p, distill=k % 3 == 0) for k, p in enumerate(data.load(squares, NAMES))]
    epoch = batches.Batches(images, 64, 96, 8, seed=1, epoch=0)
    assert epoch[0].distill.tolist() == [images[k].distill for k in epoch.order[:8]]


@pytest.mark.parametrize("size", [32, 64])
def test_a_mosaic_fits_the_smallest_inputs(squares, size):
    rng = np.random.default_rng(2)
    for _ in range(10):
        view = batches.joined(data.load(squares, NAMES)[:4], size, 96, rng)
        assert view.image.shape == (size, size, 3)


def test_a_fraction_of_inputs_is_joined(squares, monkeypatch):
    images, joined = data.load(squares, NAMES), []
    really = batches.joined
    monkeypatch.setattr(batches, "joined", lambda *some: joined.append(1) or really(*some))
    for mosaic, minimum, maximum in ((0.0, 0, 0), (0.5, 2, 14), (1.0, 16, 16)):
        joined.clear()
        for epoch in range(2):
            list(map(batches.Batches(images, 96, 96, 4, 1, epoch, mosaic).__getitem__, range(2)))
        assert minimum <= len(joined) <= maximum


def test_it_learns_what_the_squares_are(squares, tmp_path):
    torch.manual_seed(0)
    config = TrainConfig(epochs=120, size=96, scale=96, batch=8, lr=1e-2, warmup=10, average=0.9, workers=0)
    steps = []
    training.train(start(), data.load(squares, NAMES), config, tmp_path / "out.pt", steps.append)
    losses = [step.box + step.objectness + step.classes for step in steps]
    assert np.mean(losses[-10:]) < 0.6 * np.mean(losses[:10])
    assert (tmp_path / "out.csv").read_text().startswith("epoch,step,steps,box")


def test_a_killed_training_goes_on_as_if_it_had_not_been(tmp_path):
    images = data.load(draw_squares(tmp_path / "s"), NAMES)
    config = TrainConfig(
        epochs=3, size=64, scale=64, batch=4, warmup=2, workers=0, leaky_relu_anneal=2.5, teacher="leaky", mosaic=0.5
    )
    teacher = leaky_start()
    whole = training.train(start(), images, config, tmp_path / "whole.pt", teacher=teacher)

    class Killed(Exception):
        pass

    def kill(step):
        if step.epoch == 1:
            raise Killed

    with pytest.raises(Killed):
        training.train(start(), images, config, tmp_path / "cut.pt", kill, teacher)
    assert Checkpoint.load(tmp_path / "cut.pt").training["epoch"] == 1
    resumed = training.train(start(), images, config, tmp_path / "cut.pt", teacher=teacher)
    for name, tensor in whole.state.items():
        assert torch.equal(tensor, resumed.state[name]), name
    # Nor has the record a row twice.
    seen = [[row.split(",")[:2] for row in (tmp_path / f"{name}.csv").read_text().splitlines()] for name in ("whole", "cut")]
    assert seen[0] == seen[1]


def test_a_training_from_the_start_begins_its_log_again(squares, tmp_path):
    images = data.load(squares, NAMES)
    for _ in range(2):
        training.train(start(), images, TrainConfig(1, 64, batch=8, workers=0), tmp_path / "new/out.pt")
        (tmp_path / "new/out.pt").unlink()
    assert len((tmp_path / "new/out.csv").read_text().splitlines()) == 2


def test_a_trained_network_can_be_trained_again(squares, tmp_path):
    images = data.load(squares, NAMES)
    config = TrainConfig(1, 64, batch=8, workers=0)
    once = training.train(start(), images, config, tmp_path / "once.pt")
    steps = []
    twice = training.train(once, images, config, tmp_path / "twice.pt", steps.append)
    assert len(steps) == 1
    assert [line.split(":")[0] for line in twice.history] == ["drawn by a test", "train", "train"]


def test_a_checkpoint_keeps_the_names_that_older_kits_gave_its_fields(squares, tmp_path):
    images, out = data.load(squares, NAMES), tmp_path / "out.pt"
    training.train(start(), images, TrainConfig(1, 64, batch=8, workers=0), out)
    written = Checkpoint.load(out)
    assert list(written.training["plan"]) == [
        *("epochs", "size", "scale", "batch", "rate", "warmup", "average", "seed", "workers", "fade", "teacher", "bf16"),
        *("mosaic", "teacher_weight", "freeze_statistics"),
    ]
    for name in ("teacher_weight", "freeze_statistics", "mosaic"):  # the oldest had fewer
        del written.training["plan"][name]
    written.save(out)
    steps = []
    training.train(start(), images, TrainConfig(1, 64, batch=8, workers=0), out, steps.append)
    assert not steps


def test_another_config_is_not_gone_on_with(squares, tmp_path):
    images = data.load(squares, NAMES)
    training.train(start(), images, TrainConfig(1, 64, batch=8, workers=0), tmp_path / "out.pt")
    with pytest.raises(KitError, match=r"is of another training \(differs in rate"):
        training.train(start(), images, TrainConfig(1, 64, batch=8, lr=1, workers=0), tmp_path / "out.pt")


def test_a_loss_that_is_not_finite_stops_it(squares, tmp_path):
    broken = start()
    broken.state["layers.0.conv.weight"] = torch.full_like(broken.state["layers.0.conv.weight"], float("inf"))
    with pytest.raises(KitError, match="the loss of epoch 1, step 1 is not finite; train again with a lower rate"):
        training.train(broken, data.load(squares, NAMES), TrainConfig(1, 64, batch=8, workers=0), tmp_path / "out.pt")
    assert not (tmp_path / "out.pt").exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"epochs": 0}, "epochs must be at least 1, is 0"),
        ({"size": 16}, "size must be at least 32, is 16"),
        ({"batch": 0}, "batch must be at least 1"),
        ({"workers": -1}, "workers must be at least 0"),
        ({"lr": 0.0}, "rate must be above 0"),
        ({"lr": float("nan")}, "rate must be above 0"),
        ({"leaky_relu_anneal": 3.0, "epochs": 2}, "fade must be from 0 to the 2 epochs, so that it ends as ReLU; is 3"),
        ({"leaky_relu_anneal": -1.0}, "fade must be from 0"),
        ({"mosaic": 1.5}, "mosaic must be from 0 to 1, is 1.5"),
    ],
)
def test_a_config_out_of_its_ranges_is_refused(change, message):
    with pytest.raises(KitError, match=message):
        TrainConfig(**change)


def test_fewer_images_than_a_batch_takes_are_refused(squares, tmp_path):
    with pytest.raises(KitError, match="a batch takes 16 images, there are 8"):
        training.train(start(), data.load(squares, NAMES), TrainConfig(1, 64, workers=0), tmp_path / "out.pt")


def test_annealing_needs_relus(squares, tmp_path):
    config = TrainConfig(1, 64, batch=8, workers=0, leaky_relu_anneal=1)
    with pytest.raises(KitError, match="has no ReLU to anneal to; run 'relu' before"):
        training.train(leaky_start(), data.load(squares, NAMES), config, tmp_path / "out.pt")


def test_annealing_begins_leaky_and_ends_as_relu():
    leaky, swapped = Network(RESIDUAL).eval(), Network(RESIDUAL.replace("leaky", "relu")).eval()
    for name, network in (("leaky", leaky), ("swapped", swapped)):
        assert lively(network), name
    annealing = relu.LeakyReluAnnealing(swapped)
    x = torch.rand(1, 3, 64, 64, generator=torch.Generator().manual_seed(1)) - 0.5
    with torch.no_grad():
        as_relu = swapped(x)[0]
        annealing.at(0.0)
        assert torch.equal(swapped(x)[0], leaky(x)[0])
        annealing.at(0.5)
        assert not torch.equal(swapped(x)[0], leaky(x)[0])
        assert {layer.act.negative_slope for layer in annealing.layers} == {0.05}
        for done in (1.0, 1.7):
            annealing.at(done)
            assert torch.equal(swapped(x)[0], as_relu)
            assert {type(layer.act) for layer in annealing.layers} == {torch.nn.ReLU}


def test_the_slope_falls_with_the_steps(squares, tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(relu.LeakyReluAnnealing, "at", lambda _, done: seen.append(done))
    config = TrainConfig(3, 64, batch=4, workers=0, leaky_relu_anneal=2)
    training.train(start(), data.load(squares, NAMES), config, tmp_path / "out.pt")
    assert seen == [0, 0.25, 0.5, 0.75, 1, 1.25]


def test_bfloat16_trains(squares, tmp_path):
    steps, plain = [], []
    images = data.load(squares, NAMES)
    for short, seen_steps in ((True, steps), (False, plain)):
        config = TrainConfig(2, 64, batch=4, workers=0, bf16=short)
        training.train(start(), images, config, tmp_path / f"{short}.pt", seen_steps.append)
    assert all(np.isfinite([step.box, step.objectness, step.classes]).all() for step in steps)
    assert steps[0].objectness != plain[0].objectness, "the forward pass was not in bfloat16"
    assert steps[0].objectness == pytest.approx(plain[0].objectness, rel=0.05)


def test_bfloat16_that_can_not_be_had_is_refused(squares, tmp_path, monkeypatch):
    def broken(*_):
        raise RuntimeError("not implemented for 'BFloat16'")

    config = TrainConfig(1, 64, batch=8, workers=0, bf16=True)
    monkeypatch.setattr(Network, "forward", broken)
    with pytest.raises(KitError, match=r"has no bfloat16 on this processor \(not implemented.*train without --bf16"):
        training.train(start(), data.load(squares, NAMES), config, tmp_path / "out.pt")
    with pytest.raises(KitError, match="here is a GPU; train without --bf16"):
        training._check_bf16(Network(tiny_cfg()), torch.device("cuda"))
    assert not (tmp_path / "out.pt").exists()


def test_losses_are_drawn_with_the_teacher_s_or_without(tmp_path):
    header = "epoch,step,steps,box,objectness,classes,teacher,rate,images_per_s\n"
    for teacher in (0, 2.5):
        rows = "".join(f"0,{k},40,1,2,3,{teacher},0.1,9\n" for k in (0, 20))
        (tmp_path / "x.csv").write_text(header + rows)
        curves.draw(tmp_path / "x.csv", tmp_path / f"{teacher}.png")
    assert (tmp_path / "0.png").read_bytes() != (tmp_path / "2.5.png").read_bytes()


@pytest.mark.parametrize("workers", [0, 1])
def test_an_image_that_breaks_off_stops_it_in_one_line(squares, tmp_path, workers):
    images = data.load(squares, NAMES)
    images[3].path.write_bytes(b"no image")
    with pytest.raises(KitError, match=r"^\S*3.png: is no image that can be read$"):
        training.train(start(), images, TrainConfig(1, 64, batch=8, workers=workers), tmp_path / "out.pt")


def test_batch_norms_keep_their_statistics_when_asked_to(squares, tmp_path):
    config = TrainConfig(epochs=1, size=64, batch=4, workers=0, freeze_statistics=True)
    before = start()
    after = training.train(before, data.load(squares, NAMES), config, tmp_path / "out.pt")
    for name, tensor in after.state.items():
        if "running" in name:
            assert torch.equal(tensor, before.state[name]), name
    assert not torch.equal(after.state["layers.0.conv.weight"], before.state["layers.0.conv.weight"])
