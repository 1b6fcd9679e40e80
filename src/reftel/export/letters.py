"""Letters that a format cannot hold: named in their place, never dropped."""

from __future__ import annotations

import re

from reftel.export.format import Job

_NOT_IN_XML = re.compile("[^\\t\\n\\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = "letters that this format cannot hold, written as [U+0007]"


def named(letter: str) -> str:
    """How a letter is written that cannot be: `[U+0007]`."""
    return f"[U+{ord(letter):04X}]"


def printable(text: str | None, job: Job) -> str:
    """The text without what XML 1.0 cannot hold (control characters, halves of characters): it is named and noted."""
    if not text:
        return ""
    made, times = _NOT_IN_XML.subn(lambda found: named(found[0]), text)
    job.changed(_NAMED, times)
    return made


def one_line(text: str | None, job: Job) -> str:
    """The same on one line."""
    return " ".join(printable(text, job).split())
