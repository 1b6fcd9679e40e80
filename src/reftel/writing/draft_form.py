"""The form of a draft: what a person writes down, in TOML or JSON, before a telegram is set in a format.

The front is TOML; the text stands below a line `---`, or in the key `text`. Every mistake is told with its line.
"""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date
from difflib import get_close_matches
from typing import Any

import msgspec

_FRONT = re.compile(r"\A(?:---[ \t]*\n)?(?P<front>.*?)^---[ \t]*\n(?P<text>.*)\Z", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"\(at line (?P<line>\d+), column \d+\)")
_KEY = re.compile(r"`\$\.(?P<key>\w+)")
_UNKNOWN = re.compile(r"unknown field `(?P<key>[^`]*)`")
_MISSING = re.compile(r"missing required field `(?P<key>[^`]*)`")


class DraftError(ValueError):
    """A draft cannot be used; the message begins with the line, says what is wrong and what to write instead."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}" if line else message)
        self.line = line


class Draft(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"sender": "from"}):
    """The entries of a draft, each of which `docs/drafts.md` explains. Posts by their names or plain addresses."""

    sender: str
    level: str
    subject: str
    text: str = ""
    serial: int | None = None
    sent: str | None = None
    action: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    exempt: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    order: str = ""
    tags: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    classified_by: str = ""
    reasons: str = ""
    sign: str = ""


KEYS = tuple(field.encode_name for field in msgspec.structs.fields(Draft))


def read_form(data: str) -> Draft:
    """The entries of a draft in TOML or JSON. Raises `DraftError`; nothing else."""
    entries = _json(data) if data.lstrip().startswith("{") else _toml(data)
    try:
        return msgspec.convert(entries, Draft)
    except msgspec.ValidationError as error:
        raise _explained(data, str(error)) from error


def line_of(data: str, key: str) -> int:
    """The line on which an entry begins, counted from 1; 0 where it does not stand."""
    found = re.search(rf'^[ \t,{{]*"?{re.escape(key)}"?[ \t]*[=:]', data, re.MULTILINE)
    return data.count("\n", 0, found.start()) + 1 if found else 0


def start_of(data: str, line: int) -> int:
    """The offset at which a line begins, counted from 1."""
    return sum(len(one) + 1 for one in data.split("\n")[: max(line - 1, 0)])


def _json(data: str) -> dict[str, Any]:
    try:
        entries: dict[str, Any] = json.loads(data)
    except json.JSONDecodeError as error:
        raise DraftError(error.lineno, f"this is no JSON: {error.msg}") from error
    return entries


def _toml(data: str) -> dict[str, Any]:
    """The front, and the text below it under its key."""
    parts = _FRONT.match(data)
    front = parts["front"] if parts else data
    shift = data.count("\n", 0, parts.start("front")) if parts else 0
    try:
        entries = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        what = _PLACE.sub("", str(error)).strip().rstrip(".")
        line = int(place["line"]) + shift if place else front.count("\n") + 1 + shift
        raise DraftError(line, f'{what}: an entry is written key = "value"') from error
    if parts and parts["text"].strip():
        if "text" in entries:
            raise DraftError(
                line_of(data, "text"), "the text stands twice: in this entry and below the line ---"
            )
        entries["text"] = parts["text"]
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in entries.items()}


def _explained(data: str, error: str) -> DraftError:
    """What is wrong with the shape of the entries, in words for the person who wrote them."""
    unknown, missing, place = _UNKNOWN.search(error), _MISSING.search(error), _KEY.search(error)
    if unknown:
        near = get_close_matches(unknown["key"], KEYS, 1)
        instead = f"write {near[0]}" if near else f"entries are {', '.join(KEYS)}"
        return DraftError(line_of(data, unknown["key"]), f"there is no entry {unknown['key']}: {instead}")
    if missing:
        return DraftError(1, f'the entry {missing["key"]} is missing: add {missing["key"]} = "..."')
    what = error.partition(" - at ")[0].replace("`", "")
    key = place["key"] if place else ""
    return DraftError(line_of(data, key), f"{key}: {what[:1].lower()}{what[1:]}")
