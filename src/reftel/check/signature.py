"""The signature: there, and of the right person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.vocabulary import text_words

_WORDS = re.compile(r"[ \t]{0,40}(?P<words>\S[^\r\n]{0,200}?)[ \t]*(?=[\r\n]|\Z)")
_ENDED = re.compile(r"[.?!\"')][ \t]*\Z")
# A name that is not a surname in capitals: with initials, with a given name, in small letters.
_NAME = re.compile(r"(?:[A-Z]\.? ?){1,3} ?[A-Z][A-Za-z'-]{2,20}|(?:[A-Z][a-z]{1,14} )?[A-Z][a-z]{2,20}")
_INITIALS = re.compile(r"(?:[A-Z]\.? ){1,2}[A-Z]{3}|[B-DF-HJ-NP-TV-XZ]{2} [A-Z]{3}")
_SURNAME = re.compile(r"[A-Z][A-Z'-]{3,20}")
_NOT_BELOW = re.compile(r"MINIMIZE|NOTE BY|[A-Z]{1,5}/|[-=_*]{3}|\d")
_LAST, _TAIL = 4, 900  # lines, letters
# Secretaries of State and the first day of each; telegrams of the travelling party carry the name.
_SECRETARIES = (
    (date(1969, 1, 22), "ROGERS"),
    (date(1973, 9, 22), "KISSINGER"),
    (date(1977, 1, 23), "VANCE"),
    (date(1980, 5, 8), "MUSKIE"),
    (date(1981, 1, 22), "HAIG"),
    (date(1982, 7, 16), "SHULTZ"),
    (date(1989, 1, 25), "BAKER"),
    (date(1992, 8, 23), "EAGLEBURGER"),
    (date(1993, 1, 20), "CHRISTOPHER"),
    (date(1997, 1, 23), "ALBRIGHT"),
    (date(2001, 1, 20), "POWELL"),
    (date(2005, 1, 26), "RICE"),
    (date(2009, 1, 21), "CLINTON"),
)


def _uncommon(case: Case) -> bool:
    """Whether no surname in capitals, and that alone, is known as the signature."""
    return case.telegram.signature is None or case.once(_ill_signed) is not None


@rule("S1301", needs="paragraphs", given=_uncommon)
def missing(case: Case) -> Iterator[Finding]:
    """The telegram has no signature: the surname of the officer in charge, in capitals, alone on the last line.

    Source: practice; TAGS handbook of 1974 and released telegrams
    Bad:
        [no signature]
    Good:
        WINTERS
    """
    telegram = case.telegram
    if case.once(_ill_signed) or case.once(_signed_above):
        return
    if case.has_head and case.has_end and telegram.signature is None and telegram.paragraphs:
        end = telegram.paragraphs[-1].end
        yield Finding("no signature", max(end - 1, 0), end)


def _last_lines(case: Case) -> list[re.Match[str]]:
    """The last lines of the text with letters on them; none where the end of the telegram is not at hand."""
    paragraphs = case.telegram.paragraphs
    if not paragraphs or not case.has_end or not case.as_sent:
        return []
    end = paragraphs[-1].end
    return list(_WORDS.finditer(case.text, max(case.body_start, end - _TAIL), end))[-_LAST:]


def _ill_signed(case: Case) -> tuple[int, int] | None:
    """Where a name stands in place of the signature that is not written as one."""
    spans = case.telegram.spans.get("/signature")
    if spans:
        return spans[0] if _INITIALS.match(case.text, spans[0].start, spans[-1].end) else None
    lines = _last_lines(case) if case.telegram.signature is None else []
    if len(lines) < 2 or not _ENDED.search(lines[-2][0]) or not _NAME.fullmatch(lines[-1]["words"]):
        return None
    known = text_words.listed("not a name").intersection(lines[-1]["words"].upper().split())
    return None if known else lines[-1].span("words")


def _signed_above(case: Case) -> tuple[int, int] | None:
    """Where a signature stands with other words below it: the last word alone between two sentences."""
    if case.telegram.signature is not None:
        return None
    lines = _last_lines(case)
    for above, line, below in reversed(list(zip(lines, lines[1:], lines[2:], strict=False))):
        alone = _SURNAME.fullmatch(line["words"]) and line["words"] not in text_words.listed("not a name")
        if alone and _ENDED.search(above[0]) and not _NOT_BELOW.match(below["words"]):
            return line.span("words")
    return None


@rule("S1302", needs="paragraphs", given=_uncommon)
def not_in_capitals(case: Case) -> Iterator[Finding]:
    """The signature is not the surname alone in capitals: it has small letters, a given name or initials.

    Source: released telegrams; practice: the surname of the officer in charge, in capitals
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
        J. Q. WINTERS
        [no signature]
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
        WINTERS
    """
    place = case.once(_ill_signed)
    if place:
        letters = case.text[place[0] : place[1]]
        yield Finding(f"{letters} is not the surname alone in capitals", *place)


@rule("S1303", needs="paragraphs", given=_uncommon)
def text_below(case: Case) -> Iterator[Finding]:
    """Text stands below the signature, which is the last line of a telegram.

    A word alone in capitals between two sentences, a few lines before the end, is taken for the signature; words
    that head a part of a text are not. MINIMIZE CONSIDERED belongs there.

    Source: released telegrams; the signature stands on the last line
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
        MARLOWE
        A COPY GOES BY POUCH.
        [no signature]
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
        A COPY GOES BY POUCH.
        WINTERS
    """
    place = case.once(_signed_above)
    if place:
        yield Finding(f"text below the signature {case.text[place[0] : place[1]]}", *place)


@rule("S1304", needs="mrn")
def not_the_secretary(case: Case) -> Iterator[Finding]:
    """A SECTO telegram is not signed with the Secretary's name.

    Source: instruction telegram of 1976 on travelling parties
    Bad (1976):
        FM USDEL SECRETARY
        C O N F I D E N T I A L SECTO 1118
    Good (1976):
        C O N F I D E N T I A L TUNIS 1118
    """
    if not case.mrn or case.mrn.post != "SECTO" or not case.day or not case.telegram.signature:
        return
    names = [name for first, name in _SECRETARIES if first <= case.day]
    if names and case.day < periods.LABELLED_FIELDS and names[-1] not in case.telegram.signature:
        yield Finding(
            f"SECTO telegrams carry the name {names[-1]}", *case.place("/signature"), suggestion=names[-1]
        )
