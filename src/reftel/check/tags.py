"""The TAGS line: codes that exist, on their date, in their form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.vocabulary import tags as vocabulary
from reftel.vocabulary.table import rows

_SUBJECT = re.compile(r"[A-Z]{4}")
_COUNTRY = re.compile(r"[A-Z]{2}|X[A-Z]|\d[A-Z]")
_PROGRAM = re.compile(r"K[A-Z]{3}")
_NAME = re.compile(r"[A-Z'-]+(?: [A-Z'-]+)*, [A-Z'-]+(?: [A-Z'.-]+)*(?:,? (?:JR|SR|II|III|IV)\.?)?")
_LABEL = re.compile(r"[ \t]*(?P<label>[A-Z]{2,5})[ \t]*[:;.]")
_BRACKETS = re.compile(r"\(([^()\n]{1,60})\)")
_NEED_A_NAME = frozenset({"OCON", "OEXC", "OREP", "OTRA", "OVIP"})
# First letters of the fields of subject TAGS: administration, business, consular, economic, ...
_FIELDS = frozenset("ABCELMOPST")
_LAST_OF_1974 = 1979
_FIRST_OF_2000 = 2000
_SLACK = 3


def _each(case: Case) -> Iterator[tuple[str, str]]:
    for place, tag in enumerate(case.telegram.tags):
        yield f"/tags/{place}", tag


def _kinds(code: str) -> set[str]:
    return {tag.kind for tag in vocabulary.find(code)}


@cache
def _eras() -> dict[str, tuple[bool, bool]]:
    """Subject TAGS to whether they were in use in the 1970s, and in the 2000s, as far as their notes tell."""
    eras: dict[str, tuple[bool, bool]] = {}
    for row in rows("subject_tags"):
        note = row["era_notes"]
        late = ("2000s" in note and "not on the 2000s list" not in note) or "recent" in note
        early = (
            "1970s" in note or "1974" in note or "seen 197" in note
        ) and "not in the 1974 handbook" not in note
        eras[row["code"]] = (early or "added after" in note, late)
    return eras


@rule("S0801")
def no_subject_tag(case: Case) -> Iterator[Finding]:
    """The TAGS line has no subject TAG; at least one is compulsory.

    Source: TAGS handbook of 1974, section 7; 5 FAH-1 H-210 (2024)
    Bad:
        TAGS: TS, FR
    Good:
        TAGS: PREL, TS, FR
    """
    codes = case.telegram.tags
    if codes and not any(_SUBJECT.fullmatch(code) for code in codes):
        yield Finding("no subject TAG, only " + ", ".join(codes[:3]), *case.place("/tags/0"))


@rule("S0802")
def unknown_subject_tag(case: Case) -> Iterator[Finding]:
    """A code has the form of a subject TAG and stands on no list.

    Source: TAGS handbook of 1974, section 8; 5 FAH-3 H-011; code lists made from telegrams of the 2000s
    Bad:
        TAGS: PREL, PXYZ, TS
    Good:
        TAGS: PREL, ETRD, TS
    """
    for pointer, tag in _each(case):
        if _SUBJECT.fullmatch(tag) and tag[0] in _FIELDS and not vocabulary.find(tag):
            yield Finding(f"{tag} is no subject TAG", *case.place(pointer))


@rule("S0803")
def subject_tag_of_another_era(case: Case) -> Iterator[Finding]:
    """A subject TAG was not in use at the time of the telegram.

    Only what the lists of the 1970s and of the 2000s leave no doubt about is reported, not the years between.

    Source: TAGS handbook of 1974, section 8; code lists of the 2000s
    Bad (1976):
        TAGS: PREL, TS
    Good (1976):
        TAGS: PFOR, TS
    """
    if not case.day:
        return
    for pointer, tag in _each(case):
        early, late = _eras().get(tag, (True, True))
        if (case.day.year <= _LAST_OF_1974 and not early and case.day < periods.ORDER_12065) or (
            case.day.year >= _FIRST_OF_2000 and not late
        ):
            yield Finding(f"{tag} was not in use in {case.day.year}", *case.place(pointer))


@rule("S0804")
def unknown_country_code(case: Case) -> Iterator[Finding]:
    """A two-letter code stood for nothing at the time of the telegram.

    Source: TAGS handbook of 1974, section 9; 5 FAH-3 H-414
    Bad:
        TAGS: PREL, QQ
    Good:
        TAGS: PREL, TS
    """
    for pointer, tag in _each(case):
        if _COUNTRY.fullmatch(tag) and not any(vocabulary.known(tag, day) for day in _days_about(case.day)):
            when = f" in {case.day.year}" if case.day and vocabulary.find(tag) else ""
            yield Finding(f"{tag} stands for no country or region{when}", *case.place(pointer))


def _days_about(day: date | None) -> tuple[date | None, ...]:
    """The day, and the same some years earlier and later: the lists did not change everywhere at once."""
    if day is None:
        return (None,)
    return day, date(day.year - _SLACK, 1, 1), date(day.year + _SLACK, 1, 1)


@rule("S0806")
def sequence(case: Case) -> Iterator[Finding]:
    """A subject TAG stands behind countries and organizations.

    A name may stand behind the TAG that calls for it or at the end.

    Source: TAGS handbook of 1974, section 4
    Bad:
        TAGS: TS, PREL
    Good:
        TAGS: PREL, TS
    """
    highest = 0
    for pointer, tag in _each(case):
        rank = highest if "," in tag else _rank(tag)
        if rank < highest:
            yield Finding(
                f"{tag} should stand further to the front: subjects, then countries and organizations",
                *case.place(pointer),
            )
            return
        highest = rank


def _rank(tag: str) -> int:
    kinds = _kinds(tag)
    return 0 if not kinds or kinds & {"subject", "program"} else 1


@rule("S0807")
def stray_punctuation(case: Case) -> Iterator[Finding]:
    """A comma or a full stop stands behind the last code.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAGS: PREL, TS.
    Good:
        TAGS: PREL, TS
    """
    if not case.telegram.tags or not case.as_sent:
        return
    end = case.place(f"/tags/{len(case.telegram.tags) - 1}")[1]
    rest = case.text[end : case.line_of(end)[1]] if end else ""
    if rest.strip() and not rest.strip(" .,;"):
        at = end + len(rest) - len(rest.lstrip())
        stop = end + len(rest.rstrip())
        yield Finding("the TAGS line ends without punctuation", at, stop, fixes=(Fix(end, stop, ""),))


@rule("S0808")
def brackets_round_a_code(case: Case) -> Iterator[Finding]:
    """Brackets stand round something that is not the name of a person.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAGS: PREL, (TS)
    Good:
        TAGS: PREL, TS
    """
    for pointer, tag in _each(case):
        start, end = case.place(pointer)
        if vocabulary.find(tag) and case.text[start - 1 : start] == "(" and case.text[end : end + 1] == ")":
            fix = (Fix(start - 1, start, ""), Fix(end, end + 1, ""))
            yield Finding(f"brackets are for names; {tag} is a code", start - 1, end + 1, tag, fix)


@rule("S0809")
def name_out_of_form(case: Case) -> Iterator[Finding]:
    """A name in brackets is not written SURNAME, GIVEN.

    Differing spellings make separate files of one person.

    Source: TAGS handbook of 1974, sections 16 to 18
    Bad (1976):
        TAGS: CASC, (JANE Q MARLOWE), TS
    Good (1976):
        TAGS: CASC, (MARLOWE, JANE Q), TS
    """
    start, end = _stretch(case)
    for match in _BRACKETS.finditer(case.text, start, end):
        name = " ".join(match[1].split())
        if (
            not vocabulary.find(name)
            and any(letter.isalpha() for letter in name)
            and not _NAME.fullmatch(name)
        ):
            yield Finding(f"({name}) is not written SURNAME, GIVEN", *match.span())


def _stretch(case: Case) -> tuple[int, int]:
    """The letters from the first to the last code, with brackets that stand right behind."""
    spans = [case.place(pointer) for pointer, _ in _each(case)]
    if not spans or not spans[-1][1]:
        return 0, 0
    first, last = min(spans), max(spans)
    return first[0] - 1 if first[0] else 0, case.line_of(last[1])[1]


@rule("S0810")
def travel_without_a_name(case: Case) -> Iterator[Finding]:
    """A travel or visit TAG stands without the name of a person.

    Source: instruction telegrams of 1974: OCON, OEXC, OREP, OTRA and OVIP go with a name
    Bad (1976):
        TAGS: OVIP, TS
    Good (1976):
        TAGS: OVIP, (MARLOWE, JANE Q), TS
    """
    if not case.day or not periods.LINES_COMPULSORY <= case.day < periods.ORDER_12958:
        return
    if any("," in tag for tag in case.telegram.tags):
        return
    for pointer, tag in _each(case):
        if tag in _NEED_A_NAME:
            yield Finding(f"{tag} needs the name of a person", *case.place(pointer))


@rule("S0812")
def repeated(case: Case) -> Iterator[Finding]:
    """A code stands twice on the TAGS line.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAGS: PREL, PREL, TS
    Good:
        TAGS: PREL, TS
    """
    seen: set[str] = set()
    for pointer, tag in _each(case):
        if tag in seen or len(case.telegram.spans.get(pointer, ())) > 1:
            yield Finding(f"{tag} stands twice", *case.place(pointer))
        seen.add(tag)


@rule("S0815")
def caption_among_tags(case: Case) -> Iterator[Finding]:
    """A caption stands on the TAGS line, where only codes and names belong.

    Source: 5 FAH-2 H-440; seen on telegrams of the 2000s
    Bad:
        [no SIPDIS]
        TAGS: PREL, TS, SIPDIS
    Good:
        TAGS: PREL, TS
    """
    start, end = _stretch(case)
    for at, name in enumerate(case.telegram.captions):
        place = case.place(f"/captions/{at}")
        if start <= place[0] < end:
            yield Finding(f"{name} is a caption and stands above the executive order line", *place)


@rule("S0816")
def unknown_program(case: Case) -> Iterator[Finding]:
    """A program TAG, four letters from K, stands on no list.

    Source: 5 FAH-3 H-610; code lists made from telegrams of the 2000s
    Bad:
        TAGS: PREL, KQQQ, TS
    Good:
        TAGS: PREL, KDEM, TS
    """
    for pointer, tag in _each(case):
        if _PROGRAM.fullmatch(tag) and not vocabulary.find(tag):
            yield Finding(f"{tag} is no known program TAG", *case.place(pointer))


@rule("S0817")
def label_misspelt(case: Case) -> Iterator[Finding]:
    """The label of the TAGS line is misspelt.

    Source: TAGS handbook of 1974, section 3
    Bad:
        TAG: PREL, TS
    Good:
        TAGS: PREL, TS
    """
    first = case.place("/tags/0")[0] if case.telegram.tags else 0
    match = _LABEL.match(case.text, case.line_of(first)[0], first) if first and case.as_sent else None
    if match and match["label"] != "TAGS":
        place = match.span("label")
        yield Finding(f"{match['label']} instead of TAGS", *place, "TAGS", (Fix(*place, "TAGS"),))
