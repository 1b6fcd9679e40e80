"""The subject: there, short, unclassified."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.vocabulary import classification

LONGEST = 200
_ENDS = frozenset({"", "\n", "\r"})
_EMPTY = re.compile(
    r"(?<![^\r\n])[ \t]*SUBJ(?:ECT)?[ \t]*:[ \t]*(?=\r?\n[ \t]*\r?\n|\r?\n(?:REF|CLASSIFIED BY)\b)"
)
_RUN_IN = re.compile(r"\b(?:REF(?:S|TEL|TELS)?|CLASSIFIED BY)[ ]?:", re.IGNORECASE)


def _uncommon(case: Case) -> bool:
    """Whether there is no subject, a long one, one with a mark, or letters behind it on its line."""
    telegram = case.telegram
    if telegram.subject is None or len(telegram.subject) > LONGEST or telegram.subject_marking:
        return True
    spans = telegram.spans.get("/subject")
    return not spans or case.text[spans[-1].end : spans[-1].end + 1] not in _ENDS


@rule("S0901", given=_uncommon)
def empty(case: Case) -> Iterator[Finding]:
    """Nothing stands behind the label of the subject.

    Source: TAGS handbook of 1974, section 1
    Bad:
        SUBJECT:

        REF: STATE 72746
    Good:
        SUBJECT: FISHERIES TALKS
    """
    if case.telegram.subject is None and case.has_head:
        match = _EMPTY.search(case.text, case.place("/classification")[1], case.body_start)
        if match:
            yield Finding("the subject is empty", match.end() - len(match[0].lstrip()), match.end())


@rule("S0902", given=_uncommon)
def too_long(case: Case) -> Iterator[Finding]:
    """The subject is longer than 200 characters; a boundary may have been missed.

    Source: no handbook sets a limit; this one is a choice
    Bad:
        SUBJECT: FISHERIES TALKS IN TUNIS, SFAX AND BIZERTE:
        TUNIS ASKS FOR DELAY AND WANTS THE HARBOR BOARD TO
        MEET FIRST, THEN THE CABINET, THEN THE PARLIAMENT,
        AND LAST OF ALL THE COUNCIL OF PORTS, WHICH HAS NOT
        MET THIS YEAR
    Good:
        SUBJECT: FISHERIES TALKS
    """
    subject = case.telegram.subject or ""
    if len(subject) > LONGEST:
        yield Finding(f"the subject has {len(subject)} characters", *case.place("/subject"))


@rule("S0903", given=_uncommon)
def classified_above_the_telegram(case: Case) -> Iterator[Finding]:
    """The portion mark of the subject is higher than the level of the telegram.

    Source: 5 FAH-1 H-246
    Bad:
        SUBJECT: (S) FISHERIES TALKS
    Good:
        SUBJECT: (C) FISHERIES TALKS
    """
    mark = case.telegram.subject_marking
    if mark and case.level and classification.rank(classification.of_portion(mark)) > case.rank:
        yield Finding(
            f"({mark}) in a telegram that is {case.level}", *case.place("/subject_marking", "/subject")
        )


@rule("S0904", given=_uncommon)
def run_together(case: Case) -> Iterator[Finding]:
    """The references or the classifier stand on the line of the subject.

    Source: TAGS handbook of 1974, section 3: each on a line of its own
    Bad:
        SUBJECT: FISHERIES TALKS REF: STATE 72746
        [no REF]
    Good:
        SUBJECT: FISHERIES TALKS
    """
    end = case.telegram.spans["/subject"][-1].end if case.telegram.spans.get("/subject") else 0
    if not end or not case.as_sent:
        return
    match = _RUN_IN.search(case.text, end, case.line_of(end - 1)[1])
    if match:
        yield Finding(f"{match[0]} on the line of the subject", *match.span())
