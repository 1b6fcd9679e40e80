"""CSL-JSON: what citation processors (Zotero, pandoc) take, as one list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from reftel.archive import Filed
from reftel.export.format import Job, StreamFormat
from reftel.export.work import CARRIED, REMARKS, Work, work_of


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    before = b"[\n"
    for filed in telegrams:
        out.write(before + msgspec.json.encode(_item(work_of(filed, job))))
        before = b",\n"
    out.write(b"[]\n" if before == b"[\n" else b"\n]\n")


def _item(work: Work) -> dict[str, Any]:
    item = {
        "id": work.key,
        "type": "personal_communication",
        "genre": "Telegram",
        "author": [{"literal": work.author}],
        "recipient": [{"literal": one} for one in work.recipients],
        "title": work.title,
        "issued": {"date-parts": [work.date]} if work.date else None,
        "number": work.number,
        "archive": work.kept,
        "keyword": "; ".join(work.tags),
        "note": work.note,
        "abstract": work.abstract,
    }
    return {name: value for name, value in item.items() if value}


FORMAT = StreamFormat(
    name="csl-json",
    title="entries for citation processors, in CSL-JSON",
    extension=".json",
    carries=CARRIED,
    remarks=REMARKS,
    write=_write,
)
