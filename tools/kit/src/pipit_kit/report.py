"""One report on a model's whole way: a table from Darknet to int8, the cost of each engine, and images of why."""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from . import drawing, evaluation, layernoise, package
from .checkpoint import Checkpoint
from .data import LabelledImage
from .detection import Detections
from .errors import KitError
from .evaluation import Accuracy
from .int8file import Quantized
from .int8network import INPUT_SCALE, fuse
from .network import Network
from .scores import Yield
from .stages import Stage

# The accuracy of the honestly labelled sources is what the report is about, where there are any.
HONEST = "coco2017+voc2012"
NOISE_IMAGES = 12
SHEET_IMAGES = 6


@dataclass(frozen=True)
class Row:
    """One stage of the table.

    Attributes:
        name: of the stage.
        stage: runs it.
        size: of its file in bytes.
    """

    name: str
    stage: Stage
    size: int


class FloatOnBytes(nn.Module):
    """The float network as the daemon can run it: bytes in, heads out, as an int8 one."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = fuse(network)

    def forward(self, camera: torch.Tensor) -> tuple[torch.Tensor, ...]:
        return tuple(x.permute(0, 2, 3, 1).contiguous() for x in self.network(camera.permute(0, 3, 1, 2).float() * INPUT_SCALE))


def float_name(checkpoint: Checkpoint) -> str:
    """What a float network is called, by what was done to it."""
    relu = all(not isinstance(getattr(layer, "act", None), nn.LeakyReLU) for layer in checkpoint.network().layers)
    name = "ReLU" if relu else "leaky ReLU"
    if any(step.startswith("train:") for step in checkpoint.history):
        return f"{name}, trained"
    if any("fitted" in step for step in checkpoint.history):
        return f"{name}, fitted"
    return f"{name}, just swapped" if relu else name


def float_package(network: Network, classes: list[str], folder: Path) -> None:
    """A package without golden cases in which every engine runs the float network: what int8 is measured against."""
    folder.mkdir(parents=True)
    camera = torch.zeros(package.TRACED_AT, dtype=torch.uint8)
    with torch.no_grad():
        module = torch.jit.freeze(torch.jit.trace(FloatOnBytes(network).eval(), camera))
    package.save(module, folder / "float.pt")
    engines = ["qnnpack", "x86", "fbgemm", "onednn"]
    file = {"file": "float.pt", "sha256": package.sha256(folder / "float.pt"), "flavour": "float", "engines": engines}
    card = {"format": package.FORMAT, "name": "float", "version": "0", "classes": classes, "min_score": 0.3, "nms_iou": 0.45}
    rest = {"heads": package.heads_of(network.heads), "files": [file], "golden": []}
    (folder / "model.json").write_text(json.dumps({**card, **rest}), encoding="utf-8")


def milliseconds(pipit: Path, folder: Path, engine: str, threads: int, frames: int) -> float:
    """The median time of a forward in the daemon, on its drawn street.

    Raises:
        KitError: when the program fails, with its words.
    """
    command = [str(pipit), "bench", "--json", "--frames", str(frames), "--model", str(folder)]
    command += ["--engine", engine, "--threads", str(threads)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise KitError(f"{pipit}: exit code {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    return float(json.loads(done.stdout)["stages_ms"]["infer"]["median"])


def speed(pipit: Path, checkpoint: Checkpoint, folder: Path, on_engine: Callable[[str], None], frames: int) -> list[dict]:
    """Milliseconds of a package's schemes and of its float twin, at one and two threads, in one run.

    Each is the median of so many ``frames``, after those with which the daemon warms up.
    """
    card = json.loads((folder / "model.json").read_text(encoding="utf-8"))
    known = ("x86", "fbgemm", "qnnpack")
    table = []
    with tempfile.TemporaryDirectory() as work:
        twin = Path(work) / "float"
        float_package(checkpoint.network(), checkpoint.classes, twin)
        for file in card["files"]:
            for engine in (e for e in file["engines"] if e in known):
                on_engine(f"{file['flavour']} on {engine}")
                row = {"flavour": file["flavour"], "engine": engine}
                for threads in (1, 2):
                    row[f"float_{threads}"] = milliseconds(pipit, twin, engine, threads, frames)
                    row[f"int8_{threads}"] = milliseconds(pipit, folder, engine, threads, frames)
                table.append(row)
    return table


def accuracies(
    rows: Sequence[Row], images: list[LabelledImage], side: int, on_image: Callable[[], object]
) -> dict[str, tuple[dict[str, Accuracy], list[Detections]]]:
    """By stage: accuracy by source, and what was found."""
    result = {}
    for row in rows:
        found = row.stage.find(images, side, on_image)
        result[row.name] = (evaluation.by_source(images, found, row.stage.classes), found)
    return result


def write(
    out: Path,
    rows: Sequence[Row],
    results: dict[str, tuple[dict[str, Accuracy], list[Detections]]],
    images: list[LabelledImage],
    checkpoint: Checkpoint,
    int8: Sequence[Quantized],
    speeds: list[dict],
    examples: list[LabelledImage],
    side: int,
    gained: dict[float, dict[str, Yield]],
) -> None:
    """Writes report.md and its images, report-*.png, into a folder; some of ``examples`` are shown in one of them.

    ``gained`` is what the recommended scores give, by distance and class; empty where none are known.
    """
    out.mkdir(parents=True, exist_ok=True)
    sources = list(next(iter(results.values()))[0])
    main = HONEST if HONEST in sources else sources[0]
    chosen = {name: by_source[main] for name, (by_source, _) in results.items()}
    drawing.precision_recall(chosen, out / "report-precision-recall.png")
    inputs = [evaluation.camera(one, side) for one in images[:: max(1, len(images) // NOISE_IMAGES)]]
    noises = {
        q.scheme.name: layernoise.noise(checkpoint.network(), q.network, q.scheme, q.choices, inputs)
        for q in int8
        if "static" in q.history[-1]
    }
    if noises:
        drawing.signal_to_noise(noises, out / "report-noise.png")
        drawing.ranges(next(iter(noises.values())), out / "report-ranges.png")
    shown = [one for one in examples if len(one.boxes) >= 2][:: max(1, len(examples) // SHEET_IMAGES // 2)]
    shown = shown[:SHEET_IMAGES]
    labels = [Detections(one.classes, np.ones(len(one.classes)), one.boxes) for one in shown]
    found = {"labels": labels, **{row.name: row.stage.find(shown, side, lambda: None) for row in rows}}
    drawing.sheet(shown, found, checkpoint.classes, out / "report-examples.png")
    text = _text(main, rows, results, speeds, bool(noises), side, gained)
    (out / "report.md").write_text(text, encoding="utf-8")


def main_images(images: list[LabelledImage]) -> list[LabelledImage]:
    """The images that the report is about: those of the honestly labelled sources where there are any."""
    return [one for one in images if one.source in HONEST.split("+")] or images


def _text(main: str, rows: Sequence[Row], results: dict, speeds: list[dict], noisy: bool, side: int, gained: dict) -> str:
    count = next(iter(results.values()))[0][main].images
    lines = [
        "# Report",
        "",
        f"AP50 on {count} images of {main}: longer side {side} pixels, score {evaluation.LIMITS.min_score}, "
        f"NMS at {evaluation.LIMITS.nms_iou}, {evaluation.LIMITS.max_detections} detections an image.",
        "",
        *_accuracy_table(main, rows, results),
        "",
        "Mean AP50 by source:",
        "",
    ]
    sources = list(next(iter(results.values()))[0])
    means = [[row.name, *(f"{results[row.name][0][source].mean_ap50:.3f}" for source in sources)] for row in rows]
    lines += _table(["stage", *sources], means)
    if gained:
        lines += ["", *_gained_table(gained)]
    if speeds:
        lines += ["", "Milliseconds of a forward in the daemon (median), float and int8 in one run:", ""]
        lines += ["| scheme | engine | float, 1 thread | int8 | ratio | float, 2 threads | int8 | ratio |", "|---" * 8 + "|"]
        for s in speeds:
            one, two = (
                f"{s[f'float_{n}']:.1f} | {s[f'int8_{n}']:.1f} | {s[f'float_{n}'] / s[f'int8_{n}']:.2f}" for n in (1, 2)
            )
            lines.append(f"| {s['flavour']} | {s['engine']} | {one} | {two} |")
    lines += ["", "![precision and recall](report-precision-recall.png)"]
    if noisy:
        lines += ["![signal to noise of each layer](report-noise.png)", "![ranges of activations](report-ranges.png)"]
    lines += ["![what each stage finds in some images](report-examples.png)"]
    return "\n".join([*lines, ""])


def _table(head: list[str], rows: list[list[str]]) -> list[str]:
    return [f"| {' | '.join(head)} |", "|---" * len(head) + "|", *(f"| {' | '.join(row)} |" for row in rows)]


def _accuracy_table(main: str, rows: Sequence[Row], results: dict) -> list[str]:
    """AP50 by stage and class; where there are many classes, they go downwards, so that the table fits a screen."""
    classes = rows[0].stage.classes
    every = [results[row.name][0][main] for row in rows]
    columns = [["boxes", "", "", *(str(every[0].boxes[name]) for name in classes)]]
    for row, accuracy in zip(rows, every):
        each = [f"{accuracy.ap50[name]:.3f}" if name in accuracy.ap50 else "-" for name in classes]
        columns.append([row.name, f"{row.size / 1e6:.1f}", f"{accuracy.mean_ap50:.3f}", *each])
    head = ["stage", "MB", "mean", *classes]
    if len(classes) <= evaluation.MAX_COLUMNS:
        return _table(head, [*columns[1:], columns[0]])
    head, *below = [list(row) for row in zip(head, *columns)]
    return _table(head, below)


def _gained_table(gained: dict[float, dict[str, Yield]]) -> list[str]:
    """What the recommended scores give a user."""
    lines = [
        "At the recommended scores: of 100 objects so many are found, of 100 boxes so many are right, and 100 images have so",
        "many false ones; then the same with everything nearer or farther away, so that it is so many times as high.",
        "",
    ]
    near = sorted(distance for distance in gained if distance != 1)
    head = ["class", "score", "found of 100", "right of 100", "false in 100 images"]
    head += [f"{text}, {1 / distance:.2g} times as high" for distance in near for text in ("found", "false")]
    rows = []
    for name, one in gained[1].items():
        others = [gained[distance][name] for distance in near]
        each = [f"{number:.0f}" for other in others for number in (100 * other.recall, other.false_in_100)]
        figures = [f"{one.score:.2f}", f"{100 * one.recall:.0f}", f"{100 * one.precision:.0f}", f"{one.false_in_100:.1f}"]
        rows.append([name, *(figure.replace("nan", "-") for figure in figures + each)])
    return lines + _table(head, rows)
