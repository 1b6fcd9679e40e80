"""Message reference numbers: year, post, serial. Canonical is `2006DUSHANBE862`.

Every printed form leads there: `06DUSHANBE862`, `2006 DUSHANBE 000862`, `DUSHANBE 00000862 002 OF 003`, the cut
station codes of the 1970s (`1976USUNN00327`), and the damaged identifiers that collections print
(`08SECTION01OF02LIMA498`). Sections, versions and second numbers are no part of a number's identity; `identify`
tells them apart.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reftel.model.dtg import full_year
from reftel.vocabulary import posts

FIRST_YEAR, LAST_YEAR = 1930, 2030
LARGEST_SERIAL = 999_999
SERIES = frozenset({"SECTO", "TOSEC", "TODEP", "DEPTO", "TOTAS", "TASTO", "PARTO", "TOPAR", "TOHAK", "HAKTO"})
"""Numbered series of travelling parties; a number of theirs may stand after the telegram's own."""

_LONGEST = 200
_SERIES = "|".join(sorted(SERIES))
_SECTION = re.compile(
    r"(?:SECTI?O?N?|SEC)? ?0{0,6}([0-9]{1,2}) ?(?:\.[0-9])? ?OF ?0{0,6}([0-9]{1,2})(?![0-9])"
)
_MARKING = re.compile(r"E ?F ?T ?O(?=[ A-Z])|NOFORN(?=[ A-Z])")
_YEAR = re.compile(
    r"(?:MRN ?:? ?)?(?:(?P<twice>[0-9]{2})(?P=twice)|(?P<year>(?:19|20)[0-9]{2}|[0-9]{2}))(?= ?[A-Z])"
)
_STATION = re.compile(r"(?P<station>[A-Z][A-Z .'/&-]{0,60}?) ?(?P<serial>-? ?[0-9][0-9,]{0,11})(?![0-9])")
_AIRGRAM = re.compile(r"(?P<station>[A-Z][A-Z .'/&]{0,60}?) ?A-(?P<serial>[0-9]{1,5})(?![0-9])")
_FILLER = re.compile(r" (?:TEL|TELEGRAM|CABLE|NR|NO)\b\.?")
_TAIL = re.compile(
    rf"(?: ?(?:(?P<series>{_SERIES}|Z[A-Z]{{2}}|SUSPECTED ?DUPLICATE) ?(?P<also>[0-9]{{1,6}})?"
    r"|_(?P<version>[A-Z]|[0-9]{1,3})|\((?P<year>(?:19|20)[0-9]{2})\)|\(NOTAL\)))*+\Z"
)
_NO_FIGURE = re.compile(r"[^0-9]")
_NO_LETTER = re.compile(r"[^A-Z]")
_CANONICAL = re.compile(r"(?:19[3-9][0-9]|200[0-9]|201[0-9])[A-Z]{3,60}[1-9][0-9]{0,5}")
_COPY = re.compile(r"(?<=[0-9])-(?P<version>[0-9]{1,2})\Z")


class Mrn(NamedTuple):
    """A message reference number. `year` is None where none was written; an airgram's serial is `A-40`."""

    year: int | None
    post: str
    serial: int | str

    def __str__(self) -> str:
        """Canonical: four-digit year, post without blanks, serial without leading zeros."""
        return f"{self.year or ''}{self.post}{self.serial}"


class Identifier(NamedTuple):
    """A number as found: what it means, and what was printed with it.

    `section` of `of`; `version` counts copies under one number (`_2`, `_a`, `-1`); `also` are second numbers of the
    same telegram (`TOSEC 140300`); `marking` is a control word that an identifier took in; `signal` an operating
    signal between two numbers.
    """

    mrn: Mrn
    section: int | None = None
    of: int | None = None
    version: str | None = None
    also: tuple[str, ...] = ()
    marking: str | None = None
    signal: str | None = None


def parse_mrn(text: str, year: int | None = None) -> Mrn | None:
    """The number that `text` means as a whole, or None. `year` is taken where the text has none.

    A station that the list of posts does not hold is kept as written, without blanks, where the year stands
    closed up with it; otherwise a name has to be known. No spelling is repaired here.
    """
    return _parsed(text, year) if len(text) <= _LONGEST else None


@lru_cache(4096)  # the same few numbers are asked for again and again while a telegram is read and filed
def _parsed(text: str, year: int | None) -> Mrn | None:
    found = None if _CANONICAL.fullmatch(text) is None else _of_canonical(text)
    if found is None:
        meant = identify(text, year)
        found = meant.mrn if meant else None
    return found


