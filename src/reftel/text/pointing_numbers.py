"""Numbers of telegrams in running text: `LIMA 862 (NOTAL)`, `06 LIMA 862`, `your 1234`, `DEPTEL 501`.

A number behind a post's name may count something else or be a year. Where what stands around it leaves a doubt,
the pointer is not sure, and counts only if the REF line has the number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.model.dtg import full_year
from reftel.text.pointer import Pointer, with_paragraphs
from reftel.text.reference_patterns import DATE
from reftel.vocabulary import posts
from reftel.vocabulary.pointing_words import WHOSE, before_a_number, kind_of, last_words

_NUMBER = re.compile(r"(?P<serial>\d{2,6})(?![\dA-Za-z%:/°]|[-.,]\d)")
_ONE_DIGIT = re.compile(r"(?P<serial>\d)(?![\dA-Za-z%:/°]|[-.,]\d)")
_CLOSED_UP = re.compile(r"(?P<year>(?:19|20)?\d\d)(?P<station>[A-Z]{3,20})(?P<serial>\d{1,6})(?![0-9A-Za-z])")
_UNUSUAL = re.compile(r"\d\d(?:\d\d)?[A-Z]|\d{6}Z")
_GROUP = re.compile(r"\d{6}Z\s?(?:[A-Z]{3}\s?\d\d)?(?!\d)")
_RANGE = re.compile(
    r"(?P<serial>\d{2,6})(?:-|\s{1,2}(?:THROUGH|THRU)\s{1,2})(?P<last>\d{2,6})(?![\dA-Za-z%:/°]|[-.,]\d)",
    re.IGNORECASE,
)
_LONGEST_RANGE = 20
_MORE = re.compile(
    r"\s{0,2}(?:,\s{1,2}AND\b|,|;|&|\bAND\b)\s{1,2}(?P<serial>\d{2,6})(?![\dA-Za-z%:/°]|[-.,]\d)",
    re.IGNORECASE,
)
_NOTAL = re.compile(r"\s{0,2}[\[(/]?\s?(?:NOTAL|EXDIS|NODIS|LIMDIS|STADIS)\b\s?[)\]]?", re.IGNORECASE)
_NAMED_POST = re.compile(
    r"\s\((?P<post>[A-Za-z][A-Za-z ]{2,24})\)|\sTO\s(?P<to>[A-Z][A-Za-z]{2,20})\b", re.IGNORECASE
)
_NEXT_WORD = re.compile(r"[\s-]{1,3}(?P<word>[A-Za-z]+)")
_YEAR_BEFORE = re.compile(r"(?:^|[\s(\[,])['’]?(?P<year>(?:19|20)\d\d|\d\d)\s{0,2}\Z")
_ADDRESS = re.compile(r"(?:^|\n)[ \t]{0,4}(?:TO|INFO)[ \t]{1,4}(?:R[A-Z]{5,6}/)?\Z")
_LEVEL = re.compile(r"\((?:UNCLASSIFIED|CONFIDENTIAL|SECRET|LOU|C|S|U)\)\s{1,2}\Z")
_POSSESSIVE = re.compile(r"['’]?S\Z")
_GOES_ON = frozenset(
    {
        "AND",
        "IS",
        "WAS",
        "RECEIVED",
        "REPORTED",
        "REPORTS",
        "CONCERNING",
        "PARA",
        "PARAS",
        "PARAGRAPH",
        "WE",
        "I",
    }
)
_ENDINGS = ("'S", "’S", "TEL", "TELS")
_WORD = 26
_SIGN = re.compile(r"[^\w\s.'’-]")
_BEFORE = 48
_IN_BRACKETS = 120
_MOST_WORDS = 4
_FIRST_YEAR, _LAST_YEAR = 1900, 2035


class Lead(NamedTuple):
    """What stands before a number: whose it is or which station's, where that begins, whether a sign leaves no doubt.

    `counts`: no word before it makes it a time (`ARRIVES LIMA 1530`) or the number of a channel (`TO LIMA 8869`).
    """

    kind: str
    start: int
    station: str | None = None
    sure: bool = False
    year: int | None = None
    counts: bool = True


def may_be_cited(text: str, start: int, at: int) -> bool:
    """Whether the word before the number at `at` is one that can lead to a telegram's number; a quick look."""
    before = text[max(start, at - _WORD) : at].rsplit(None, 1)
    word = before[-1].rpartition("(")[2].strip("[.#").upper() if before else ""
    if word in before_a_number() or word.endswith(_ENDINGS):
        return True
    return _UNUSUAL.match(text, at) is not None


