"""Labels by a teacher: boxes of the classes that a picture's own labels leave out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from . import data
from .errors import KitError
from .stages import Stage

# Other names that public models have for the same things.
SAME = {"motorbike": "motorcycle", "aeroplane": "airplane", "tvmonitor": "tv"}


def label(
    file: Path, names: list[str], teacher: Stage, out: Path, sure: float, on_picture: Callable[[], None] = lambda: None
) -> dict[str, int]:
    """Writes ``file`` with the teacher's boxes added; such a class then counts as labelled in that picture.

    Args:
        file: annotations in COCO's format.
        names: classes of the student.
        teacher: a network with some of the same classes.
        out: the annotations to write; they name pictures by their whole paths.
        sure: what the teacher must score.
        on_picture: called after each picture.

    Returns:
        Boxes added, by class.

    Raises:
        KitError: when the teacher knows none of the classes.
    """
    known = {k: names.index(SAME.get(name, name)) for k, name in enumerate(teacher.classes) if SAME.get(name, name) in names}
    if not known:
        raise KitError(f"the teacher knows none of the classes {', '.join(names)}")
    pictures = data.load(file, names)
    content = json.loads(file.read_text(encoding="utf-8"))
    ids = {c["name"]: c["id"] for c in content["categories"]}
    images = {image["id"]: image for image in content["images"]}
    added = dict.fromkeys(names, 0)
    number = max((a["id"] for a in content["annotations"]), default=0)
    for one, found in zip(pictures, teacher.find(pictures, teacher.side, on_picture), strict=True):
        missing = {k for k in known.values() if not one.labelled[k]}
        for teachers, score, (x1, y1, x2, y2) in zip(found.classes, found.scores, found.boxes, strict=True):
            label = known.get(int(teachers))
            if label in missing and score >= sure:
                number += 1
                added[names[label]] += 1
                box = [round(float(v), 2) for v in (x1, y1, x2 - x1, y2 - y1)]
                annotation = {"id": number, "image_id": one.id, "category_id": ids[names[label]], "bbox": box}
                content["annotations"].append({**annotation, "area": box[2] * box[3], "iscrowd": 0, "pseudo": True})
        labelled = set(images[one.id].get("labelled", ids.values())) | {ids[names[k]] for k in missing}
        images[one.id]["labelled"] = sorted(labelled)
        images[one.id]["file_name"] = str(one.path.resolve())
    out.write_text(json.dumps(content), encoding="utf-8")
    return added
