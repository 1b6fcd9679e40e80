"""A draft under `reftel check`: set as a telegram in memory, checked, its findings led back to the entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from reftel.check import run
from reftel.check.run import Found
from reftel.check.settings import Suppression, comments
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, parse
from reftel.writing import CannotWrite, write
from reftel.writing.draft import read_draft
from reftel.writing.draft_form import DraftError
from reftel.writing.draft_places import RULE, led_back

SUFFIXES = (".toml", ".json")
_ENTRIES = re.compile(rb"^[ \t,{]*\"?(?:from|level|subject)\"?[ \t]*[=:]", re.MULTILINE)
_HEAD = 65536  # bytes in which the entries of a draft stand


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
    # without edits, which are of the written letters
    found = tuple(Found(led_back(one.diagnostic, telegram, text)) for one in run.examine(telegram, profile))
    return Draft(text, telegram.mrn, tuple(sorted(found, key=lambda one: one.diagnostic.start)))


def _has_addresses(draft: Telegram) -> bool:
    return bool(draft.mrn and draft.dtg and (draft.action or draft.info))


def suppressions(text: str, shown: str) -> Iterator[Suppression]:
    """The suppressions that stand as comments in the entries of a draft."""
    rule = RULE.search(text)
    return comments(text[: rule.end()] if rule else text, shown)
