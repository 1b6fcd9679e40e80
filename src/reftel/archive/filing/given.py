"""Filing records that somebody hands over, without files to find: what a message centre received."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reftel.archive.filing.batches import Filer
from reftel.archive.filing.entries import Outcome, Task
from reftel.archive.filing.prepare import prepare
from reftel.archive.index import follow
from reftel.archive.opening import open_archive
from reftel.archive.store.packing import Packer
from reftel.sources.files import Found
from reftel.sources.record import Record


def file_records(archive_dir: Path | str, records: Sequence[Record]) -> list[Outcome]:
    """File these records in one transaction; what came of each that gave no telegram. On the disk when it returns.

    Makes the archive where there is none. Raises `ArchiveError`, also where another program is writing.
    """
    with open_archive(archive_dir, writable=True) as archive:
        store = archive.store
        packer = Packer(store.source_dictionary()[1], store.record_dictionary()[1])
        outcomes = [
            outcome
            for record in records
            for outcome in prepare(Task(Found(record.path, -1, 0), (record,)), packer)
        ]
        filer = Filer(store)
        with store.transaction():
            filer.file([outcome for outcome in outcomes if outcome.outcome == "part"])
        for pending in filer.pending:
            follow.take(archive.index, pending)
        archive.index.commit(store.reached())
    return [outcome for outcome in outcomes if outcome.outcome != "part"]
