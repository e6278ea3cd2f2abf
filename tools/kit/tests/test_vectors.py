"""The test vectors that are shared with the daemon: the kit still gives what the daemon is held to."""

import json

import pytest
from conftest import ROOT

from pipit_kit import vectors

FOLDER = ROOT / "daemon/src/test/resources/vectors"
CASES = [(stage, case) for stage in vectors.STAGES for case in json.loads((FOLDER / f"{stage}.json").read_text())]


@pytest.mark.parametrize(("stage", "case"), CASES, ids=[f"{stage}: {case['name']}" for stage, case in CASES])
def test_the_kit_gives_what_is_expected(stage, case):
    given = vectors.STAGES[stage][0](case)
    assert given.keys() == case["expected"].keys()
    for key, value in case["expected"].items():
        assert flat(given[key]) == pytest.approx(flat(value), rel=1e-4, abs=1e-3), key


@pytest.mark.parametrize("stage", vectors.STAGES)
def test_the_files_have_the_cases_of_the_generator(stage):
    cases = vectors.STAGES[stage][1]()
    assert cases == [{k: v for k, v in case.items() if k != "expected"} for s, case in CASES if s == stage]
    assert any(case["expected"] for s, case in CASES if s == stage)


def flat(value):
    """All numbers of lists in lists, with the lists' lengths between them."""
    return [len(value), *(x for v in value for x in flat(v))] if isinstance(value, list) else [value]
