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
_SENT = re.compile(
    r"(?:Sent|Repeated|Also sent)(?: (?P<word>Flash|Immediate|Priority|Routine|Niact Immediate))?"
    r"(?: for information)?(?: (?P<after>Flash|Immediate|Priority|Routine|Niact Immediate))? to (?P<posts>.{3,600})"
)
_LIST = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_DONE = re.compile(r"(?P<done>[Dd]rafted|[Cc]leared|[Aa]pproved)\b(?P<rest>[^;]{1,600})")
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
    """`Sent for information to Brussels, Cape Town, and Pretoria`."""
    found = _SENT.match(sentence)
    if found is None:
        return
    word = found["word"] or found["after"]
    for name in _LIST.split(found["posts"]):
        place, _, own = name.strip().partition(" Priority")
        if re.fullmatch(r"[A-Z][\w.’' -]{1,50}", place):
            yield Addressee(
                place, precedence=word.upper() if word else "PRIORITY" if own or own != _ else None
            )


def _officers(sentences: list[str], word: str) -> Iterator[Officer]:
    """`Drafted by Doe (ARA/AND); cleared by Roe and in S/S; approved by Poe`: who did what `word` says."""
    for sentence in sentences:
        for found in _DONE.finditer(sentence):
            if found["done"].lower() != word:
                continue
            by = _BY.match(found["rest"])
            for part in _LIST.split(found["rest"][by.end() if by else 0 :]):
                person = _PERSON.fullmatch(part)
                if person:
                    office = person["in"] or (by["office"] if by else None)
                    yield Officer(person["name"].strip(), text=part.strip(), office=office)
