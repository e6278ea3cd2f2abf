"""Model packages: TorchScript files for each kind of processor, model.json and golden cases.

PyTorch's optimize_for_mobile is left out: of a frozen int8 network it changes no kernel, only 17 lists of whole numbers
become constants. Measured on edge8: 272,632,459 instead of 272,632,071 instructions an inference (emulated Cortex-A76,
416x416), 50 bytes more, the same outputs to the bit. To layers that are kept in float it would give kernels that only a
libtorch with XNNPACK has. A test compares the two graphs, and fails when that changes.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import torch

from . import golden, imagefile
from .confusable import groups
from .detection import Limits
from .errors import KitError
from .int8network import INPUT_SCALE, ByteInput
from .layers import Head
from .letterbox import GREY, MULTIPLE
from .schemes import SCHEMES, engine_of

FORMAT = 1
# The longer side of an input that the daemon takes.
MIN_SIDE, MAX_SIDE = 64, 1280
TRACED_AT = (1, 256, 416, 3)
CHECKED_AT = ((1, 416, 416, 3), (1, 64, 96, 3), (1, 256, 416, 3))

# What another program finds in an image by a package in a folder, by scheme.
Others = Callable[[Path, Path], dict[str, list[golden.Object]]]


@dataclass(frozen=True)
class Card:
    """What model.json says beside the files.

    Attributes:
        name, version: of the model.
        classes: names by index.
        scores: the recommended ones as ``scores`` writes them: ``min_scores`` by class, what was asked, what it gives.
        nms_iou: overlap above which two boxes of a class are one object.
        training: what it was trained on and how.
        quantization: how it became int8.
        accuracy: by scheme and source.
    """

    name: str
    version: str
    classes: list[str]
    scores: dict[str, Any]
    nms_iou: float
    training: dict[str, Any]
    quantization: dict[str, Any]
    accuracy: dict[str, Any]

    @property
    def min_score(self) -> float:
        """The lowest recommended one."""
        return min(self.scores["min_scores"].values())


def script(network: ByteInput) -> torch.jit.ScriptModule:
    """The network as frozen TorchScript that takes any input whose sides are multiples of 32.

    Raises:
        KitError: when it computes something else than the network it was made from.
    """
    torch.manual_seed(0)
    with torch.no_grad(), engine_of(network.scheme):
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


def write(
    out: Path,
    networks: dict[str, ByteInput],
    card: Card,
    images: list[Path],
    others: Others = lambda folder, image: {},
    verify: Callable[[Path], None] = lambda folder: None,
) -> dict[str, golden.Case]:
    """Writes a package whole or not at all.

    Args:
        out: the package's folder; a package that stood there is replaced, its report stays.
        networks: by scheme.
        card: what model.json says.
        images: of the golden cases, copied into the package with what each scheme finds in them.
        others: what another program finds, of which the golden cases must hold too.
        verify: looks at the whole package before it is put in its place.

    Returns:
        The golden cases by the names of their files.

    Raises:
        KitError: when something else stands there, two images have one name, or ``verify`` raises it.
    """
    out = out.resolve()
    if out.exists() and not (out.is_dir() and ((out / "model.json").is_file() or not any(out.iterdir()))):
        raise KitError(f"{out}: is no model package, so it is not replaced; name another folder")
    part, old = (out.with_name(out.name + ending) for ending in (".part", ".old"))
    try:
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
        part.mkdir(parents=True)
        cases = _fill(part, networks, card, images, others)
        for kept in out.glob("*"):  # a report and its images stay
            if kept.suffix == ".md" or kept.name.startswith("report-"):
                shutil.copy2(kept, part)
        verify(part)
        if out.exists():
            os.replace(out, old)
        os.replace(part, out)
    finally:
        if old.exists() and not out.exists():
            os.replace(old, out)
        for left in (part, old):
            shutil.rmtree(left, ignore_errors=True)
    return cases


def _fill(part: Path, networks: dict[str, ByteInput], card: Card, images: list[Path], others: Others) -> dict[str, golden.Case]:
    """Writes all files of a package; returns its golden cases."""
    files, heads = [], next(iter(networks.values())).heads
    for name, network in networks.items():
        scheme = SCHEMES[name]
        file = part / f"{card.name}-{name}.pt"
        save(script(network), file)
        files.append({"file": file.name, "sha256": sha256(file), "flavour": name, "engines": list(scheme.engines)})
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
            "letterbox_grey": GREY,
        },
        "min_score": card.min_score,
        **card.scores,
        "nms_iou": card.nms_iou,
        "quantization": {
            **card.quantization,
            "flavours": {name: _quantization_json(network) for name, network in networks.items()},
        },
        "files": files,
        "golden": [],
        "training": card.training,
        "accuracy": card.accuracy,
    }
    _write_card(part, content)  # whole but for the golden cases: others can run it
    cases = dict(_golden(source, part, networks, card, others) for source in images)
    content["golden"] = [_golden_json(part / name, case) for name, case in cases.items()]
    _write_card(part, content)
    return cases


def _write_card(part: Path, content: dict[str, Any]) -> None:
    (part / "model.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def heads_of(heads: list[Head]) -> list[dict[str, Any]]:
    """What model.json says of a network's outputs."""
    return [
        {"stride": h.stride, "anchors": [side for pair in h.anchors for side in pair], "scale_x_y": h.scale_x_y} for h in heads
    ]


def _quantization_json(network: ByteInput) -> dict[str, Any]:
    scheme = network.scheme
    return {
        "activations": f"{scheme.dtype}".replace("torch.", ""),
        "activation_range": [scheme.low, scheme.high],
        "weights": f"qint8, per {'channel' if network.per_channel else 'tensor'}, symmetric",
        "weight_range": [-127, 127],
        "first_weight_range": [-scheme.first_high, scheme.first_high],
        "input_scale": INPUT_SCALE,
        "input_zero_point": scheme.input_zero_point,
    }


def _golden(source: Path, folder: Path, networks: dict[str, ByteInput], card: Card, others: Others) -> tuple[str, golden.Case]:
    """Writes a golden image; its file's name and what it says."""
    image = golden.image_of(imagefile.read(source), next(iter(networks.values())).side)
    target = folder / f"golden-{source.stem}.png"
    if target.exists():
        raise KitError(f"{source}: two golden images must not have the same name; rename one")
    cv2.imwrite(str(target), cv2.cvtColor(image, cv2.COLOR_RGB2BGR))
    limits = Limits(card.min_score, card.nms_iou, groups=groups(card.classes))
    case = golden.case(networks, image, card.classes, limits, others(folder, target))
    return target.name, case


def _golden_json(file: Path, case: golden.Case) -> dict[str, Any]:
    return {
        "input": file.name,
        "sha256": sha256(file),
        "score_tolerance": case.score_tolerance,
        "box_tolerance_px": case.box_tolerance_px,
        "expect": {name: [found.as_json() for found in objects] for name, objects in case.expect.items()},
    }


def sha256(file: Path) -> str:
    """Hash of a file's bytes, in hexadecimal."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def hash_of(files: list[Path]) -> str:
    """One hash over the bytes of many files, in their order."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()
