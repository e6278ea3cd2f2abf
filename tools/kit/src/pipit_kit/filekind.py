"""What a file is that was given in the place of another, by its first bytes."""

from __future__ import annotations

import re

# How many bytes are looked at.
HEAD_BYTES = 512
_WEB_PAGE = re.compile(rb"\s*<(!doctype|html|head|\?xml)", re.IGNORECASE)
_STARTS = (
    (b"version https://git-lfs", "a Git LFS pointer: fetch the file behind it by 'git lfs pull'"),
    (b"\x1f\x8b", "a gzip archive: unpack it"),
    (b"BZh", "a bzip2 archive: unpack it"),
    (b"\xfd7zXZ\0", "an xz archive: unpack it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive: unpack it"),
    (b"Rar!", "a RAR archive: unpack it"),
    (b"\x89HDF", "an HDF5 file, such as Keras writes"),
    (b"\x80\x02", "a PyTorch file"),
    (b"GGUF", "a GGUF file"),
)


def name_of(head: bytes) -> str | None:
    """What a file is that begins so, for a message after "is", with a remedy where there is one.

    Returns:
        None when it is none of the files that are often taken for weights or a text.
    """
    if not head:
        return "empty"
    for start, name in _STARTS:
        if head.startswith(start):
            return name
    if head.startswith(b"PK\x03\x04"):
        return "a PyTorch file" if b"data.pkl" in head or b".format_version" in head else "a zip archive: unpack it"
    if head[4:8] == b"TFL3":
        return "a TensorFlow Lite model"
    if head[8:10] == b'{"' and head[4:8] == bytes(4):
        return "a safetensors file"
    # Protobuf's fields of an ONNX model in their order: a small version number, then the producer's name.
    if re.match(rb"\x08[\x01-\x20][\x12\x1a\x3a]", head):
        return "an ONNX model"
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "text in UTF-16: save it as UTF-8"
    if _WEB_PAGE.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "a web page, such as a site shows before the download itself: download the file again"
    if not re.search(rb"[\x00-\x08\x0e-\x1f]", head):
        return "a cfg" if re.search(rb"^\s*\[net(work)?\]", head, re.MULTILINE) else "text"
    return None
