"""From the bytes of one file to entries ready to be filed: what reading processes do."""

from __future__ import annotations

import hashlib

from reftel.archive.documents import document_of
from reftel.archive.entries import Entry, Outcome
from reftel.archive.excerpt import excerpt, stretch
from reftel.archive.identity import rank_of
from reftel.archive.packing import Packer
from reftel.model.telegram import Telegram
from reftel.reading import NotATelegram, parse_all
from reftel.sources.files import Found, Refused, read_bytes, refuse_content


def entry_of(telegram: Telegram, data: bytes, packer: Packer) -> Entry:
    """The entry of one telegram of a file; its copy is the bytes that its provenance names."""
    start = telegram.provenance.offset
    end = start + telegram.provenance.length if telegram.provenance.length else len(data)
    source = data[start:end]
    if len(source) < len(data):
        telegram = excerpt(telegram, *stretch(data, telegram.text, start, end))
    return Entry(
        sha256=hashlib.sha256(source).digest(),
        mrn=telegram.mrn,
        rank=rank_of(telegram),
        offset=start,
        length=len(source),
        source=packer.pack_source(source),
        record=packer.pack_record(telegram, source),
        document=document_of(telegram),
    )


def _entries(found: Found, data: bytes, packer: Packer) -> tuple[Entry, ...]:
    telegrams = parse_all(data, path=found.path, collection=found.collection, legal_status=found.legal_status)
    return tuple(entry_of(telegram, data, packer) for telegram in telegrams)


def prepare(found: Found, packer: Packer) -> Outcome:
    """Read one file. Nothing that a file holds raises: a fault of the reader is a failure of that file."""
    try:
        data = read_bytes(found)
        refuse_content(found, data)
        entries = _entries(found, data, packer)
    except Refused as refused:
        return Outcome(found, refused.outcome, reason=refused.reason, remedy=refused.remedy)
    except NotATelegram as error:
        return Outcome(found, "skipped", reason=str(error))
    except Exception as error:  # one file must not stop the others; the report names it
        reason = f"the reader failed: {type(error).__name__}: {error}"
        return Outcome(found, "failed", reason=reason, remedy="please report this with the file if you may")
    if not entries:
        return Outcome(found, "skipped", reason="no telegram was found in it")
    return Outcome(found, "read", entries)
