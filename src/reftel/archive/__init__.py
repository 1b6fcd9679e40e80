"""The archive: the store (SQLite, the truth), the index (Tantivy, derived), ingest and the query language."""

from reftel.archive.archive import Archive
from reftel.archive.opening import open_archive
from reftel.archive.results import (
    ArchiveError,
    CopyFacts,
    Count,
    Failure,
    Filed,
    Hit,
    Interrupted,
    Problem,
    Removed,
    Report,
    Results,
    Stats,
)

__all__ = [
    "Archive",
    "ArchiveError",
    "CopyFacts",
    "Count",
    "Failure",
    "Filed",
    "Hit",
    "Interrupted",
    "Problem",
    "Removed",
    "Report",
    "Results",
    "Stats",
    "open_archive",
]
