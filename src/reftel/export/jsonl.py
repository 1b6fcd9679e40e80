"""JSON Lines of our own: each copy of each telegram with all that was read, and the bytes that it was read from.

A line is what `reftel parse --json` prints, with what `reftel.sources.jsonl` reads beside it: `reftel ingest` makes the
same archive of it. A copy that was found in several places has a line for each.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from reftel.archive import Filed
from reftel.archive.copies.kept import Kept, kept
from reftel.export.aspects import ALL
from reftel.export.format import Job, StreamFormat
from reftel.model.decided import Decided


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    """The text that has a number to itself comes before others that claim it, so that each gets its key again."""
    later: list[str] = []
    for filed in telegrams:
        if filed.telegram.mrn in {None, filed.key}:
            _write_copies(filed, out, job)
        else:
            later.append(filed.key)
    for key in sorted(later, key=lambda key: (len(key), key)):
        for filed in job.archive.find(key, checked=False):
            _write_copies(filed, out, job)


def _write_copies(filed: Filed, out: BinaryIO, job: Job) -> None:
    for one in kept(filed, job.archive.store, job.archive.viewer):
        out.write(line_of(one))


def line_of(one: Kept, **more: Any) -> bytes:
    """The line of a copy, with what else is to stand beside the telegram."""
    beside = more
    if one.telegram.text:
        beside["source_text"] = one.telegram.text
    if one.data is not None and one.data != one.telegram.text.encode("utf-8", "surrogatepass"):
        beside["source_base64"] = b64encode(one.data).decode()
    if one.stated is not None:
        beside["stated"] = one.stated
    if one.data is not None and not one.extracted:
        beside["extracted"] = False
    if one.decided != Decided():
        beside["decided"] = one.decided
    rest = msgspec.json.encode(beside)[1:]
    return one.telegram.to_json()[:-1] + (b"," if beside else b"") + rest + b"\n"


FORMAT = StreamFormat(
    name="jsonl",
    title="JSON Lines of Reftel, a line for each copy; `reftel ingest` makes the same archive of it",
    extension=".jsonl",
    carries=ALL,
    remarks=(
        "Filed again, each copy tells as `Found before` where it was found. Corrections, decisions to merge and to"
        " split, and former names come back with it; what was removed, and searches that were kept, stay behind.",
    ),
    write=_write,
)
