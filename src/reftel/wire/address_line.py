"""One addressee as a line gives it (ACP 127(G) paras 205-208; 5 FAH-2 H-230).

`RUEHC/SECSTATE WASHDC IMMEDIATE 7466` is read from the right: the sender's running number to this addressee, the
precedence, and what is left is the plain address with the routing indicator before its stroke.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.vocabulary import posts, precedence, routing_indicators
from reftel.wire.address_names import OFFICES, is_collective, known, office_of, respelt
from reftel.wire.lines import Line, Word
from reftel.wire.spelling import one_apart

_FRONT = r"(?:(?P<indicator>[RQU][A-Z]{3,7}) {0,3}/ {0,3}|(?P<zen>ZEN)(?: {0,3}/ {0,3}| ++))?"
_GLUED = re.compile(rf"(?P<indicator>[RQU][A-Z]{{3,6}}?)(?P<office>{'|'.join(OFFICES)}) ")
_SURE = re.compile(rf"[RQU][A-Z]{{3,7}} {{0,3}}/ {{0,3}}[^ /]|ZEN ?/|(?:{'|'.join(OFFICES)}) [A-Z]")
_STUCK = re.compile(r"(?P<name>.{0,100}[A-Z])(?P<number>[0-9]{4})\Z")
_INDICATOR = re.compile(r"[RQU][A-Z]{3,7}")
_LISTS = ("AIG", "CAD")
_WORDS = ("FLASH", "IMMEDIATE", "PRIORITY", "ROUTINE")
_REMEMBERED = 4096  # lines met last; those of one archive, without their numbers, are some thousands


@cache
def _address() -> re.Pattern[str]:
    """An addressee from left to right; each word of the name is taken only where no tail follows at once."""
    word = "|".join(sorted(precedence.words(), key=len, reverse=True))
    return re.compile(
        rf"{_FRONT}(?P<name>[^ ]++(?: ++[^ ]++)*?)(?: ++(?P<word>{word}))?"
        rf"(?: ++(?P<number>[0-9]{{1,5}}))?(?: ++(?P<late>{word}))?\Z"
    )


class AddressLine(NamedTuple):
    """An addressee in its parts. `precedence` is the word as it should be read; `zen`: delivered by other means."""

    name: Word
    indicator: Word | None = None
    precedence: Word | None = None
    number: Word | None = None
    zen: Word | None = None

    @property
    def continuity_number(self) -> int | None:
        """The running number; four noughts mean that there is none."""
        return (int(self.number.text) or None) if self.number else None


def read_address(line: Line, ledger: Ledger) -> AddressLine:
    """An addressee. Whatever the line holds, it is one: what cannot be told apart stays in the name."""
    line, indicator = _unglued(line, ledger)
    match = _address().match(line.text)
    if match is None:
        return AddressLine(Word(line.text, line.start, line.end), indicator)
    word = _precedence(match, line)
    name, number = _name_and_number(match, line, word is not None)
    if word is None:
        name, word = misspelt_precedence(name, ledger)
    if word is None and number is None and name.text[-1].isdecimal():
        name, number = _stuck(name, ledger)
    if "  " in name.text:
        name = name.read_as(" ".join(name.text.split()))
    indicator = line.word(match, "indicator") if match["indicator"] else indicator
    if indicator is None and _INDICATOR.fullmatch(name.text) and routing_indicators.find(name.text):
        indicator = name
    return AddressLine(name, indicator, word, number, line.word(match, "zen") if match["zen"] else None)


class Form(NamedTuple):
    """An addressee whose line holds nothing doubtful, without its running number: met again and again.

    `places`: the JSON Pointers below the addressee's, with first and last letter on the line.
    """

    name: str
    indicator: str | None
    precedence: str | None
    collective: bool
    office: str | None
    places: tuple[tuple[str, int, int], ...]


def form_of(text: str) -> tuple[Form, str] | None:
    """The form of a line, and its running number or nothing; None where the line has to be read letter by letter."""
    number = text[-4:]
    if number.isdecimal() and text[-5:-4] == " ":
        form = _form(text[:-5], numbered=True)
        return (form, number) if form else None
    form = _form(text, numbered=False)
    return (form, "") if form else None


@lru_cache(_REMEMBERED)
def _form(text: str, *, numbered: bool) -> Form | None:
    whole = f"{text} 0001" if numbered else text
    scratch = Ledger(Strand.whole(whole))
    if not surely_begins(text) or " INFO " in text:
        return None
    line = read_address(Line(whole, 0), scratch)
    name, office = line.name.text, office_of(line.name.text)
    plain = not (scratch.repairs or scratch.remarks or line.zen) and respelt(name) == name
    counted = (
        (line.number is not None and (line.precedence or posts.named(name))) if numbered else not line.number
    )
    if not (plain and counted and len(name) == line.name.end - line.name.start):
        return None
    parts = {"routing_indicator": line.indicator, "name": line.name, "precedence": line.precedence}
    places = tuple((f"/{field}", word.start, word.end) for field, word in parts.items() if word)
    indicator = line.indicator.text if line.indicator else None
    word = line.precedence.text if line.precedence else None
    return Form(name, indicator, word, is_collective(name, indicator or ""), office, places)


@lru_cache(_REMEMBERED)
def unknown_precedence(name: str) -> str | None:
    """`URGENT` of `AMEMBASSY TUNIS URGENT`: a word behind an address that the lists know, and no precedence."""
    before, _, last = name.rpartition(" ")
    strange = last.isalpha() and not known(name) and office_of(before) is not None and known(before)
    return last if strange else None


def surely_begins(text: str) -> bool:
    """Whether a line begins as only an addressee does: indicator and stroke, or an office word."""
    return _SURE.match(text) is not None


def is_address(text: str) -> bool:
    """Whether a line is an addressee beyond doubt: as above, or a collective, or a name of the lists."""
    return surely_begins(text) or bool(_GLUED.match(text)) or is_collective(text) or known(text)


def _unglued(line: Line, ledger: Ledger) -> tuple[Line, Word | None]:
    """Q50: the line behind an indicator to which the office word is glued, and that indicator."""
    glued = _GLUED.match(line.text)
    if glued is None:
        return line, None
    office = line.word(glued, "office")
    read = f"{glued['indicator']}/{glued['office']}"
    ledger.repair("Q50", line.start, office.end, line.text[: glued.end("office")], read)
    return line.part(glued.start("office")), line.word(glued, "indicator")


def _name_and_number(match: re.Match[str], line: Line, behind_word: bool) -> tuple[Word, Word | None]:
    name = line.word(match, "name")
    if not match["number"]:
        return name, None
    number = line.word(match, "number")
    if _counts(name.text, number.text, behind_word):
        return name, number
    return Word(line.text[match.start("name") : match.end("number")], name.start, number.end), None


def _precedence(match: re.Match[str], line: Line) -> Word | None:
    """The word before or behind the number; NIACT alone is NIACT IMMEDIATE."""
    group = "word" if match["word"] else "late"
    text = match[group]
    if not text:
        return None
    low, high = match.span(group)
    return Word("NIACT IMMEDIATE" if text == "NIACT" else text, line.start + low, line.start + high)


def _counts(before: str, number: str, behind_word: bool) -> bool:
    """Whether a number counts telegrams; that of `AIG 4207` and of names that the directory has with figures does not.

    Four figures count anywhere, fewer or more only next to a precedence or behind the name of a post.
    """
    if before in _LISTS:
        return False
    if behind_word:
        return True
    if len(number) > 5 or routing_indicators.of(f"{before} {number}"):
        return False
    return len(number) == 4 or posts.named(before) is not None


def _stuck(name: Word, ledger: Ledger) -> tuple[Word, Word | None]:
    """Q48: a number that is stuck to a name that the lists know."""
    match = _STUCK.match(name.text)
    if match is None or not known(match["name"]):
        return name, None
    at = name.start + match.start("number")
    ledger.repair("Q48", name.start, name.end, name.text, f"{match['name']} {match['number']}")
    return Word(match["name"], name.start, at), Word(match["number"], at, name.end)


def misspelt_precedence(name: Word, ledger: Ledger) -> tuple[Word, Word | None]:
    """Q47: a last word that is one letter away from a single precedence is taken off and read as it."""
    before, blank, last = name.text.rpartition(" ")
    if not blank or not 5 < len(last) < 11 or last[0] not in "IPRF":
        return name, None
    near = [word for word in _WORDS if one_apart(last, word)]
    if len(near) != 1:
        return name, None
    start = name.end - len(last)
    ledger.repair("Q47", start, name.end, last, near[0])
    if near[0] == "IMMEDIATE" and before.endswith(" NIACT"):
        before, start = before.removesuffix(" NIACT"), start - len("NIACT ")
        near = ["NIACT IMMEDIATE"]
    before = before.rstrip()
    return Word(before, name.start, name.start + len(before)), Word(near[0], start, name.end)
