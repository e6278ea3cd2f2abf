"""A teacher's outputs are learnt, and one that does not fit is refused before the first step."""

import numpy as np
import pytest
import torch
from conftest import RESIDUAL, lively, relu_network, tiny_cfg

from pipit_kit import data, training
from pipit_kit.checkpoint import Checkpoint
from pipit_kit.distillation import Teacher
from pipit_kit.errors import KitError
from pipit_kit.network import Network
from pipit_kit.trainer import TrainConfig

NAMES = ["red", "green"]
CPU = torch.device("cpu")
BOTH = torch.tensor([True, True])


def checkpoint(network, names=NAMES):
    return Checkpoint(network.cfg, names, network.state_dict(), ["drawn by a test"])


def images(n=2):
    return torch.rand(n, 3, 64, 96, generator=torch.Generator().manual_seed(4))


def loss_of(teacher, outputs, distill):
    return teacher.outputs(images(), distill).loss(outputs)


def test_equal_outputs_cost_nothing_and_others_do():
    network = lively(Network(tiny_cfg()))
    teacher = Teacher(checkpoint(network), checkpoint(network), CPU)
    with torch.no_grad():
        outputs = network(images())
        assert float(loss_of(teacher, outputs, BOTH)) == pytest.approx(0, abs=1e-6)
        for channel in range(7):  # x, y, width, height, objectness and two classes of the first anchor
            moved = [output.clone() for output in outputs]
            moved[0][:, channel] += 1
            assert float(loss_of(teacher, moved, BOTH)) > 1e-4, channel


def test_boxes_matter_only_where_the_teacher_sees_something():
    network = lively(Network(tiny_cfg()))
    with torch.no_grad():
        for i in (13, 20):  # the convolutions before the heads: no objectness anywhere
            network.layers[i].conv.weight[4::7] = 0
            network.layers[i].conv.bias[4::7] = -30
        outputs = [output.clone() for output in network(images())]
        teacher = Teacher(checkpoint(network), checkpoint(network), CPU)
        for output in outputs:
            output[:, 0:4] += 3
            output[:, 5:7] += 3
        assert float(loss_of(teacher, outputs, BOTH)) < 1e-6


def test_of_images_that_it_is_not_asked_of_nothing_is_learnt():
    network = lively(Network(tiny_cfg()))
    teacher = Teacher(checkpoint(network), checkpoint(network), CPU)
    with torch.no_grad():
        outputs = [output.clone() for output in network(images())]
        outputs[0][1] += 1
        assert float(loss_of(teacher, outputs, torch.tensor([True, False]))) == pytest.approx(0, abs=1e-6)
        assert float(loss_of(teacher, outputs, torch.tensor([False, True]))) > 1e-4
        assert teacher.outputs(images(), ~BOTH) is None


def test_its_weights_get_no_gradients_and_keep_their_statistics():
    network = lively(Network(tiny_cfg()))
    teacher = Teacher(checkpoint(network), checkpoint(network), CPU)
    before = {name: tensor.clone() for name, tensor in teacher.network.state_dict().items()}
    student = relu_network(tiny_cfg()).train()
    loss_of(teacher, student(images()), BOTH).backward()
    assert all(p.grad is not None for p in student.parameters())
    assert all(p.grad is None for p in teacher.network.parameters())
    assert all(torch.equal(tensor, before[name]) for name, tensor in teacher.network.state_dict().items())


def test_a_student_comes_nearer_to_its_teacher(squares, tmp_path):
    steps = []
    config = TrainConfig(epochs=60, size=96, scale=96, batch=8, lr=3e-3, warmup=5, workers=0, teacher="leaky")
    start, teacher = checkpoint(relu_network(tiny_cfg())), checkpoint(lively(Network(tiny_cfg())))
    training.train(start, data.load(squares, NAMES), config, tmp_path / "out.pt", steps.append, teacher)
    losses = [step.teacher for step in steps]
    assert np.mean(losses[-5:]) < 0.5 * np.mean(losses[:5])


def test_without_a_teacher_its_loss_is_zero(squares, tmp_path):
    steps = []
    config = TrainConfig(1, 64, batch=8, workers=0)
    training.train(checkpoint(relu_network(tiny_cfg())), data.load(squares, NAMES), config, tmp_path / "x.pt", steps.append)
    assert [step.teacher for step in steps] == [0]


@pytest.mark.parametrize(
    ("cfg", "names", "message"),
    [
        (RESIDUAL, NAMES, "must have the heads stride 32, .*32x32, 60x60; stride 16.*, has stride 4, .*10x10, 30x30"),
        (tiny_cfg().replace("60,60", "60,61"), NAMES, "must have the heads .*60x60.*, has .*60x61"),
        (tiny_cfg(), ["green", "red"], "must have the classes red, green, has green, red"),
    ],
)
def test_a_teacher_that_does_not_fit_is_refused_before_the_first_step(cfg, names, message, squares, tmp_path):
    teacher = checkpoint(Network(cfg), names)
    start, steps = checkpoint(relu_network(tiny_cfg())), []
    with pytest.raises(KitError, match=f"the teacher {message}"):
        training.train(start, data.load(squares, NAMES), TrainConfig(1, 64, batch=8), tmp_path / "x.pt", steps.append, teacher)
    assert not steps
    assert not (tmp_path / "x.pt").exists()
