"""Darknet's two files: the cfg, a text of sections, and the weights, numbers in the order of those sections."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .errors import KitError

# Keys that change what a section computes, and that the kit understands.
USED = {
    "convolutional": {"batch_normalize", "filters", "size", "stride", "pad", "padding", "groups", "activation"},
    "maxpool": {"size", "stride", "padding"},
    "route": {"layers", "groups", "group_id"},
    "shortcut": {"from", "activation"},
    "upsample": {"stride"},
    "yolo": {"mask", "anchors", "classes", "num", "scale_x_y"},
}
# Keys of these sections that matter in Darknet's own training alone.
TRAINING_ONLY = {
    "yolo": {
        *("jitter", "ignore_thresh", "truth_thresh", "random", "iou_thresh", "iou_normalizer", "obj_normalizer", "max"),
        *("cls_normalizer", "iou_loss", "nms_kind", "beta_nms", "max_delta", "counters_per_class", "resize", "ignore"),
        "label_smooth_eps",
    },
    "convolutional": {"stopbackward", "learning_rate"},
}
ACTIVATIONS = ("leaky", "relu", "linear")
# Names that Darknet's own coco.names and voc.names have for what COCO's annotations name otherwise, in both directions.
_DARKNETS = {
    "motorbike": "motorcycle",
    "aeroplane": "airplane",
    "sofa": "couch",
    "pottedplant": "potted plant",
    "diningtable": "dining table",
    "tvmonitor": "tv",
}
SYNONYMS = {**_DARKNETS, **{theirs: ours for ours, theirs in _DARKNETS.items()}}


@dataclass(frozen=True)
class Section:
    """One section of a cfg.

    Attributes:
        kind: its name without brackets.
        line: where it begins, from 1.
        options: key to (value, line).
        source: the file's name, for messages.
    """

    kind: str
    line: int
    options: dict[str, tuple[str, int]]
    source: str

    def error(self, message: str, key: str | None = None) -> KitError:
        """An error that names this section's line, or that of one of its keys."""
        line = self.options[key][1] if key in self.options else self.line
        return KitError(f"{self.source}:{line}: [{self.kind}] {message}")

    def text(self, key: str, default: str) -> str:
        return self.options.get(key, (default, 0))[0]

    def integer(self, key: str, default: int | None = None, least: int = 0) -> int:
        """A whole number of at least ``least``; without a default the key must be there."""
        if key not in self.options:
            if default is None:
                raise self.error(f"must have {key}")
            return default
        try:
            value = int(self.options[key][0])
        except ValueError:
            value = least - 1
        if value < least:
            raise self.error(f"{key} must be a whole number of at least {least}, is '{self.options[key][0]}'", key)
        return value

    def number(self, key: str, default: float) -> float:
        try:
            return float(self.text(key, str(default)))
        except ValueError:
            raise self.error(f"{key} must be a number, is '{self.text(key, '')}'", key) from None

    def numbers(self, key: str, kind: type = float) -> list:
        """A list of numbers with commas between; the key must be there."""
        if key not in self.options:
            raise self.error(f"must have {key}")
        try:
            return [kind(part) for part in self.options[key][0].split(",") if part.strip()]
        except ValueError:
            raise self.error(f"{key} must be numbers with commas, is '{self.options[key][0]}'", key) from None


