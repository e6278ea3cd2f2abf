"""What training makes small.

Sources: J. Redmon and A. Farhadi, "YOLOv3: An Incremental Improvement", 2018 (boxes, logistic classes, the objectness of
a good box that is not the chosen one is ignored); Z. Zheng et al., "Distance-IoU Loss", AAAI 2020 (complete IoU).
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F

from .layers import Head

# An anchor answers for a truth whose sides are at most this many times larger or smaller.
LARGEST_RATIO = 4.0
IGNORE_IOU = 0.6
BOX_WEIGHT = 4.0
# exp of more is no box of any image; keeps the first steps from overflowing.
LARGEST_LOGIT = 6.0


def decode(output: torch.Tensor, head: Head) -> tuple[torch.Tensor, torch.Tensor]:
    """Boxes of an output.

    Args:
        output: [n, channels, h, w] logits.

    Returns:
        [n, h, w, anchors, 4] centre x, centre y, width, height in input pixels, and [n, h, w, anchors, 1 + classes]
        logits of objectness and classes.
    """
    n, _, h, w = output.shape
    cells = output.permute(0, 2, 3, 1).reshape(n, h, w, len(head.anchors), 5 + head.classes)
    ys, xs = torch.meshgrid(torch.arange(h, device=output.device), torch.arange(w, device=output.device), indexing="ij")
    grid = torch.stack([xs, ys], -1)[None, :, :, None, :]
    offset = cells[..., :2].sigmoid() * head.scale_x_y - (head.scale_x_y - 1) / 2
    anchors = torch.tensor(head.anchors, device=output.device)
    sides = cells[..., 2:4].clamp(max=LARGEST_LOGIT).exp() * anchors
    return torch.cat([(grid + offset) * head.stride, sides], -1), cells[..., 4:]


def corners(boxes: torch.Tensor) -> torch.Tensor:
    """[..., 4] from centre and sides to x1, y1, x2, y2."""
    return torch.cat([boxes[..., :2] - boxes[..., 2:] / 2, boxes[..., :2] + boxes[..., 2:] / 2], -1)


def iou(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Intersection over union of boxes given by corners; broadcasts over all but the last dimension."""
    sides = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0)
    both = sides[..., 0] * sides[..., 1]
    area_a, area_b = ((x[..., 2:] - x[..., :2]).clamp(min=0).prod(-1) for x in (a, b))
    return both / (area_a + area_b - both + 1e-7)


def complete_iou(a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """IoU less the distance of centres and the difference of aspect; a, b [n, 4] centre and sides."""
    ca, cb = corners(a), corners(b)
    overlap = iou(ca, cb)
    hull = (torch.maximum(ca[:, 2:], cb[:, 2:]) - torch.minimum(ca[:, :2], cb[:, :2])).square().sum(1) + 1e-7
    distance = (a[:, :2] - b[:, :2]).square().sum(1) / hull
    turn = torch.atan(a[:, 2] / (a[:, 3] + 1e-7)) - torch.atan(b[:, 2] / (b[:, 3] + 1e-7))
    aspect = 4 / math.pi**2 * turn.square()
    with torch.no_grad():
        weight = aspect / (1 - overlap + aspect + 1e-7)
    return overlap - distance - weight * aspect


def assign(truths: torch.Tensor, heads: list[Head]) -> torch.Tensor:
    """Which anchors answer for which truths: bool [truths, all anchors of all heads].

    Every anchor of about the truth's size, or else the one nearest to it.
    """
    anchors = torch.tensor([a for head in heads for a in head.anchors], device=truths.device)
    ratio = truths[:, None, 4:6] / anchors
    worst = torch.maximum(ratio, 1 / ratio).amax(2)
    fits = worst < LARGEST_RATIO
    fits[torch.arange(len(truths), device=truths.device), worst.argmin(1)] = True
    return fits


def yolo_loss(
    outputs: tuple[torch.Tensor, ...], heads: list[Head], truths: torch.Tensor, labelled: torch.Tensor
) -> dict[str, torch.Tensor]:
    """The loss of a batch, by part; their sum is what training makes small.

    Args:
        outputs: per head [n, channels, h, w] logits.
        truths: [m, 6] image, class, centre x, centre y, width, height in input pixels.
        labelled: bool [n, rows, columns, classes], of the blocks that an input is divided in. A class that the labels
            leave out there earns no negative loss, and a box that the network takes for one of those classes none for
            its objectness.
    """
    matches = assign(truths, heads)
    count = max(1.0, float(matches.sum()))
    parts = {name: outputs[0].new_zeros(()) for name in ("box", "objectness", "class")}
    first = 0
    for output, head in zip(outputs, heads):
        boxes, logits = decode(output.float(), head)
        known = _by_cell(labelled, *output.shape[2:])
        which, anchor = matches[:, first : first + len(head.anchors)].nonzero(as_tuple=True)
        first += len(head.anchors)
        mine = truths[which]
        image, label = mine[:, 0].long(), mine[:, 1].long()
        x = (mine[:, 2] / head.stride).long().clamp(0, output.shape[3] - 1)
        y = (mine[:, 3] / head.stride).long().clamp(0, output.shape[2] - 1)

        target = torch.zeros_like(logits[..., 0])
        weight = _negatives(boxes, logits, truths, known)
        if len(mine):
            quality = complete_iou(boxes[image, y, x, anchor], mine[:, 2:6])
            parts["box"] = parts["box"] + BOX_WEIGHT * (1 - quality).sum() / count
            target[image, y, x, anchor] = 0.5 + 0.5 * quality.detach().clamp(0, 1)
            weight[image, y, x, anchor] = 1
            classes = logits[image, y, x, anchor, 1:]
            wanted = F.one_hot(label, head.classes).to(classes.dtype)
            asked = known[image, y, x] | (wanted > 0)
            each = F.binary_cross_entropy_with_logits(classes, wanted, reduction="none")
            parts["class"] = parts["class"] + (each * asked).sum() / count
        each = F.binary_cross_entropy_with_logits(logits[..., 0], target, reduction="none")
        parts["objectness"] = parts["objectness"] + (each * weight).sum() / count
    return parts


def _by_cell(labelled: torch.Tensor, height: int, width: int) -> torch.Tensor:
    """What is labelled in each cell of a head: [n, height, width, classes]."""
    rows = torch.arange(height, device=labelled.device) * labelled.shape[1] // height
    columns = torch.arange(width, device=labelled.device) * labelled.shape[2] // width
    return labelled[:, rows[:, None], columns]


@torch.no_grad()
def _negatives(boxes: torch.Tensor, logits: torch.Tensor, truths: torch.Tensor, known: torch.Tensor) -> torch.Tensor:
    """1 where a box that answers for nothing must be no object, 0 where it may be one."""
    weight = torch.ones_like(logits[..., 0])
    weight[~known.gather(3, logits[..., 1:].argmax(-1))] = 0
    for i in range(len(boxes)):
        here = truths[truths[:, 0] == i, 2:6]
        if len(here):
            best = iou(corners(boxes[i].reshape(-1, 1, 4)), corners(here)[None]).amax(1)
            weight[i][best.reshape(weight[i].shape) > IGNORE_IOU] = 0
    return weight
