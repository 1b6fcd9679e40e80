"""UTF-8 that was once read as Windows-1252 or Latin-1 and saved again, perhaps twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

_BYTES = {bytes((byte,)).decode("cp1252", "ignore") or chr(byte): byte for byte in range(0x80, 0x100)}
_FOLLOWING = "".join(re.escape(char) for char, byte in _BYTES.items() if byte < 0xC0)
_RUN = re.compile(f"(?:[\u00c2-\u00f4][{_FOLLOWING}]{{1,3}}){{1,400}}")
_LEADS = ("\u00c2", "\u00c3", "\u00e2")


def misread_runs(plain: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Whole sequences of `plain[start:end]` that decode cleanly as UTF-8: their offsets and right reading."""
    if plain.isascii() or all(plain.find(lead, start, end) < 0 for lead in _LEADS):
        return
    for match in _RUN.finditer(plain, start, end):
        read = _unread(match[0])
        if read is not None:
            yield match.start(), match.end(), _unread(read) or read


def _unread(text: str) -> str | None:
    try:
        return bytes(_BYTES[char] for char in text).decode()
    except (KeyError, UnicodeDecodeError):
        return None
