"""The codes of the TAGS line: whether they exist, and did at the time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.vocabulary import tags as vocabulary
from reftel.vocabulary.table import rows

_SUBJECT = re.compile(r"[A-Z]{4}")
_COUNTRY = re.compile(r"[A-Z]{2}|X[A-Z]|\d[A-Z]")
_PROGRAM = re.compile(r"K[A-Z]{3}")
_NEED_A_NAME = frozenset({"OCON", "OEXC", "OREP", "OTRA", "OVIP"})
# First letters of the fields of subject TAGS: administration, business, consular, economic, ...
_FIELDS = frozenset("ABCELMOPST")
_WITH_NAMES = frozenset("ABCO")
_AMERICAN = re.compile(r"\bU\.? ?S\b|\bUSG\b|\bUSA\b|AMERICA|UNITED STATES|WASHINGTON|AMCIT")
_LAST_OF_1974 = 1979
_FIRST_OF_2000 = 2000
_SLACK = 3


def each_tag(case: Case) -> Iterator[tuple[str, str]]:
    """The entries of the TAGS line in order, each with its JSON Pointer."""
    for place, tag in enumerate(case.telegram.tags):
        yield f"/tags/{place}", tag


@cache
def _eras() -> dict[str, tuple[bool, bool]]:
    """Subject TAGS to whether they were in use in the 1970s, and in the 2000s, as far as their notes tell."""
    notes = {row["code"]: row["era_notes"] for row in rows("subject_tags")}
    return {
        code: (
            "not in the 1974 handbook" not in note or "197" in note.replace("1974 handbook", ""),
            "not on the 2000s list" not in note,
        )
        for code, note in notes.items()
    }


def _odd(case: Case) -> list[tuple[str, str]]:
    """The tags that are not simply in the lists of the telegram's year, each with its pointer: on most lines none."""
    year = case.day.year if case.day else None
    return [(f"/tags/{at}", tag) for at, tag in enumerate(case.telegram.tags) if not _plain(tag, year)]


@lru_cache(4096)
def _plain(tag: str, year: int | None) -> bool:
    """Whether a tag is listed, was in use in both eras, and has one meaning about that year."""
    if not vocabulary.find(tag) or not all(_eras().get(tag, ())) or _of_no_country(tag, year):
        return False
    return year is None or len(_meanings(tag, year)) < 2


@rule("S0801", needs="tags")
def no_subject_tag(case: Case) -> Iterator[Finding]:
    """The TAGS line has no subject TAG; at least one is compulsory.

    Source: TAGS handbook of 1974, section 7; 5 FAH-1 H-210 (2024)
    Bad:
        TAGS: TS, FR
    Good:
        TAGS: PREL, TS, FR
    """
    codes = case.telegram.tags
    if codes and not any(map(_is_subject, codes)):
        yield Finding("no subject TAG, only " + ", ".join(codes[:3]), *case.place("/tags/0"))


@lru_cache(4096)
def _is_subject(code: str) -> bool:
    """Whether a code is a subject TAG, or may be one that no list has."""
    listed = vocabulary.find(code)
    if listed:
        return any(one.kind in {"subject", "program"} for one in listed)
    return bool(_SUBJECT.fullmatch(code)) and code[0] in _FIELDS


@rule("S0802", needs="tags", given=_odd)
def unknown_subject_tag(case: Case) -> Iterator[Finding]:
    """A code has the form of a subject TAG and stands on no list.

    Source: TAGS handbook of 1974, section 8; 5 FAH-3 H-011; code lists made from telegrams of the 2000s
    Bad:
        TAGS: PREL, PXYZ, TS
    Good:
        TAGS: PREL, ETRD, TS
    """
    for pointer, tag in case.once(_odd):
        if not vocabulary.find(tag) and _SUBJECT.fullmatch(tag) and tag[0] in _FIELDS:
            yield Finding(f"{tag} is no subject TAG", *case.place(pointer))


@rule("S0803", needs="tags day", given=_odd)
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
    eras = _eras()
    for pointer, tag in case.once(_odd):
        early, late = eras.get(tag, (True, True))
        if (case.day.year <= _LAST_OF_1974 and not early and case.day < periods.ORDER_12065) or (
            case.day.year >= _FIRST_OF_2000 and not late
        ):
            yield Finding(f"{tag} was not in use in {case.day.year}", *case.place(pointer))


@rule("S0804", needs="tags", given=_odd)
def unknown_country_code(case: Case) -> Iterator[Finding]:
    """A two-letter code stood for nothing at the time of the telegram.

    Source: TAGS handbook of 1974, section 9; 5 FAH-3 H-414
    Bad:
        TAGS: PREL, QQ
    Good:
        TAGS: PREL, TS
    """
    for pointer, tag in case.once(_odd):
        if _of_no_country(tag, case.day and case.day.year):
            when = f" in {case.day.year}" if case.day and vocabulary.find(tag) else ""
            yield Finding(f"{tag} stands for no country or region{when}", *case.place(pointer))


