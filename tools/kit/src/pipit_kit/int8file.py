"""The file of an int8 network."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch

from . import files
from .int8network import ByteInput
from .network import Network
from .qconfigs import DEFAULT_CHOICES, Choices
from .quantization import convert, prepare
from .schemes import SCHEMES, Scheme, engine_of

KIND = "int8"
# How a line of the history names quantization-aware training; before it had its name, kits wrote the other words.
QAT, QAT_BEFORE = "quantization-aware training", "with rounding"


@dataclass(frozen=True)
class Quantized:
    """An int8 network with its names, what was done to it, and what was chosen for that."""

    network: ByteInput
    scheme: Scheme
    classes: list[str]
    history: list[str]
    choices: Choices = DEFAULT_CHOICES

    @property
    def method(self) -> str:
        """QAT, or PTQ: after training."""
        return "QAT" if any(words in self.history[-1] for words in (QAT, QAT_BEFORE)) else "PTQ"


def save(quantized: Quantized, path: Path) -> None:
    """Writes an int8 network, whole or not at all."""
    body = quantized.network.body
    content = {
        "flavour": quantized.scheme.name,
        "classes": quantized.classes,
        "history": quantized.history,
        "cfg": body.network.cfg,
        "choices": asdict(quantized.choices),
        "keep_float": [i for i in range(len(body.network.layers)) if i not in body.placement.int8],
        "state": body.state_dict(),
    }
    files.write(path, KIND, content)


def load(path: Path) -> Quantized:
    """Reads a file written by :func:`save`, packed for the engine of its scheme.

    Raises:
        KitError: when it is not there or no such file.
    """
    return files.read(path, KIND, "int8 network", "'quantize' makes an int8 network from a checkpoint", _made)


def _made(content: dict[str, Any]) -> Quantized:
    scheme = SCHEMES[content["flavour"]]
    choices = Choices(observer="minmax", equalized=False, keep_float=tuple(content["keep_float"]))
    # Random weights and a made-up range, to be written over.
    prepared = prepare(Network(content["cfg"]), scheme, choices)
    with torch.no_grad():
        prepared(torch.rand(1, prepared.network.inputs, 64, 64))
    network = convert(prepared, scheme)
    with engine_of(scheme):
        network.body.load_state_dict(content["state"])
        network.bound()  # older kits left that out
    chosen = content.get("choices", {})  # files from before they were kept have the defaults
    return Quantized(network, scheme, content["classes"], content["history"], Choices(**chosen))
