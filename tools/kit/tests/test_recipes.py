"""The recipes of tools/runs."""

import json
import os
import shutil
import subprocess

import pytest
from conftest import DATA, ROOT


@pytest.mark.skipif(not (DATA / "start").is_dir(), reason="SKIPPED: no real Darknet model and photos without PIPIT_DATA")
def test_coco80_is_made_with_all_its_classes(tmp_path):
    words = [str(ROOT / "tools/runs/coco80.sh"), str(DATA), str(tmp_path / "coco80")]
    work = ROOT / ".work/coco80-few"
    shutil.rmtree(work, ignore_errors=True)
    done = subprocess.run(words, env={**os.environ, "FEW": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    card = json.loads((tmp_path / "coco80/model.json").read_text())
    assert len(card["classes"]) == 80
    assert {"person", "motorcycle", "traffic light"} <= set(card["classes"])
    assert {file["flavour"] for file in card["files"]} == {"signed", "unsigned"}
    shutil.rmtree(work)


@pytest.mark.skipif(not (DATA / "teacher").is_dir(), reason="SKIPPED: no Yolo-Fastest and photos without PIPIT_DATA")
def test_the_rehearsal_of_edge8_fast_makes_a_package():
    program = ROOT / "daemon/target/pipit/bin/pipit"
    if not program.exists():
        pytest.skip("SKIPPED: the daemon is not built")
    words = [str(ROOT / "tools/runs/edge8-fast.sh"), str(DATA)]
    done = subprocess.run(words, env={**os.environ, "REHEARSAL": "1"}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    card = json.loads((ROOT / ".work/rehearsal-fast/edge8-fast/model.json").read_text())
    assert card["input"]["side"] == 320
    assert card["classes"][0] == "person" and len(card["classes"]) == 8
    shutil.rmtree(ROOT / ".work/rehearsal-fast")
