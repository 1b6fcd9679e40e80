"""The ledger of one reading: where each value stands, what was repaired, what was noticed.

Readers in `wire`, `text` and `reading` work on a `Strand` and write here in strand offsets; the ledger turns
them into offsets of the source. It lives as long as one telegram is being read; the `Telegram` is frozen.
"""

from __future__ import annotations

from reftel.model.strand import Span, Strand
from reftel.model.telegram import Diagnostic, Repair


class Ledger:
    """Collects spans by JSON Pointer, repairs by quirk code and remarks by diagnostic code."""

    __slots__ = ("_also", "marks", "remarks", "repairs", "strand")

    def __init__(self, strand: Strand) -> None:
        self.strand = strand
        self.marks: list[tuple[str, int, int]] = []  # pointer, start, end in the strand
        self._also: list[tuple[str, int, int]] = []
        self.repairs: list[Repair] = []
        self.remarks: list[Diagnostic] = []

    @property
    def spans(self) -> dict[str, tuple[Span, ...]]:
        """The letters of the source by JSON Pointer; made anew at each call, for all marks at one go."""
        spans = self.strand.places(self.marks)
        for pointer, start, end in self._also:
            spans[pointer] = spans.get(pointer, ()) + self.strand.spans(start, end)
        return spans

    @property
    def empty(self) -> bool:
        """Whether it holds no place of any value."""
        return not (self.marks or self._also)

    def mark(self, pointer: str, start: int, end: int) -> None:
        """Say that the value at JSON Pointer `pointer` was read from these letters of the strand."""
        self.marks.append((pointer, start, end))

    def mark_also(self, pointer: str, start: int, end: int) -> None:
        """Add letters to a value that stands in several places."""
        self._also.append((pointer, start, end))

    def repair(self, code: str, start: int, end: int, found: str, read: str) -> None:
        """Record that the letters `found` were read as `read`, for the reason that quirk `code` names."""
        begin = self.strand.source_at(start)
        self.repairs.append(Repair(code, begin, max(begin, self.strand.source_at(end)), found, read))

    def remark(self, code: str, message: str, start: int, end: int, suggestion: str | None = None) -> None:
        """Note what a reader saw and no rule can see afterwards; severity is settled by `check`."""
        begin = self.strand.source_at(start)
        stop = max(begin, self.strand.source_at(end))
        self.remarks.append(Diagnostic(code, "note", message, start=begin, end=stop, suggestion=suggestion))
