"""Witnesses beside the telegram's own words: the labels of one archive, the index of another.

What they say fills what the text leaves open, never overrules it; where they contradict it, that is told.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.dtg import MONTHS, iso, parse_dtg
from reftel.model.mrn import Mrn
from reftel.model.stated import Stated
from reftel.model.strand import Span, Strand
from reftel.model.telegram import Diagnostic, Repair
from reftel.reading import attributes as attribute_block
from reftel.reading import labels as label_head
from reftel.reading import recorded
from reftel.reading.attributes import Attribute
from reftel.reading.findings import Findings
from reftel.reading.label_findings import findings as read_label_findings
from reftel.reading.labels import Labels

_INCOMPLETE = re.compile(r"(?P<day>\d\d)[ ]?(?P<time>\d{4})[ ]?Z")
_MONTHS = tuple(MONTHS)


class Others(NamedTuple):
    """What witnesses other than the text add: numbers, facts to keep, contradictions, repairs."""

    numbers: list[Mrn]
    facts: dict[str, str]
    remarks: list[Diagnostic]
    repairs: list[Repair]


def hear_labels(found: Findings, others: Others, strand: Strand, labels: Labels) -> None:
    """The labels that the Department's archive printed around the telegram."""
    printed = read_label_findings(strand, labels)
    others.remarks.extend(_contradictions("Q145", "label", found, printed))
    if found.get("dtg") is None:
        others.remarks.extend(_day_only(printed))
    found.fill_from(printed)
    others.repairs.extend(printed.repairs)
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


def hear_record(found: Findings, others: Others, stated: Stated) -> None:
    """The record of a collection in which the telegram lies; which fields it filled stands among the facts."""
    said = recorded.findings(stated)
    others.remarks.extend((*_contradictions("Q141", "collection's record", found, said), *stated.remarks))
    filled = [name for name in said.fields if name not in found.fields]
    found.fill_from(said)
    if filled:
        others.facts[recorded.FACT] = ", ".join(filled)
    number = recorded.number(stated)
    others.numbers.extend([number] if number else [])


def settle_time(found: Findings, remarks: list[Diagnostic], plain: str) -> list[Repair]:
    """Q39: a date-time group without month or year, and an archive's day that agrees with its day and hour."""
    lacking = next((one for one in remarks if one.code == "Q39"), None)
    day = found.get("dtg") if found.get("dtg_precision") == "day" else None
    group = _INCOMPLETE.match(plain, lacking.start) if lacking else None
    if not (lacking and day and group and int(group["day"]) == int(day[8:10])):
        return []
    sent = parse_dtg(f"{group['day']}{group['time']}Z {_MONTHS[int(day[5:7]) - 1]} {day[:4]}")
    if sent is None:
        return []
    place = Span(lacking.start, lacking.end)
    found.put("dtg", iso(sent), place)
    found.put("dtg_precision", "minute")
    return [Repair("Q39", *place, plain[place.start : place.end], iso(sent))]


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
