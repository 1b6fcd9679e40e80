"""Who classified a telegram: what the head says of it, and what stands below the text if the head lacks it."""

from __future__ import annotations

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Repair
from reftel.reading.findings import Findings
from reftel.text import labels
from reftel.text.classified_by import DERIVED_FROM
from reftel.text.classifier_below import read_below
from reftel.text.head import Head


def take_classifier(
    strand: Strand, start: int, end: int, head: Head, found: Findings
) -> tuple[tuple[tuple[int, int], ...], list[Repair]]:
    """Put what stands below the text into the findings; the stretches that are then no text, the last first."""
    if head.derived_from:
        found.facts[DERIVED_FROM] = head.derived_from
    said = {
        labels.CLASSIFIED: head.classified_by,
        labels.DERIVED: head.derived_from,
        labels.REASON: head.reasons,
    }
    ledger = Ledger(strand)
    below = read_below(strand, start, end, ledger, frozenset(kind for kind in said if not said[kind]))
    if below is None:
        return (), []
    found.put("classified_by", below.classified_by)
    found.put("reasons", below.reasons)
    if below.derived_from:
        found.facts[DERIVED_FROM] = below.derived_from
    found.take_spans(ledger)
    return below.cuts[::-1], ledger.repairs
