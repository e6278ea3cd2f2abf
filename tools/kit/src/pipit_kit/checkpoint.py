"""The kit's own file between two steps: a network, its class names and what has happened to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from . import files
from .network import Network

KIND = "format"


@dataclass
class Checkpoint:
    """A network as it stands between two steps.

    Attributes:
        cfg: the Darknet cfg's text, which is the architecture.
        classes: names by class index.
        state: the network's state_dict.
        history: what was done, one line a step.
        training: what training needs to go on (optimizer, epoch, ...), else empty.
    """

    cfg: str
    classes: list[str]
    state: dict[str, torch.Tensor]
    history: list[str] = field(default_factory=list)
    training: dict[str, Any] = field(default_factory=dict)

    def network(self) -> Network:
        """The network with its weights, in eval mode."""
        network = Network(self.cfg)
        network.load_state_dict(self.state)
        return network.eval()

    def save(self, path: Path) -> None:
        """Writes the file whole or not at all."""
        files.write(path, KIND, self.__dict__)

    @staticmethod
    def load(path: Path) -> Checkpoint:
        """Reads a file written by :meth:`save`.

        Raises:
            KitError: when it is not there or no such file.
        """
        origin = "'import' makes a checkpoint from Darknet weights"
        return files.read(path, KIND, "checkpoint", origin, lambda content: Checkpoint(**content))
