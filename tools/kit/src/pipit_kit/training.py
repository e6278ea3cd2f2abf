"""Training: batches in, better weights out, resumable after every epoch."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import torch
from torch import nn

from .averaging import Average
from .checkpoint import Checkpoint
from .data import LabelledImage
from .distillation import Teacher
from .errors import KitError
from .relu import LeakyReluAnnealing
from .trainer import Step, TrainConfig, Trainer, best_device, groups


def train(
    start: Checkpoint,
    images: list[LabelledImage],
    config: TrainConfig,
    out: Path,
    on_step: Callable[[Step], None] = lambda step: None,
    teacher: Checkpoint | None = None,
) -> Checkpoint:
    """Trains and writes ``out`` after each epoch; goes on where ``out`` stands when it is of the same configuration.

    Of a ``teacher`` with the same classes and heads the outputs are learnt besides the labels. Losses go to ``out`` with
    the ending .csv, a line each 20 steps.

    Raises:
        KitError: before the first step when the teacher, the annealing or bfloat16 is not available, the images do not fill a
            batch, or ``out`` is of another training; later when a loss is not finite (``out`` then holds the last whole
            epoch).
    """
    state = _resumed(out, start, config)
    device = best_device()
    network = state.network().channels_last(device)
    if config.bf16:
        _check_bf16(network, device)
    average = Average(network, config.average)
    trainer = Trainer(
        network,
        torch.optim.AdamW(groups(network), lr=config.lr, betas=(0.9, 0.99)),
        images,
        config,
        out.with_suffix(".csv"),
        on_step,
        average,
        Teacher(teacher, start, device) if teacher else None,
        LeakyReluAnnealing(network) if config.leaky_relu_anneal else None,
    )
    first = 0
    if state.training:
        network.load_state_dict(state.training["network"])
        trainer.optimizer.load_state_dict(state.training["optimizer"])
        average.steps, first = state.training["steps"], state.training["epoch"]
    trainer.truncate_log(first)
    for epoch in range(first, config.epochs):
        network.train()
        if config.freeze_statistics:
            _freeze_statistics(network)
        trainer.epoch(epoch)
        training = {
            "plan": config.stored(),
            "epoch": epoch + 1,
            "steps": average.steps,
            "network": network.state_dict(),
            "optimizer": trainer.optimizer.state_dict(),
        }
        line = f"train: {epoch + 1} of {config.epochs} epochs, {len(images)} images, {config}"
        kept = {k: v.cpu() for k, v in average.network.state_dict().items()}
        state = Checkpoint(start.cfg, start.classes, kept, [*start.history, line], training)
        state.save(out)
    return state


def _resumed(out: Path, start: Checkpoint, config: TrainConfig) -> Checkpoint:
    if not out.exists():
        return replace(start, training={})  # its own training, if any, is over
    found = Checkpoint.load(out)
    # What an older kit did not store yet was as it is by default.
    mine, theirs = config.stored(), {**TrainConfig().stored(), **found.training.get("plan", {})}
    if theirs != mine or not found.training or found.cfg != start.cfg:
        different = [name for name, value in mine.items() if theirs.get(name) != value] if found.training else []
        raise KitError(f"{out}: is of another training (differs in {', '.join(different) or 'the start'}); name another file")
    return found


def _freeze_statistics(network: nn.Module) -> None:
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()


def _check_bf16(network: nn.Module, device: torch.device) -> None:
    """Tries it, forward and back, on a copy: which layers have such kernels depends on the processor and on PyTorch."""
    if device.type != "cpu":
        raise KitError("bfloat16 is for training on a CPU, and here is a GPU; train without --bf16")
    try:
        with torch.autocast("cpu", torch.bfloat16):
            outputs = copy.deepcopy(network).train()(torch.rand(2, 3, 64, 64).contiguous(memory_format=torch.channels_last))
        sum(output.float().sum() for output in outputs).backward()
    except RuntimeError as e:
        raise KitError(f"PyTorch {torch.__version__} has no bfloat16 on this processor ({e}); train without --bf16") from e
