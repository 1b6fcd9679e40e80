"""A draft under `reftel check`: set as a telegram in memory, checked, its findings led back to the entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reftel.check import run
from reftel.check.run import Found
from reftel.check.settings import Suppression, comments
from reftel.check.signs import line_starts
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, parse
from reftel.writing import CannotWrite, write
from reftel.writing.draft import read_draft
from reftel.writing.draft_form import DraftError, line_of

SUFFIXES = (".toml", ".json")
_ENTRIES = re.compile(rb"^[ \t,{]*\"?(?:from|level|subject)\"?[ \t]*[=:]", re.MULTILINE)
_HEAD = 65536  # bytes in which the entries of a draft stand
_RULE = re.compile(r"^---[ \t]*$", re.MULTILINE)
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


class Draft(NamedTuple):
    """A draft that could be set: its text, the number of the telegram, findings with places in the draft."""

    text: str
    mrn: str | None
    found: tuple[Found, ...]


def read(path: Path) -> bytes | None:
    """The bytes of a file with the name of a draft, if it has the entries of one."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
            return head + file.read() if may_be(path, head) else None
    except OSError:
        return None


def may_be(path: Path, data: bytes) -> bool:
    """Whether a file is a draft: TOML or JSON with a sender, a level and a subject."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    return len({match[0].strip(b' \t,{"=:') for match in _ENTRIES.finditer(data[:_HEAD])}) == 3


def refuse_draft(path: str, data: bytes) -> None:
    """Raise `NotATelegram` for a draft, whose entries would be taken for the words of a telegram."""
    if may_be(Path("-.toml" if path == "-" else path), data) and not _is_telegram(data):
        raise NotATelegram("this is a draft: reftel compose sets it, reftel check checks it")


def _is_telegram(data: bytes) -> bool:
    """Whether JSON is what `reftel parse --json` prints, which has entries of the same names."""
    return b'"schema"' in data[:64]


def examine(data: bytes, profile: str) -> Draft | str:
    """The draft with its findings, or why it cannot be set."""
    try:
        text = data.decode("utf-8-sig")
        draft = read_draft(text)
        telegram = parse(write(draft, "acp127us" if _has_addresses(draft) else "plain").data)
    except (DraftError, CannotWrite, UnicodeDecodeError) as error:
        return str(error)
    found = tuple(_led_back(one, telegram, text) for one in run.examine(telegram, profile))
    return Draft(text, telegram.mrn, tuple(sorted(found, key=lambda one: one.diagnostic.start)))


def _has_addresses(draft: Telegram) -> bool:
    return bool(draft.mrn and draft.dtg and (draft.action or draft.info))


def suppressions(text: str, shown: str) -> Iterator[Suppression]:
    """The suppressions that stand as comments in the entries of a draft."""
    rule = _RULE.search(text)
    return comments(text[: rule.end()] if rule else text, shown)


def _led_back(found: Found, telegram: Telegram, text: str) -> Found:
    """The finding with its place in the draft, and without edits, which are of the written letters."""
    one = found.diagnostic
    low, high = _entry(_element(telegram, one.start, one.end), telegram, text)
    letters = " ".join(telegram.text[one.start : one.end].split())
    at = text.find(letters, low, high) if letters else -1
    start, end = (at, at + len(letters)) if at >= 0 else (low, _line_end(text, low))
    starts = line_starts(text)
    line = sum(1 for begin in starts if begin <= start)
    place = type(one)(
        one.code, one.severity, one.message, line, start - starts[line - 1] + 1, start, end, one.suggestion
    )
    return Found(place)


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
    rule = _RULE.search(text)
    if root == "paragraphs" and rule:
        number = telegram.paragraphs[int(rest.partition("/")[0])].number
        match = re.compile(rf"^[ \t]*{number}\.", re.MULTILINE).search(text, rule.end()) if number else None
        return (match.start() if match else rule.end() + 1), len(text)
    line = line_of(text, _ENTRY.get(root, root)) if root else 0
    starts = line_starts(text)
    if not line:
        return 0, len(text)
    return starts[line - 1], rule.start() if rule else len(text)


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end
