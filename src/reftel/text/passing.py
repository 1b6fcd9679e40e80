"""Passing and attention lines: to whom in an addressee's office, or to which other agency, a telegram shall go.

5 FAH-2 H-250. `STATE FOR NEA/MAG, EUR/WE`; `DEPT PASS USTR AND NSC`; `FOR THE SECRETARY FROM CHARGE`; `ROME ALSO
FOR FODAG`. An office stands before a person; several addressees stand on one line, divided by semicolons or commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reftel.model.telegram import Passing
from reftel.text.plain import squeeze, trimmed
from reftel.vocabulary import posts
from reftel.vocabulary.head_words import listed

_PLEASE = re.compile(r"(?:PLEASE|PLS)\s+")
_PASS = re.compile(
    r"(?:(?P<to>[A-Z][A-Z0-9 .'&-]{0,40}?)\s*+(?:[/:]\s*+)?)?"
    r"\b(?P<verb>(?:ALSO\s+)?PASS(?:\s+ELECTRONICALLY)?(?:\s+TO)?)\b\s*:?\s*"
)
_FOR = re.compile(
    r"(?:(?P<to>[A-Z0-9][A-Z0-9 .'/&-]{0,40}?)\s+)?\b(?P<verb>ALSO\s+FOR|FOR|ATTENTION|ATTN)\b\s*:?\s*"
)
_FOR_WHOM = re.compile(r"\s+FOR\s+[^,;]*")
_FOR_WORD = re.compile(r"\bFOR\b")
_PARTY = re.compile(r"(?:\s*[,;]\s*|\s+AND\s+|\s*&\s*)+")
_PERSON = re.compile(r"\s*[(/]{1,2}\s*(?:ATTN:?\s*)?(?P<name>[A-Z][A-Z .'’-]{1,40}?)\s*[)/]{1,2}\s*\Z")
_REMARK = re.compile(r"\([^()]{0,120}\d{3}[^()]{0,60}\)")  # a telephone number, say
_FIGURES = re.compile(
    r"\A\d{1,5}(?:ST|ND|RD|TH)?\s|\s\d{5}\s?\Z"
)  # of a street, of a district: no office, no person
_PRECEDENCE = re.compile(r"(?<!\s)\s++(?:FLASH|(?:NIACT\s)?IMMEDIATE|NIACT|PRIORITY|ROUTINE)\s*\Z")
_FROM = re.compile(r"(?<!\S)FROM\s+[A-Z]")
_NEXT = re.compile(r"[,.;-]\s*(?=(?P<to>[A-Z][A-Z .'-]{1,30}?)\s+(?:ALSO\s+FOR|FOR|PASS)\b)")
_SENTENCE = re.compile(r"\b(?:IS|ARE|WAS|WERE|HAS|HAVE|HAD|WILL|WOULD|THAT|WHICH|THIS|I|WE|[a-z]{2,})\b")
_FULL_LINE = 56  # a line that had room for the next word was ended on purpose


class Pass(NamedTuple):
    """One passing line and the letters that it was read from."""

    value: Passing
    start: int
    end: int


def is_passing_line(text: str, start: int, end: int) -> bool:
    """Whether a line without a label can be nothing but a passing line, wherever it stands in the head."""
    line = text[start:end].strip()
    found = _verb(line)
    if not found or _SENTENCE.search(line):
        return False
    addressee = (found["to"] or "").strip()
    if not addressee:
        return found["verb"].startswith(("ATT", "PASS")) or "/" in line[:40]
    return _is_addressee(addressee)


def goes_on(text: str, start: int, end: int, at: int, stop: int) -> bool:
    """Whether the line `text[at:stop]` is the rest of the passing line above it, `text[start:end]`.

    It stands directly below and has no verb of its own; below a short line only if that one is unfinished.
    """
    if text[end:at].strip(" \t") != "\n":
        return False
    line = text[at:stop]
    if _verb(line):
        return False
    above = text[max(start, text.rfind("\n", start, end) + 1) : end].rstrip()
    full = len(above) + len(line.split(None, 1)[0]) > _FULL_LINE if line.strip() else False
    return (full and not _SENTENCE.search(line)) or above.endswith((",", ";", "/", "-", "(", " AND", " FOR"))


def would_go_on(above: str, line: str) -> bool:
    """Whether a line written directly below another one would be read as the rest of it."""
    joined = f"{above}\n{line}"
    return goes_on(joined, 0, len(above), len(above) + 1, len(joined))


def _verb(line: str) -> re.Match[str] | None:
    """The beginning of a line that says to pass, or for whom it is."""
    return (_PASS.match(line) if "PASS" in line else None) or (
        _FOR.match(line) if "FOR" in line or "ATT" in line else None
    )


def _is_addressee(name: str) -> bool:
    words = name.replace("/", " ").split()
    return all(word in listed("addressee") for word in words) or posts.find(name) is not None


def read_passing(text: str, start: int, end: int) -> Iterator[Pass]:
    """The passing lines of one joined line, an addressee each."""
    for first, last in _lines(text, start, end):
        at, stop = trimmed(text, first, last, " \t\n,;")
        if at < stop:
            yield Pass(_one(text[at:stop]), at, stop)


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The parts at semicolons and, where another addressee and its verb follow, at commas and full stops."""
    at = start
    for found in _NEXT.finditer(text, start, end):
        if found[0][0] == ";" or _is_addressee(found["to"].strip()):
            yield at, found.start()
            at = found.end()
    yield at, end


@lru_cache(2048)  # a post passes to the same offices again and again
def _one(printed: str) -> Passing:
    words = squeeze(printed)
    bare = _PLEASE.sub("", words)
    found = _PASS.match(bare) if "PASS" in bare else None
    if not found or not _fits(found):
        found = _FOR.match(bare)
    if not found:
        return Passing(None, (), words)
    addressee = (found["to"] or "").strip(" /:") or None
    targets = bare[found.end() :]
    if found["verb"].startswith(("PASS", "ALSO P")):
        targets = _FOR_WHOM.sub("", targets)
    return Passing(addressee, _parties(targets), words)


def _fits(found: re.Match[str]) -> bool:
    return not _FOR_WORD.search(found["to"] or "")


def _parties(targets: str) -> tuple[str, ...]:
    sender = _FROM.search(targets)
    named: list[str] = []
    targets = _REMARK.sub("", targets[: sender.start()] if sender else targets)
    for party in _PARTY.split(_PRECEDENCE.sub("", targets)):
        if _FIGURES.search(party):
            continue
        person = _PERSON.search(party)
        if person and "(" in party:
            named.extend((party[: person.start()].strip(), person["name"].strip()))
        else:
            named.append(party.strip(" .:/()-"))
    return tuple(dict.fromkeys(name for name in named if name))
