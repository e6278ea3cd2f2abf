#!/usr/bin/env bash
# Makes models/edge8 from start weights and data. Usage: tools/runs/edge8.sh DATA
# DATA is laid out as tools/runs/README.md says. Stopped and started again, it goes on where it was.
# With REHEARSAL=1 it does each step on little, in minutes, and leaves models/edge8 as it is.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -lt 1 ] || [ ! -d "$1" ]; then
  sed -n "2,4s/^# //p" "$0" >&2
  exit 64
fi
data=$1
model=$root/tools/model pipit=$root/daemon/target/pipit/bin/pipit
version=2
if [ "${REHEARSAL:-0}" = 1 ]; then
  work=$root/.work/rehearsal
  package=$work/edge8 scenes=16 epochs=1 size=96 fitted=16 judged=64 pictures=8 frames=5
  # Every so manieth picture to train on, to train with rounding on, and to evaluate.
  train=150 round=150 rounds=1 evaluate=60
  rm -rf "$work"
else
  work=$root/.work/edge8
  package=$root/models/edge8 scenes=3000 epochs=8 size=224 fitted=256 judged=512 pictures=128 frames=100
  train=1 round=4 rounds=4 evaluate=1
fi

mkdir -p "$work"
[ -x "$pipit" ] || mvn -B -q -f "$root/pom.xml" -DskipTests package
[ -f "$work/scenes/scenes.json" ] ||
  "$pipit" render --count "$scenes" --seed 1000 --size 640x360,640x480,352x264,416x256 --out "$work/scenes"
"$pipit" render --count 2 --seed 4 --size 416x256 --out "$work/golden"

darknet=("$data/start/yolov3-tiny-edge8.cfg" "$data/start/yolov3-tiny-edge8.weights" "$data/start/edge8.names")
"$model" import "${darknet[@]}" -o "$work/start.pt"
"$model" relu "$work/start.pt" -o "$work/swapped.pt"
[ -f "$work/relu.pt" ] ||
  "$model" relu "$work/start.pt" -o "$work/relu.pt" --data "$data/edge8/train.json" --pictures "$fitted"
bf16=()
# On such processors it is twice as fast; a GPU does without.
if grep -qw avx512_bf16 /proc/cpuinfo && [ ! -e /dev/nvidia0 ]; then
  bf16=(--bf16)
fi
# Crops of 224 pixels keep the sizes that objects have at 416, at a third of the cost. The start is the teacher, but not of the
# scenes, as it has never seen any; and a part of the way is gone only: what is rare in the data is soon forgotten.
"$model" train "$work/relu.pt" -o "$work/trained.pt" \
  --data "$data/edge8/train.json" --untaught "$work/scenes/scenes.json" \
  --every "$train" --epochs "$epochs" --size "$size" --rate 4e-4 --teacher "$work/start.pt" \
  ${bf16[@]+"${bf16[@]}"}
"$model" blend "$work/relu.pt" "$work/trained.pt" --share 0.7 -o "$work/blended.pt"
"$model" calibrate "$work/blended.pt" -o "$work/float.pt" --data "$data/edge8/train.json" --pictures "$judged"
for engine in arm x86; do
  "$model" quantize "$work/float.pt" -o "$work/$engine.int8" --engine "$engine" --data "$data/edge8/train.json" \
    --pictures "$pictures" --observer percentile
done
# For the report: what training with rounding would win.
[ -f "$work/qat.int8" ] ||
  "$model" quantize "$work/float.pt" -o "$work/qat.int8" --engine arm --method qat --size "$size" --every "$round" \
    --epochs "$rounds" --data "$data/edge8/train.json" --val "$data/edge8/val.json"
for stage in float.pt arm.int8 x86.int8; do
  "$model" evaluate "$work/$stage" --data "$data/edge8/val.json" --every "$evaluate" --json >"$work/${stage%.*}.json"
done
python3 - "$work" <<'PY' >"$work/accuracy.json"
import json, pathlib, sys
names = {"float": "float", "signed": "arm", "unsigned": "x86"}
read = lambda name: json.loads((pathlib.Path(sys.argv[1]) / f"{name}.json").read_text())
sources = ("coco2017+voc2012", "coco2017", "voc2012")
table = {stage: {s: read(file)[s] for s in sources} for stage, file in names.items()}
print(json.dumps({"protocol": "edge8 val, longer side 416, score 0.001, NMS IoU 0.45, 100 a picture", **table}))
PY
"$model" export "$work/arm.int8" "$work/x86.int8" -o "$package" --name edge8 --version "$version" \
  --min-score 0.35 --golden "$work/golden/scene-4-0.jpg" --accuracy "$work/accuracy.json" \
  --trained-on coco2017 voc2012 highway human-v2 bikes cars-trucks atl-traffic "the demo's street"
"$model" report -o "$package" --darknet "${darknet[@]}" --relu "$work/swapped.pt" --float "$work/float.pt" \
  --int8 "$work/arm.int8" "$work/x86.int8" "$work/qat.int8" --data "$data/edge8/val.json" --every "$evaluate" --frames "$frames" \
  --examples "$work/golden/scenes.json"
