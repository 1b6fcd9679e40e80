"""Who classified the telegram, and for which reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.text.classified_by import DERIVED_FROM
from reftel.vocabulary import reasons as vocabulary

_SECTION = re.compile(r"1\.\d")
_MORE_LETTERS = re.compile(r"\)?[ ,]{1,2}(?:AND[ ]|&[ ])?\((?P<letter>[I-Zi-z])\)")
_DOUBLED = re.compile(
    r"CLASSIFIED BY[ :]{1,3}\(?(?:[UCS]\) )?(?P<again>CLASSIFIED BY\b:?[ ]?)", re.IGNORECASE
)


@rule("S1020", needs="classified day")
def nobody_classified(case: Case) -> Iterator[Finding]:
    """A classified telegram does not say who classified it.

    One that says what its classification is derived from needs no officer.

    Source: 5 FAH-1 H-246 (2004); E.O. 12958, section 1.7, from 14 October 1995
    Bad:
        [no CLASSIFIED BY]
    Good:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM. REASON: 1.4 (B).
    """
    if not case.has_head or not case.is_classified or not case.day or not _is_wanted(case):
        return
    if case.telegram.classified_by is None and DERIVED_FROM not in case.telegram.provenance.facts:
        yield Finding("the classifier is not named", *case.place("/classification/level", "/classification"))


def _is_wanted(case: Case) -> bool:
    return bool(case.day and periods.ORDER_12958 <= case.day < periods.LABELLED_FIELDS)


@rule("S1021", needs="unclassified as-sent")
def classifier_of_nothing(case: Case) -> Iterator[Finding]:
    """A classifier is named on a telegram that is not classified.

    Source: 5 FAH-1 H-246 (2004)
    Bad:
        ZNR UUUUU ZZH
        UNCLAS TUNIS 001118
        E.O. 12958: N/A
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    if case.is_unclassified and case.telegram.classified_by and case.as_sent:
        yield Finding(f"a classifier on a telegram that is {case.level}", *case.place("/classified_by"))


@rule("S1022", needs="reasons day")
def section_of_another_time(case: Case) -> Iterator[Finding]:
    """The reason cites a section that did not hold the reasons at the time: 1.5 until March 2003, 1.4 since.

    Posts went on citing 1.5 for some months; the rule leaves 2003 alone.

    Source: E.O. 12958 section 1.5; E.O. 12958 as amended by E.O. 13292, section 1.4
    Bad:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM. REASON: 1.5 (B).
    Good:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM. REASON: 1.4 (B).
    """
    if not case.day or case.day < periods.ORDER_12958 or case.day.year == periods.ORDER_AMENDED.year:
        return
    right = "1.5" if case.day < periods.ORDER_AMENDED else "1.4"
    for at, reason in enumerate(case.telegram.reasons):
        match = _SECTION.match(reason)
        if match and match[0] != right:
            place = case.place(f"/reasons/{at}")
            yield Finding(f"reasons stood in section {right} in {case.day.year}", *place, suggestion=right)
            return


@rule("S1023", needs="reasons")
def unknown_reason(case: Case) -> Iterator[Finding]:
    """A reason is no letter of its section: (a) to (g) in section 1.5, (a) to (h) in section 1.4.

    Source: E.O. 12958 section 1.5; E.O. 12958 as amended and E.O. 13526, section 1.4
    Bad:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM.
        REASON: 1.4 (B) AND (K).
    Good:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM.
        REASON: 1.4 (B) AND (D).
    """
    for at, reason in enumerate(case.telegram.reasons):
        if reason[:3] in {"1.4", "1.5"} and not vocabulary.known(reason):
            yield Finding(f"{reason} is no reason for classification", *case.place(f"/reasons/{at}"))
    end = max([case.place(f"/reasons/{at}")[1] for at in range(len(case.telegram.reasons))], default=0)
    match = _MORE_LETTERS.match(case.text, end) if end else None
    if match:
        yield Finding(f"({match['letter']}) is no reason for classification", *match.span("letter"))


@rule("S1024", needs="classified_by")
def no_position(case: Case) -> Iterator[Finding]:
    """The classifier's position is missing.

    Source: 5 FAH-1 H-246 (2004): name and position
    Bad:
        CLASSIFIED BY: JANE Q. MARLOWE. REASON: 1.4 (B).
    Good:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM. REASON: 1.4 (B).
    """
    officer = case.telegram.classified_by
    if officer and officer.name and not officer.position and _is_wanted(case) and case.as_sent:
        yield Finding(f"the position of {officer.name} is missing", *case.place("/classified_by"))


@rule("S1025", needs="classified_by")
def words_doubled(case: Case) -> Iterator[Finding]:
    """The words CLASSIFIED BY stand twice: the system prints them and the drafter typed them again.

    Source: released telegrams of 2003 to 2009
    Bad:
        CLASSIFIED BY: CLASSIFIED BY JANE Q. MARLOWE, DCM.
        REASON: 1.4 (B).
    Good:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM. REASON: 1.4 (B).
    """
    start, stop = case.extent[0], case.body_start
    if case.text[start:stop].upper().count("CLASSIFIED BY") < 2:
        return
    match = _DOUBLED.search(case.text, start, stop)
    if match:
        again = match.span("again")
        yield Finding("CLASSIFIED BY stands twice", *match.span(), fixes=(Fix(*again, ""),))
