"""The telegram as a whole: elements that are missing, doubled, out of order or out of their time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, rule

# Agency traffic that the handbook of 1974 exempts from the executive order and TAGS lines.
_EXEMPT = frozenset({"AIDAC", "TOPEC", "USIAC", "USIA"})
_LABELS = {"subject": "SUBJECT", "tags": "TAGS", "declassification": "E.O."}
_LABEL_LINE = re.compile(
    r"[ \t]*(?:(?P<subject>SUBJ(?:ECT)?)|(?P<tags>TAGS)|(?P<declassification>E\. ?O\. ?\d{5}))[ \t]*:"
)
_SIGNS = ("SUBJ", "TAGS", "O.")
# Order on the forms of 1974 and after; the labels of airgrams and of later systems are printed in another.
_SEQUENCE = ("captions", "declassification", "tags", "subject", "references")
_NAMES = {
    "captions": "a caption",
    "declassification": "the executive order line",
    "tags": "the TAGS line",
    "subject": "the subject",
    "references": "the reference line",
}


@rule("S0001", before=periods.SIPDIS_BEGINS)
def out_of_its_time(case: Case) -> Iterator[Finding]:
    """An element belongs to another time than the date of the telegram.

    Portion marks begin with E.O. 12065 in December 1978; SIPDIS comes with the inter-agency network of about 2000.

    Source: E.O. 12065; released telegrams of 1973 to 2010
    Bad (1976):
        1. (C) THE HARBOR BOARD MET IN MAY.
        2. (C) IT AGREED ON LITTLE.
    Good (1976):
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    """
    if not case.day:
        return
    if case.day < periods.MARKS_BEGIN and case.numbered:
        marks = [at for at, one in case.numbered if one.marking and len(one.marking) <= 2]
        if len(marks) * 2 > len(case.numbered):
            what = f"portion marks begin in December 1978, not in {case.day.year}"
            yield Finding(what, *case.place(f"/paragraphs/{marks[0]}/marking"))
    if case.day < periods.SIPDIS_BEGINS and "SIPDIS" in case.telegram.captions:
        at = case.telegram.captions.index("SIPDIS")
        yield Finding(f"SIPDIS was not in use in {case.day.year}", *case.place(f"/captions/{at}"))


@rule("S0002", needs="head", since=periods.LINES_COMPULSORY)
def element_missing(case: Case) -> Iterator[Finding]:
    """The executive order line, the TAGS line or the subject is missing; all three are compulsory.

    Source: TAGS handbook of 1974, section 1 (from 1 March 1973); 5 FAH-1 H-210
    Bad:
        [no TAGS]
    Good:
        TAGS: PREL, TS
    """
    telegram = case.telegram
    if telegram.declassification and telegram.tags and telegram.subject is not None:
        return
    place = case.place("/classification/level", "/classification")
    exempt = _EXEMPT.intersection(telegram.captions)
    if telegram.declassification is None and not exempt:
        yield Finding("the executive order line is missing", *place)
    elif not telegram.tags and not exempt:
        yield Finding("the TAGS line is missing", *place)
    elif telegram.subject is None and "subject" not in case.once(_labels):
        yield Finding("the subject is missing", *place)


def _above_the_text(case: Case) -> tuple[int, int]:
    return case.place("/classification")[1], case.body_start


def _some_sign_again(case: Case) -> bool:
    """Whether a part of a label stands twice above the text, on which line soever."""
    head = case.text[slice(*_above_the_text(case))]
    return max(map(head.count, _SIGNS)) > 1


def _labels(case: Case) -> dict[str, list[tuple[int, int]]]:
    """The label lines above the text, by element."""
    found: dict[str, list[tuple[int, int]]] = {}
    for line in case.lines(*_above_the_text(case)):
        # behind a mere carriage return a line is printed over
        begins = not line or case.text[line - 1] == "\n"
        match = _LABEL_LINE.match(case.text, line, case.body_start) if begins else None
        if match:
            found.setdefault(str(match.lastgroup), []).append(match.span(str(match.lastgroup)))
    return found


@rule("S0003", needs="as-sent")
def out_of_order(case: Case) -> Iterator[Finding]:
    """The elements of the head do not follow each other as they should: captions, E.O., TAGS, subject, references.

    Source: TAGS handbook of 1974, section 3
    Bad:
        [no TAGS]
        SUBJECT: FISHERIES TALKS
        TAGS: PREL, TS
    Good:
        TAGS: PREL, TS
        SUBJECT: FISHERIES TALKS
    """
    if case.telegram.kind != "telegram":
        return
    firsts = case.first_places
    places = [(firsts[part], part) for part in _SEQUENCE if part in firsts]
    if places == sorted(places):
        return
    places = [(place, part) for place, part in places if not _on_tags_line(case, part)]
    for (before, earlier), (place, part) in pairwise(places):
        if place < before:
            yield Finding(f"{_NAMES[part]} stands before {_NAMES[earlier]}", *place)


def _on_tags_line(case: Case, part: str) -> bool:
    """Whether the only captions are those that stand among the TAGS, which is a fault of its own."""
    places = case.first_places
    return (
        part == "captions"
        and "tags" in places
        and case.line_of(places[part][0]) == case.line_of(places["tags"][0])
    )


@rule("S0004", needs="as-sent", given=_some_sign_again)
def element_twice(case: Case) -> Iterator[Finding]:
    """The executive order line, the TAGS line or the subject stands twice above the text.

    Source: TAGS handbook of 1974, section 3
    Bad:
        SUBJECT: FISHERIES TALKS

        SUBJECT: TUNIS ASKS FOR DELAY
    Good:
        SUBJECT: FISHERIES TALKS: TUNIS ASKS FOR DELAY
    """
    if not case.first_places.get("classification"):
        return
    for part, places in case.once(_labels).items():
        if len(places) > 1:
            yield Finding(f"{_LABELS[part]} stands {len(places)} times", *places[1])
