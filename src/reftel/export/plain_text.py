"""Plain text: the telegrams as they stand in the copy that is shown, each under its citation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from reftel.archive import Filed
from reftel.archive.links.cite import cited
from reftel.export.aspects import ALL
from reftel.export.format import Job, StreamFormat, utf8
from reftel.export.wording import body_of

_LINE = "=" * 72
_LOST = {
    "former names", "copies", "composition", "corrections", "spans", "repairs", "diagnostics", "mentions", "facts",
    "roles", "source bytes", "aliases", "provenance", "kind", "release",
}  # fmt: skip


def _write(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    for filed in telegrams:
        telegram = filed.telegram
        text = (telegram.text or body_of(telegram)).strip("\r\n")
        head = f"{_LINE}\n{filed.key}\n{cited(telegram)[0].text}\n{_LINE}\n"
        out.write(utf8(f"{head}\n{text}\n\n", job))


FORMAT = StreamFormat(
    name="txt",
    title="plain text, the telegrams as they were found, one after another",
    extension=".txt",
    carries=ALL - _LOST,
    remarks=("What the text says it carries as letters, not as values.",),
    write=_write,
)
