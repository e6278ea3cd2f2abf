"""Model packages: TorchScript files for each kind of processor, model.json and golden cases.

PyTorch's optimize_for_mobile is left out: of a frozen int8 network it changes no kernel, only 17 lists of whole numbers
become constants. Measured on edge8: 272,632,459 instead of 272,632,071 instructions an inference (emulated Cortex-A76,
416x416), 50 bytes more, the same outputs to the bit. To layers that are kept in float it would give kernels that only a
libtorch with XNNPACK has. A test compares the two graphs, and tells when that changes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import torch

from . import picture
from .confusable import groups
from .detection import Limits, detect
from .errors import KitError
from .network import Head
from .picture import MULTIPLE, Letterbox
from .quantization import FLAVOURS, INPUT_SCALE, Bytes, Flavour, engine_of, of_bytes

FORMAT = 1
SCORE_TOLERANCE = 0.06
BOX_TOLERANCE_PX = 6.0
TRACED_AT = (1, 256, 416, 3)
CHECKED_AT = ((1, 416, 416, 3), (1, 64, 96, 3), (1, 256, 416, 3))


@dataclass(frozen=True)
class Card:
    """What model.json says beside the files.

    Attributes:
        name, version: of the model.
        classes: names by index.
        scores: the recommended ones as ``scores`` writes them: ``min_scores`` by class, what was asked, what it gives.
        nms_iou: overlap above which two boxes of a class are one thing.
        training: what it was trained on and how.
        quantization: how it became int8.
        accuracy: by flavour and source.
    """

    name: str
    version: str
    classes: list[str]
    scores: dict[str, Any]
    nms_iou: float
    training: dict[str, Any]
    quantization: dict[str, Any]
    accuracy: dict[str, Any]


def script(network: Bytes) -> torch.jit.ScriptModule:
    """The network as frozen TorchScript that takes any input whose sides are multiples of 32.

    Raises:
        KitError: when it computes something else than the network it was made from.
    """
    torch.manual_seed(0)
    with torch.no_grad(), engine_of(network.flavour):
        traced = torch.jit.freeze(torch.jit.trace(network.eval(), torch.zeros(TRACED_AT, dtype=torch.uint8)))
        for shape in CHECKED_AT:
            camera = torch.randint(0, 256, shape, dtype=torch.uint8)
            for ours, theirs in zip(network(camera), traced(camera)):
                if not torch.equal(ours, theirs):
                    raise KitError(f"the traced network computes something else at {shape[2]}x{shape[1]}; not exported")
    return traced


def save(module: torch.jit.ScriptModule, file: Path) -> None:
    """Writes a TorchScript file without its debug records, which name this machine's folders: same network, same bytes."""
    buffer = io.BytesIO()
    torch.jit.save(module, buffer)
    with zipfile.ZipFile(buffer) as whole, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as out:
        for record in whole.infolist():
            # The archive's own folder is named after the buffer; the loader takes any name.
            if not record.filename.endswith(".debug_pkl"):
                out.writestr(zipfile.ZipInfo(record.filename), whole.read(record))


def write(out: Path, networks: dict[str, Bytes], card: Card, golden: list[Path]) -> None:
    """Writes a package whole or not at all.

    Args:
        out: the package's folder; what stood there is replaced.
        networks: by flavour.
        card: what model.json says.
        golden: pictures that are copied into the package, with what each flavour finds in them.
    """
    part = out.with_name(out.name + ".part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    files, heads = [], next(iter(networks.values())).heads
    for name, network in networks.items():
        flavour = FLAVOURS[name]
        file = part / f"{card.name}-{name}.pt"
        save(script(network), file)
        files.append({"file": file.name, "sha256": sha256(file), "flavour": name, "engines": list(flavour.engines)})
    cases = [_golden(source, part, networks, card) for source in golden]
    content = {
        "format": FORMAT,
        "name": card.name,
        "version": card.version,
        "classes": card.classes,
        "heads": heads_of(heads),
        "input": {
            "layout": "uint8 [1, height, width, 3], RGB",
            "sides": f"multiples of {MULTIPLE}",
            "side": next(iter(networks.values())).side,
            "normalisation": "none: a byte is a quantized number of scale 1/255",
            "letterbox_grey": picture.GREY,
        },
        "min_score": min(card.scores["min_scores"].values()),
        **card.scores,
        "nms_iou": card.nms_iou,
        "quantization": {**card.quantization, "flavours": {name: _scheme(FLAVOURS[name]) for name in networks}},
        "files": files,
        "golden": cases,
        "training": card.training,
        "accuracy": card.accuracy,
    }
    (part / "model.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for kept in out.glob("*"):  # a report and its pictures stay
        if kept.suffix in (".md",) or kept.name.startswith("report-"):
            shutil.move(str(kept), part / kept.name)
    old = out.with_name(out.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        os.replace(out, old)
    os.replace(part, out)
    shutil.rmtree(old, ignore_errors=True)


def heads_of(heads: list[Head]) -> list[dict[str, Any]]:
    """What model.json says of a network's outputs."""
    return [
        {"stride": h.stride, "anchors": [side for pair in h.anchors for side in pair], "scale_x_y": h.scale_x_y} for h in heads
    ]


def _scheme(flavour: Flavour) -> dict[str, Any]:
    return {
        "activations": f"{flavour.dtype}".replace("torch.", ""),
        "activation_range": [flavour.low, flavour.high],
        "weights": "qint8, per tensor, symmetric",
        "weight_range": [-127, 127],
        "first_weight_range": [-flavour.first_high, flavour.first_high],
        "input_scale": INPUT_SCALE,
        "input_zero_point": flavour.input_zero_point,
    }


def _golden(source: Path, folder: Path, networks: dict[str, Bytes], card: Card) -> dict[str, Any]:
    image = picture.read(source)
    height, width = image.shape[:2]
    if height % MULTIPLE or width % MULTIPLE:
        raise KitError(f"{source}: a golden picture's sides must be multiples of {MULTIPLE}, are {width}x{height}")
    target = folder / f"golden-{source.stem}.png"
    cv2.imwrite(str(target), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    return {
        "input": target.name,
        "sha256": sha256(target),
        "score_tolerance": SCORE_TOLERANCE,
        "box_tolerance_px": BOX_TOLERANCE_PX,
        "expect": {name: expected(network, FLAVOURS[name], network.heads, image, card) for name, network in networks.items()},
    }


def expected(network: torch.nn.Module, flavour: Flavour, heads: list[Head], image: Any, card: Card) -> list[dict[str, Any]]:
    """What a network on bytes finds in a picture at its own size, uint8 RGB [height, width, 3]."""
    height, width = image.shape[:2]
    box = Letterbox.into(width, height, width, height)
    found = detect(
        of_bytes(network, flavour),
        heads,
        image,
        box,
        Limits(min(card.scores["min_scores"].values()), card.nms_iou, groups=groups(card.classes)),
    )
    return [
        {
            "label": card.classes[label],
            "score": round(float(score), 4),
            "box": [round(float(side), 1) for side in corners],
        }
        for label, score, corners in zip(found.classes, found.scores, found.boxes)
    ]


def sha256(file: Path) -> str:
    """Hash of a file's bytes, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def hash_of(files: list[Path]) -> str:
    """One hash over the bytes of many files, in their order."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
