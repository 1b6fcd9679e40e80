"""Files: their names, what is stated about them, their bytes, and why some are not read."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path

import msgspec

from reftel.sources.facts import FACTS_FILE, Facts

LIMIT = 64 * 1024 * 1024
NO_TELEGRAMS = {
    ".csv": "a table, no telegram",
    ".tsv": "a table, no telegram",
    ".json": "a data file, no telegram",
    ".jsonl": "a data file, no telegram",
    ".md": "a description, no telegram",
    ".toml": "a settings file, no telegram",
    ".py": "a program, no telegram",
}
_PRINTED = re.compile(rb'<TEI[^>]{0,2000}xmlns="http://www\.tei-c\.org|<TEI[\s>]')
_XML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<\?xml")
_NUMBER_LINE = re.compile(rb"(?:\d{4}[A-Z]{2,12}\d{1,6}[A-Z]?|[A-Z]\d{6,9}-\d{3,5})\s*", re.ASCII)


def shown(path: Path) -> str:
    """A path as it can be printed and stored: bytes that are no UTF-8 and control characters are written out."""
    return printable(os.fsencode(path).decode("utf-8", "backslashreplace"))


def printable(text: str) -> str:
    """A text in which control characters are written out."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)


class Found(msgspec.Struct, array_like=True, frozen=True):
    """A file to read: absolute path, size in bytes, time of change in nanoseconds, what is stated about it.

    `path` can be printed; `raw` holds the bytes of a path that cannot be printed as it is. `expected` is the checksum
    that the manifest of a bag names (`sha256:...`).
    """

    path: str
    size: int
    modified: int
    collection: str | None = None
    legal_status: str | None = None
    facts: dict[str, str] = msgspec.field(default_factory=dict)
    raw: bytes | None = None
    expected: str | None = None

    @property
    def name(self) -> str:
        """The path by which the file is opened."""
        return self.path if self.raw is None else os.fsdecode(self.raw)

    @property
    def place(self) -> Path:
        """Where the file is opened."""
        return Path(self.name)


class Refused(Exception):
    """A file or record that gives no telegram. `outcome`: skipped (it is none) or failed (it could not be read).

    `line`: where in its file a record begins, from 1; 0 where that says nothing.
    """

    def __init__(self, path: str, outcome: str, reason: str, remedy: str = "", line: int = 0) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.outcome = outcome
        self.reason = reason
        self.remedy = remedy
        self.line = line


def with_facts(found: Found, facts: Facts) -> Found:
    """The file with what a table beside it states."""
    return msgspec.structs.replace(
        found, collection=facts.collection, legal_status=facts.legal_status, facts=facts.others
    )


def unreadable(path: Path, error: OSError) -> Refused:
    """Why a file or folder could not be read, and what to do."""
    if isinstance(error, FileNotFoundError):
        reason = "there is no such file" if not path.is_symlink() else "a link to a file that is not there"
        return Refused(shown(path), "failed", reason, "check the name")
    if isinstance(error, PermissionError):
        return Refused(shown(path), "failed", "may not be read", "give yourself permission to read it")
    reason = error.strerror or str(error)
    return Refused(shown(path), "failed", f"could not be read: {reason}", "check the disk and run it again")


def refuse_name(found: Found) -> Refused | None:
    """Why a text is not worth opening, by its file's name and size; None where it is."""
    name = os.path.basename(found.path)  # noqa: PTH119 - asked of every text; a path takes ten times as long
    if name == FACTS_FILE:
        return Refused(found.path, "skipped", "a table of facts about the files beside it")
    stem, suffix = os.path.splitext(name)  # noqa: PTH122
    reason = NO_TELEGRAMS.get(suffix.lower())
    if reason is None and stem.upper() in {"README", "LICENSE", "COPYING"}:
        reason = "a description, no telegram"
    if reason:
        return Refused(found.path, "skipped", reason)
    return too_large(found.path, found.size)


def too_large(path: str, size: int) -> Refused | None:
    """Why a text of so many bytes is not read; None where it is."""
    if size <= LIMIT:
        return None
    reason = f"larger than {LIMIT >> 20} MB ({size >> 20} MB)"
    return Refused(path, "failed", reason, "split it into files of one telegram or a few each")


def read_bytes(found: Found) -> bytes:
    """The bytes of a file; raises `Refused` where its name says that it is no telegram or it cannot be read."""
    refused = refuse_name(found)
    if refused:
        raise refused
    try:
        return found.place.read_bytes()
    except OSError as error:
        raise unreadable(found.place, error) from error


def refuse_content(found: Found, data: bytes) -> None:
    """Raise `Refused` for contents that are known to be no telegram: empty, markup, a list of numbers."""
    if not data.strip():
        raise Refused(found.path, "skipped", "empty", "nothing to do, or copy the file again")
    head = data[:65536]
    if _XML.match(head) or head.lstrip()[:1] == b"<":
        if _PRINTED.search(head):
            raise Refused(found.path, "skipped", "a TEI document of no known series")
        if _XML.match(head):
            raise Refused(found.path, "skipped", "an XML document, no telegram")
    if _is_number_list(head):
        raise Refused(found.path, "skipped", "a list of message numbers, no telegram")


def _is_number_list(head: bytes) -> bool:
    lines = list(filter(bytes.strip, head.splitlines()[:200]))
    others = (line for line in lines if not _NUMBER_LINE.fullmatch(line))
    too_many = next(
        islice(others, len(lines) // 5, None), None
    )  # so that a telegram's lines are not all looked at
    return len(lines) >= 10 and too_many is None
