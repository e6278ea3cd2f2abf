"""Names in the tools' Python are the field's own: words that were struck stay away, also as parts of names."""

import ast
import re

import pytest
from conftest import ROOT

# What each became: notify, report; image; object; min, max; fraction; Trainer; TrainConfig; truncate_log; device; distill;
# lr; leaky_relu_anneal; scheme; PartlyQuantized; prepare; convert; again.
STRUCK = {
    *("told", "tell", "tells", "picture", "pictures", "thing", "things", "least", "most", "longest", "share", "shares"),
    *("course", "plan", "plans", "forget", "forgets", "where", "taught", "rate", "fade", "fading", "flavour", "flavours"),
    *("mixed", "observed", "converted", "anew"),
}
# A test's name is a sentence, in which these are words like others.
IN_SENTENCES = {"where", "converted", "observed", "mixed", "most", "least"}
# Where one word alone is struck, not a part: ByteInput.
STRUCK_NAMES = {"Bytes"}
# Of the soak: EventChecker, FaultLoop, Fault, KillFault, Received, fixtures, rtsp_camera.
STRUCK_IN_LAB = {"witness", "lane", "lanes", "trouble", "ends", "catch", "catches", "stage", "gate"}
TOOLS = ROOT / "tools"
FILES = [*sorted(TOOLS.rglob("*.py")), TOOLS / "dev/make-test-models"]


def words(name):
    """The words of a name in snake or camel case, in small letters."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def names(tree):
    """What a module defines: functions, classes, arguments, variables, attributes."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        elif isinstance(node, (ast.alias, ast.ExceptHandler)):
            yield getattr(node, "asname", None) or node.name or ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TOOLS)))
def test_no_name_has_a_struck_word(file):
    struck = STRUCK | (STRUCK_IN_LAB if TOOLS / "lab" in file.parents else set())
    found = set()
    for name in names(ast.parse(file.read_text(encoding="utf-8"))):
        wrong = words(name) & (struck - IN_SENTENCES if name.startswith("test_") else struck)
        if wrong or name in STRUCK_NAMES:
            found.add(name)
    assert not found
    assert not words(file.stem) & struck


def test_words_are_found_in_names_of_either_case():
    assert words("LEAST_SIDE") == {"least", "side"}
    assert words("_toldOfPictures2") == {"told", "of", "pictures"}
    assert words("HTTPShare") == {"http", "share"}
