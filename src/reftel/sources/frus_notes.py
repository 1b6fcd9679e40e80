"""The source note of a modern FRUS document: `Source: ... D770077–0796. Confidential; Limdis. Drafted by ...`.

Where the telegram lies, how it was classified, how urgent it was, who else had it, who drafted, cleared and approved
it. What is in none of these forms stays in the note, which is kept whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.model.telegram import Addressee, Officer
from reftel.vocabulary import captions, classification, precedence

FILM = re.compile(r"\b(?P<reel>[DPN]\d{6})[-–‑](?P<frame>\d{4})\b")
_SENTENCE = re.compile(r"(?<=[a-z)0-9])\.\s+(?=[A-Z])")
_MARKS = re.compile(r"\s*[;,]\s*")
_SENT = re.compile(r"(?:Sent|Also sent|Repeated|Pouched)\b(?P<to>[^.]{0,40}? to .{3,600})")
_URGENCY = r"(?:Niact Immediate|Flash|Immediate|Priority|Routine)"
_GROUP = re.compile(rf"(?:(?P<before>{_URGENCY}) )?(?:for information )?(?:(?P<word>{_URGENCY}) )?to ")
_LIST = re.compile(r",\s*(?:and\s+)?|\s+and\s+|\s+and\Z|;\s*")
_PLACE = re.compile(r"[A-Z][\w.’' -]{1,50}")
_DONE_WORDS = r"\b(?:[Dd]rafted|[Cc]leared|[Aa]pproved)\b"
_DONE = re.compile(rf"{_DONE_WORDS}(?P<rest>(?:(?!{_DONE_WORDS})[^;]){{1,600}})")
_BY = re.compile(r"\s*(?:in (?P<office>[A-Z][A-Z/ -]{0,20}) )?(?:by|with|in)?\s*")
_PERSON = re.compile(r"(?P<name>[A-Z][\w.’' -]{1,60}?)\s*(?:\((?P<in>[A-Z][A-Za-z/& -]{0,30})\))?\s*")


class SourceNote(NamedTuple):
    """What a source note says; each may be absent. `film` has a hyphen, as the National Archives write it."""

    film: str | None
    level: str | None
    precedence: str | None
    captions: tuple[str, ...]
    info: tuple[Addressee, ...]
    drafted: tuple[Officer, ...]
    cleared: tuple[Officer, ...]
    approved: tuple[Officer, ...]


def read_source_note(note: str) -> SourceNote:
    """The statements of one note; of a note in no known form nothing but the film number, if it has one."""
    sentences = [sentence.rstrip(". ") for sentence in _SENTENCE.split(note)]
    film = FILM.search(note.split("(", maxsplit=1)[0])
    marks = next((found for sentence in sentences[1:] if (found := _marks(sentence))), ())
    officers = {word: tuple(_officers(sentences, word)) for word in ("drafted", "cleared", "approved")}
    return SourceNote(
        f"{film['reel']}-{film['frame']}" if film else None,
        next((level for mark in marks if (level := classification.level_of(mark.upper()))), None),
        next((mark.upper() for mark in marks if _is_urgency(mark)), None),
        tuple(caption.name for mark in marks if (caption := captions.find(mark))),
        tuple(addressee for sentence in sentences for addressee in _addressees(sentence)),
        officers["drafted"],
        officers["cleared"],
        officers["approved"],
    )


def _marks(sentence: str) -> tuple[str, ...]:
    """The parts of a sentence that consists of a level, an urgency and captions, as the series prints them."""
    parts = tuple(_MARKS.split(sentence))
    return parts if classification.level_of(parts[0].upper()) and len(parts[0]) < 24 else ()


def _is_urgency(mark: str) -> bool:
    return all(precedence.by_word(word) or word == "NIACT" for word in mark.upper().split())


def _addressees(sentence: str) -> Iterator[Addressee]:
    """`Sent for information Immediate to Paris and Priority to Cape Town and Lagos`: each with its group's word."""
    found = _SENT.match(sentence)
    if found is None:
        return
    groups = list(_GROUP.finditer(found["to"]))
    for at, group in enumerate(groups):
        stop = groups[at + 1].start() if at + 1 < len(groups) else len(found["to"])
        word = group["word"] or group["before"]
        for name in _LIST.split(found["to"][group.end() : stop].strip()):
            if _PLACE.fullmatch(name.strip()):
                yield Addressee(name.strip(), precedence=word.upper() if word else None)


def _officers(sentences: list[str], word: str) -> Iterator[Officer]:
    """`Drafted by Doe (ARA/AND); cleared by Roe and in S/S; approved by Poe`: who did what `word` says."""
    for sentence in sentences:
        for found in _DONE.finditer(sentence):
            if found[0][: len(word)].lower() == word:
                yield from _named(found["rest"])


def _named(rest: str) -> Iterator[Officer]:
    """The persons of a list, each with the office behind the name or in front of all."""
    by = _BY.match(rest)
    for part in _LIST.split(rest[by.end() if by else 0 :]):
        person = _PERSON.fullmatch(part)
        if person:
            office = person["in"] or (by["office"] if by else None)
            yield Officer(person["name"].strip(), text=part.strip(), office=office)
