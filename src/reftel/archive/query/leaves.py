"""The leaves of a query: words, phrases, words with wildcards, and the words that make up one number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reftel.archive.query.patterns import of_wild
from reftel.archive.query.tree import Fuzzy, Node, Number, Phrase, Wild, Word, written
from reftel.model.mrn import parse_mrn
from reftel.vocabulary import posts

LONGEST_NUMBER = 5  # words: year, up to three of the post's name, serial
FEWEST_APART, MOST_APART = 4, 40
MOST_PHRASE = 50
_FIELD_HEAD = re.compile(r"[A-Za-z]+:")
_FUZZY = re.compile(r"(\w{4,40})~([12]?)\Z")
_SIGNS = re.compile(r"[*?~]+")
_WILD = re.compile(r"[\w*?]+")
OPERATORS = frozenset({"OR", "AND", "NOT"})


def bare(text: str) -> str:
    """The text without what is no letter or digit at either end."""
    return _stripped(text, "")


def _stripped(text: str, kept: str) -> str:
    """The text without what is no letter or digit, nor one of the signs `kept`, at either end."""
    start, end = 0, len(text)
    while start < end and not (text[start].isalnum() or text[start] in kept):
        start += 1
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in kept):
        end -= 1
    return text[start:end]


def number_of(text: str) -> Number | None:
    """The message reference number that a text means; without a year only at a post that is known."""
    mrn = parse_mrn(text)
    if mrn is None or not isinstance(mrn.serial, int) or (mrn.year is None and not posts.find(mrn.post)):
        return None
    number = Number(mrn.year, mrn.post, mrn.serial)
    again = parse_mrn(written(number))
    same = again is not None and (again.year, again.post, again.serial) == (mrn.year, mrn.post, mrn.serial)
    return number if same else None


def phrase(text: str, slop: int) -> Phrase:
    """A phrase; what comes after its first words is left out."""
    return Phrase(" ".join(text.split()[:MOST_PHRASE]), slop)


def wild(text: str) -> Wild | None:
    """A word with `*` or `?` in it. One `?` at the end is the sign of a question."""
    kept = _stripped(text, "*?")
    kept = kept.removesuffix("?") if text.count("?") == 1 and "*" not in text else kept
    if not _WILD.fullmatch(kept) or not any(sign in kept for sign in "*?") or not of_wild(kept):
        return None
    return Wild(kept)


def _read(text: str) -> list[Word | Wild | Fuzzy]:
    """What stands between two blanks; signs that mean nothing there divide words."""
    fuzzy = _FUZZY.fullmatch(_stripped(text, "~"))
    if fuzzy:
        return [Fuzzy(fuzzy[1], int(fuzzy[2] or (1 if len(fuzzy[1]) < 8 else 2)))]
    found = wild(text)
    if found:
        return [found]
    pieces = (part for piece in _SIGNS.split(text) for part in _parted(bare(piece)))
    plain = filter(None, map(bare, pieces))
    return [Word(word.lower() if word in OPERATORS else word) for word in plain]


def _parted(text: str) -> list[str]:
    """A text parted at its colons where it would else look like a field."""
    return text.split(":") if _FIELD_HEAD.match(text) else [text]


def words(text: str) -> list[Word | Wild | Fuzzy]:
    """A text as words; a colon divides where one would else look like a field, and so do stray signs."""
    apart = text.replace("(", " ").replace(")", " ").replace('"', " ").split()
    pieces = (
        part for piece in apart for part in (piece.split(":") if _FIELD_HEAD.match(bare(piece)) else [piece])
    )
    return [word for piece in pieces for word in _read(piece)]


def joined(parts: Sequence[Node], at: int) -> tuple[Node, int]:
    """The part at a place with those after it that belong to it, as one, and how many they are."""
    run: list[str] = []
    for part in parts[at : at + MOST_APART]:
        if not isinstance(part, Word):
            break
        run.append(part.text)
    for length in range(min(len(run), LONGEST_NUMBER), 0, -1):
        if run[length - 1].isdecimal() if length > 1 else run[0][-1].isdecimal():
            number = number_of(" ".join(run[:length]))
            if number and (length == 1 or posts.find(number.post)):
                return number, length
    apart = next((at for at, text in enumerate(run) if len(text) > 1 or not text.isalpha()), len(run))
    if apart >= FEWEST_APART:
        return Word("".join(run[:apart])), apart
    return parts[at], 1