def parse(text: str, source: str = "cfg") -> list[Section]:
    """Reads a cfg.

    Args:
        text: the file's text.
        source: the file's name, for messages.

    Returns:
        All sections, [net] first; every one and each of its keys is known to the kit.

    Raises:
        KitError: naming the first line that can't be used.
    """
    sections: list[Section] = []
    for at, raw in enumerate(text.splitlines(), 1):
        line = raw.split("#")[0].strip()
        if not line or line.startswith(";"):
            continue
        if line.startswith("["):
            if not line.endswith("]"):
                raise KitError(f"{source}:{at}: a section's name must end with ']', is '{line}'")
            sections.append(Section(line[1:-1].strip().lower(), at, {}, source))
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not sections:
            raise KitError(f"{source}:{at}: must be [section] or key=value, is '{line}'")
        if key in sections[-1].options:
            raise KitError(f"{source}:{at}: {key} stands twice in this section, first at line {sections[-1].options[key][1]}")
        sections[-1].options[key] = (value, at)
    if not sections or sections[0].kind not in ("net", "network"):
        raise KitError(f"{source}: must begin with [net]")
    if len(sections) == 1:
        raise KitError(f"{source}: has no layers")
    for section in sections[1:]:
        _check(section)
    return sections


def _check(section: Section) -> None:
    if section.kind not in USED:
        near = difflib.get_close_matches(section.kind, USED, 1)
        hint = f"; did you mean [{near[0]}]?" if near else ""
        raise section.error(f"is not supported, only {', '.join(USED)} are{hint}")
    known = USED[section.kind] | TRAINING_ONLY.get(section.kind, set())
    for key in section.options:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise section.error(f"{key} is not supported{hint}", key)


def read_cfg(path: Path) -> str:
    """The text of a cfg file.

    Raises:
        KitError: when it can't be read or is no text.
    """
    try:
        return path.read_text(encoding="utf-8")
    except OSError as e:
        raise KitError(f"{path}: can't be read: {e.strerror}") from e
    except UnicodeDecodeError as e:
        raise KitError(f"{path}: is no text; the cfg comes first, then the weights") from e


def read_names(path: Path) -> list[str]:
    """Class names, one a line.

    Raises:
        KitError: when the file can't be read or a name stands twice.
    """
    names = [line.strip() for line in read_cfg(path).splitlines() if line.strip()]
    for name in names:
        if names.count(name) > 1:
            raise KitError(f"{path}: the name '{name}' stands twice")
    return names


def load_weights(network: nn.Module, path: Path) -> None:
    """Fills a network's convolutions from a weights file.

    The file has three version numbers (int32), the count of pictures seen (int64 since version 0.2, else int32), then
    for each convolution in the order of the cfg: bias, or with batch norm bias, scale, mean, variance; then the
    kernel [filters, channels / groups, size, size]; all float32, little-endian.

    Raises:
        KitError: when the file is too short or too long, with both counts, or holds a number that is not finite.
    """
    try:
        data = path.read_bytes()
    except OSError as e:
        raise KitError(f"{path}: can't be read: {e.strerror}") from e
    if len(data) < 16:
        raise KitError(f"{path}: {len(data)} bytes are no Darknet weights, the header alone has 16")
    major, minor = np.frombuffer(data, "<i4", 2)
    header = 20 if major * 10 + minor >= 2 and major < 1000 and minor < 1000 else 16
    tensors = [tensor for conv in network.convolutions() for tensor in _in_file_order(conv)]
    expected = sum(tensor.numel() for tensor in tensors)
    found = (len(data) - header) // 4
    if found != expected or (len(data) - header) % 4:
        word = "short" if found < expected else "long"
        raise KitError(f"{path}: too {word} for this cfg: it holds {found} numbers, the cfg needs {expected}")
    numbers = np.frombuffer(data, "<f4", expected, header)
    if not np.isfinite(numbers).all():
        raise KitError(f"{path}: number {int(np.flatnonzero(~np.isfinite(numbers))[0])} is not finite; the file is damaged")
    at = 0
    with torch.no_grad():
        for tensor in tensors:
            part = numbers[at : at + tensor.numel()]
            tensor.copy_(torch.from_numpy(part.copy()).reshape(tensor.shape))
            at += tensor.numel()


def _in_file_order(layer: nn.Module) -> list[torch.Tensor]:
    if layer.bn is None:
        return [layer.conv.bias, layer.conv.weight]
    return [layer.bn.bias, layer.bn.weight, layer.bn.running_mean, layer.bn.running_var, layer.conv.weight]