def read_number(text: str, start: int, at: int, end: int) -> Iterator[Pointer]:
    """The pointers that end in the number at `at`, further numbers of the same station included."""
    ranged = _range(text, at, end)
    if ranged:
        yield from _ends_of(text, start, at, end, ranged)
        return
    found = _NUMBER.match(text, at, end)
    if not found:
        yield from _unusual(text, start, at, end)
        return
    lead = _lead(text, start, at)
    if not lead:
        return
    pointer = _pointer(text, lead, found, end)
    yield with_paragraphs(text, start, end, pointer)
    more = _MORE.match(text, pointer.end, end)
    while more and _continues(text, pointer, more, end):
        pointer = pointer._replace(start=more.start("serial"), end=more.end(), serial=int(more["serial"]))
        pointer = _with_date(text, pointer, end)
        yield pointer
        more = _MORE.match(text, pointer.end, end)


def _range(text: str, at: int, end: int) -> re.Match[str] | None:
    """`12-15`: two numbers of one length that rise by a few."""
    found = _RANGE.match(text, at, end)
    if not found or len(found["serial"]) != len(found["last"]):
        return None
    return found if 0 < int(found["last"]) - int(found["serial"]) <= _LONGEST_RANGE else None


def _ends_of(text: str, start: int, at: int, end: int, ranged: re.Match[str]) -> Iterator[Pointer]:
    """The first and the last number of a range; those between have no letters of their own."""
    lead = _lead(text, start, at)
    if lead:
        whole = _pointer(text, lead, ranged, end)
        yield whole._replace(end=ranged.end("serial"))
        yield whole._replace(start=ranged.start("last"), serial=int(ranged["last"]))


def read_digit(text: str, start: int, at: int, end: int) -> Iterator[Pointer]:
    """A number of one digit, `your 2`, which is never sure."""
    found = _ONE_DIGIT.match(text, at, end)
    lead = _lead(text, start, at) if found and may_be_cited(text, start, at) else None
    if found and lead:
        yield _pointer(text, lead, found, end)._replace(sure=False)


def _unusual(text: str, start: int, at: int, end: int) -> Iterator[Pointer]:
    """`06LIMA862`, and a date-time group behind the name of a command or post."""
    found = _CLOSED_UP.match(text, at, end)
    post = posts.find(found["station"]) if found else None
    if found and post and post.numbers_telegrams:
        year, serial = full_year(found["year"]), int(found["serial"])
        yield Pointer("telegram", at, found.end(), station=post.name, serial=serial, year=year)
    group = _GROUP.match(text, at, end)
    if group:
        first, last = _last_word(text, start, at)
        agency = posts.find(text[first:last])
        if last - first > 2 and text[first:last].isupper():
            certain = agency is not None and not agency.numbers_telegrams
            yield Pointer("dtg", first, group.end(), sure=certain)


def _words_before(text: str, start: int, at: int) -> Iterator[str]:
    """The words right before `at` as they stand, four of them, then three, two, one; not across a sign."""
    before = text[max(start, at - _BEFORE) : at].rstrip()
    words = _SIGN.split(before)[-1].split()
    for count in range(min(_MOST_WORDS, len(words)), 0, -1):
        yield " ".join(words[-count:])


def _lead(text: str, start: int, at: int) -> Lead | None:
    """Whose number it is by the words before it; None where they name nobody."""
    stop, signed = at, False
    for _ in range(3):
        first, last = _last_word(text, start, stop)
        word = text[first:last].upper().rstrip(".#")
        if kind_of(word) != "number sign":
            break
        stop, signed = first, True
    if not word or not (text[first].isupper() or kind_of(word)):
        return None
    return _compound(text, word, first, signed) or _station(text, start, word, last, signed)


def _last_word(text: str, start: int, at: int) -> tuple[int, int]:
    """The word before `at`, over blanks only."""
    last = at
    while last > start and text[last - 1] in " \t\n":
        last -= 1
    first = last
    while first > max(start, last - 24) and (text[first - 1].isalpha() or text[first - 1] in "'’.#"):
        first -= 1
    return first, last


def _compound(text: str, word: str, first: int, signed: bool) -> Lead | None:
    """MYTEL, YOUR, DEPARTMENT'S, GENEVATEL: whose telegram it is, in one word."""
    own = _POSSESSIVE.sub("", word)
    for name in (word, own, own.removesuffix("TEL") if "TEL" in word else word):
        kind = kind_of(name)
        if kind in WHOSE:
            certain = signed or "TEL" in word
            if certain or name != word or kind in {"own", "addressee"}:
                return Lead(kind, first, sure=certain or (name != word and kind != "own"))
    place = own.removesuffix("TEL")
    post = posts.find(place) if place != own and len(place) > 3 else None
    return Lead("telegram", first, post.name, True) if post and post.numbers_telegrams else None


