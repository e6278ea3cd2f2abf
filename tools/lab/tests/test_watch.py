"""tools/watch understands every message that docs/protocol.md shows."""

import importlib.util
import json
from importlib.machinery import SourceFileLoader
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
EXAMPLES = [
    json.loads(line)
    for line in (ROOT / "docs/protocol.md").read_text(encoding="utf-8").splitlines()
    if line.startswith('{"type"')
]
# Answers to commands, and what is reported by other messages already.
SILENT = {"snapshot", "frame", "ok", "pong"}


def watch():
    loader = SourceFileLoader("watch", str(ROOT / "tools/watch"))
    spec = importlib.util.spec_from_loader("watch", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@pytest.mark.parametrize("message", EXAMPLES, ids=lambda message: message["type"])
def test_every_message_has_a_line(message):
    text = watch().describe(message)
    assert (text is None) == (message["type"] in SILENT)


def test_health_before_the_first_frame_has_a_line():
    health = next(m for m in EXAMPLES if m["type"] == "health")
    health = {**health, "inference_ms": {"p50": None, "p95": None}, "rss_bytes": None}
    assert "inference not yet, memory unknown" in watch().describe(health)