@lru_cache(4096)
def _of_no_country(tag: str, year: int | None) -> bool:
    """Whether a code has the form of a country's and was none about that year."""
    return bool(_COUNTRY.fullmatch(tag)) and not any(vocabulary.known(tag, day) for day in _days_about(year))


@lru_cache(4096)
def _meanings(tag: str, year: int) -> tuple[str, ...]:
    """The countries that a code of the form of a country's may have stood for in a year."""
    return vocabulary.places(tag, date(year, 1, 1)) if _COUNTRY.fullmatch(tag) else ()


def _days_about(year: int | None) -> tuple[date | None, ...]:
    """The day, and the same some years earlier and later: the lists did not change everywhere at once."""
    if year is None:
        return (None,)
    return tuple(date(one, 1, 1) for one in (year, max(1, year - _SLACK), min(9999, year + _SLACK)))


@rule("S0805", needs="tags day", given=_odd)
def changed_its_meaning(case: Case) -> Iterator[Finding]:
    """A two-letter code stood for different places within the lists that may have been in use on the day.

    Some hundred codes changed hands between the lists: CH was China, then Switzerland; AS Australia, then American
    Samoa. Where one list alone can have been in use, the code is not in doubt and nothing is said; within some
    years of a change, which no source dates exactly, the text has to tell.

    Source: TAGS handbook of 1974, section 9; lists of the 1980s to 2010s; 5 FAH-3 H-416 (2024)
    Bad:
        P R 101039Z MAY 13
        E.O. 13526: DECL: 5/10/2023
        TAGS: PREL, CH
    Good:
        P R 101039Z MAY 13
        E.O. 13526: DECL: 5/10/2023
        TAGS: PREL, TS
    """
    if not case.day:
        return
    for pointer, tag in case.once(_odd):
        places = _meanings(tag, case.day.year)
        if len(places) > 1:
            yield Finding(
                f"{tag} stood for {' or '.join(places)} about {case.day.year}", *case.place(pointer)
            )


@rule("S0810", needs="tags day")
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
    for pointer, tag in each_tag(case):
        if tag in _NEED_A_NAME:
            yield Finding(f"{tag} needs the name of a person", *case.place(pointer))


@rule("S0816", needs="tags", given=_odd)
def unknown_program(case: Case) -> Iterator[Finding]:
    """A program TAG, four letters from K, stands on no list.

    Source: 5 FAH-3 H-610; code lists made from telegrams of the 2000s
    Bad:
        TAGS: PREL, KQQQ, TS
    Good:
        TAGS: PREL, KDEM, TS
    """
    for pointer, tag in case.once(_odd):
        if not vocabulary.find(tag) and _PROGRAM.fullmatch(tag):
            yield Finding(f"{tag} is no known program TAG", *case.place(pointer))


@rule("S0811", needs="tags day")
def name_without_its_tag(case: Case) -> Iterator[Finding]:
    """A person is named among the TAGS, and no subject TAG is there that goes with a name.

    The handbook of 1974 marks which do; all of them are of administration, business, consular affairs or
    operations (A, B, C, O). The marks themselves are not in the list at hand, so that only a name beside none of
    these fields is reported. Later telegrams name persons beside any subject.

    Source: TAGS handbook of 1974, section 16
    Bad (1976):
        TAGS: PFOR, (MARLOWE, JANE Q), TS
    Good (1976):
        TAGS: PFOR, CASC, (MARLOWE, JANE Q), TS
    """
    if not case.day or not periods.LINES_COMPULSORY <= case.day < periods.ORDER_12958:
        return
    codes = [tag for _, tag in each_tag(case) if _SUBJECT.fullmatch(tag)]
    if not codes or any(code[0] in _WITH_NAMES for code in codes):
        return
    for pointer, tag in each_tag(case):
        if "," in tag:
            yield Finding(f"no subject TAG that goes with the name {tag}", *case.place(pointer))
            return


@rule("S0814", needs="draft tags")
def united_states_without_need(case: Case) -> Iterator[Finding]:
    """US stands among the TAGS, and neither the subject nor the text speaks of the United States.

    US is for telegrams in which the United States takes part, not for every report of a post. Whether it does is
    guessed from the words: U.S., AMERICA, WASHINGTON and the like.

    Source: TAGS handbook of 1974, section 10
    Bad:
        TAGS: PREL, TS, US
    Good:
        TAGS: PREL, TS, US
        SUBJECT: FISHERIES TALKS: TUNIS ASKS U.S. FOR DELAY
    """
    if not case.is_draft or "US" not in case.telegram.tags or not case.telegram.paragraphs:
        return
    said = (case.telegram.subject or "", *(one.text for one in case.telegram.paragraphs))
    if not any(_AMERICAN.search(words.upper()) for words in said):
        at = case.telegram.tags.index("US")
        yield Finding("nothing in the text speaks of the United States", *case.place(f"/tags/{at}"))
