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
  package=$work/edge8-fast epochs=1 size=96 fitted=16 judged=64 images=8 frames=5
  # Every so manieth image to train on, to train quantization-aware on, to choose scores on, and to evaluate.
  every=150 round=150 rounds=1 choose=40 evaluate=60
  rm -rf "$work"
else
  work=$root/.work/edge8-fast
  package=$root/models/edge8-fast epochs=3 size=224 fitted=512 judged=768 images=128 frames=100
  every=1 round=4 rounds=3 choose=3 evaluate=1
fi
darknet=("$data/teacher/yolo-fastest-1.1-xl.cfg" "$data/teacher/yolo-fastest-1.1-xl.weights" "$data/teacher/coco.names")

mkdir -p "$work"
[ -x "$pipit" ] || mvn -B -q -f "$root/pom.xml" -DskipTests package
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
# As edge8.sh trains, see there.
"$model" train "$work/relu.pt" -o "$work/trained.pt" --data "$train" --every "$every" --epochs "$epochs" --size "$size" \
  --rate 3e-4 --teacher "$work/start.pt" --teacher-weight 2 --freeze-statistics --repeat coco2017=2 ${bf16[@]+"${bf16[@]}"}
