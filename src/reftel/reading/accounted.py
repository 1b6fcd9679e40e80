"""Letters that give no value and yet are accounted for: what was cut, and the records that stand around a telegram."""

from __future__ import annotations

from collections.abc import Iterable

from reftel.model.strand import Cut, Span, Strand
from reftel.reading.findings import Findings
from reftel.reading.labels import Labels

CUTS = "/cuts"
"""Page lines, feet, banners, stamps, marks, the heads that later sections repeat: read past, no part of the text."""
FACTS = "/provenance/facts"
"""The attribute block of the National Archives, the labels of the Department's archive."""


def mark_cuts(found: Findings, plain: str, cuts: Iterable[Cut]) -> None:
    """Say which letters were cut; cuts of blanks alone are not told."""
    spans: list[Span] = []
    over = 0
    for low, high, _ in sorted(cuts):
        start = low if low > over else over
        if start < high and not plain[start:high].isspace():
            spans.append(Span(start, high))
            over = high
    if spans:
        found.spans[CUTS] = tuple(spans)


def mark_also(found: Findings, spans: Iterable[Span]) -> None:
    """Say where a system's own words stand above its records, in the place of a text."""
    found.spans[FACTS] = (*spans, *found.spans.get(FACTS, ()))


def mark_records(found: Findings, strand: Strand, labels: Labels | None, block: Span | None) -> None:
    """Say where the records around the telegram stand, whose facts are kept as they are printed."""
    spans: tuple[Span, ...] = (block,) if block and block.start < block.end else ()
    if labels:
        above = strand.spans(labels.head, labels.start)
        spans = (*above, *strand.spans(labels.end, len(strand.text)), *spans)
    if spans:
        found.spans[FACTS] = spans
