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
