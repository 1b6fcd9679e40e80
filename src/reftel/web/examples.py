"""Queries to try, made of what the archive holds, so that each of them finds something."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reftel.archive.query.language import parse_query
from reftel.archive.query.tree import Word
from reftel.model.telegram import Noun
from reftel.web.words import day, term

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.archive.results import Count, Hit, Stats

LATEST = 6
LETTERS = 5  # a shorter word says little


class Example(Noun, frozen=True):
    """A query as it is typed, and what it asks for."""

    typed: str
    meaning: str


def latest(archive: Archive, stats: Stats) -> tuple[Hit, ...]:
    """The last telegrams sent."""
    return archive.search("", limit=LATEST, sort="-date").hits if stats.telegrams else ()


def examples(stats: Stats, hits: tuple[Hit, ...]) -> tuple[Example, ...]:
    """One query of each kind that the archive answers; `hits` are some of its telegrams."""
    return (*_words(hits), *_counted(stats), *_numbers(hits))


def _words(hits: tuple[Hit, ...]) -> Iterator[Example]:
    subjects = (hit.subject or "" for hit in hits)
    words = (word.lower() for subject in subjects for word in subject.split() if _is_a_word(word))
    word = next(words, "")
    if word:
        yield Example(word, "a word of the text or the subject")


def _is_a_word(word: str) -> bool:
    plain = len(word) >= LETTERS and word.isascii() and word.isalpha()
    return plain and isinstance(parse_query(word.lower()).tree, Word)


def _counted(stats: Stats) -> Iterator[Example]:
    posts = _commonest(stats.by_post)
    for count in posts[:1]:
        yield Example(term("post", count.value), "what one post sent")
    for count in _commonest(stats.by_month)[:1]:
        yield Example(f"date:{count.value}", f"what was sent in {day(count.value)}")
    for count in _commonest(stats.by_year)[:1]:
        yield Example(f"date:{count.value}", "what was sent in one year")
    for count in _commonest(stats.by_tag)[:1]:
        yield Example(term("tag", count.value), "what has one of the TAGS")
    for count in _commonest(stats.by_level)[:1]:
        yield Example(term("class", count.value), "what has one classification")
    if len(posts) > 1:
        yield Example(" OR ".join(term("post", count.value) for count in posts[:2]), "either of two posts")


def _commonest(counts: tuple[Count, ...]) -> list[Count]:
    return sorted(counts, key=lambda count: -count.count)


def _numbers(hits: tuple[Hit, ...]) -> Iterator[Example]:
    numbers = (hit.mrn for hit in hits if hit.mrn)
    for mrn in list(numbers)[:1]:
        yield Example(mrn, "a message reference number, in any printed form")
