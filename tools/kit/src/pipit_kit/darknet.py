"""Darknet's files: the cfg, a text of sections; the weights, numbers in the order of those sections; names, a class a line."""

from __future__ import annotations

import difflib
import itertools
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from . import filekind
from .errors import KitError
from .keys import ACTIVATIONS, ALIASES, IGNORED, NET_USED, NEUTRAL, USED

if TYPE_CHECKING:  # that module needs this one
    from .layers import Conv
    from .network import Network

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

    def integer(self, key: str, default: int | None = None, minimum: int = 0) -> int:
        """A whole number of at least ``minimum``; without a default the key must be there."""
        if key not in self.options:
            if default is None:
                raise self.error(f"must have {key}")
            return default
        try:
            value = int(self.options[key][0])
        except ValueError:
            value = minimum - 1
        if value < minimum:
            raise self.error(f"{key} must be a whole number of at least {minimum}, is '{self.options[key][0]}'", key)
        return value

    def positive(self, key: str, default: float) -> float:
        """A finite number above 0."""
        value = _float(self.text(key, str(default)))
        if not 0 < value < math.inf:
            raise self.error(f"{key} must be a number above 0, is '{self.text(key, '')}'", key)
        return value

    def numbers(self, key: str, kind: type = float) -> list:
        """A list of at least one number, with commas between; the key must be there."""
        if key not in self.options:
            raise self.error(f"must have {key}")
        try:
            values = [kind(part) for part in self.options[key][0].split(",") if part.strip()]
        except ValueError:
            values = []
        if not values:
            words = "whole numbers" if kind is int else "numbers"
            raise self.error(f"{key} must be {words} with commas between, is '{self.options[key][0]}'", key)
        return values


def _float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def parse(text: str, source: str = "cfg") -> list[Section]:
    """Reads a cfg.

    Where a key stands twice in a section, Darknet takes the first; so does this.

    Args:
        text: the file's text.
        source: the file's name, for messages.

    Returns:
        All sections, [net] first; every one and each of its keys is known to the kit.

    Raises:
        KitError: naming the first line that can't be used; one that would change the result before one that is only unknown.
    """
    sections: list[Section] = []
    for at, raw in enumerate(text.splitlines(), 1):
        line = raw.split("#")[0].strip()
        if not line or line.startswith(";"):
            continue
        if line.startswith("["):
            if not line.endswith("]"):
                raise KitError(f"{source}:{at}: a section's name must end with ']', is '{line}'")
            kind = line[1:-1].strip().lower()
            sections.append(Section(ALIASES.get(kind, kind), at, {}, source))
            continue
        key, equals, value = (part.strip() for part in line.partition("="))
        if not equals or not sections:
            raise KitError(f"{source}:{at}: must be [section] or key=value, is '{line}'")
        _add(sections[-1], key, value, at)
    if not sections or sections[0].kind != "net":
        raise KitError(f"{source}: must begin with [net]")
    if len(sections) == 1:
        raise KitError(f"{source}: has no layers")
    for check in (_check_result, _check_known):
        for section in sections[1:]:
            check(section)
    return sections


def written(sections: Iterable[Section]) -> str:
    """The text of a cfg with these sections, each key once and without comments."""
    return "\n".join(
        "".join([f"[{section.kind}]\n", *(f"{key}={value}\n" for key, (value, _) in section.options.items())])
        for section in sections
    )


def _add(section: Section, key: str, value: str, at: int) -> None:
    first, line = section.options.setdefault(key, (value, at))
    computed = NET_USED if section.kind == "net" else USED.get(section.kind, set()) | NEUTRAL.get(section.kind, {}).keys()
    if first != value and key in computed:
        raise KitError(
            f"{section.source}:{at}: [{section.kind}] {key}={value} contradicts {key}={first} of line {line}; keep one of them"
        )


def _check_result(section: Section) -> None:
    """Refuses what would make the result another than Darknet's."""
    if section.kind not in USED:
        near = difflib.get_close_matches(section.kind, USED, 1)
        hint = f"; did you mean [{near[0]}]?" if near else ""
        raise section.error(f"is not supported, only {', '.join(USED)} are{hint}")
    for key, neutral in NEUTRAL[section.kind].items():
        value = section.options.get(key, (neutral, 0))[0]
        if value is not None and value != neutral and not (neutral and _float(value) == _float(neutral)):
            raise section.error(f"{key}={value} is not supported: it changes what the layer computes", key)
    if "activation" in USED[section.kind] and section.text("activation", "linear") not in ACTIVATIONS:
        name = section.text("activation", "")
        raise section.error(f"activation={name} is not supported, only {', '.join(ACTIVATIONS)} are", "activation")
    if section.kind == "convolutional" and "activation" not in section.options:
        raise section.error(
            f"must have activation: Darknet takes logistic without, only {', '.join(ACTIVATIONS)} are supported"
        )


