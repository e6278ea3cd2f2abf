"""Makes the manual page of docs/commands.md, so that there is one text: manual.py VERSION DATE < commands.md > pipit.1."""

import re
import sys
from collections.abc import Iterable, Iterator

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
.I /usr/share/doc/pipit/examples/pipit.conf
The same as it was installed: every key with its unit and default.
.TP
.I /var/lib/pipit
What the service keeps.
.SH SEE ALSO
.BR systemctl (1),
.BR journalctl (1),
.I /usr/share/doc/pipit/field\-guide.md
""".strip()

# A table's first column says what it is a table of.
SECTIONS = {"command": "COMMANDS", "exit code": "EXIT STATUS"}


def roff(text: str) -> str:
    """One line of running text."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"`([^`]*)`|\*\*([^*]*)\*\*", lambda found: rf"\fB{found[1] or found[2]}\fR", text)
    return rf"\&{text}" if text.startswith((".", "'")) else text


def cells(row: str) -> list[str]:
    """What stands in a table's row."""
    return [cell.strip() for cell in row.strip("|").split("|")]


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
    print(FOOT)
