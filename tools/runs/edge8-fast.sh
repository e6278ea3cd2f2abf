#!/usr/bin/env bash
# Makes models/edge8-fast, for the smallest boards, from Yolo-Fastest-1.1-xl and data. Usage: tools/runs/edge8-fast.sh DATA
# DATA is laid out as tools/runs/README.md says. Stopped and started again, it goes on where it was.
# With REHEARSAL=1 it does each step on little, in minutes, and leaves models/edge8-fast as it is.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -ne 1 ] || [ ! -d "$1" ]; then
  sed -n "2,4s/^# //p" "$0" >&2
  exit 64
fi
data=$1
train=$data/edge8/train.json val=$data/edge8/val.json
model=$root/tools/model pipit=$root/daemon/target/pipit/bin/pipit
version=1
if [ "${REHEARSAL:-0}" = 1 ]; then
  work=$root/.work/rehearsal-fast
  package=$work/edge8-fast fitted=8 judged=64 images=8 frames=5
  # Every so manieth image to choose scores on, and to evaluate.
  choose=200 evaluate=100
  rm -rf "$work"
else
  work=$root/.work/edge8-fast
  package=$root/models/edge8-fast fitted=512 judged=768 images=128 frames=100
  choose=3 evaluate=1
fi
darknet=("$data/teacher/yolo-fastest-1.1-xl.cfg" "$data/teacher/yolo-fastest-1.1-xl.weights" "$data/teacher/coco.names")

mkdir -p "$work"
[ -x "$pipit" ] || mvn -B -q -f "$root/pom.xml" -DskipTests package
"$pipit" render --count 2 --seed 4 --size 416x256 --out "$work/golden"

"$model" import "${darknet[@]}" --rename motorbike=motorcycle \
  --classes person,bicycle,car,motorcycle,bus,truck,dog,cat -o "$work/start.pt"
"$model" relu "$work/start.pt" -o "$work/swapped.pt"
[ -f "$work/relu.pt" ] || "$model" relu "$work/start.pt" -o "$work/relu.pt" --data "$train" --pictures "$fitted"
[ -f "$work/float.pt" ] || "$model" calibrate "$work/relu.pt" -o "$work/float.pt" --data "$train" --pictures "$judged"
for engine in arm x86; do
  [ -f "$work/$engine.int8" ] || "$model" quantize "$work/float.pt" -o "$work/$engine.int8" --engine "$engine" \
    --data "$train" --pictures "$images" --observer percentile --per-channel --bias-correction
done
for stage in float.pt arm.int8 x86.int8; do
  "$model" evaluate "$work/$stage" --data "$val" --every "$evaluate" --json >"$work/${stage%.*}.json"
done
# Chosen on photos that were fitted to; what they mean is measured on those that were not.
"$model" scores "$work/arm.int8" --data "$train" --every "$choose" --val "$val" --sources coco2017 voc2012 \
  --precision 0.8 -o "$work/scores.json"
python3 - "$work" <<'PY' >"$work/accuracy.json"
import json, pathlib, sys
names = {"float": "float", "signed": "arm", "unsigned": "x86"}
read = lambda name: json.loads((pathlib.Path(sys.argv[1]) / f"{name}.json").read_text())
sources = ("coco2017+voc2012", "coco2017", "voc2012")
table = {stage: {s: read(file)[s] for s in sources} for stage, file in names.items()}
print(json.dumps({"protocol": "edge8 val, longer side 320, score 0.001, NMS IoU 0.45, 100 a picture", **table}))
PY
"$model" export "$work/arm.int8" "$work/x86.int8" -o "$package" --name edge8-fast --version "$version" \
  --scores "$work/scores.json" --golden "$work/golden/scene-4-0.jpg" --accuracy "$work/accuracy.json" \
  --trained-on "COCO, by the start: Yolo-Fastest-1.1-xl (YOLO license, version 2)" \
  "fitted to images of the same collections as edge8"
"$model" report -o "$package" --darknet "${darknet[@]}" --relu "$work/swapped.pt" --float "$work/float.pt" \
  --int8 "$work/arm.int8" "$work/x86.int8" --data "$val" --every "$evaluate" --frames "$frames" \
  --examples "$work/golden/scenes.json"
