"""Whether two ELF files are the same once loaded: same_image.py ONE OTHER. Ends with 1 and says where they differ."""

import struct
import sys
from pathlib import Path

ALLOCATED = 2  # a section that is loaded
NOBITS = 8  # one that is only zeros and takes no room in the file


def loaded_sections(path: Path) -> dict[str, tuple[int, int, bytes]]:
    """Address, size and bytes of every section that is loaded, by name."""
    data = path.read_bytes()
    table = struct.unpack_from("<Q", data, 40)[0]
    entry_size, count, names_index = struct.unpack_from("<HHH", data, 58)
    entries = [struct.unpack_from("<IIQQQQ", data, table + i * entry_size) for i in range(count)]
    names = data[entries[names_index][4] :]
    sections = {}
    for name, kind, flags, address, offset, size in entries:
        if flags & ALLOCATED:
            text = names[name : names.index(b"\0", name)].decode()
            sections[text] = (address, size, b"" if kind == NOBITS else data[offset : offset + size])
    return sections


def main(one: Path, other: Path) -> int:
    """Compares the two."""
    left, right = loaded_sections(one), loaded_sections(other)
    differing = sorted(name for name in left.keys() | right.keys() if left.get(name) != right.get(name))
    if differing:
        print(f"{other}: differs from {one} in {', '.join(differing)}", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
