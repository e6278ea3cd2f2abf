"""The kit's own file between two steps: a network, its class names and what has happened to it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from .errors import KitError
from .network import Network

FORMAT = 1


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
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_name(path.name + ".part")
        torch.save({"format": FORMAT, **self.__dict__}, part)
        os.replace(part, path)

    @staticmethod
    def load(path: Path) -> Checkpoint:
        """Reads a file written by :meth:`save`.

        Raises:
            KitError: when it is not there or no such file.
        """
        if not path.is_file():
            raise KitError(f"{path}: no such file; 'import' makes a checkpoint from Darknet weights")
        try:
            content = torch.load(path, map_location="cpu")
            if content.pop("format") != FORMAT:
                raise ValueError("another format")
            return Checkpoint(**content)
        except Exception as e:  # torch raises whatever the broken pickle makes it raise
            raise KitError(f"{path}: is no checkpoint of this kit ({e})") from e
