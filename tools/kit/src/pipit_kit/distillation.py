"""Learning from another network's outputs: every cell has something to say, not only those that a label is in.

Source: R. Mehta and C. Ozturk, "Object detection at 200 frames per second", 2018 (the teacher's objectness weighs what it
says of boxes and classes).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F

from .checkpoint import Checkpoint
from .errors import KitError
from .layers import Head


class Teacher:
    """A network whose outputs another one shall have."""

    def __init__(self, teacher: Checkpoint, student: Checkpoint, device: torch.device) -> None:
        """Takes a teacher to the student's device.

        Raises:
            KitError: when the two have not the same classes and heads.
        """
        if teacher.classes != student.classes:
            raise KitError(f"the teacher must have the classes {', '.join(student.classes)}, has {', '.join(teacher.classes)}")
        network = teacher.network().requires_grad_(False)
        wanted = student.network().heads
        if network.heads != wanted:
            raise KitError(f"the teacher must have the heads {_text(wanted)}, has {_text(network.heads)}")
        self.heads = wanted
        self.network = network.channels_last(device)

    @torch.no_grad()
    def outputs(self, images: torch.Tensor, distill: torch.Tensor) -> Wanted | None:
        """What a student's outputs for a batch shall be; None where no image is the teacher's.

        Args:
            images: [n, 3, h, w] from 0 to 1.
            distill: bool [n]; of which images.
        """
        if not distill.any():
            return None
        outputs = self.network(images[distill])
        return Wanted([_cells(output.float(), head) for output, head in zip(outputs, self.network.heads)], self.heads, distill)


@dataclass(frozen=True)
class Wanted:
    """A teacher's outputs for the images of a batch that are its own.

    Attributes:
        cells: per head [distill images, h, w, anchors, 5 + classes] logits.
        heads: of both networks.
        distill: bool [n]; which images of the batch they are of.
    """

    cells: list[torch.Tensor]
    heads: list[Head]
    distill: torch.Tensor

    def loss(self, outputs: tuple[torch.Tensor, ...]) -> torch.Tensor:
        """How far a batch's outputs are from the teacher's, per object that the teacher sees; 0 where they are equal.

        Args:
            outputs: the student's, per head [n, channels, h, w] logits.
        """
        seen = max(1.0, sum(float(cells[..., 4].sigmoid().sum()) for cells in self.cells))
        total = outputs[0].new_zeros((), dtype=torch.float32)
        for output, head, theirs in zip(outputs, self.heads, self.cells):
            mine = _cells(output[self.distill].float(), head)
            weight = theirs[..., 4].sigmoid()
            centres = (mine[..., :2].sigmoid() - theirs[..., :2].sigmoid()).square().sum(-1)
            sides = (mine[..., 2:4] - theirs[..., 2:4]).square().sum(-1)
            classes = _divergence(mine[..., 5:], theirs[..., 5:]).sum(-1)
            total = total + _divergence(mine[..., 4], theirs[..., 4]).sum() + (weight * (centres + sides + classes)).sum()
        return total / seen


def _text(heads: list[Head]) -> str:
    anchors = [", ".join(f"{w:g}x{h:g}" for w, h in head.anchors) for head in heads]
    return "; ".join(f"stride {h.stride}, scale_x_y {h.scale_x_y:g}: {a}" for h, a in zip(heads, anchors))


def _cells(output: torch.Tensor, head: Head) -> torch.Tensor:
    n, _, h, w = output.shape
    return output.permute(0, 2, 3, 1).reshape(n, h, w, len(head.anchors), 5 + head.classes)


def _divergence(mine: torch.Tensor, theirs: torch.Tensor) -> torch.Tensor:
    """Kullback and Leibler's, of a yes or no with these logits."""
    wanted = theirs.sigmoid()
    each = F.binary_cross_entropy_with_logits(mine, wanted, reduction="none")
    return each - F.binary_cross_entropy_with_logits(theirs, wanted, reduction="none")
