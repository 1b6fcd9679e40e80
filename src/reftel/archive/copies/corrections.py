"""Corrections: what a person puts in the place of a field, for a reason. They outlive every new reading.

A correction hangs on a copy, by its hash, so it goes where that copy goes when telegrams are merged or told apart.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

import msgspec

from reftel.archive.copies.merged import Merged
from reftel.archive.index.documents import seconds_of
from reftel.archive.results import ArchiveError
from reftel.archive.store.database import Store, now
from reftel.model.decided import Correction
from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Diagnostic, Telegram
from reftel.vocabulary.codes import severity

_FIXED = {"schema", "id", "layout", "spans", "repairs", "provenance", "diagnostics", "paragraphs", "mentions"}
FIELDS = tuple(field for field in Telegram.__struct_fields__ if field not in _FIXED)
_PRECISION = {4: "year", 7: "month", 10: "day", 20: "minute"}
_MINUTE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(?::\d\d)?Z?")


def corrections_of(store: Store, row: int) -> tuple[Correction, ...]:
    """The corrections that hold for a telegram, in the order in which they were made."""
    sql = (
        "SELECT DISTINCT field, value, who, at, reason FROM correction"
        " WHERE sha256 IN (SELECT sha256 FROM copy WHERE telegram = ?) ORDER BY correction.id"
    )
    return tuple(Correction(*found) for found in store.rows(sql, row))


def corrected(merged: Merged, corrections: tuple[Correction, ...]) -> Merged:
    """The record with its corrections; each leaves a remark that names who made it, when and why."""
    telegram = merged.telegram
    for one in corrections:
        telegram = _put(telegram, one.field, msgspec.json.decode(one.value))
        message = f"The {one.field} was corrected by {one.who} on {one.at[:10]}: {one.reason}."
        remark = Diagnostic("C0003", severity("C0003", "archive"), message)
        telegram = telegram.replace(diagnostics=(*telegram.diagnostics, remark))
    return msgspec.structs.replace(merged, telegram=telegram)


def _put(telegram: Telegram, field: str, value: Any) -> Telegram:
    """The telegram with another value at `field` (`subject`, `classification/level`), which no letters show."""
    plain = msgspec.to_builtins(telegram)
    *above, name = field.split("/")
    inner = plain
    for part in above:
        inner = inner[int(part)] if isinstance(inner, list) else inner[part]
    inner[int(name) if isinstance(inner, list) else name] = value
    if field == "dtg":
        plain["dtg_precision"] = _PRECISION.get(len(value)) if value else None
    plain["spans"] = {
        pointer: spans
        for pointer, spans in plain["spans"].items()
        if pointer != f"/{field}" and not pointer.startswith(f"/{field}/")
    }
    return msgspec.convert(plain, Telegram).with_text(telegram.text)


def value_of(telegram: Telegram, field: str, text: str) -> Any:
    """What a person typed, as a value that the field can have. Raises `ArchiveError` where it cannot.

    Words for a field of words; words divided by commas for a list; JSON for anything else; nothing for none.
    """
    if field.partition("/")[0] not in FIELDS:
        raise ArchiveError(f"{field}: is no field that can be corrected; these can: {', '.join(FIELDS)}")
    choices: list[Any] = [None, []]
    if text.strip():
        choices = [text, [part.strip() for part in text.split(",")]]
    with suppress(msgspec.DecodeError):  # words, no JSON
        choices.append(msgspec.json.decode(text))
    for choice in [_checked(field, choice) for choice in choices]:
        try:
            _put(telegram, field, choice)
        except (msgspec.ValidationError, LookupError, TypeError, ValueError):
            continue
        return choice
    raise ArchiveError(f"{field}: cannot be {text!r}; `reftel schema` says what it can be")


def _checked(field: str, value: Any) -> Any:
    """Numbers and dates in the form in which telegrams have them."""
    if field == "mrn" and isinstance(value, str):
        mrn = parse_mrn(value)
        if mrn is None or mrn.year is None:
            raise ArchiveError(f"{value}: is no message reference number with its year, such as 2006ANKARA12")
        return str(mrn)
    if field == "dtg" and isinstance(value, str):
        minute = _MINUTE.fullmatch(value)
        value = f"{minute[1]}:00Z" if minute else value
        if not seconds_of(value) or len(value) not in _PRECISION:
            raise ArchiveError(f"{value}: is no date; write 2006-05-10T10:39Z, 2006-05-10, 2006-05 or 2006")
    return value


def check_fit(telegram: Telegram, corrections: tuple[Correction, ...]) -> None:
    """Raise `ArchiveError` for a correction that came with a copy and that its telegram cannot have."""
    for one in corrections:
        try:
            if one.field.partition("/")[0] not in FIELDS:
                raise ValueError("no field that can be corrected")
            _put(telegram, one.field, msgspec.json.decode(one.value))
        except (msgspec.MsgspecError, LookupError, TypeError, ValueError) as error:
            raise ArchiveError(f"a correction of {one.field} that does not fit: {error}") from error


def record(store: Store, copies: list[bytes], correction: Correction) -> None:
    """Keep a correction with each of these copies, within a transaction."""
    for sha256 in copies:
        store.execute(
            "INSERT INTO correction (sha256, field, value, at, who, reason) VALUES (?, ?, ?, ?, ?, ?)",
            *(sha256, correction.field, correction.value, correction.at, correction.who, correction.reason),
        )


def correction(telegram: Telegram, field: str, text: str, who: str, reason: str) -> Correction:
    """The correction of a field as a person typed it; raises `ArchiveError` for a value it cannot have."""
    value = msgspec.json.encode(value_of(telegram, field, text)).decode()
    return Correction(field, value, who, now(), reason)


def renumber(store: Store, copy: int) -> None:
    """Let the number that a person gave a copy, if any did, be that which it is filed under."""
    sql = (
        "SELECT value FROM correction JOIN copy USING (sha256) WHERE copy.id = ? AND field = 'mrn'"
        " ORDER BY correction.id DESC LIMIT 1"
    )
    found = store.one(sql, copy)
    if found:
        store.execute("UPDATE reading SET mrn = ? WHERE copy = ?", msgspec.json.decode(found[0]), copy)
