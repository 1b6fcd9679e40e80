"""Values that collections print, and the fillers that stand where they have none."""

from __future__ import annotations

import re

_FILLERS = frozenset(
    {"", "N/A", "NONE", "NULL", "-- NOT ASSIGNED --", "-- N/A OR BLANK --", "01 JAN 1960", "-", "--"}
)
_NAMED = re.compile(r"no (?:title|text body available for document)\b", re.IGNORECASE)


def said(value: str | None) -> str | None:
    """The value without blank ends; None for a filler (Q139) such as `-- Not Assigned --`."""
    text = " ".join((value or "").split())
    return None if text.upper() in _FILLERS or _NAMED.match(text) else text
