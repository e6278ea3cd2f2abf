"""Makes the manual page of docs/commands.md, so that there is one text: manual.py VERSION DATE HELP < commands.md > pipit.1.

HELP is a folder with what each command prints for --help, one line an option, in a file of the command's name.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from roff import roff

HEAD = r"""
.SH NAME
pipit \- detection daemon for cameras on small boards
.SH SYNOPSIS
.B pipit
.I COMMAND
[\fIOPTION\fR]...
.SH DESCRIPTION
""".strip()

FOOT = r"""
.SH FILES
.TP
.I /etc/pipit/pipit.conf
The service's configuration.
.TP
.I /etc/pipit/conf.d/*.conf
Read after it, in the order of their names.
.TP
.I /usr/share/doc/pipit/pipit.conf.example
Every key with its meaning, unit and default.
.TP
.I /var/lib/pipit
What the service keeps.
.SH SEE ALSO
.BR pipit.conf (5),
.BR systemctl (1),
.BR journalctl (1),
.I /usr/share/doc/pipit/field\-guide.md
""".strip()

# A table's first column says what it is a table of.
SECTIONS = {"command": "COMMANDS", "exit code": "EXIT STATUS"}

# Of a help text: an option or a parameter, and what follows if there is room for it in the line.
ENTRY = re.compile(r" {2,6}(\S+(?: \S+)*)(?: {2,}(\S.*))?")


def cells(row: str) -> list[str]:
    """What stands in a table's row."""
    return [cell.strip() for cell in row.strip("|").split("|")]


def options(help_text: str) -> Iterator[str]:
    """What a command's help says of its options, below a line with all of them."""
    lines = help_text.splitlines()
    yield f".SS {roff(lines[0].removeprefix('Usage: '))}"
    for line in lines[1:]:
        found = ENTRY.fullmatch(line)
        if found:
            yield f".TP\n\\fB{roff(found[1])}\\fR"
        if found and found[2]:
            yield roff(found[2])
        elif line.startswith(" " * 7):
            yield roff(line.strip())


def page(lines: Iterable[str]) -> Iterator[str]:
    """The page's lines, between its head and its foot."""
    code = False
    for line in lines:
        if line.startswith("```"):
            code = not code
            yield ".PP\n.nf" if code else ".fi"
        elif code:
            yield roff(line)
        elif line.startswith("## "):
            yield f".SH {roff(line[3:]).upper()}"
        elif re.fullmatch(r"\|[-|]+", line) or line.startswith("# "):
            continue
        elif line.startswith("|"):
            term, meaning = cells(line)[:2]
            if meaning == "meaning" or term in SECTIONS:
                yield from [f".SH {SECTIONS[term]}"] if term in SECTIONS else []
            else:
                yield f".TP\n\\fB{roff(term.strip('`'))}\\fR\n{roff(meaning)}"
        else:
            yield roff(line) if line else ".PP"


if __name__ == "__main__":
    print(f'.TH PIPIT 1 "{sys.argv[2]}" "Pipit {sys.argv[1]}"\n{HEAD}')
    print("\n".join(page(sys.stdin.read().splitlines())))
    print(".SH OPTIONS")
    for command in sorted(Path(sys.argv[3]).iterdir()):
        print("\n".join(options(command.read_text())))
    print(FOOT)
