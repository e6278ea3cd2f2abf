#!/usr/bin/env bash
# Makes models/edge8 from start weights and data. Usage: tools/runs/edge8.sh DATA
# DATA is laid out as tools/runs/README.md says. Stopped and started again, it goes on where it was.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -lt 1 ] || [ ! -d "$1" ]; then
  sed -n "2,3s/^# //p" "$0" >&2
  exit 64
fi
data=$1
work=$root/.work/edge8
model=$root/tools/model pipit=$root/daemon/target/pipit/bin/pipit
version=1

mkdir -p "$work"
[ -x "$pipit" ] || mvn -B -q -f "$root/pom.xml" -DskipTests package
[ -f "$work/scenes/scenes.json" ] ||
  "$pipit" render --count 900 --seed 1000 --size 640x360,640x480,352x264,416x256 --out "$work/scenes"
"$pipit" render --count 2 --seed 4 --size 416x256 --out "$work/golden"

"$model" import "$data/start/yolov3-tiny-edge8.cfg" "$data/start/yolov3-tiny-edge8.weights" "$data/start/edge8.names" \
  -o "$work/start.pt"
"$model" relu "$work/start.pt" -o "$work/relu.pt"
# Crops of 224 pixels keep the sizes that objects have at 416, at a third of the cost.
pictures=("$data/edge8/train.json" "$work/scenes/scenes.json")
"$model" train "$work/relu.pt" -o "$work/first.pt" --data "${pictures[@]}" --epochs 3 --size 224
"$model" train "$work/first.pt" -o "$work/float.pt" --data "${pictures[@]}" --epochs 1 --size 224 --rate 2.5e-4 --seed 2
for engine in arm x86; do
  "$model" quantize "$work/float.pt" -o "$work/$engine.int8" --engine "$engine" --data "$data/edge8/train.json"
  "$model" evaluate "$work/$engine.int8" --data "$data/edge8/val.json" --json >"$work/$engine.json"
done
"$model" evaluate "$work/float.pt" --data "$data/edge8/val.json" --json >"$work/float.json"
python3 - "$work" <<'PY' >"$work/accuracy.json"
import json, pathlib, sys
names = {"float": "float", "signed": "arm", "unsigned": "x86"}
read = lambda name: json.loads((pathlib.Path(sys.argv[1]) / f"{name}.json").read_text())
sources = ("coco2017+voc2012", "coco2017", "voc2012")
table = {stage: {s: read(file)[s] for s in sources} for stage, file in names.items()}
print(json.dumps({"protocol": "edge8 val, longer side 416, score 0.001, NMS IoU 0.45, 100 a picture", **table}))
PY
"$model" export "$work/arm.int8" "$work/x86.int8" -o "$root/models/edge8" --name edge8 --version "$version" \
  --min-score 0.35 --golden "$work/golden/scene-4-0.jpg" --accuracy "$work/accuracy.json" \
  --trained-on coco2017 voc2012 highway human-v2 bikes cars-trucks atl-traffic "the demo's street"