def _station(text: str, start: int, word: str, last: int, signed: bool) -> Lead | None:
    """A post whose name ends with `word`, with a year before it if one stands there."""
    name = _POSSESSIVE.sub("", word) if word not in last_words() else word
    if name not in last_words():
        return None
    stop = last - (len(word) - len(name))
    for words in _words_before(text, start, stop):
        post = posts.find(words)
        if post and post.numbers_telegrams and all(part[0].isupper() for part in words.split()):
            first = _begin(text, start, stop, words)
            return _with_year(text, start, Lead("telegram", first, post.name, signed or name != word))
    return None


def _begin(text: str, start: int, stop: int, words: str) -> int:
    at = stop
    for word in reversed(words.split()):
        at = text.rfind(word, start, at)
    return at


def _with_year(text: str, start: int, lead: Lead) -> Lead:
    """The lead with a year printed before the post, and sure where SEE, REF or a bracket leads to the number."""
    window = text[max(start, lead.start - 10) : lead.start]
    if _ADDRESS.search(window):
        return lead._replace(counts=False)
    year = _YEAR_BEFORE.search(window)
    if year:
        begin = lead.start - len(window) + year.start("year")
        return lead._replace(start=begin, sure=True, year=full_year(year["year"]))
    words = window.split()
    before = kind_of(words[-1].upper().strip("(.,:")) if words else ""
    return lead._replace(sure=lead.sure or before == "leads to a number", counts=before != "travels")


def _pointer(text: str, lead: Lead, found: re.Match[str], end: int) -> Pointer:
    pointer = Pointer(
        lead.kind, lead.start, found.end(), station=lead.station, serial=int(found["serial"]), year=lead.year
    )
    if lead.kind == "post":
        named = _NAMED_POST.match(text, found.end(), min(end, found.end() + 30))
        post = posts.find(named["post"]) if named and named["post"] else None
        if named and post:
            pointer = pointer._replace(station=post.name, end=named.end())
    dated = _with_date(text, pointer, end)
    certain = lead.sure or dated.end > pointer.end or found["serial"].startswith("0")
    return dated._replace(sure=lead.counts and (certain or _by_itself(text, lead, found, end)))


def _with_date(text: str, pointer: Pointer, end: int) -> Pointer:
    """The pointer with the date and the NOTAL behind its number."""
    for _ in range(2):
        noted = _NOTAL.match(text, pointer.end, end)
        pointer = pointer._replace(end=noted.end()) if noted else pointer
        dated = DATE.match(text, pointer.end, min(end, pointer.end + 40)) if not pointer.year else None
        if not dated:
            break
        digits = next(group for group in dated.groups() if group)
        pointer = pointer._replace(end=dated.end(), year=full_year(digits))
    return pointer


def _by_itself(text: str, lead: Lead, found: re.Match[str], end: int) -> bool:
    """Whether a number with no sign around it reads as a telegram's: long enough, no year, and counting nothing."""
    digits = found["serial"]
    if _FIRST_YEAR <= int(digits) <= _LAST_YEAR and len(digits) == 4:
        return False
    follower = _NEXT_WORD.match(text, found.end(), min(end, found.end() + 24))
    word = follower["word"].upper() if follower else ""
    if lead.kind != "telegram":
        return not word or word in _GOES_ON or (kind_of(word) == "counted" and _is_month(word))
    long_enough = len(digits) > 3 or (len(digits) == 3 and _in_brackets(text, lead.start))
    return long_enough and kind_of(word) != "counted"


def _in_brackets(text: str, at: int) -> bool:
    """Whether the name at `at` stands in an open bracket, or behind its level: `(CONFIDENTIAL) LIMA 808`."""
    window = text[max(0, at - _IN_BRACKETS) : at]
    return window.rfind("(") > window.rfind(")") or bool(_LEVEL.search(window[-24:]))


def _is_month(word: str) -> bool:
    return word[:3] in {"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}


def _continues(text: str, pointer: Pointer, more: re.Match[str], end: int) -> bool:
    """Whether `LIMA 862, 870` goes on with numbers: about as long, no year, and not counting something."""
    digits, before = more["serial"], str(pointer.serial)
    if abs(len(digits) - len(before)) > 1 or len(digits) < 3 or not pointer.sure:
        return False
    if len(digits) == 4 and _FIRST_YEAR <= int(digits) <= _LAST_YEAR:
        return False
    follower = _NEXT_WORD.match(text, more.end(), min(end, more.end() + 24))
    word = follower["word"].upper() if follower else ""
    return word != "OF" and kind_of(word) != "counted"
