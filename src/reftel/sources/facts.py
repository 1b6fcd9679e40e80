"""`index.csv`: a table beside telegrams that states facts about each file of its folder.

Its first row names the columns. `file` names the file; `collection` and `legal_status` become the copy's
provenance; whatever else is stated is kept with the copy as it stands.
"""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec

FACTS_FILE = "index.csv"
LIMIT = 256 * 1024 * 1024


class Facts(msgspec.Struct, frozen=True):
    """What the table states about one file."""

    collection: str | None = None
    legal_status: str | None = None
    others: dict[str, str] = msgspec.field(default_factory=dict)


class FactsError(ValueError):
    """The table cannot be used; the files beside it are read without it."""

    remedy = "save it as UTF-8 text with a column named file, and run it again"


def _row_facts(row: dict[str, str]) -> Facts:
    stated = {name: value for name, value in row.items() if name and isinstance(value, str) and value}
    stated.pop("file", None)
    return Facts(stated.pop("collection", None), stated.pop("legal_status", None), stated)


def read_facts(path: Path) -> dict[str, Facts]:
    """The facts by file name. Raises `FactsError` with the reason where the table cannot be read."""
    try:
        if path.stat().st_size > LIMIT:
            raise FactsError(f"larger than {LIMIT >> 20} MB, so it was not used")
        data = path.read_bytes()
    except OSError as error:
        raise FactsError(f"the table could not be read: {error.strerror or error}") from error
    return facts_of(data)


def facts_of(data: bytes) -> dict[str, Facts]:
    """The facts by file name that a table states. Raises `FactsError` where it cannot be used."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FactsError(f"the table is not UTF-8 text (byte {error.start})") from error
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if "file" not in (rows.fieldnames or ()):
            raise FactsError("the table has no column named file, so it was not used")
        return {row["file"]: _row_facts(row) for row in rows if row.get("file")}
    except csv.Error as error:
        raise FactsError(f"the table is damaged: {error}") from error
