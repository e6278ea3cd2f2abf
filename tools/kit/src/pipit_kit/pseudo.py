"""Labels by a teacher: boxes of the classes that an image's own labels leave out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from . import data
from .darknet import SYNONYMS
from .errors import KitError
from .stages import Stage


def label(
    file: Path,
    names: list[str],
    teacher: Stage,
    out: Path,
    sure: float,
    on_image: Callable[[], object] = lambda: None,
    renames: Sequence[str] = (),
) -> dict[str, int]:
    """Writes data in COCO's format with the teacher's boxes added; such a class then counts as labelled in that image.

    Args:
        file: what :func:`data.load` reads; Darknet's class numbers count in the student's classes if no names are beside it.
        names: classes of the student; the teacher may have Darknet's names or COCO's for them.
        teacher: a network with some of the same classes.
        out: the COCO file to write.
        sure: what the teacher must score.
        on_image: called after each image.
        renames: changes ``old=new`` of the data's class names.

    Returns:
        Boxes added, by class.

    Raises:
        KitError: when the teacher has none of the classes.
    """
    known = {}
    for k, name in enumerate(teacher.classes):
        same = name if name in names else SYNONYMS.get(name)
        if same in names:
            known[k] = names.index(same)
    if not known:
        raise KitError(f"the teacher has none of the classes {', '.join(names)}")
    content = data.read(file, names, renames=renames)
    labelled_images = data.labelled_images(file, content, names)
    ids = {c["name"]: c["id"] for c in content["categories"]}
    whole = list(ids.values())
    for name in (names[k] for k in known.values() if names[k] not in ids):
        ids[name] = max(ids.values()) + 1
        content["categories"].append({"id": ids[name], "name": name})
    images = {image["id"]: image for image in content["images"]}
    added = dict.fromkeys(names, 0)
    number = max((a["id"] for a in content["annotations"]), default=0)
    found_in = teacher.find(labelled_images, teacher.side, on_image)
    for one, found in zip(labelled_images, found_in, strict=True):
        missing = {k for k in known.values() if not one.labelled[k]}
        for teachers, score, (x1, y1, x2, y2) in zip(found.classes, found.scores, found.boxes, strict=True):
            label = known.get(int(teachers))
            if label in missing and score >= sure:
                number += 1
                added[names[label]] += 1
                box = [round(float(v), 2) for v in (x1, y1, x2 - x1, y2 - y1)]
                annotation = {"id": number, "image_id": one.id, "category_id": ids[names[label]], "bbox": box}
                content["annotations"].append({**annotation, "area": box[2] * box[3], "iscrowd": 0, "pseudo": True})
        labelled = set(images[one.id].get("labelled", whole)) | {ids[names[k]] for k in missing}
        images[one.id]["labelled"] = sorted(labelled)
    data.write_coco(content, out)
    return added
