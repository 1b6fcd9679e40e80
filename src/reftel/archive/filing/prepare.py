"""From the bytes of one file to entries ready to be filed: what reading processes do."""

from __future__ import annotations

import hashlib

import msgspec

from reftel.archive.copies import corrections
from reftel.archive.copies.bands import bands_of_copy
from reftel.archive.copies.identity import occasion_of, rank_of
from reftel.archive.filing.entries import Entry, Outcome, Task
from reftel.archive.filing.excerpt import excerpt, stretch
from reftel.archive.index.documents import document_of
from reftel.archive.index.prepared import prepared
from reftel.archive.results import ArchiveError
from reftel.archive.store.packing import Packer
from reftel.reading import NotATelegram
from reftel.sources.files import Found, Refused
from reftel.sources.opening import records
from reftel.sources.read import Read, read
from reftel.sources.record import Record


def entry_of(read: Read, record: Record, packer: Packer) -> Entry:
    """The entry of one telegram of a record; its copy is the bytes that its provenance names.

    Raises `ArchiveError` where a correction that comes with it does not fit.
    """
    telegram, data, extracted = read
    corrections.check_fit(telegram, record.decided.corrections)
    whole = extracted or record.telegram is not None
    start = 0 if whole else telegram.provenance.offset
    length = 0 if whole else telegram.provenance.length
    end = start + length if length else len(data)
    source = data[start:end]
    if len(source) < len(data):
        telegram = excerpt(telegram, *stretch(data, telegram.text, start, end))
    return Entry(
        record.path,
        record.collection,
        record.legal_status,
        record.facts,
        sha256=hashlib.sha256(source).digest(),
        mrn=telegram.mrn,
        occasion=occasion_of(telegram),
        bands=bands_of_copy(telegram),
        withheld=telegram.kind == "withdrawal",
        rank=rank_of(telegram),
        offset=record.offset + start,
        length=len(source),
        source=packer.pack_source(source),
        record=packer.pack_record(telegram, source, extracted, record.stated),
        document=prepared(document_of(telegram, (record.collection,))),
        decided=record.decided,
        sectional=telegram.sections.of > 1,
    )


def prepare(task: Task, packer: Packer) -> list[Outcome]:
    """Read a file or some records of one: what came of it, and before that of each record that gave no telegram.

    Nothing that a file holds raises: a fault of the reader is a failure of that record.
    """
    found = task.found
    entries: list[Entry] = []
    refused: list[Outcome] = []
    for given in records(found) if task.records is None else task.records:
        come = _refusal(given) if isinstance(given, Refused) else _entries(given, packer)
        if isinstance(come, Outcome):
            refused.append(msgspec.structs.replace(come, within=found.path))
        else:
            entries += come
    if task.records is not None:
        return [*refused, Outcome(found, "part", tuple(entries))]
    if not entries and [one.found.path for one in refused] == [found.path]:
        return [msgspec.structs.replace(refused[0], found=found, within=None)]
    if entries:
        return [*refused, Outcome(found, "read", tuple(entries))]
    return [*refused, Outcome(found, "skipped", reason="no telegram was found in it")]


def _entries(record: Record, packer: Packer) -> list[Entry] | Outcome:
    """The entries of a record, or why there are none."""
    found = Found(record.path, -1, 0)
    try:
        entries = [entry_of(telegram, record, packer) for telegram in read(record)]
    except NotATelegram as error:
        return Outcome(found, "skipped", reason=str(error), line=record.line)
    except ArchiveError as error:
        return Outcome(
            found, "failed", reason=str(error), remedy="mend or take out this line", line=record.line
        )
    except Exception as error:  # one record must not stop the others; the report names it
        reason = f"the reader failed: {type(error).__name__}: {error}"
        remedy = "please report this with the file if you may"
        return Outcome(found, "failed", reason=reason, remedy=remedy, line=record.line)
    return entries or Outcome(found, "skipped", reason="no telegram was found in it", line=record.line)


def _refusal(refused: Refused) -> Outcome:
    found = Found(refused.path, -1, 0)
    return Outcome(found, refused.outcome, reason=refused.reason, remedy=refused.remedy, line=refused.line)
