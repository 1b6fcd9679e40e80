"""RIS: the tagged lines that reference managers take."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from reftel.archive import Filed
from reftel.export.format import Job, StreamFormat, utf8
from reftel.export.work import CARRIED, REMARKS, Work, work_of


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    for filed in telegrams:
        lines = [f"{tag}  - {value}\r\n" for tag, value in _lines(work_of(filed, job)) if value]
        out.write(utf8("".join((*lines, "ER  - \r\n\r\n")), job))


def _lines(work: Work) -> Iterator[tuple[str, str]]:
    yield "TY", "PCOMM"
    yield "ID", work.key
    yield "AU", work.author
    for one in work.recipients:
        yield "A2", one
    yield "TI", work.title
    yield "M3", "Telegram"
    if work.date:
        yield "PY", f"{work.date[0]:04d}"
        yield "DA", "/".join([f"{work.date[0]:04d}", *(f"{part:02d}" for part in work.date[1:])])
    yield "AN", work.number
    yield "AV", work.kept
    for tag in work.tags:
        yield "KW", tag
    yield "N1", work.note
    yield "AB", work.abstract


FORMAT = StreamFormat(
    name="ris",
    title="entries for reference managers, in RIS (personal communication)",
    extension=".ris",
    carries=CARRIED,
    remarks=REMARKS,
    write=_write,
)