def _of_canonical(text: str) -> Mrn | None:
    """The number of a text in the canonical form of a post that the list has; most are, in records that are kept."""
    year, name = int(text[:4]), text[4:].rstrip("0123456789")
    post = posts.find(name)
    if post is None or not post.numbers_telegrams or posts.in_year(post, year).name != name:
        return None
    return Mrn(year, name, int(text[4 + len(name) :]))


def identify(text: str, year: int | None = None) -> Identifier | None:
    """The number that `text` means, with the section, version and second numbers printed in it; None for none."""
    if len(text) > _LONGEST:
        return None
    rest, section, of, marking = _without_intruders(" ".join(text.upper().split()))
    opening = _YEAR.match(rest)
    digits = (opening["twice"] or opening["year"]) if opening else None
    rest = (rest[opening.end() :] if opening else rest.removeprefix("MRN")).strip(" :")
    rest, version = _without_copy_number(rest) if digits else (rest, None)
    match = _AIRGRAM.match(rest) or _STATION.match(rest)
    tail = _TAIL.match(rest, match.end()) if match else None
    if match is None or tail is None:
        return None
    written = digits or tail["year"]
    known = full_year(written) if written else year
    mrn = _number(match, known, closed_up=bool(opening and _closed_up(text)))
    if mrn is None or (known is not None and not FIRST_YEAR <= known <= LAST_YEAR):
        return None
    return Identifier(mrn, section, of, version or tail["version"], _also(tail, mrn), marking, _signal(tail))


def aliases(mrn: Mrn) -> tuple[str, ...]:
    """Other forms in which collections print the number: short year, padded, with the cut name of the 1970s."""
    if mrn.year is None:
        return ()
    if isinstance(mrn.serial, str):
        return (f"{mrn.year % 100:02d}{mrn.post}{mrn.serial}",)
    short = f"{mrn.year % 100:02d}{mrn.post}"
    width = 6 if mrn.post == "STATE" or mrn.year >= 2000 else 5
    forms = [f"{short}{mrn.serial}", f"{short}{mrn.serial:0{width}d}"]
    post = posts.find(mrn.post)
    if mrn.year < 1980:
        six_cut = post.six_cut if post else mrn.post[:6]
        forms.append(f"{mrn.year}{six_cut}{mrn.serial:0{width}d}")
    return tuple(dict.fromkeys(form for form in forms if form != str(mrn)))


def _closed_up(text: str) -> bool:
    return len(text.split()) < 2


def _without_intruders(text: str) -> tuple[str, int | None, int | None, str | None]:
    """The text without the section words and control words that systems took into identifiers."""
    section = _SECTION.search(text)
    if section and section.end() - section.start() > 3:
        text = f"{text[: section.start()]} {text[section.end() :]}".strip()
    marking = _MARKING.search(text)
    if marking and (marking.start() == 0 or not text[marking.start() - 1].isalpha()):
        text = text[: marking.start()] + text[marking.end() :]
    else:
        marking = None
    numbers = (int(section[1]), int(section[2])) if section else (None, None)
    return text, *numbers, marking[0].replace(" ", "") if marking else None


def _without_copy_number(text: str) -> tuple[str, str | None]:
    copy = _COPY.search(text)
    return (text[: copy.start()], copy["version"]) if copy else (text, None)


def _number(match: re.Match[str], year: int | None, closed_up: bool) -> Mrn | None:
    airgram = match.re is _AIRGRAM
    digits = _NO_FIGURE.sub("", match["serial"])
    post = _station(match["station"], year, closed_up)
    if airgram and post is None:
        return None
    serial = int(digits)
    if post is None or posts.never_a_station(post) or not 0 < serial <= LARGEST_SERIAL:
        return None
    return Mrn(year, post, f"A-{serial}" if airgram else serial)


def _station(name: str, year: int | None, closed_up: bool) -> str | None:
    """The canonical name of a station; the letters as they stand if no list has it and the form leaves no doubt."""
    post = posts.find(_FILLER.sub("", name))
    if post is not None:
        if not post.numbers_telegrams:
            return None
        return posts.in_year(post, year).name if year else post.name
    letters = _NO_LETTER.sub("", name)
    return letters if closed_up and len(letters) >= 3 else None


def _also(tail: re.Match[str], mrn: Mrn) -> tuple[str, ...]:
    if not tail["also"]:
        return ()
    own = tail["series"] not in SERIES
    return (
        str(Mrn(mrn.year, mrn.post, int(tail["also"]))) if own else f"{tail['series']} {int(tail['also'])}",
    )


def _signal(tail: re.Match[str]) -> str | None:
    return tail["series"] if tail["series"] and tail["series"].startswith("Z") else None
