"""Where in a draft stands what is found in the telegram that was set of it."""

from __future__ import annotations

import re

from reftel.model.telegram import Diagnostic, Telegram
from reftel.writing.draft_form import line_of, start_of

RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
"""The line between the entries and the text."""
# The element of a telegram to the entry of a draft from which it is written.
_ENTRY = {
    "mrn": "serial",
    "dtg": "sent",
    "originator": "from",
    "transmission": "from",
    "precedence": "action",
    "classification": "level",
    "declassification": "order",
    "references": "refs",
    "signature": "sign",
    "subject_marking": "subject",
}

# What a telegram lacks stands nowhere in it: code, a word of the finding, and the entry in which a draft says it.
_LACKING = (
    ("S0002", "order", "order"),
    ("S0002", "TAGS", "tags"),
    ("S0002", "subject", "subject"),
    ("S1020", "", "classified_by"),
    ("T0701", "", "action"),
)


def led_back(one: Diagnostic, telegram: Telegram, text: str) -> Diagnostic:
    """A finding about the telegram, with its place in the text of the draft."""
    lacking = next((key for code, word, key in _LACKING if code == one.code and word in one.message), "")
    stands = bool(lacking and line_of(text, lacking))
    pointer = f"/{lacking}" if stands else _element(telegram, one.start, one.end)
    low, high = _entry(pointer, telegram, text)
    letters = "" if stands else " ".join(telegram.text[one.start : one.end].split())
    at = text.find(letters, low, high) if letters else -1
    start, end = (at, at + len(letters)) if at >= 0 else (low, _line_end(text, low))
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    return Diagnostic(one.code, one.severity, one.message, line, column, start, end, one.suggestion)


def _element(telegram: Telegram, start: int, end: int) -> str:
    """The JSON Pointer of the smallest element that holds these letters; empty where none does."""
    held = [
        (spans[-1].end - spans[0].start, pointer)
        for pointer, spans in telegram.spans.items()
        if spans and spans[0].start <= start < max(end, start + 1) <= spans[-1].end
    ]
    inside = [
        f"/paragraphs/{at}" for at, one in enumerate(telegram.paragraphs) if one.start <= start <= one.end
    ]
    return min(held)[1] if held else next(iter(inside), "")


def _entry(pointer: str, telegram: Telegram, text: str) -> tuple[int, int]:
    """Where the entry of an element begins, and where a place for its letters may be looked for."""
    root, _, rest = pointer[1:].partition("/")
    rule = RULE.search(text)
    if root == "paragraphs" and rule:
        number = telegram.paragraphs[int(rest.partition("/")[0])].number
        match = re.compile(rf"^[ \t]*{number}\.", re.MULTILINE).search(text, rule.end()) if number else None
        return (match.start() if match else rule.end() + 1), len(text)
    line = line_of(text, _ENTRY.get(root, root)) if root else 0
    if not line:
        return 0, len(text)
    return start_of(text, line), rule.start() if rule else len(text)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
