#!/usr/bin/env bash
# Makes the package coco80: all 80 classes of COCO's own YOLOv3-tiny, without any training. Usage: tools/runs/coco80.sh DATA OUT
# DATA is a folder with edge8/train.json and edge8/val.json, as tools/runs/README.md says: their photos fit and calibrate.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
if [ $# -ne 2 ] || [ ! -d "$1" ]; then
  sed -n "2,3s/^# //p" "$0" >&2
  exit 64
fi
data=$1 out=$2 model=$root/tools/model
work=$root/.work/coco80
# FEW=1 takes few images: to see that all steps work.
fitted=512 images=128 evaluate=1
[ "${FEW:-0}" = 0 ] || { work=$work-few fitted=8 images=8 evaluate=100; }
start=$data/start
if [ ! -f "$start/yolov3-tiny.weights" ]; then
  start=$work/start
  "$root/tools/runs/coco-start.sh" "$start"
fi
mkdir -p "$work"
# The photos' labels name motorcycles as COCO does.
"$model" import "$start/yolov3-tiny.cfg" "$start/yolov3-tiny.weights" "$start/coco.names" --rename motorbike=motorcycle \
  -o "$work/start.pt"
"$model" relu "$work/start.pt" -o "$work/float.pt" --data "$data/edge8/train.json" --pictures "$fitted"
for engine in arm x86; do
  "$model" quantize "$work/float.pt" -o "$work/$engine.int8" --engine "$engine" --data "$data/edge8/train.json" \
    --pictures "$images" --observer percentile --per-channel --bias-correction
done
for stage in float.pt arm.int8 x86.int8; do
  "$model" evaluate "$work/$stage" --data "$data/edge8/val.json" --every "$evaluate"
done
"$model" export "$work/arm.int8" "$work/x86.int8" -o "$out" --name coco80 --version 1 --min-score 0.3 \
  --golden "$root/models/edge8/golden-scene-4-0.png" --trained-on "COCO, by the start: YOLOv3-tiny of Darknet (public domain)"
