"""Who classified a telegram, and for which reasons (5 FAH-1 H-246; E.O. 12958 sections 1.4 and 1.5).

`CLASSIFIED BY: Jane Q. Doe, Charge d'Affaires, Embassy Tunis. REASON: 1.4 (B) AND (D).` The name may stand before
or after the position, with or without a comma; the words `Classified by` may stand twice.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Officer
from reftel.text.plain import squeeze, trimmed
from reftel.vocabulary.head_words import listed

_AGAIN = re.compile(r"\s*+(?:CLASSIFIED\s++BY\s*+:?\s*+|\(?[UCS]\)\s*+){0,4}", re.IGNORECASE)
_ORDER = r"(?:(?:THE[ ])?E\.?[ ]?O\.?[ ]?\d{5}[ ]?,?:?\s{0,9})?"
_REASON = re.compile(
    rf"""\b(?:(?:FOR|PER|UNDER)\s{{1,9}})?(?:THE\s{{1,9}})?{_ORDER}REA(?:SON|ON|SN)S?\b(?:\(S\))?\s{{0,9}}:?
    |\b(?:(?:FOR|PER)\s{{1,9}})?{_ORDER}(?:(?:SECTION|SEC\.?|PARA(?:GRAPH)?)\s{{1,9}})?(?=\b1\.?[2-6]\s?\(?[A-H]\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_SECTION = re.compile(
    r"\b1(?P<point>[.,]?)\s?(?P<section>[2-6])(?!\d)(?P<letters>(?:[\s(),&/+.;-]|\bAND\b|\b[A-H]\b(?!'))*)",
    re.IGNORECASE,
)
_REASONED = re.compile(r"\b1[.,]?\s?[2-6]\s{0,2}(?:\(\s?)?[A-H]\b", re.IGNORECASE)
_WORDS = re.compile(r"(?:[^\n]|\n(?![ \t]*+(?:\n|\Z)))*+")
_DECLASSIFY = re.compile(r"\bDECL(?:ASSIFY|ASSIFICATION)?(?:[ ]ON)?[ ]?(?=:)", re.IGNORECASE)
_LONGEST = 300
_FEW_WORDS = 14
_LETTER = re.compile(r"\b(?:(?P<first>[A-H])\s*+-\s*+(?P<last>[A-H])|(?P<one>[A-H]))\b(?!ND)", re.IGNORECASE)

_COURTESY = re.compile(r"(?:MR|MRS|MS|MISS|DR|HON|THE|HONORABLE)\b\.?\s*+", re.IGNORECASE)
_OFFICER = re.compile(
    r"(?:A/?)?(?:POL|ECON|ADMIN|MGMT|CON|MIN|LAB|SCI|AG|PA|EMB|MIS|CONS?GEN|DEP|ACTING|POLMIL|POL/?ECON|POL-MIL){0,3}"
    r"(?:MINCOUNS|COUNS|OFF|CHIEF|ATT|CONS|AMB|GEN|MIN|DIR)\b\.?\Z",
    re.IGNORECASE,
)
_PIECE = re.compile(r"\s*+(?:[,;]|(?<=\s)(?:/|--?)(?=\s))\s*+")
_STROKE = re.compile(r"(?<=[A-Za-z.])/(?=(?P<word>[A-Za-z]+))")
_SUFFIX = re.compile(r"(?:JR|SR|II|III|IV)\.?\Z", re.IGNORECASE)


DERIVED_FROM = "Derived from"
"""The fact under which the source of a derived classification is kept."""


def names_classifier(text: str, start: int, at: int, end: int) -> bool:
    """Whether the words `CLASSIFIED BY` from `start` to `at` open the element, and not a sentence of the text.

    They do with a sign behind them. Without one a reason has to follow, or a position: as the first word, or in a
    paragraph that is no longer than a name, position and office. `CLASSIFIED BY MISTAKE, THE LIST ...` is text.
    """
    if text[at - 1] in ":;." or text[at : at + 2].lstrip()[:1] in {":", ";"}:
        return True
    words = _WORDS.match(text, at, min(end, at + _LONGEST))
    block = words[0] if words else ""
    if _REASONED.search(block):
        return True
    listed_words = _AGAIN.sub("", block, count=1).split()[: _FEW_WORDS + 1]
    few = listed_words[: 1 if len(listed_words) > _FEW_WORDS else _FEW_WORDS]
    return any(_is_position(word) for word in few)


def declassify_at(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the words `DECLASSIFY ON` begin and end in the same block; `end` twice where they do not stand."""
    found = _DECLASSIFY.search(text, start, end)
    return found.span() if found else (end, end)


def read_derived(strand: Strand, start: int, end: int, ledger: Ledger) -> str | None:
    """What a derived classification was taken from, as printed; a source is no officer."""
    first, last = trimmed(strand.text, start, end, " \t\n.;,")
    if first >= last:
        return None
    ledger.mark(f"/provenance/facts/{DERIVED_FROM}", first, last)
    return squeeze(strand.text[first:last])


def read_classified_by(
    strand: Strand, start: int, end: int, ledger: Ledger, *, first: int = 0
) -> tuple[Officer | None, tuple[str, ...], int]:
    """The officer, the reasons if they stand in the same sentence, and the offset behind what was read."""
    text = strand.text
    again = _AGAIN.match(text, start, end)
    at = again.end() if again else start
    reason = _REASON.search(text, at, end)
    stop = reason.start() if reason else end
    reasons, behind = read_reasons(strand, reason.end(), end, ledger, first=first) if reason else ((), end)
    return _officer(text, at, stop, ledger), reasons, behind


def read_reasons(
    strand: Strand, start: int, end: int, ledger: Ledger, *, first: int = 0
) -> tuple[tuple[str, ...], int]:
    """The reasons as `1.4(b)`, one an entry, and the offset behind the last; `14(B)` is read as 1.4."""
    reasons: list[str] = []
    behind = start
    for found in _SECTION.finditer(strand.text, start, end):
        section = f"1.{found['section']}"
        if not found["point"]:
            ledger.repair(
                "Q66",
                found.start(),
                found.end("section"),
                strand.text[found.start() : found.end("section")],
                section,
            )
        for letter, at, stop in _letters(strand.text, *found.span("letters")) or [
            ("", *found.span("section"))
        ]:
            ledger.mark(f"/reasons/{first + len(reasons)}", at, stop)
            reasons.append(f"{section}({letter})" if letter else section)
        behind = found.end()
    return tuple(reasons), behind


def _letters(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    letters: list[tuple[str, int, int]] = []
    for found in _LETTER.finditer(text, start, end):
        if found["one"]:
            letters.append((found["one"].lower(), *found.span("one")))
        else:
            span = range(ord(found["first"].lower()), ord(found["last"].lower()) + 1)
            letters.extend((chr(code), *found.span()) for code in span)
    return letters


def _officer(text: str, start: int, end: int, ledger: Ledger) -> Officer | None:
    at, stop = trimmed(text, start, end, " \t\n,.;:(-")
    if at >= stop:
        return None
    words = squeeze(text[at:stop])
    name, position, office = _parts(words)
    ledger.mark("/classified_by", at, stop)
    if name:
        _mark_name(text, at, stop, name, ledger)
    return Officer(name, position, words, office)


def _mark_name(text: str, start: int, end: int, name: str, ledger: Ledger) -> None:
    at = text.find(name, start, end)
    if at >= 0:
        ledger.mark("/classified_by/name", at, at + len(name))
        return
    found = re.compile(r"\s++".join(map(re.escape, name.split()))).search(text, start, end)
    if found:
        ledger.mark("/classified_by/name", *found.span())


@lru_cache(1024)  # an officer classifies for years under one title
def _parts(words: str) -> tuple[str | None, str | None, str | None]:
    """Name, position and office of an officer, in whichever order they stand."""
    pieces = [piece for piece in _PIECE.split(_STROKE.sub(_apart, words)) if piece]
    position: list[str] = []
    while pieces:
        before, name, after = _divide(pieces.pop(0))
        position += before
        if name:
            break
    else:
        return None, " ".join(position) or None, None
    if pieces and _SUFFIX.match(pieces[0]):
        name += f", {pieces.pop(0)}"
    position += after
    if pieces and not position:
        position.append(pieces.pop(0))
    return name, " ".join(position) or None, ", ".join(pieces) or None


def _apart(stroke: re.Match[str]) -> str:
    """The stroke of `JANE DOE/DCM` parts name and position; that of `POL/ECON` is within a position."""
    before = stroke.string[: stroke.start()].split()[-1]
    if len(before) == 1:
        return "/"  # A/DCM is who acts as DCM
    return ", " if _is_position(stroke["word"]) and not _is_position(before) else "/"


def _divide(piece: str) -> tuple[list[str], str, list[str]]:
    """The words of the position before a name, the name, the words of the position behind it."""
    words = piece.split()
    first = 0
    while first < len(words) and _is_position(words[first]):
        first += 1
    last = first
    while last < len(words) and not (last > first and _is_position(words[last])):
        last += 1
    name = _COURTESY.sub("", " ".join(words[first:last]), count=1)
    return words[:first], name.strip(" ."), words[last:]


@lru_cache(4096)
def _is_position(word: str) -> bool:
    bare = word.strip("().,").upper()
    return (
        bare in listed("position")
        or word.strip(",").upper() in listed("position")
        or bool(_OFFICER.match(word))
    )
