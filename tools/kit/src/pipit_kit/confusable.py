"""Classes that detectors take for one another: one object gets a box as this and one as that. The daemon has the same table."""

from __future__ import annotations

from collections.abc import Sequence

_GROUPS = (
    ("car", "truck", "bus", "van", "train"),
    ("bicycle", "motorcycle", "motorbike"),
    ("dog", "cat", "sheep", "cow", "horse", "bear", "fox"),
)


def groups(classes: Sequence[str]) -> tuple[int, ...]:
    """By class index a number that all classes of a group have, and no other class has."""
    found = {name: number for number, group in enumerate(_GROUPS) for name in group}
    return tuple(found.get(name, len(_GROUPS) + k) for k, name in enumerate(classes))
