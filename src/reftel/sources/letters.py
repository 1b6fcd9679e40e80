"""Letters of a part of a file: UTF-8, as collections have it, or else Windows-1252, in which no byte is lost."""

from __future__ import annotations

_WINDOWS = {
    byte: bytes((byte,)).decode("cp1252")
    for byte in range(0x80, 0xA0)
    if byte not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}


def letters(data: bytes) -> str:
    """The text of the bytes, without a byte order mark."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_WINDOWS)
