"""Witnesses beside the telegram's own words: the labels of one archive, the index of another.

What they say fills what the text leaves open, never overrules it; where they contradict it, that is told.
"""

from __future__ import annotations

from typing import NamedTuple

from reftel.model.mrn import Mrn
from reftel.model.strand import Span, Strand
from reftel.model.telegram import Diagnostic
from reftel.reading import attributes as attribute_block
from reftel.reading import labels as label_head
from reftel.reading.attributes import Attribute
from reftel.reading.findings import Findings
from reftel.reading.labels import Labels


class Others(NamedTuple):
    """What witnesses other than the text add: numbers, facts to keep, contradictions."""

    numbers: list[Mrn]
    facts: dict[str, str]
    remarks: list[Diagnostic]


def hear_labels(found: Findings, others: Others, strand: Strand, labels: Labels) -> None:
    """The labels that the Department's archive printed around the telegram."""
    printed = label_head.findings(strand, labels)
    others.remarks.extend(_contradictions("Q145", "label", found, printed))
    if found.get("dtg") is None:
        others.remarks.extend(_day_only(printed))
    found.fill_from(printed)
    others.facts.update(label_head.facts(labels))
    number = label_head.number(labels)
    others.numbers.extend([number] if number else [])


def _day_only(printed: Findings) -> list[Diagnostic]:
    """Q144: a label whose hour is midnight or none says no more than the day."""
    if printed.get("dtg_precision") != "day":
        return []
    start, end = (printed.spans.get("/dtg") or (Span(0, 0),))[0]
    message = "The label's hour is midnight or none: some time that day."
    return [Diagnostic("Q144", "note", message, start=start, end=end)]


def hear_index(found: Findings, others: Others, stated: dict[str, Attribute]) -> None:
    """The attribute block of the National Archives."""
    indexed = attribute_block.findings(stated)
    others.remarks.extend(_contradictions("Q141", "archive's index", found, indexed))
    if "tags" not in found.fields:
        others.remarks.extend(_strange_tags(stated))
    found.fill_from(indexed)
    others.facts.update(attribute_block.facts(stated))
    number = attribute_block.number(stated)
    others.numbers.extend([number] if number else [])


def _strange_tags(stated: dict[str, Attribute]) -> list[Diagnostic]:
    """Q76: what stands among the index's TAGS and is none."""
    words = attribute_block.no_tags(stated)
    item = stated.get("TAGS")
    if not words or not item:
        return []
    message = f"Among the TAGS of the archive's index and none of them: {', '.join(words)}."
    return [Diagnostic("Q76", "note", message, start=item.start, end=item.end)]


def _contradictions(code: str, witness: str, found: Findings, other: Findings) -> list[Diagnostic]:
    """Q141, Q145: the telegram's own words win; that another witness says something else is told."""
    remarks: list[Diagnostic] = []
    for name in found.differing(other):
        places = [spans for place, spans in other.spans.items() if place.split("/")[1] == name]
        start, end = places[0][0] if places else Span(0, 0)
        message = f"The {witness} gives another {name} than the telegram itself, whose own words are kept."
        remarks.append(Diagnostic(code, "note", message, start=start, end=end))
    return remarks
