"""Quantization-aware training never ends below what it began with."""

import pytest
import torch
from conftest import relu_network, tiny_cfg

from pipit_kit import data, qat, quantization
from pipit_kit.qconfigs import Choices
from pipit_kit.schemes import SIGNED
from pipit_kit.trainer import TrainConfig


def train(squares, tmp_path, scores):
    """Trains two epochs; ``scores`` are those of the network before training and after each of them."""
    network = relu_network(tiny_cfg())
    untrained = quantization.quantize(network, SIGNED, [torch.zeros(1, 64, 64, 3, dtype=torch.uint8)], Choices("minmax"))
    given, results = iter(scores), []
    best = qat.train(
        *(network, SIGNED, Choices(), data.load(squares, ["red", "green"]), TrainConfig(2, 64, batch=4, workers=0)),
        *(tmp_path / "net.int8", lambda int8: next(given), untrained),
        on_epoch=results.append,
    )
    return best is untrained, [(result.epoch, result.score, result.best) for result in results]


def test_the_network_before_training_is_scored_and_kept_when_no_epoch_is_better(squares, tmp_path):
    untrained, results = train(squares, tmp_path, (0.5, 0.4, 0.5))
    assert untrained
    assert results == [(0, 0.5, True), (1, 0.4, False), (2, 0.5, False)]


def test_the_best_epoch_is_kept(squares, tmp_path):
    untrained, results = train(squares, tmp_path, (0.5, 0.6, 0.4))
    assert not untrained
    assert [best for _, _, best in results] == [True, True, False]


@pytest.mark.parametrize(("batches", "epochs"), [(1, 0), (99, 0), (100, 2)])
def test_few_batches_are_no_statistics(batches, epochs):
    assert qat.freeze_statistics_after(batches) == epochs
