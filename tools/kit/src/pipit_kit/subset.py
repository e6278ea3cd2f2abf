"""A network cut down to some of its classes: the heads' filters of the others go, what is left computes what it did."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

import torch

from . import darknet
from .checkpoint import Checkpoint
from .errors import KitError
from .layers import Yolo
from .network import Network


def cut(checkpoint: Checkpoint, wanted: list[str]) -> Checkpoint:
    """The same network with the classes ``wanted`` alone, in that order.

    Of each head's last convolution the filters of objectness, box and the wanted classes stay as they are; class scores of
    YOLOv3 are independent of each other, so what the network says of these classes does not change.

    Raises:
        KitError: when no class is wanted, one is wanted twice or is not the network's, or a head's filters feed more than the
            head.
    """
    if not wanted:
        raise KitError("at least one class must be kept")
    for name in wanted:
        if wanted.count(name) > 1:
            raise KitError(f"the class '{name}' is wanted twice")
        if name not in checkpoint.classes:
            raise KitError(f"the network has no class '{name}'{suggestion(name, checkpoint.classes)}")
    network = checkpoint.network()
    kept = torch.tensor([checkpoint.classes.index(name) for name in wanted])
    state = dict(checkpoint.state)
    sections = darknet.parse(checkpoint.cfg)[1:]
    lines = checkpoint.cfg.splitlines()
    for i, layer in enumerate(network.layers):
        if isinstance(layer, Yolo):
            source = _source(network, i)
            rows = _rows(len(layer.head.anchors), layer.head.classes, kept)
            for part in ("weight", "bias"):
                key = f"layers.{source}.conv.{part}"
                state[key] = state[key][rows]
            _rewrite(lines, sections[i], "classes", len(wanted))
            _rewrite(lines, sections[source], "filters", len(rows))
    history = [*checkpoint.history, f"cut: {len(wanted)} of {len(checkpoint.classes)} classes are left"]
    return Checkpoint("\n".join(lines) + "\n", list(wanted), state, history)


def wanted(text: str) -> list[str]:
    """The classes that a user lists with commas, or one a line in a file."""
    if Path(text).is_file():
        return darknet.read_names(Path(text))
    return [name.strip() for name in text.split(",") if name.strip()]


def renamed(names: list[str], renames: Sequence[str]) -> list[str]:
    """Names with changes ``old=new`` made.

    Raises:
        KitError: when a change is none, its old name is not there, or two classes would have one name.
    """
    names = list(names)
    for old, new in changes(renames).items():
        if old not in names:
            raise KitError(f"there is no class '{old}' to be renamed{suggestion(old, names)}")
        if new in names:
            raise KitError(f"'{old}' can't be renamed to '{new}': another class has that name")
        names[names.index(old)] = new
    return names


def changes(renames: Sequence[str]) -> dict[str, str]:
    """Old names and their new ones, of texts ``old=new``.

    Raises:
        KitError: when a text is none, or an old name stands twice.
    """
    result: dict[str, str] = {}
    for text in renames:
        old, equals, new = (part.strip() for part in text.partition("="))
        if not (old and equals and new):
            raise KitError(f"a class is renamed by old=new, not by '{text}'")
        if old in result:
            raise KitError(f"the class '{old}' is renamed twice, to '{result[old]}' and to '{new}'")
        result[old] = new
    return result


def suggestion(name: str, names: list[str]) -> str:
    """What may have been meant, as the end of a message; the names themselves when they are few."""
    near = nearest(name, names)
    if near:
        return f"; did you mean '{near}'?"
    return f"; it has {', '.join(names)}" if len(names) <= 20 else ""


def nearest(name: str, names: list[str], alike: float = 0.6) -> str | None:
    """The one that may be meant by a name: Darknet's or COCO's other word for it, else one that is spelt much like it."""
    if darknet.SYNONYMS.get(name) in names:
        return darknet.SYNONYMS[name]
    spelt = {other.casefold(): other for other in reversed(names)}
    near = difflib.get_close_matches(name.casefold(), spelt, 1, alike)
    return spelt[near[0]] if near else None


def _source(network: Network, yolo: int) -> int:
    """The convolution that gives a head its numbers."""
    (source,) = network.inputs_of(yolo)
    layer = network.layers[source]
    readers = [i for i in range(len(network.layers)) if source in network.inputs_of(i)]
    if not hasattr(layer, "conv") or layer.bn is not None or layer.conv.groups != 1 or readers != [yolo]:
        raise KitError(
            f"layer {source} feeds the yolo layer {yolo}: to cut classes it must be a plain convolution for it alone"
        )
    return source


def _rows(anchors: int, classes: int, kept: torch.Tensor) -> torch.Tensor:
    """Numbers of the filters that stay: for each anchor x, y, width, height, objectness, and the kept classes."""
    each = torch.cat([torch.arange(5), 5 + kept])
    return (torch.arange(anchors)[:, None] * (5 + classes) + each[None]).flatten()


def _rewrite(lines: list[str], section: darknet.Section, key: str, value: int) -> None:
    if key in section.options:
        lines[section.options[key][1] - 1] = f"{key}={value}"
    else:
        lines[section.line - 1] += f"\n{key}={value}"
