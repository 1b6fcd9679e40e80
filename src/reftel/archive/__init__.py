"""The archive: the store (SQLite, the truth), the index (Tantivy, derived), ingest and the query language.

What it offers is loaded at first use, so that a process that only reads need not load what searches.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reftel.archive.archive import Archive as Archive
    from reftel.archive.opening import open_archive as open_archive
    from reftel.archive.results import ArchiveError as ArchiveError
    from reftel.archive.results import Change as Change
    from reftel.archive.results import Comparison as Comparison
    from reftel.archive.results import CopyFacts as CopyFacts
    from reftel.archive.results import CopyView as CopyView
    from reftel.archive.results import Count as Count
    from reftel.archive.results import Difference as Difference
    from reftel.archive.results import Failure as Failure
    from reftel.archive.results import Filed as Filed
    from reftel.archive.results import Hit as Hit
    from reftel.archive.results import Interrupted as Interrupted
    from reftel.archive.results import Problem as Problem
    from reftel.archive.results import Removed as Removed
    from reftel.archive.results import Report as Report
    from reftel.archive.results import Results as Results
    from reftel.archive.results import Said as Said
    from reftel.archive.results import Stats as Stats
    from reftel.archive.results import Stretch as Stretch
    from reftel.model.decided import Correction as Correction

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

_HOMES = {"Archive": "archive", "open_archive": "opening"}


def __getattr__(name: str) -> Any:
    """Load what the room offers when it is first asked for; what has no home of its own is a result."""
    if name not in __all__:
        raise AttributeError(f"module 'reftel.archive' has no attribute {name!r}")
    return getattr(import_module(f"reftel.archive.{_HOMES.get(name, 'results')}"), name)
