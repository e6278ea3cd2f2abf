#!/usr/bin/env bash
# Makes models/edge8 from COCO's own YOLOv3-tiny and data. Usage: tools/runs/edge8.sh DATA
# DATA is laid out as tools/runs/README.md says. Stopped and started again, it goes on where it was.
# With REHEARSAL=1 it does each step on little, in minutes, and leaves models/edge8 as it is.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -lt 1 ] || [ ! -d "$1" ]; then
  sed -n "2,4s/^# //p" "$0" >&2
  exit 64
fi
data=$1
train=$data/edge8/train.json val=$data/edge8/val.json
model=$root/tools/model pipit=$root/daemon/target/pipit/bin/pipit
version=3
if [ "${REHEARSAL:-0}" = 1 ]; then
  work=$root/.work/rehearsal
  package=$work/edge8 scenes=16 epochs=1 size=96 fitted=16 judged=64 images=8 frames=5
  # Every so manieth image to train on, to train quantization-aware on, to choose scores on, and to evaluate.
  every=150 round=150 rounds=1 choose=40 evaluate=60
  rm -rf "$work"
else
  work=$root/.work/edge8
  package=$root/models/edge8 scenes=1500 epochs=4 size=224 fitted=512 judged=768 images=128 frames=100
  every=1 round=4 rounds=4 choose=3 evaluate=1
fi
start=$data/start
if [ ! -f "$start/yolov3-tiny.weights" ]; then
  start=$work/start
  "$root/tools/runs/coco-start.sh" "$start"
fi
darknet=("$start/yolov3-tiny.cfg" "$start/yolov3-tiny.weights" "$start/coco.names")

mkdir -p "$work"
[ -x "$pipit" ] || mvn -B -q -f "$root/pom.xml" -DskipTests package
[ -f "$work/scenes/scenes.json" ] ||
  "$pipit" render --count "$scenes" --seed 1000 --size 640x360,640x480,352x264,416x256 --out "$work/scenes"
"$pipit" render --count 2 --seed 4 --size 416x256 --out "$work/golden"

"$model" import "${darknet[@]}" --rename motorbike=motorcycle \
  --classes person,bicycle,car,motorcycle,bus,truck,dog,cat -o "$work/start.pt"
"$model" relu "$work/start.pt" -o "$work/swapped.pt"
[ -f "$work/relu.pt" ] || "$model" relu "$work/start.pt" -o "$work/relu.pt" --data "$train" --pictures "$fitted"
bf16=()
# On such processors it is twice as fast; a GPU does without.
if grep -qw avx512_bf16 /proc/cpuinfo && [ ! -e /dev/nvidia0 ]; then
  bf16=(--bf16)
fi
# Crops of 224 pixels keep the sizes that objects have at 416, at a third of the cost. The leaky start is the teacher, but not
# of the drawn scenes, as it has never seen any. Its outputs count twice and batch norms keep their statistics, as fine-tuning
# loses rare classes; for the same reason COCO's images come twice, and a part of the way is gone only.
"$model" train "$work/relu.pt" -o "$work/trained.pt" --data "$train" --untaught "$work/scenes/scenes.json" \
  --every "$every" --epochs "$epochs" --size "$size" --rate 3e-4 --teacher "$work/start.pt" --teacher-weight 2 \
  --freeze-statistics --repeat coco2017=2 ${bf16[@]+"${bf16[@]}"}
"$model" blend "$work/relu.pt" "$work/trained.pt" --share 0.5 -o "$work/blended.pt"
"$model" calibrate "$work/blended.pt" -o "$work/float.pt" --data "$train" --pictures "$judged"
for engine in arm x86; do
  "$model" quantize "$work/float.pt" -o "$work/$engine.int8" --engine "$engine" --data "$train" \
    --pictures "$images" --observer percentile --per-channel --bias-correction
done
# For the report: what quantization-aware training would win.
[ -f "$work/qat.int8" ] ||
  "$model" quantize "$work/float.pt" -o "$work/qat.int8" --engine arm --method qat --size "$size" --every "$round" \
    --epochs "$rounds" --data "$train" --val "$val"
for stage in float.pt arm.int8 x86.int8; do
  "$model" evaluate "$work/$stage" --data "$val" --every "$evaluate" --json >"$work/${stage%.*}.json"
done
# Chosen on photos that were trained on; what they mean is measured on those that were not.
"$model" scores "$work/arm.int8" --data "$train" --every "$choose" --val "$val" --sources coco2017 voc2012 \
  --precision 0.8 -o "$work/scores.json"
python3 - "$work" <<'PY' >"$work/accuracy.json"
import json, pathlib, sys
names = {"float": "float", "signed": "arm", "unsigned": "x86"}
read = lambda name: json.loads((pathlib.Path(sys.argv[1]) / f"{name}.json").read_text())
sources = ("coco2017+voc2012", "coco2017", "voc2012")
table = {stage: {s: read(file)[s] for s in sources} for stage, file in names.items()}
print(json.dumps({"protocol": "edge8 val, longer side 416, score 0.001, NMS IoU 0.45, 100 a picture", **table}))
PY
"$model" export "$work/arm.int8" "$work/x86.int8" -o "$package" --name edge8 --version "$version" \
  --scores "$work/scores.json" --golden "$work/golden/scene-4-0.jpg" --accuracy "$work/accuracy.json" \
  --trained-on "COCO, by the start: YOLOv3-tiny of Darknet (public domain)" \
  coco2017 voc2012 highway human-v2 bikes cars-trucks atl-traffic "the demo's street"
"$model" report -o "$package" --darknet "${darknet[@]}" --relu "$work/swapped.pt" --float "$work/float.pt" \
  --int8 "$work/arm.int8" "$work/x86.int8" "$work/qat.int8" --data "$val" --every "$evaluate" --frames "$frames" \
  --examples "$work/golden/scenes.json"
