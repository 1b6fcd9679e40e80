"""The archive: the store (SQLite, the truth), the index (Tantivy, derived), ingest and the query language."""

from reftel.archive.archive import Archive
from reftel.archive.opening import open_archive
from reftel.archive.results import (
    ArchiveError,
    Change,
    Comparison,
    CopyFacts,
    CopyView,
    Correction,
    Count,
    Difference,
    Failure,
    Filed,
    Hit,
    Interrupted,
    Problem,
    Removed,
    Report,
    Results,
    Said,
    Stats,
    Stretch,
)

__all__ = [
    "Archive",
    "ArchiveError",
    "Change",
    "Comparison",
    "CopyFacts",
    "CopyView",
    "Correction",
    "Count",
    "Difference",
    "Failure",
    "Filed",
    "Hit",
    "Interrupted",
    "Problem",
    "Removed",
    "Report",
    "Results",
    "Said",
    "Stats",
    "Stretch",
    "open_archive",
]
