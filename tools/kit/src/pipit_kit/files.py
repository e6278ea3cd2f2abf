"""The kit's own files: written whole or not at all, refused when they are something else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import torch

from .errors import KitError

FORMAT = 1
# PyTorch 1.13 reads quantized tensors only by the way that also runs what a file says.
_PLAIN_ONLY = not torch.__version__.startswith("1.")

T = TypeVar("T")


def check_writable(path: Path) -> None:
    """Looks, before long work, whether its result can be written; makes the folder.

    Raises:
        KitError: when it can't.
    """
    if path.is_dir():
        raise KitError(f"{path}: is a folder; name a file in it")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as e:
        raise KitError(f"{path}: can't be written: {e.strerror}") from e
    if not os.access(path.parent, os.W_OK):
        raise KitError(f"{path}: can't be written: no right to write in its folder")


def write(path: Path, kind: str, content: dict[str, Any]) -> None:
    """Writes tensors and plain values whole or not at all; ``kind`` is the key that tells this sort of file from others."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    try:
        torch.save({kind: FORMAT, **content}, part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Writes a text whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    os.replace(part, path)


def read(path: Path, kind: str, what: str, origin: str, made: Callable[[dict[str, Any]], T]) -> T:
    """Reads a file written by :func:`write`.

    Args:
        path: the file.
        kind: as it was written.
        what, origin: the file's sort and which step makes it, for messages.
        made: makes the result of the content.

    Raises:
        KitError: when it is not there, of another sort or damaged.
    """
    if not path.is_file():
        raise KitError(f"{path}: no such file; {origin}")
    try:
        content = torch.load(path, map_location="cpu", weights_only=_PLAIN_ONLY)
        if content.pop(kind, None) != FORMAT:
            raise ValueError("it is of another sort or version")
        return made(content)
    except Exception as e:  # torch raises whatever the broken file makes it raise
        raise KitError(f"{path}: is no {what} of this kit ({str(e).splitlines()[0] if str(e) else type(e).__name__})") from e