def _check_known(section: Section) -> None:
    known = USED[section.kind] | NEUTRAL[section.kind].keys() | IGNORED[section.kind]
    for key in section.options:
        if key not in known:
            near = difflib.get_close_matches(key, known, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            raise section.error(f"{key} is not supported{hint}", key)


def read_cfg(path: Path) -> str:
    """The text of a cfg file; what is no UTF-8 in it, such as a comment in another encoding, is replaced.

    Raises:
        KitError: when it can't be read or is no text.
    """
    return _text_of(path, "the cfg comes first, then the weights").decode("utf-8", errors="replace")


def _text_of(path: Path, remedy: str) -> bytes:
    """A text file's bytes, without the mark that Windows puts before them.

    Raises:
        KitError: when it can't be read or is no text; ends with the remedy when nothing better is known.
    """
    try:
        content = path.read_bytes()
    except OSError as e:
        raise KitError(f"{path}: can't be read: {e.strerror}") from e
    if b"\0" in content:
        name = filekind.name_of(content[: filekind.HEAD_BYTES])
        raise KitError(f"{path}: is {name}" if name else f"{path}: is no text; {remedy}")
    return content.removeprefix(b"\xef\xbb\xbf")


def read_names(path: Path) -> list[str]:
    """Class names, one a line; blank lines at the end do not count.

    Raises:
        KitError: naming the line, when it is not UTF-8, stands twice or is blank, which Darknet would count; when the file
            can't be read, holds no name or is a cfg or .data file.
    """
    content = _text_of(path, "names are a text, one a line").rstrip()
    if not content:
        raise KitError(f"{path}: has no names; it must have one a line")
    if re.search(rb"(?m)^\s*\[net(work)?\]", content):
        raise KitError(f"{path}: is a cfg, not names; names are one a line, and come last")
    if found := re.search(rb"(?m)^\s*names\s*=\s*(.*?)\s*$", content):
        raise KitError(f"{path}: is a .data file, not names; give the file it names, {found[1].decode(errors='replace')}")
    lines: dict[str, int] = {}
    for at, raw in enumerate(content.split(b"\n"), 1):
        try:
            name = raw.decode("utf-8").strip()
        except UnicodeDecodeError:
            raise KitError(f"{path}:{at}: is not UTF-8; save the file as UTF-8") from None
        if not name:
            raise KitError(f"{path}:{at}: is blank; Darknet counts it as a class: take the line out, or name the class")
        if name in lines:
            raise KitError(f"{path}:{at}: the name '{name}' stands twice, first at line {lines[name]}")
        lines[name] = at
    return list(lines)


def load_weights(network: Network, path: Path) -> None:
    """Fills a network's convolutions from a weights file.

    The file has three version numbers (int32), the count of images seen (int64 since version 0.2, else int32), then
    for each convolution in the order of the cfg: bias, or with batch norm bias, scale, mean, variance; then the
    kernel [filters, channels / groups, size, size]; all float32, little-endian.

    Raises:
        KitError: when the file is of another kind; is too short or too long, with both counts; holds a number that is not
            finite, or a variance below 0.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(filekind.HEAD_BYTES)
            size = path.stat().st_size
    except OSError as e:
        raise KitError(f"{path}: can't be read: {e.strerror}") from e
    if name := filekind.name_of(head):
        hint = "; the cfg comes first, then the weights" if name == "a cfg" else ""
        raise KitError(f"{path}: must be Darknet weights, is {name}{hint}")
    if size < 16:
        raise KitError(f"{path}: {size} bytes are no Darknet weights, the header alone has 16")
    major, minor = np.frombuffer(head, "<i4", 2)
    header = 20 if major * 10 + minor >= 2 and major < 1000 and minor < 1000 else 16
    layers = [_in_file_order(conv) for conv in network.convolutions()]
    counts = list(itertools.accumulate(sum(tensor.numel() for tensor in tensors) for tensors in layers))
    _check_size(path, size - header, counts)
    numbers = np.fromfile(path, "<f4", counts[-1], offset=header)
    if not np.isfinite(numbers).all():
        raise KitError(f"{path}: number {int(np.flatnonzero(~np.isfinite(numbers))[0])} is not finite; the file is damaged")
    at = 0
    with torch.no_grad():
        for tensor in itertools.chain(*layers):
            part = numbers[at : at + tensor.numel()]
            tensor.copy_(torch.from_numpy(part).reshape(tensor.shape))
            at += tensor.numel()
    for i, conv in enumerate(network.convolutions()):
        if conv.bn is not None and (conv.bn.running_var < 0).any():
            raise KitError(f"{path}: convolution {i} has a variance below 0; the file is damaged, or of another cfg")


def _check_size(path: Path, size: int, counts: list[int]) -> None:
    """Compares the bytes behind the header with how many numbers there must be up to each convolution's end."""
    found, rest = divmod(size, 4)
    if (found, rest) == (counts[-1], 0):
        return
    word = "short" if found < counts[-1] else "long"
    more = f" and {rest} byte{'s' * (rest > 1)}" if rest else ""
    part = ""
    if not rest and found in counts:
        part = f"; these are the first {counts.index(found) + 1} convolutions alone, as a training begins with"
    raise KitError(f"{path}: too {word} for this cfg: it holds {found} numbers{more}, the cfg needs {counts[-1]}{part}")


def _in_file_order(layer: Conv) -> list[torch.Tensor]:
    conv: Any = layer.conv
    bn: Any = layer.bn
    if bn is None:
        return [conv.bias, conv.weight]
    return [bn.bias, bn.weight, bn.running_mean, bn.running_var, conv.weight]
