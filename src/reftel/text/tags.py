"""The TAGS line: codes of subjects, places, organizations and programs, and the names of persons.

Handbook of 1974, TL:TAGS-1: entries stand apart by blanks, commas or both; brackets stand round personal names
only. Telegrams of the 2000s have lost commas and brackets, so that names have to be told by the codes around.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.text.plain import squeeze, within_one
from reftel.vocabulary import captions, tags
from reftel.vocabulary.head_words import listed
from reftel.vocabulary.table import rows

_STRUCK_OUT = re.compile(r"[Xx]{5,100}")  # Q31: a gap, no code
_ENTRY = re.compile(
    r"""\((?:\#|/[^()\s]{0,80}|https?:[^()\s]{0,200})\)      # what a web page left of a link
    |\((?P<person>[^()\n]{1,60}(?:\n[^()\n]{1,40})?)(?:\)|\Z|(?=\())
    |(?P<word>[A-Za-z0-9][A-Za-z0-9&'’*-]*(?:/[A-Z0-9][A-Z0-9-]{0,4})?)
    |(?P<comma>[,;:.])""",
    re.VERBOSE,
)
_NAME = re.compile(r"(?P<surname>[A-Z][A-Za-z'’ .-]{0,40}?)\s*+[,.]\s*+(?P<given>[A-Z].*)\Z", re.DOTALL)
_CODE = re.compile(r"(?:[ABCELMOPSTK][A-Z]{3}|[A-Z]{2}|\d[A-Z]|X[A-Z])\Z")
_LONGEST_MERGED = 60
_WRITTEN_OUT = 8  # letters; a shorter word may be a code that no list has


class Entry(NamedTuple):
    """One word of the line, or one name in brackets, with its place and whether a comma stands before it."""

    text: str
    start: int
    end: int
    apart: bool
    person: bool


class Value(NamedTuple):
    """A value and the letters that it was read from."""

    text: str
    start: int
    end: int


class TagsLine(NamedTuple):
    """The codes and names in the order of the line, and captions that had slipped in."""

    tags: tuple[str, ...]
    captions: tuple[Value, ...]


def read_tags(strand: Strand, start: int, end: int, ledger: Ledger, *, first: int = 0) -> TagsLine:
    """The TAGS of the line's value; pointers count from `/tags/<first>`."""
    found: list[Value] = []
    slipped: list[Value] = []
    entries = [one for one in _entries(strand.text, start, end) if not _STRUCK_OUT.fullmatch(one.text)]
    if all(map(_is_code, entries)):
        found = [Value(entry.text, entry.start, entry.end) for entry in entries]
        entries = []
    for run in _names_joined(list(_runs(entries))):
        caption = _caption(run, ledger)
        if caption:
            slipped.append(caption)
        else:
            found.extend(_read_run(run, ledger))
    for index, (_, at, stop) in enumerate(found, start=first):
        ledger.mark(f"/tags/{index}", at, stop)
    return TagsLine(tuple(value.text for value in found), tuple(slipped))


def _entries(text: str, start: int, end: int) -> Iterator[Entry]:
    apart = True
    for found in _ENTRY.finditer(text, start, end):
        kind = found.lastgroup
        if kind == "comma":
            apart = True
        elif kind == "person":
            yield Entry(found[kind], *found.span(kind), apart, True)
            apart = True
        elif kind:
            yield from _words(found[kind], found.start(kind), apart)
            apart = False


def _words(printed: str, at: int, apart: bool) -> Iterator[Entry]:
    """A word, or the two that a stroke divides if together they are no code."""
    for part in [printed] if tags.find(printed.upper()) else printed.split("/"):
        yield Entry(part, at, at + len(part), apart, False)
        at, apart = at + len(part) + 1, True


def _runs(entries: list[Entry]) -> Iterator[list[Entry]]:
    """Entries that belong together: a code alone, a name alone, or neighbouring words that are no codes."""
    at = 0
    while at < len(entries):
        stop = at + 1
        if not _stands_alone(entries[at]):
            while stop < len(entries) and not entries[stop].apart and not _stands_alone(entries[stop]):
                stop += 1
        yield entries[at:stop]
        at = stop


def _is_code(entry: Entry) -> bool:
    return not entry.person and bool(tags.find(entry.text))


def _stands_alone(entry: Entry) -> bool:
    word = entry.text.upper()
    return entry.person or bool(tags.find(word)) or bool(_split(word)) or captions.find(word) is not None


def _names_joined(runs: list[list[Entry]]) -> Iterator[list[Entry]]:
    """The runs; a name that lost its brackets behind a traveller's TAG becomes one entry: `OVIP DOE, JOHN A`."""
    at = 0
    while at < len(runs):
        yield runs[at]
        at += 1
        if runs[at - 1][0].text.upper() in listed("wants a name") and at < len(runs) and _is_name(runs[at]):
            name = runs[at]
            at += 1
            if len(name) == 1 and at < len(runs) and _is_name(runs[at]):
                name = name + runs[at]
                at += 1
            yield [_joined_name(name)] if len(name) > 1 else name


def _is_name(run: list[Entry]) -> bool:
    return not any(_stands_alone(entry) for entry in run) and not _CODE.match(run[0].text)


def _joined_name(words: list[Entry]) -> Entry:
    name = f"{words[0].text}, {' '.join(word.text for word in words[1:])}"
    return Entry(name, words[0].start, words[-1].end, True, True)


def _caption(run: list[Entry], ledger: Ledger) -> Value | None:
    """A caption among the TAGS is a caption; `NODIS` and its like are no codes."""
    entry = run[0]
    word = entry.text.upper()
    if len(run) > 1 or entry.person or tags.find(word) or not captions.find(word):
        return None
    ledger.repair("Q60", entry.start, entry.end, entry.text, f"caption {word}")
    return Value(word, entry.start, entry.end)


def _read_run(run: list[Entry], ledger: Ledger) -> list[Value]:
    entry = run[0]
    if entry.person:
        return [Value(_person(entry.text), entry.start, entry.end)]
    if len(run) > 1:
        return _several(run, ledger)
    word = entry.text.upper()
    if tags.find(word):
        return [Value(word, entry.start, entry.end)]
    return _divided(entry, word, ledger) or [_alone(entry, word, ledger)]


def _alone(entry: Entry, word: str, ledger: Ledger) -> Value:
    """A single word that is no known code: mended, noted, or kept as it is."""
    read = _repaired(entry, word, ledger)
    if read == word:
        _note(word, entry.start, entry.end, ledger)
    return Value(read, entry.start, entry.end)


def _note(words: str, start: int, end: int, ledger: Ledger) -> None:
    """Q72: words written out. Q73: three letters of a country's name where its code of two should stand."""
    country = _country_meant(words)
    if country:
        message = f"{words} is no code; {country} may be meant."
        ledger.remark("Q73", message, start, end, country)
    elif len(words) >= _WRITTEN_OUT and words.replace(" ", "").isalpha():
        ledger.remark("Q72", f"{words} is written out; a code stands for it, if there is one.", start, end)


@lru_cache(4096)
def _country_meant(word: str) -> str | None:
    """The one two-letter code that begins a word of three letters with which its country's name begins: SYR, SY."""
    if len(word) != 3 or not word.isalpha():
        return None
    names = {tag.name.upper() for tag in tags.find(word[:2])}
    return word[:2] if any(name.startswith(word) for name in names) else None


def _divided(entry: Entry, word: str, ledger: Ledger) -> list[Value]:
    parts = _split(word)
    if parts:
        ledger.repair("Q69", entry.start, entry.end, entry.text, " ".join(parts))
    starts = [entry.start + 4 * index for index in range(len(parts))]
    return [Value(part, at, at + len(part)) for part, at in zip(parts, starts, strict=True)]


def _repaired(entry: Entry, word: str, ledger: Ledger) -> str:
    """The one subject code a letter away from a word that has no code's shape: `POGOV`, `MOPPS`."""
    if _CODE.match(word) or not 3 <= len(word) <= 5 or not word.isalpha():
        return word
    near = [code for code in _subject_codes() if within_one(word, code)]
    if len(near) != 1:
        return word
    ledger.repair("Q70", entry.start, entry.end, entry.text, near[0])
    return near[0]


@cache
def _subject_codes() -> tuple[str, ...]:
    return tuple(row["code"] for row in rows("subject_tags") if row["confidence"] != "low")


def _person(printed: str) -> str:
    """`DOE, JOHN A.` however it stands between its brackets; what is no name is kept as it is."""
    words = squeeze(printed)
    name = _NAME.match(words)
    return f"{name['surname'].strip()}, {name['given'].strip()}" if name else words


def _several(run: list[Entry], ledger: Ledger) -> list[Value]:
    """Words that are no known codes: each alone if all have a code's shape, else one phrase."""
    if all(_CODE.match(entry.text) for entry in run):
        return [Value(entry.text, entry.start, entry.end) for entry in run]
    words = " ".join(entry.text.upper() for entry in run)
    _note(words, run[0].start, run[-1].end, ledger)
    return [Value(words, run[0].start, run[-1].end)]


def _split(word: str) -> tuple[str, ...]:
    """Codes that were run together, if every piece is one: `ECONEFIN`, `PHUMBA`."""
    if not 6 <= len(word) <= _LONGEST_MERGED or len(word) % 2 or not word.isalpha():
        return ()
    pieces = [word[at : at + 4] for at in range(0, len(word), 4)]
    return tuple(pieces) if all(tags.find(piece) for piece in pieces) else ()
