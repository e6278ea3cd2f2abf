"""Makes the manual page of config/pipit.conf, so that there is one text: conf_manual.py VERSION DATE < pipit.conf.

The file's form is its own: a comment above a key or a section explains it; one with nothing below it shows an example.
"""

import re
import sys
from collections.abc import Iterable, Iterator

from roff import roff

HEAD = r"""
.SH NAME
pipit.conf \- configuration of the detection daemon pipit
.SH SYNOPSIS
.I /etc/pipit/pipit.conf
.br
.I /etc/pipit/conf.d/*.conf
""".strip()

FOOT = r"""
.SH FILES
.TP
.I /usr/share/doc/pipit/pipit.conf.example
All of this as a file, to copy from.
.SH SEE ALSO
.BR pipit (1),
.I /usr/share/doc/pipit/field\-guide.md
""".strip()

SECTION = re.compile(r"([a-z0-9-]+) \{")
KEY = re.compile(r"([a-z0-9-]+) = (.*)")


def explained(comment: list[str]) -> Iterator[str]:
    """A comment as running text, its paragraphs apart."""
    yield from (roff(line) if line else ".PP" for line in comment)


def shown(comment: list[str]) -> Iterator[str]:
    """A comment as an example, line by line."""
    yield from [".PP", ".nf", *("    " + roff(line) for line in comment), ".fi"]


def page(lines: Iterable[str]) -> Iterator[str]:
    """The page's lines, between its head and its foot."""
    path: list[str] = []
    comment: list[str] = []
    heading = ""
    begun = False
    for line in map(str.strip, lines):
        section, key = SECTION.fullmatch(line), KEY.fullmatch(line)
        if line.startswith("#"):
            comment.append(line[1:].removeprefix(" "))
            continue
        if not line and not begun:
            begun = True
            yield from [".SH DESCRIPTION", *explained(comment), ".SH KEYS"]
        elif section:
            path.append(section[1])
            heading = ".".join(path)
            yield from [f".SS {roff(heading)}", *explained(comment)]
        elif key:
            if heading != ".".join(path):
                heading = ".".join(path)
                yield from [f".SS {roff(heading)}"] if heading else []
            name = roff(".".join([*path, key[1]]))
            yield from [".TP", rf"\fB{name}\fR = {roff(key[2])}", *explained(comment)]
        elif comment:
            yield from shown(comment)
        if line == "}":
            path.pop()
        comment = []


if __name__ == "__main__":
    print(f'.TH PIPIT.CONF 5 "{sys.argv[2]}" "Pipit {sys.argv[1]}"\n{HEAD}')
    print("\n".join(page(sys.stdin.read().splitlines())))
    print(FOOT)
