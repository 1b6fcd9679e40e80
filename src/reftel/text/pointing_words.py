"""Pointing words without a number: REFTEL, REFS A-C, SEPTEL, MYTEL, my immediately preceding telegram."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.text.pointer import Pointer, with_paragraphs
from reftel.vocabulary.pointing_words import POINTING, WHOSE, kind_of

_REF = re.compile(
    r"""REF(?:ERENCED?(?=\s{1,2}(?:TEL|CAB|MES|AIR|E-?M|LET|MEM|FAX|NOTE|DIP)))?(?:
      (?P<telegram>\s{0,2}TEL(?:EGRAM)?|\s{1,2}(?:CABLE|MESSAGE))
      |(?P<airgram>(?:\s{1,2})?AIR(?:GRAM)?)|\s{1,2}(?:(?P<email>E-?MAIL)|(?P<letter>LETTER)
      |(?P<memcon>MEMCON)|(?P<memo>MEMO)|(?P<fax>FAX)|(?P<note>(?:DIP(?:LOMATIC)?\s?)?NOTE))
    )?(?P<many>S)?(?![A-Za-z0-9])""",
    re.VERBOSE | re.IGNORECASE,
)
_REFERENCES = re.compile(r"REFERENCE(?P<many>S)?(?=\s\(?[A-Z]\)?[\s,.;)])")
_LETTER = r"(?:\([A-Za-z]\.?\)|\(?[A-Za-z]\)?(?![A-Za-z0-9'’]|\.[A-Za-z]))"
_BETWEEN = r"\s{0,2}(?:,|/|&|-|\bAND\b|\bOR\b|\bTHROUGH\b|\bTHRU\b|\bTO\b)\s{0,2}(?:AND\s{1,2})?"
_LETTERS = re.compile(rf"\s{{0,3}}{_LETTER}(?:{_BETWEEN}{_LETTER}){{0,12}}", re.IGNORECASE)
_TOKEN = re.compile(
    r"\b(?P<letter>[A-Za-z])\b(?P<close>\.?\))?|(?P<range>-|\bTHR(?:OUGH|U)\b|\bTO\b)", re.IGNORECASE
)
_TEL = re.compile(r"TEL(?:EGRAM)?(?P<many>S)?(?![A-Za-z])(?:['’]S\b)?", re.IGNORECASE)
_NUMBERED = re.compile(r"[\s.#]{0,3}(?:N(?:OS?|R)\b\.?\s{0,2})?\d", re.IGNORECASE)
_CABLE = re.compile(r"CABLE(?P<many>S)?(?![A-Za-z])", re.IGNORECASE)
_NEXT_WORD = re.compile(r"\s{1,3}(?P<word>[A-Za-z]+)")
_ABBREVIATION = re.compile(r"MI[PF]T(?![A-Za-z])", re.IGNORECASE)
_LEADING = frozenset({"MY", "OUR", "IMMEDIATELY", "IMMEDIATE"})
_PAPERS = ("airgram", "email", "letter", "memcon", "memo", "fax", "note")
_LONGEST_WORD = 12
_BEFORE = 44


def read_ref(text: str, start: int, at: int, end: int, labels: frozenset[str]) -> Iterator[Pointer]:
    """What `REF...` at `at` points with; nothing where it is another word, or the label of a line."""
    if at > start and (text[at - 1].isalnum() or text[at - 1] in "'’-/"):
        return
    found = _REF.match(text, at, end) or _REFERENCES.match(text, at, end)
    if not found:
        return
    wanted = _wanted(found)
    plain = found.end() - at - bool(found["many"]) == len("REF")
    letters, stop = _letters(text, found.end(), end, labels, plain=plain)
    if not letters and (found.re is _REFERENCES or text[stop : stop + 1] == ":"):
        return
    several = found[0][-1] in "Ss" or len(letters) > 1
    pointer = Pointer("reftel", at, stop, letters, several, wanted, bare=plain and not letters)
    yield with_paragraphs(text, start, end, pointer)


def _wanted(found: re.Match[str]) -> str | None:
    """The kind of paper that the word names: REF E-MAIL, REFAIR."""
    if found.end() - found.start() < len("REFTELSX") or found.re is _REFERENCES:
        return "airgram" if found[0].upper().startswith("REFAIR") else None
    return next((paper for paper in _PAPERS if found[paper]), None)


def _letters(
    text: str, at: int, end: int, labels: frozenset[str], *, plain: bool
) -> tuple[tuple[str, ...], int]:
    """The letters named behind the word, and the offset behind them; `REF. A` only where REF itself is cut short."""
    begin = at + (plain and text[at : at + 1] == ".")
    found = _LETTERS.match(text, begin, end)
    letters: list[str] = []
    stop, ranged = at, False
    for token in _TOKEN.finditer(text, begin, found.end()) if found else ():
        if token["range"]:
            ranged = bool(letters)
            continue
        if not _is_label(text, token, labels, plain=plain):
            break
        letter = token["letter"].upper()
        letters += [chr(code) for code in range(ord(letters[-1]) + 1, ord(letter))] if ranged else ()
        letters.append(letter)
        stop, ranged = token.end(), False
        if token["close"] and text.count("(", at, stop) < text.count(")", at, stop):
            stop = token.end("letter")
    return tuple(dict.fromkeys(letters)), stop


def _is_label(text: str, token: re.Match[str], labels: frozenset[str], *, plain: bool) -> bool:
    """Whether a single letter is the letter of a reference, and not a word: `REFTEL A MINISTER ...`, `REF I SENT`."""
    letter, behind = token["letter"], text[token.end() : token.end() + 1]
    if token["close"] or (
        letter.upper() in labels and (letter.isupper() or letter != "a" or behind in ".,;:")
    ):
        return True
    return letter.isupper() and (letter not in "AI" or (letter == "A" and (plain or behind in ".,;:")))


def read_tel(text: str, start: int, at: int, end: int) -> Iterator[Pointer]:
    """What a word that ends in `TEL` at `at` points with, or `telegram` behind `my previous`; not before a number."""
    found = _TEL.match(text, at, end)
    if not found or _NUMBERED.match(text, found.end(), end):
        return
    first = at
    while first > max(start, at - _LONGEST_WORD) and text[first - 1].isalpha():
        first -= 1
    if first == at:
        yield from _described(text, start, found)
        return
    kind = kind_of(text[first : found.start("many") if found["many"] else found.end()].upper())
    if kind in POINTING:
        yield with_paragraphs(
            text, start, end, Pointer(kind, first, found.end(), several=bool(found["many"]))
        )


def read_cable(text: str, start: int, at: int, end: int) -> Iterator[Pointer]:
    """`SEPARATE CABLE`, `OUR PREVIOUS CABLE`; not `OUR CABLE`, which may be of copper, nor `SEPARATE CABLE CAR`."""
    found = _CABLE.match(text, at, end)
    if not found or (at > start and text[at - 1].isalpha()) or _NUMBERED.match(text, found.end(), end):
        return
    behind = _NEXT_WORD.match(text, found.end(), end)
    if not (behind and kind_of(behind["word"].upper()) == "not sent"):
        yield from (one for one in _described(text, start, found) if one.kind not in WHOSE)


def _described(text: str, start: int, found: re.Match[str]) -> Iterator[Pointer]:
    """`SEPARATE TELEGRAM`, `MY IMMEDIATELY PRECEDING TEL`, `YOUR TELEGRAM`: the words before say which one."""
    words = text[max(start, found.start() - _BEFORE) : found.start()].split()
    kind = kind_of(words[-1].upper().strip("(")) if words else ""
    leading = 0
    while leading < len(words) - 1 and words[-2 - leading].upper().strip("(") in _LEADING:
        leading += 1
    if kind not in POINTING - {"post", "department"} or (kind == "following" and not leading):
        return
    at = found.start()
    for word in reversed(words[-1 - leading :]):
        at = text.rfind(word, start, at)
    at += text[at] == "("
    yield Pointer(kind, at, found.end(), several=bool(found["many"]))


def read_abbreviation(text: str, start: int, at: int, end: int) -> Iterator[Pointer]:
    """MIPT, my immediately preceding telegram; MIFT, the following one."""
    found = _ABBREVIATION.match(text, at, end)
    if found and not (at > start and text[at - 1].isalpha()):
        yield Pointer(kind_of(found[0].upper()), at, found.end())
