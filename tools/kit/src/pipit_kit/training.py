"""Training: batches in, better weights out, resumable after every epoch."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import torch
from torch import nn

from .averaging import Average
from .checkpoint import Checkpoint
from .course import Course, Plan, Step, device, groups
from .data import Picture
from .distillation import Teacher
from .errors import KitError
from .relu import Fading


def train(
    start: Checkpoint,
    pictures: list[Picture],
    plan: Plan,
    out: Path,
    on_step: Callable[[Step], None] = lambda step: None,
    teacher: Checkpoint | None = None,
) -> Checkpoint:
    """Trains and writes ``out`` after each epoch; goes on where ``out`` stands when it is of the same plan.

    Of a ``teacher`` with the same classes and heads the outputs are learnt besides the labels. Losses go to ``out`` with
    the ending .csv, a line each 20 steps.

    Raises:
        KitError: before the first step when the teacher, the fading or bfloat16 can't be had, the pictures do not fill a
            batch, or ``out`` is of another training; later when a loss is not finite (``out`` then holds the last whole
            epoch).
    """
    state = _resumed(out, start, plan)
    where = device()
    # Convolutions read and write a pixel's channels together: faster on CPUs, and on GPUs with tensor cores.
    network = state.network().to(where, memory_format=torch.channels_last)
    if plan.bf16:
        _check_bf16(network, where)
    average = Average(network, plan.average)
    course = Course(
        network,
        torch.optim.AdamW(groups(network), lr=plan.rate, betas=(0.9, 0.99)),
        pictures,
        plan,
        out.with_suffix(".csv"),
        on_step,
        average,
        Teacher(teacher, start, where) if teacher else None,
        Fading(network) if plan.fade else None,
    )
    first = 0
    if state.training:
        network.load_state_dict(state.training["network"])
        course.optimizer.load_state_dict(state.training["optimizer"])
        average.steps, first = state.training["steps"], state.training["epoch"]
    course.forget(first)
    for epoch in range(first, plan.epochs):
        network.train()
        if plan.freeze_statistics:
            _freeze_statistics(network)
        course.epoch(epoch)
        training = {
            "plan": asdict(plan),
            "epoch": epoch + 1,
            "steps": average.steps,
            "network": network.state_dict(),
            "optimizer": course.optimizer.state_dict(),
        }
        line = f"train: {epoch + 1} of {plan.epochs} epochs, {len(pictures)} pictures, {plan}"
        kept = {k: v.cpu() for k, v in average.network.state_dict().items()}
        state = Checkpoint(start.cfg, start.classes, kept, [*start.history, line], training)
        state.save(out)
    return state


def _resumed(out: Path, start: Checkpoint, plan: Plan) -> Checkpoint:
    if not out.exists():
        return replace(start, training={})  # its own training, if any, is over
    found = Checkpoint.load(out)
    # What a plan did not have yet when it was written was as it is by default.
    theirs = {**asdict(Plan()), **found.training.get("plan", {})}
    if theirs != asdict(plan) or not found.training or found.cfg != start.cfg:
        different = [name for name, value in asdict(plan).items() if theirs.get(name) != value] if found.training else []
        raise KitError(f"{out}: is of another training (differs in {', '.join(different) or 'the start'}); name another file")
    return found


def _freeze_statistics(network: nn.Module) -> None:
    for layer in network.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()


def _check_bf16(network: nn.Module, where: torch.device) -> None:
    """Tries it, forward and back, on a copy: which layers have such kernels depends on the processor and on PyTorch."""
    if where.type != "cpu":
        raise KitError("bfloat16 is for training on a CPU, and here is a GPU; train without --bf16")
    try:
        with torch.autocast("cpu", torch.bfloat16):
            outputs = copy.deepcopy(network).train()(torch.rand(2, 3, 64, 64).to(memory_format=torch.channels_last))
        sum(output.float().sum() for output in outputs).backward()
    except RuntimeError as e:
        raise KitError(f"PyTorch {torch.__version__} has no bfloat16 on this processor ({e}); train without --bf16") from e
