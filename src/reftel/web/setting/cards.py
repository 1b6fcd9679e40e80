"""Hits as cards: the snippet in pieces, its words lit."""

from __future__ import annotations

from typing import NamedTuple

from reftel.archive.results import Hit


class Card(NamedTuple):
    """A hit with its snippet in pieces: text and whether it is highlighted."""

    hit: Hit
    pieces: tuple[tuple[str, bool], ...]


def pieces(text: str, highlights: tuple[tuple[int, int], ...]) -> tuple[tuple[str, bool], ...]:
    """A snippet cut where its highlights begin and end."""
    made, at = [], 0
    for start, end in highlights:
        made += [(text[at:start], False), (text[start:end], True)]
        at = end
    made.append((text[at:], False))
    return tuple(piece for piece in made if piece[0])


def cards(hits: tuple[Hit, ...]) -> tuple[Card, ...]:
    """The hits with their snippets in pieces."""
    return tuple(Card(hit, pieces(hit.snippet, hit.highlights)) for hit in hits)
