"""Mail: each telegram as a military mail (RFC 6477), the telegram as received attached; as files or as a mailbox."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from reftel.archive import Filed
from reftel.archive.copies.kept import text_as_found
from reftel.export.aspects import ALL
from reftel.export.format import FolderFormat, Job, StreamFormat
from reftel.export.placing import file_name
from reftel.export.wording import body_of
from reftel.wire.mail.written import message_id, write_mail

_LOST = {
    "mentions", "aliases", "spans", "repairs", "diagnostics", "facts", "copies", "composition", "corrections",
    "former names", "kind", "roles",
}  # fmt: skip
_REMARKS = (
    "What the header fields of RFC 6477 cannot say stands in the telegram itself, which is attached as it was received."
    " Nothing is attached where a part only may be seen, or where the text was put together from sections: the body is"
    " all there is.",
)
_FROM = re.compile(rb"(?m)^(>*From )")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REMEMBERED = 10_000


class _Mails:
    """Makes the mails of one export."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._identifier = lru_cache(_REMEMBERED)(self._of_number)

    def mail(self, filed: Filed) -> bytes:
        """The mail of a telegram, with CRLF line ends. The first item of its REF line is what it answers."""
        telegram = filed.telegram
        text = telegram.text or body_of(telegram)
        if not text.strip():
            self._job.changed("telegrams without a text, written as header fields alone")
        numbers = dict.fromkeys(one.mrn for one in telegram.references if one.mrn and one.mrn != telegram.mrn)
        cites = [identifier for mrn in reversed(numbers) if (identifier := self._identifier(mrn))]
        original = text_as_found(filed, self._job.archive.store, self._job.archive.viewer) or None
        return write_mail(telegram, text, original, cites=cites)

    def _of_number(self, mrn: str) -> str | None:
        """The identifier of the mail of the telegram that has this number, where the archive has it."""
        found = self._job.archive.find(mrn, checked=False)
        return message_id(found[0].telegram) if found else None


def _write_mailbox(telegrams: Iterator[Filed], out: BinaryIO, job: Job) -> None:
    mails = _Mails(job)
    for filed in telegrams:
        mail = mails.mail(filed).replace(b"\r\n", b"\n")
        out.write(b"From reftel@reftel.invalid %s\n" % _moment(filed).encode())
        out.write(_FROM.sub(rb">\1", mail).rstrip(b"\n") + b"\n\n")


def _moment(filed: Filed) -> str:
    """When it was sent, as mailboxes have it."""
    dtg = filed.telegram.dtg
    moment = datetime.fromisoformat(dtg).astimezone(UTC) if dtg and "T" in dtg else _EPOCH
    return moment.strftime("%a %b %d %H:%M:%S %Y")


def _write_files(telegrams: Iterator[Filed], folder: Path, job: Job) -> None:
    mails = _Mails(job)
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
        index = csv.writer(file)
        index.writerow(("file", "collection", "legal_status"))
        for filed in telegrams:
            name = file_name(filed.key, ".eml")
            (folder / name).write_bytes(mails.mail(filed))
            place = filed.telegram.provenance
            index.writerow((name, place.collection or "", place.legal_status or ""))


EML = FolderFormat(
    name="eml",
    title="a folder of military mails (RFC 6477), the telegram attached to each",
    extension=".eml",
    carries=ALL - _LOST,
    remarks=(
        *_REMARKS,
        "`index.csv` beside the mails states collection and legal status, and is read by `reftel ingest`.",
    ),
    write=_write_files,
)
MBOX = StreamFormat(
    name="mbox",
    title="a mailbox of military mails (RFC 6477), the telegram attached to each",
    extension=".mbox",
    carries=ALL - _LOST - {"provenance"},
    remarks=_REMARKS,
    write=_write_mailbox,
)
