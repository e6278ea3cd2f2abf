"""The model kit's command; tools/model starts it."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import torch
from tqdm import tqdm

from pipit_kit import (
    averaging,
    calibration,
    course,
    curves,
    darknet,
    data,
    evaluation,
    files,
    golden,
    observers,
    package,
    picture,
    pseudo,
    qat,
    quantization,
    reconstruction,
    relu,
    report,
    scores,
    stages,
    subset,
    training,
    trial,
)
from pipit_kit.checkpoint import Checkpoint
from pipit_kit.errors import KitError
from pipit_kit.network import Network

EX_USAGE, EX_DATA = 64, 65
# The steps whose output is a folder.
FOLDERS = ("export", "report")
LABELLED = "pictures with labels: a COCO file, a folder or a list, see docs/model-kit.md"
PIPIT = Path(os.environ.get("PIPIT_PROGRAM", "pipit"))
SIDE_HELP = "longer side of the input in pixels (default: the larger of the cfg's width and height)"
# Seconds between two lines of progress where they go into a file.
PROGRESS_S = 0.1 if sys.stderr.isatty() else 15.0


class Parser(argparse.ArgumentParser):
    """Errors in one line, with the exit code that the daemon has for them too."""

    def error(self, message: str) -> None:
        """Says what is wrong and ends."""
        self.exit(EX_USAGE, f"{self.prog}: {message} (see {self.prog} --help)\n")


def import_darknet(args: argparse.Namespace) -> None:
    """import CFG WEIGHTS [NAMES] -o CKPT"""
    network = Network(darknet.read_cfg(args.cfg), str(args.cfg))
    darknet.load_weights(network, args.weights)
    count = network.heads[0].classes
    names = darknet.read_names(args.names) if args.names else [f"class{i}" for i in range(count)]
    if len(names) != count:
        raise KitError(f"{args.names}: must have {count} names, as the cfg has classes, has {len(names)}")
    history = [f"import: {args.cfg.name}, {args.weights.name} (sha256 {package.sha256(args.weights)[:12]})"]
    checkpoint = Checkpoint(network.cfg, subset.renamed(names, args.rename), network.state_dict(), history)
    if args.classes:
        checkpoint = subset.cut(checkpoint, subset.wanted(args.classes))
    checkpoint.save(args.out)
    parameters = sum(p.numel() for p in checkpoint.network().parameters())
    count, layers = len(checkpoint.classes), len(network.convolutions())
    print(f"{args.out}: {layers} convolutions, {parameters / 1e6:.2f} M parameters, {count} classes")


def swap_relu(args: argparse.Namespace) -> None:
    """relu CKPT [--data JSON] -o CKPT"""
    leaky = Checkpoint.load(args.checkpoint)
    swapped = relu.swap(leaky)
    if args.data:
        chosen = _some(_load(args, args.data, leaky.classes), args.pictures)
        stage = stages.of_file(args.checkpoint)
        stage.find(chosen, stage.side, lambda: None)
        _warn_of_anchors(args.checkpoint, stage)
        network = swapped.network()
        with tqdm(total=len(network.convolutions()), unit="layer", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:

            def told(fit: reconstruction.Fit) -> None:
                bar.update()
                print(f"layer {fit.layer}: {fit.before:.2%} of the signal was wrong, {fit.after:.2%} is now")

            inputs = (evaluation.camera(one, network.side) for one in chosen)
            reconstruction.reconstruct(leaky.network(), network, inputs, on_fit=told)
        swapped.state = network.state_dict()
        swapped.history[-1] += f", weights fitted on {len(chosen)} pictures (sha256 {_digest(chosen)})"
    swapped.save(args.out)
    print(f"{args.out}: {swapped.history[-1]}" + ("" if args.data else "; train it now"))


def _load(args: argparse.Namespace, path: Path, classes: list[str]) -> list[data.Picture]:
    return data.load(path, classes, args.names, args.rename)


def _warn_of_anchors(file: Path, stage: stages.Stage) -> None:
    """Says which anchors do not fit what the stage has found."""
    for line in stage.misfits():
        data.warn(f"{file}: {line}")


def _some(pictures: list[data.Picture], count: int) -> list[data.Picture]:
    """So many of the pictures, from all over their file."""
    return pictures[:: max(1, len(pictures) // count)][:count]


def _digest(pictures: list[data.Picture]) -> str:
    return package.hash_of([one.path for one in pictures])[:12]


def train(args: argparse.Namespace) -> None:
    """train CKPT --data JSON... -o CKPT"""
    start = Checkpoint.load(args.checkpoint)
    teacher = Checkpoint.load(args.teacher) if args.teacher else None
    pictures = [p for file in args.data for p in _load(args, file, start.classes)]
    pictures += [replace(p, taught=False) for file in args.untaught for p in _load(args, file, start.classes)]
    pictures = _repeated(pictures[:: args.every], args.repeat)
    plan = course.Plan(
        *(args.epochs, args.size, args.scale, args.batch, args.rate),
        seed=args.seed,
        workers=args.workers,
        fade=args.fade,
        teacher=args.teacher.name if teacher else "",
        bf16=args.bf16,
        mosaic=args.mosaic,
        teacher_weight=args.teacher_weight,
        freeze_statistics=args.freeze_statistics,
    )
    with _progress(plan) as on_step:
        training.train(start, pictures, plan, args.out, on_step, teacher)
    curves.draw(args.out.with_suffix(".csv"), args.out.with_suffix(".png"))
    print(f"{args.out}: trained {plan.epochs} epochs on {len(pictures)} pictures")


def _repeated(pictures: list[data.Picture], repeats: list[str]) -> list[data.Picture]:
    """The pictures, those of some sources several times: ``SOURCE=N`` each."""
    times = {}
    for repeat in repeats:
        source, _, count = repeat.rpartition("=")
        sources = {one.source for one in pictures}
        if source not in sources or not count.isdecimal():
            raise KitError(f"--repeat takes SOURCE=N of the sources {', '.join(sorted(sources))}, not '{repeat}'")
        times[source] = int(count)
    return [one for one in pictures for _ in range(times.get(one.source, 1))]


@contextlib.contextmanager
def _progress(plan: course.Plan) -> Iterator[Callable[[course.Step], None]]:
    """A bar over all steps of a training, with pictures a second and the time left."""
    with tqdm(unit="step", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:

        def on_step(step: course.Step) -> None:
            bar.total = plan.epochs * step.steps
            loss = step.box + step.objectness + step.classes + step.teacher
            bar.set_postfix_str(f"epoch {step.epoch + 1}, loss {loss:.3f}, {step.images_per_s:.1f} img/s", refresh=False)
            bar.update(step.epoch * step.steps + step.step + 1 - bar.n)

        yield on_step


def blend(args: argparse.Namespace) -> None:
    """blend START TRAINED --share SHARE -o CKPT"""
    blended = averaging.blend(Checkpoint.load(args.start), Checkpoint.load(args.trained), args.share)
    blended.save(args.out)
    print(f"{args.out}: {args.share:g} of the way from {args.start} to {args.trained}")


def calibrate(args: argparse.Namespace) -> None:
    """calibrate CKPT --data JSON -o CKPT"""
    checkpoint = Checkpoint.load(args.checkpoint)
    chosen = _some(_load(args, args.data, checkpoint.classes), args.pictures)
    network = checkpoint.network()
    with tqdm(total=len(chosen), unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
        line = calibration.calibrate(network, chosen, args.side or network.side, bar.update)
    done = (
        f"calibrate: objectness {line.slope:.2f} * logit {line.offset:+.2f}, {len(chosen)} pictures (sha256 {_digest(chosen)})"
    )
    Checkpoint(checkpoint.cfg, checkpoint.classes, network.state_dict(), [*checkpoint.history, done]).save(args.out)
    print(f"{args.out}: {done}")


def label(args: argparse.Namespace) -> None:
    """label DATA --names NAMES --teacher CFG WEIGHTS NAMES -o JSON"""
    cfg, weights, names = args.teacher
    teacher = stages.of_darknet(cfg, weights, darknet.read_names(names))
    with tqdm(unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
        added = pseudo.label(args.data, darknet.read_names(args.names), teacher, args.out, args.sure, bar.update, args.rename)
    print(f"{args.out}: added " + ", ".join(f"{count} {name}" for name, count in added.items() if count))


def write_coco(args: argparse.Namespace) -> None:
    """coco DATA -o JSON"""
    content = data.read(args.data, None, args.names, args.rename)
    data.write_coco(content, args.out)
    boxes, names = len(content["annotations"]), [c["name"] for c in content["categories"]]
    print(f"{args.out}: {len(content['images'])} pictures, {boxes} boxes, {len(names)} classes: {data.some(names)}")


def quantize(args: argparse.Namespace) -> None:
    """quantize CKPT --engine ENGINE --data JSON -o INT8 [--method qat --val JSON]"""
    checkpoint = Checkpoint.load(args.checkpoint)
    flavour = quantization.BY_ENGINE[args.engine]
    pictures = _load(args, args.data, checkpoint.classes)
    if args.trial:
        _try(args, checkpoint, flavour, pictures)
        return
    if args.out is None:
        raise KitError("-o must name the int8 network to write; only --try writes none")
    network, step = (_qat if args.method == "qat" else _ptq)(args, checkpoint, flavour, pictures)
    for line in network.body.placement.text(network.body.network):
        print(line)
    history = [*checkpoint.history, f"quantize: {flavour.name}, {step}"]
    quantization.save(quantization.Quantized(network, flavour, checkpoint.classes, history, _choices(args)), args.out)
    print(f"{args.out}: int8, {flavour.name} activations, for {', '.join(flavour.engines)}")


def _try(args: argparse.Namespace, checkpoint: Checkpoint, flavour: quantization.Flavour, pictures: list[data.Picture]) -> None:
    """quantize CKPT --engine ENGINE --data JSON --try [--val JSON]"""
    chosen = _some(pictures, args.pictures)
    scored = (_load(args, args.val, checkpoint.classes) if args.val else chosen)[:: args.every]
    network = checkpoint.network()
    cameras = [evaluation.camera(one, args.side or network.side) for one in chosen]
    tries = trial.run(
        network, flavour, cameras, lambda n: _ap50(n, scored, checkpoint.classes, args.side), tuple(args.keep_float)
    )
    results = list(tqdm(tries, total=trial.count(), unit="try", dynamic_ncols=True, mininterval=PROGRESS_S))
    print(f"AP50 on {len(scored)} pictures, calibrated on {len(chosen)}")
    for result in sorted(results, key=lambda one: -one.score):
        print(f"{result.score:.4f}  {trial.words(result.choices)}")


def _choices(args: argparse.Namespace) -> quantization.Choices:
    return quantization.Choices(
        args.observer, not args.no_equalization, tuple(args.keep_float), args.per_channel, args.bias_correction
    )


def _ptq(
    args: argparse.Namespace, checkpoint: Checkpoint, flavour: quantization.Flavour, pictures: list[data.Picture]
) -> tuple[quantization.Bytes, str]:
    chosen = _some(pictures, args.pictures)
    choices = _choices(args)
    with tqdm(total=len(chosen), unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
        network = checkpoint.network()
        inputs = (evaluation.camera(one, args.side or network.side) for one in chosen)
        quantized = quantization.quantize(network, flavour, inputs, choices, bar.update)
    return quantized, f"static, {choices}, {len(chosen)} calibration pictures (sha256 {_digest(chosen)})"


def _qat(
    args: argparse.Namespace, checkpoint: Checkpoint, flavour: quantization.Flavour, pictures: list[data.Picture]
) -> tuple[quantization.Bytes, str]:
    if args.val is None:
        raise KitError("--method qat needs --val: the best int8 network, of an epoch or untrained, is kept")
    val = _load(args, args.val, checkpoint.classes)
    pictures = pictures[:: args.every]
    plan = course.Plan(args.epochs, args.size, batch=args.batch or min(16, len(pictures)), rate=args.rate)
    frozen = args.freeze_statistics
    if frozen is None:
        frozen = qat.freeze_statistics_after(len(pictures) // plan.batch)
        print(f"{len(pictures) // plan.batch} batches an epoch: --freeze-statistics {frozen}")
    untrained, step = _ptq(args, checkpoint, flavour, pictures)
    best = 0

    def told(result: qat.Result) -> None:
        nonlocal best
        best = result.epoch if result.best else best
        when = f"epoch {result.epoch}" + (" (before training)" if result.epoch == 0 else "")
        print(f"{when}: int8 AP50 {result.score:.4f}{', the best so far' if result.best and result.epoch else ''}")

    with _progress(plan) as on_step:
        network = qat.train(
            *(checkpoint.network(), flavour, _choices(args), pictures, plan, args.out),
            lambda network: _ap50(network, val, checkpoint.classes, args.side),
            untrained,
            freeze_statistics=frozen,
            freeze_observers=args.freeze_observers,
            on_step=on_step,
            on_epoch=told,
        )
    if not best:
        print("no epoch was better than the network before training, which is kept; train on more pictures, or longer")
        return network, f"{step}; training with rounding made it no better, {plan}"
    return network, f"trained with rounding on {len(pictures)} pictures, epoch {best} of {plan}"


def _ap50(network: quantization.Bytes, pictures: list[data.Picture], classes: list[str], side: int | None) -> float:
    forward = quantization.of_bytes(network, network.flavour)
    found = evaluation.run(forward, network.heads, classes, pictures, side or network.side)
    return evaluation.accuracy(pictures, found, classes).mean_ap50


def export(args: argparse.Namespace) -> None:
    """export INT8... -o DIR"""
    parts = [quantization.load(file) for file in args.int8]
    classes = parts[0].classes
    if any(part.classes != classes for part in parts):
        raise KitError("all int8 networks of a package must have the same classes")
    if len({part.flavour for part in parts}) < len(parts):
        raise KitError(f"a package holds one network of a flavour, these are {', '.join(p.flavour.name for p in parts)}")
    side = parts[0].network.side
    if not package.MIN_SIDE <= side <= package.MAX_SIDE:
        raise KitError(
            f"{args.int8[0]}: is for inputs of {side} pixels, the daemon takes {package.MIN_SIDE} to {package.MAX_SIDE}; "
            "change width and height in the cfg and import again"
        )
    recommended = _json(args.scores) or {"min_scores": dict.fromkeys(classes, args.min_score)}
    if sorted(recommended.get("min_scores", {})) != sorted(classes):
        raise KitError(f"{args.scores}: must have min_scores for the classes {', '.join(classes)}; 'scores' writes such a file")
    card = package.Card(
        args.name,
        args.version,
        classes,
        recommended,
        evaluation.LIMITS.nms_iou,
        {"steps": parts[0].history, "data": args.trained_on},
        {"steps": {part.flavour.name: part.history[-1] for part in parts}},
        _json(args.accuracy),
    )
    engines = _engines_here(parts) if PIPIT.is_file() else {}

    def by_daemon(folder: Path, image: Path) -> dict[str, list[golden.Object]]:
        found = {
            name: stages.run_daemon(PIPIT, folder, classes, [image], engine, side, card.min_score)[0]
            for name, engine in engines.items()
        }
        return {name: golden.objects_of(detections, classes) for name, detections in found.items()}

    cases = package.write(
        *(args.out, {part.flavour.name: part.network for part in parts}, card, args.golden),
        by_daemon,
        verify=lambda folder: by_daemon(folder, next(folder.glob("golden-*.png"))),
    )
    for name, case in cases.items():
        print(f"{args.out / name}: {case.text()}")
    on = ", ".join(engines.values())
    print(f"checked by {PIPIT.name} on {on}" if on else f"not checked: {PIPIT.name} is not built here")
    for file in sorted(args.out.iterdir()):
        print(f"{file}: {file.stat().st_size} bytes")


def _engines_here(parts: list[quantization.Quantized]) -> dict[str, str]:
    """By flavour, on which engine the daemon runs it on this processor; of two that share one it takes the first."""
    here = {"qnnpack", *(["x86"] if platform.machine() in ("x86_64", "AMD64") else [])}
    found = {part.flavour.engines[0]: part.flavour.name for part in reversed(parts)}
    return {name: engine for engine, name in found.items() if engine in here}


def recommend(args: argparse.Namespace) -> None:
    """scores FILE --data JSON -o JSON"""
    stage = stages.of_file(args.file)
    pictures = _of_sources(_load(args, args.data, stage.classes), args.sources)[:: args.every]
    with tqdm(total=len(pictures), unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
        found = stage.find(pictures, stage.side, bar.update)
    chosen = scores.choose(pictures, found, stage.classes, args.precision)
    content = {"precision": args.precision, "min_scores": chosen}
    if args.val:
        judged = _of_sources(_load(args, args.val, stage.classes), args.sources)
        with tqdm(total=3 * len(judged), unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
            content["meaning"] = scores.meaning(scores.at_distances(stage, judged, chosen, stage.side, bar.update))
    args.out.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    for name, score in chosen.items():
        print(f"{name}: {score:.2f}")


def _of_sources(pictures: list[data.Picture], sources: list[str]) -> list[data.Picture]:
    chosen = [one for one in pictures if not sources or one.source in sources]
    if not chosen:
        raise KitError(
            f"no picture is of {', '.join(sources)}; the sources are {', '.join(sorted({p.source for p in pictures}))}"
        )
    return chosen


def _json(file: Path | None) -> dict:
    if file is None:
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as e:
        raise KitError(f"{file}: must be JSON: {e}") from e
    if not isinstance(content, dict):
        raise KitError(f"{file}: must be a JSON object, is a {type(content).__name__}")
    return content


def evaluate(args: argparse.Namespace) -> None:
    """evaluate FILE | CFG WEIGHTS NAMES | DIR --data JSON"""
    stage = _stage(args)
    pictures = _load(args, args.data, stage.classes)[:: args.every]
    if not any(len(one.boxes) for one in pictures):
        raise KitError(f"{args.data}: has no box of the classes {', '.join(stage.classes)} in {len(pictures)} pictures")
    sides = args.sides or [args.side or stage.side]
    results = {}
    with tqdm(total=len(sides) * len(pictures), unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
        for side in sides:
            found = stage.find(pictures, side, bar.update)
            results[side] = evaluation.by_source(pictures, found, stage.classes)
    _warn_of_anchors(args.file, stage)
    if args.json:
        figures = {side: {source: _figures(accuracy) for source, accuracy in one.items()} for side, one in results.items()}
        print(json.dumps(figures if args.sides else figures[sides[0]]))
        return
    for line in evaluation.table(results, stage.classes):
        print(line)


def _stage(args: argparse.Namespace) -> stages.Stage:
    if args.daemon:
        return stages.of_daemon(PIPIT, args.file, args.daemon)
    if args.darknet:
        weights, names = args.darknet
        return stages.of_darknet(args.file, weights, darknet.read_names(names))
    return stages.fused(args.file) if args.fused else stages.of_file(args.file)


def write_report(args: argparse.Namespace) -> None:
    """report --darknet CFG WEIGHTS NAMES --float CKPT --int8 INT8... --data JSON -o DIR"""
    checkpoint = Checkpoint.load(args.float)
    int8 = [quantization.load(file) for file in args.int8]
    for file, part in zip(args.int8, int8):
        if part.classes != checkpoint.classes:
            raise KitError(f"{file}: must have the classes of {args.float}, {', '.join(checkpoint.classes)}")
    side = args.side or checkpoint.network().side
    timed = (args.out / "model.json").exists()
    if timed:
        stages.check_built(PIPIT)
    rows = []
    if args.darknet:
        cfg, weights, names = args.darknet
        stage = stages.narrowed(stages.of_darknet(cfg, weights, darknet.read_names(names)), checkpoint.classes)
        rows.append(report.Row("Darknet, by OpenCV", stage, weights.stat().st_size))
    for file in (args.relu, args.float):
        if file:
            stage = Checkpoint.load(file)
            size = 4 * sum(t.numel() for t in stage.state.values())
            rows.append(report.Row(_unique(report.float_name(stage), file, rows), stages.of_file(file), size))
    rows.append(report.Row("fused", stages.fused(args.float), 4 * sum(p.numel() for p in checkpoint.network().parameters())))
    for file, part in zip(args.int8, int8, strict=True):
        method = "QAT" if "rounding" in part.history[-1] else "PTQ"
        name = _unique(f"{method}, {part.flavour.name}", file, rows)
        rows.append(report.Row(name, stages.of_file(file), file.stat().st_size))
    pictures = _load(args, args.data, checkpoint.classes)[:: args.every]
    examples = _load(args, args.examples, checkpoint.classes) if args.examples else pictures
    gained = {}
    recommended = _json(args.out / "model.json").get("min_scores") if timed else None
    if recommended:
        judged = report.main_pictures(pictures)
        with tqdm(total=3 * len(judged), unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
            gained = scores.at_distances(stages.of_file(args.int8[0]), judged, recommended, side, bar.update)
    told = lambda what: print(f"timing {what}", file=sys.stderr)  # noqa: E731
    speeds = report.speed(PIPIT, checkpoint, args.out, told, args.frames) if timed else []
    with tqdm(total=len(rows) * len(pictures), unit="picture", dynamic_ncols=True, mininterval=PROGRESS_S) as bar:
        results = report.accuracies(rows, pictures, side, bar.update)
    _warn_of_anchors(args.float, next(row.stage for row in rows if row.name == "fused"))
    report.write(args.out, rows, results, pictures, checkpoint, int8, speeds, examples, side, gained)
    print((args.out / "report.md").read_text(encoding="utf-8"))


def _unique(name: str, file: Path, rows: list[report.Row]) -> str:
    """A row's name, with its file's where another row has it already."""
    return f"{name} ({file.name})" if any(row.name == name for row in rows) else name


def _figures(accuracy: evaluation.Accuracy) -> dict:
    rounded = {name: round(value, 4) for name, value in accuracy.ap50.items()}
    return {
        "pictures": accuracy.pictures,
        "ap50": round(accuracy.mean_ap50, 4),
        "ap50_95": round(accuracy.mean_ap, 4),
        "ap50_by_class": rounded,
    }


def _positive(text: str) -> int:
    """A whole number of at least 1, for argparse."""
    if (value := int(text)) < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, is {value}")
    return value


def _side(text: str) -> int:
    """A side of an input, for argparse."""
    if (value := int(text)) < picture.MULTIPLE or value % picture.MULTIPLE:
        raise argparse.ArgumentTypeError(f"must be a multiple of {picture.MULTIPLE}, is {value}")
    return value


def _sides(text: str) -> list[int]:
    """Several, with commas."""
    return [_side(part) for part in text.split(",")]


def _of_data(one: argparse.ArgumentParser, names: bool = True) -> None:
    """The options of all steps that read labelled pictures."""
    if names:
        one.add_argument("--names", type=Path, help="what the class numbers of Darknet's label files count in, a name a line")
    one.add_argument("--rename", action="append", default=[], metavar="OLD=NEW", help="read a class of the data as another")


def parser() -> Parser:
    """The command line; ``verbs`` are its steps."""
    main = Parser(prog="tools/model", description="Darknet YOLOv3 weights in, a checked int8 package out.")
    verbs = main.add_subparsers(dest="verb", required=True, metavar="STEP")
    main.verbs = verbs.choices

    def verb(name: str, run, text: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=text, description=text)
        one.set_defaults(run=run)
        return one

    one = verb("import", import_darknet, "Read a Darknet cfg and weights.")
    one.add_argument("cfg", type=Path)
    one.add_argument("weights", type=Path)
    one.add_argument("names", type=Path, nargs="?", help="class names, one a line")
    one.add_argument("--classes", metavar="NAME,...", help="keep these alone, in this order; or a names file")
    one.add_argument("--rename", action="append", default=[], metavar="OLD=NEW", help="name a class otherwise")
    one.add_argument("-o", "--out", type=Path, required=True, help="the checkpoint to write")

    one = verb("relu", swap_relu, "Put ReLU in the place of leaky ReLU; with --data most of the accuracy stays.")
    one.add_argument("checkpoint", type=Path)
    one.add_argument(
        "--data", type=Path, help="pictures with labels; the pictures, not their boxes, are what the weights are fitted on"
    )
    one.add_argument("--pictures", type=_positive, default=256, help="how many of them (default %(default)s)")
    one.add_argument("-o", "--out", type=Path, required=True, help="the checkpoint to write")
    _of_data(one)

    one = verb("train", train, "Train, or go on with the training that the written checkpoint is of.")
    one.add_argument("checkpoint", type=Path)
    one.add_argument("-o", "--out", type=Path, required=True, help="the checkpoint to write after each epoch")
    one.add_argument("--data", type=Path, nargs="+", required=True, help=LABELLED)
    one.add_argument("--every", type=_positive, default=1, help="use every Nth picture alone")
    one.add_argument("--epochs", type=int, default=10)
    one.add_argument("--size", type=int, default=288, help="side of the input, about (default %(default)s)")
    one.add_argument("--scale", type=int, default=416, help="side of the input in use (default %(default)s)")
    one.add_argument("--batch", type=int, default=16)
    one.add_argument("--rate", type=float, default=5e-4, help="highest learning rate (default %(default)s)")
    one.add_argument("--seed", type=int, default=1)
    one.add_argument("--workers", type=int, default=1, help="processes that load pictures (default %(default)s)")
    one.add_argument("--mosaic", type=float, default=0.0, metavar="P", help="share of inputs that are joined of four pictures")
    one.add_argument("--teacher", type=Path, metavar="CKPT", help="network of the same heads, whose outputs are learnt too")
    one.add_argument(
        "--untaught", type=Path, nargs="+", default=[], metavar="JSON", help="more --data, where the teacher isn't asked"
    )
    one.add_argument("--teacher-weight", type=float, default=1.0, help="how much its outputs count (default %(default)s)")
    one.add_argument(
        "--repeat", action="append", default=[], metavar="SOURCE=N", help="take a source's pictures N times an epoch; 0: not"
    )
    one.add_argument("--freeze-statistics", action="store_true", help="batch norms keep their means and variances")
    one.add_argument("--fade", type=float, default=0.0, metavar="EPOCHS", help="after 'relu': let leaky ReLU fade so long")
    one.add_argument("--bf16", action="store_true", help="on a CPU with bfloat16 instructions: about twice as fast")
    _of_data(one)

    one = verb("blend", blend, "Weights between those before a training and those after it.")
    one.add_argument("start", type=Path, help="the checkpoint that was trained")
    one.add_argument("trained", type=Path, help="the checkpoint that came of it")
    one.add_argument("--share", type=float, default=0.5, help="how much of the change is taken, 0 to 1 (default %(default)s)")
    one.add_argument("-o", "--out", type=Path, required=True, help="the checkpoint to write")

    one = verb("calibrate", calibrate, "Make scores say how often they are right.")
    one.add_argument("checkpoint", type=Path)
    one.add_argument("--data", type=Path, required=True, help=LABELLED)
    one.add_argument("--pictures", type=_positive, default=512, help="how many of them (default %(default)s)")
    one.add_argument("--side", type=_side, help=SIDE_HELP)
    one.add_argument("-o", "--out", type=Path, required=True, help="the checkpoint to write")
    _of_data(one)

    one = verb("label", label, "Let a Darknet teacher fill in the classes that pictures' labels leave out.")
    one.add_argument("data", type=Path, help=LABELLED)
    one.add_argument("-o", "--out", type=Path, required=True, help="the annotations to write")
    one.add_argument("--names", type=Path, required=True, help="the classes to be labelled, one a line")
    one.add_argument("--teacher", type=Path, nargs=3, required=True, metavar=("CFG", "WEIGHTS", "NAMES"))
    one.add_argument("--sure", type=float, default=0.5, help="what the teacher must score (default %(default)s)")
    _of_data(one, names=False)

    one = verb("coco", write_coco, "Write pictures with labels of any format that is read as a COCO file.")
    one.add_argument("data", type=Path, help=LABELLED)
    one.add_argument("-o", "--out", type=Path, required=True, help="the COCO file to write")
    _of_data(one)

    one = verb("quantize", quantize, "Make an int8 network of a float one.")
    one.add_argument("checkpoint", type=Path)
    one.add_argument("-o", "--out", type=Path, help="the int8 network to write")
    one.add_argument("--try", dest="trial", action="store_true", help="score all choices for ptq, best first; writes nothing")
    one.add_argument("--engine", choices=quantization.BY_ENGINE, required=True, help="the kernels it is for")
    one.add_argument("--method", choices=("ptq", "qat"), default="ptq", help="after training, or by training with rounding")
    one.add_argument("--data", type=Path, required=True, help="pictures with labels; the pictures calibrate, or train (qat)")
    one.add_argument("--pictures", type=_positive, default=128, help="how many of them calibrate (default %(default)s)")
    one.add_argument("--side", type=_side, help=SIDE_HELP)
    one.add_argument("--every", type=_positive, default=1, help="qat, --try: use every Nth picture alone")
    one.add_argument("--observer", choices=observers.OBSERVERS, default="histogram", help="(default %(default)s)")
    one.add_argument("--no-equalization", action="store_true", help="leave the channels as uneven as they are")
    one.add_argument("--per-channel", action="store_true", help="a scale for each filter's weights")
    one.add_argument("--bias-correction", action="store_true", help="ptq: take out what rounding adds on the average")
    one.add_argument("--keep-float", type=int, nargs="+", default=[], metavar="LAYER", help="layers that stay float")
    one.add_argument("--val", type=Path, help="pictures with labels to choose the best by (qat, --try)")
    one.add_argument("--epochs", type=int, default=6, help="qat (default %(default)s)")
    one.add_argument("--size", type=int, default=288, help="qat: side of the input, about (default %(default)s)")
    one.add_argument("--batch", type=int, help="qat: pictures in a step (default 16, or as many as there are)")
    one.add_argument("--rate", type=float, default=2e-5, help="qat: highest learning rate (default %(default)s)")
    one.add_argument(
        "--freeze-statistics",
        type=int,
        metavar="EPOCHS",
        help="qat: batch norm is fixed after so many (default 2, or 0 with few pictures)",
    )
    one.add_argument("--freeze-observers", type=int, default=3, help="qat: ranges are fixed after so many epochs")
    _of_data(one)

    one = verb("scores", recommend, "Choose the score that each class should have, and tell what it means.")
    one.add_argument("file", type=Path, help="int8 network or checkpoint")
    one.add_argument("-o", "--out", type=Path, required=True, help="the JSON to write, for 'export --scores'")
    one.add_argument("--data", type=Path, required=True, help="annotations to choose on, such as those of the training")
    one.add_argument("--val", type=Path, help="others, on which is told what the chosen scores give")
    one.add_argument("--precision", type=float, default=0.8, help="right ones of all that is reported (default %(default)s)")
    one.add_argument("--sources", nargs="+", default=[], help="take these sources' pictures alone")
    one.add_argument("--every", type=_positive, default=1, help="use every Nth picture alone")
    _of_data(one)

    one = verb("export", export, "Write a model package.")
    one.add_argument("int8", type=Path, nargs="+", help="int8 networks, one for each flavour")
    one.add_argument("-o", "--out", type=Path, required=True, help="the package's folder")
    one.add_argument("--name", required=True)
    one.add_argument("--version", required=True)
    recommended = one.add_mutually_exclusive_group()
    recommended.add_argument("--scores", type=Path, help="what the card recommends for each class, by 'scores'")
    recommended.add_argument("--min-score", type=float, default=0.4, help="or one for all classes (default %(default)s)")
    one.add_argument("--golden", type=Path, nargs="+", required=True, help="pictures of the self-test")
    one.add_argument("--trained-on", nargs="+", default=[], help="names of the data, for the card")
    one.add_argument("--accuracy", type=Path, help="JSON for the card")

    one = verb("evaluate", evaluate, "Average precision of a network at any stage.")
    one.add_argument("file", type=Path, help="checkpoint, int8 network, a package's folder or a Darknet cfg")
    one.add_argument("--data", type=Path, required=True, help=LABELLED)
    how = one.add_mutually_exclusive_group()
    how.add_argument("--fused", action="store_true", help="with batch norms folded in")
    how.add_argument("--darknet", type=Path, nargs=2, metavar=("WEIGHTS", "NAMES"), help="FILE is a cfg; OpenCV runs it")
    how.add_argument("--daemon", nargs="?", const="auto", metavar="ENGINE", help="FILE is a package; bin/pipit runs it")
    one.add_argument("--every", type=_positive, default=1, help="use every Nth picture alone")
    sides = one.add_mutually_exclusive_group()
    sides.add_argument("--side", type=_side, help=SIDE_HELP)
    sides.add_argument("--sides", type=_sides, metavar="SIDE,...", help="a row for each of them")
    one.add_argument("--json", action="store_true")
    _of_data(one)

    one = verb("report", write_report, "Write report.md with its pictures: accuracy and cost from Darknet to int8.")
    one.add_argument("-o", "--out", type=Path, required=True, help="the folder; where a package is, it is timed")
    one.add_argument("--data", type=Path, required=True, help=LABELLED)
    one.add_argument("--darknet", type=Path, nargs=3, metavar=("CFG", "WEIGHTS", "NAMES"), help="where it began")
    one.add_argument("--relu", type=Path, help="checkpoint right after the swap")
    one.add_argument("--float", type=Path, required=True, help="checkpoint that was quantized")
    one.add_argument("--int8", type=Path, nargs="+", required=True, help="int8 networks")
    one.add_argument("--every", type=_positive, default=1, help="use every Nth picture alone")
    one.add_argument("--side", type=_side, help=SIDE_HELP)
    one.add_argument("--examples", type=Path, help="pictures with labels that are shown (default: the data's own)")
    one.add_argument("--frames", type=_positive, default=100, help="frames that are timed (default %(default)s)")
    _of_data(one)
    return main


def main() -> None:
    """Runs one step; a wrong input is one line and exit code 65."""
    args = parser().parse_args()
    torch.set_num_threads(len(os.sched_getaffinity(0)))  # PyTorch's own guess is half of them
    try:
        if args.verb not in FOLDERS and getattr(args, "out", None):
            files.check_writable(args.out)
        args.run(args)
    except KitError as e:
        print(f"tools/model {args.verb}: {e}", file=sys.stderr)
        sys.exit(EX_DATA)
    except OSError as e:
        if e.filename is None:
            raise
        print(f"tools/model {args.verb}: {e.filename}: {e.strerror}", file=sys.stderr)
        sys.exit(EX_DATA)


if __name__ == "__main__":
    main()
