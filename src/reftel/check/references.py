"""References: lettered, possible, and the ones that the text speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.telegram import Mention, Reference
from reftel.text.mentions import NO_LETTER

_WRITTEN_YEAR = re.compile(r"(?P<year>(?:19|20)?\d\d)[ ]?(?=[A-Z])")


@lru_cache(4096)
def _number(mrn: str) -> Mrn | None:
    return parse_mrn(mrn)


def _each(case: Case) -> Iterator[tuple[str, Reference]]:
    for at, reference in enumerate(case.telegram.references):
        yield f"/references/{at}", reference


def _letters(case: Case) -> list[str]:
    """The letters of the items in order, each once where several telegrams share an item."""
    labels = [reference.label.upper() for reference in case.telegram.references if reference.label]
    return [label for at, label in enumerate(labels) if at == 0 or labels[at - 1] != label]


def _uncommon(case: Case) -> bool:
    """Whether the list is not one number, nor several with a letter each."""
    references = case.telegram.references
    lettered = len(references) > 1
    return any(one.mrn is None or bool(one.label) != lettered for one in references)


@rule("S1001", needs="references", given=_uncommon)
def not_understood(case: Case) -> Iterator[Finding]:
    """An item of the reference line is no telegram and nothing else that is known.

    Source: reference lines of released telegrams
    Bad:
        REF: QUTTUL WHATNOT
    Good:
        REF: STATE 72746
    """
    for pointer, reference in _each(case):
        if reference.kind in {"unknown", "other"} and reference.mrn is None:
            yield Finding(f"not understood as a reference: {reference.text[:40]}", *case.place(pointer))


@rule("S1002", needs="references head", given=_letters)
def letters_out_of_order(case: Case) -> Iterator[Finding]:
    """The letters of the references do not run A, B, C.

    Source: reference lines of released telegrams
    Bad:
        REF: A. STATE 72746
             C. PARIS 4410
    Good:
        REF: A. STATE 72746
             B. PARIS 4410
    """
    letters = [letter for letter in case.once(_letters) if len(letter) == 1]
    for at, letter in enumerate(letters):
        if letter != chr(ord("A") + at):
            pointer = next(
                pointer for pointer, one in _each(case) if one.label and one.label.upper() == letter
            )
            yield Finding(f"{letter} stands where {chr(ord('A') + at)} should", *case.place(pointer))
            return


@rule("S1004", needs="references head", given=_uncommon)
def lettering(case: Case) -> Iterator[Finding]:
    """A single reference is lettered, or several are not.

    Several numbers of one post need no letters: `STATE 10233, 10466`.

    Source: reference lines of released telegrams
    Bad:
        REF: A. STATE 72746
    Good:
        REF: STATE 72746
    """
    references = case.telegram.references
    lettered = [one for one in references if one.label]
    if len(references) == 1 and lettered:
        yield Finding("a single reference needs no letter", *case.place("/references/0"))
    elif not lettered and len({_post(one) for one in references}) > 1:
        yield Finding(f"{len(references)} references without letters", *case.place("/references/0"))


def _post(reference: Reference) -> str:
    """The post of a reference; several numbers of one post are one item."""
    number = _number(reference.mrn) if reference.mrn else None
    return number.post if number else reference.text


@rule("S1005", needs="references")
def needless_year(case: Case) -> Iterator[Finding]:
    """A reference is written with the year, though it is of the telegram's own year.

    Source: reference lines of released telegrams: a year stands only where it differs
    Bad:
        REF: 06 STATE 72746
    Good:
        REF: STATE 72746
    """
    for pointer, reference in _each(case):
        number = _number(reference.mrn) if reference.mrn and not reference.year_inferred else None
        start, end = case.place(pointer)
        match = _WRITTEN_YEAR.search(case.text, start, end) if end else None
        if number and match and case.day and number.year == case.day.year:
            yield Finding(
                "the year is the telegram's own", *match.span("year"), fixes=(Fix(*match.span(), ""),)
            )


@rule("S1006", needs="day references")
def later_than_the_telegram(case: Case) -> Iterator[Finding]:
    """A reference is later than the telegram: of a later year, or the sender's own with a higher number.

    Source: a telegram refers to what was sent before it
    Bad:
        REF: TUNIS 1200
    Good:
        REF: TUNIS 1100
    """
    own, day = case.mrn, case.day
    for pointer, reference in _each(case):
        number = _number(reference.mrn) if reference.mrn else None
        if not number or not number.year or not day:
            continue
        if number.year > day.year:
            yield Finding(f"{number} is of a later year", *case.place(pointer))
        elif (
            own
            and number[:2] == own[:2]
            and _after(number, own)
            and not (reference.year_inferred and day.month == 1)
        ):
            yield Finding(f"{number} comes after {own}", *case.place(pointer))


def _after(number: Mrn, own: Mrn) -> bool:
    return isinstance(number.serial, int) and isinstance(own.serial, int) and number.serial > own.serial


def _in_january(case: Case) -> bool:
    return case.day is not None and case.day.month == 1


@rule("S1007", needs="mrn", given=_in_january)
def perhaps_last_year(case: Case) -> Iterator[Finding]:
    """In January a reference without a year has a higher number than the sender has reached: last year is likely.

    Source: reference lines of released telegrams
    Bad:
        DE RUEHTU #1118 0101039
        P R 101039Z JAN 06
        REF: TUNIS 1200
    Good:
        DE RUEHTU #1118 0101039
        P R 101039Z JAN 06
        REF: TUNIS 1100
    """
    own, day = case.mrn, case.day
    if not own or not day or day.month != 1:
        return
    for pointer, cited in _cited(case):
        number = _number(cited.mrn) if cited.mrn and cited.year_inferred else None
        if number and number[:2] == own[:2] and _after(number, own):
            start, end = case.place(pointer)
            suggestion = f"{(day.year - 1) % 100:02d} {number.post} {number.serial}"
            yield Finding(f"{number} comes after {own}; last year's is likely", start, end, suggestion)


def _cited(case: Case) -> Iterator[tuple[str, Reference | Mention]]:
    """The references and what only the text cites."""
    yield from _each(case)
    for at, mention in enumerate(case.telegram.mentions):
        if not mention.references:
            yield f"/mentions/{at}", mention


@rule("S1008", needs="references head", given=_letters)
def letter_without_reference(case: Case) -> Iterator[Finding]:
    """The text speaks of a lettered reference that the reference line does not have.

    Source: reference lines of released telegrams
    Bad:
        REF: A. STATE 72746
             B. PARIS 4410
        1. (C) AS REF C SAYS, THE BOARD MET IN MAY.
        2. (C) REFS A AND B SAY LITTLE.
    Good:
        REF: A. STATE 72746
             B. PARIS 4410
        1. (C) AS REF B SAYS, THE BOARD MET IN MAY.
        2. (C) REF A SAYS LITTLE.
    """
    told: set[str] = set()
    for mention in case.telegram.mentions:
        if mention.unbound and mention.unbound.startswith(NO_LETTER) and mention.unbound not in told:
            told.add(mention.unbound)
            yield Finding(mention.unbound, mention.start, mention.end)


@rule("S1009", needs="draft")
def never_used(case: Case) -> Iterator[Finding]:
    """A lettered reference is never spoken of in the text.

    Source: practice; a reader looks for the reason of a reference
    Bad:
        REF: A. STATE 72746
             B. PARIS 4410
        1. (C) AS REF A SAYS, THE BOARD MET IN MAY.
        2. (C) IT AGREED ON LITTLE.
    Good:
        REF: A. STATE 72746
             B. PARIS 4410
        1. (C) AS REFS A AND B SAY, THE BOARD MET IN MAY.
        2. (C) IT AGREED ON LITTLE.
    """
    if not case.is_draft:
        return
    references = case.telegram.references
    used = {references[at].label for mention in case.telegram.mentions for at in mention.references}
    for pointer, reference in _each(case) if used else ():
        if reference.label and reference.label not in used:
            yield Finding(
                f"the text never speaks of reference {reference.label.upper()}", *case.place(pointer)
            )


@rule("S1010", needs="references")
def to_itself(case: Case) -> Iterator[Finding]:
    """A telegram refers to itself.

    Source: a telegram refers to what was sent before it
    Bad:
        REF: TUNIS 1118
    Good:
        REF: TUNIS 1100
    """
    for pointer, reference in _each(case):
        if reference.mrn and reference.mrn == case.telegram.mrn:
            yield Finding(f"{reference.mrn} is this telegram", *case.place(pointer))
