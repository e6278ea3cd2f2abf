"""Makes Debian's changelog of CHANGELOG.md, so that there is one text: changelog.py VERSION COMMIT DATE < CHANGELOG.md.

DATE is that of the build, as `date -R` prints it.
"""

import re
import sys
import textwrap
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime

MAINTAINER = "Pipit maintainers <maintainers@pipit.example>"
RELEASE = re.compile(r"## \[([^]]+)\](?: - (\d{4}-\d\d-\d\d))?$")


def releases(text: str) -> list[tuple[str, str | None, list[str]]]:
    """Name, day and list items of each section, newest first."""
    found: list[tuple[str, str | None, list[str]]] = []
    for line in text.splitlines():
        release = RELEASE.match(line)
        if release:
            found.append((release[1], release[2], []))
        elif found and line.startswith("- "):
            found[-1][2].append(line[2:])
        elif found and line.startswith("  ") and found[-1][2]:
            found[-1][2][-1] += " " + line.strip()
    return found


def entry(version: str, items: list[str], date: str) -> Iterator[str]:
    """One version in Debian's format."""
    yield f"pipit ({version}) unstable; urgency=medium\n"
    for item in items:
        text = re.sub(r"\[([^]]*)\]\([^)]*\)|`([^`]*)`", lambda part: part[1] or part[2], item)
        yield textwrap.fill(
            text, 76, initial_indent="  * ", subsequent_indent="    ", break_long_words=False, break_on_hyphens=False
        )
    yield f"\n -- {MAINTAINER}  {date}\n"


def changelog(text: str, version: str, commit: str, date: str) -> Iterator[str]:
    """All versions; what is not released yet, or released as this version, is the entry of the build."""
    found = releases(text)
    built: list[str] = []
    while found and (found[0][1] is None or found[0][0] == version):
        built += found.pop(0)[2]
    yield from entry(version, [*built, f"Built from commit {commit}."], date)
    for name, day, items in found:
        released = datetime.fromisoformat(f"{day}").replace(tzinfo=UTC)
        yield from entry(name, items, format_datetime(released))


if __name__ == "__main__":
    print("\n".join(changelog(sys.stdin.read(), *sys.argv[1:4])), end="")
