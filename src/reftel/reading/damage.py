"""Looks that tell of damage which nothing can mend: words cut off, blacked out, or foreign to the telegram."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reftel.model.telegram import Addressee, Diagnostic
from reftel.reading.look import Look
from reftel.vocabulary import classification

_WIRE = ("start", "prosign", "calling", "security", "dtg", "from", "to")
_DEPARTMENT = ("dash", "office", "page", "torn", "text", "attributes")
_ANCHORS = frozenset((*_WIRE, *_DEPARTMENT, "level", "section", "number", "sent"))
_LETTERS = re.compile(r"[A-Za-z]{3}")
_TYPED = ("XXXXX", "____", "[")
_DRAWN = ("\u2580", "\u2587", "\u2588", "\u2593", "\u25a0")
_GAP = re.compile(
    r"X{5,200}(?![A-Za-z])|\[[Rr](?:edacted|EDACTED)[^\]\n]{0,40}\]|[\u2580-\u259f\u25a0]{2,200}"
    r"|(?<=[A-Za-z,.(] )_{4,100}(?=[ ,.)]{0,2}\S)"
)
_MOST = 20  # gaps that are told one by one
_OPEN_END = re.compile(r"[A-Za-z,]\Z")
_CLOSING = re.compile(r"\b(?:END|UNQUOTE|UNQTE|CONSIDERED)\b[^.\n]{0,40}\Z", re.IGNORECASE)
_FEWEST_WORDS = 4


def _cut_off(look: Look) -> Iterator[Diagnostic]:
    """Q11: the last sentence is not finished, and neither signature nor end of message follows."""
    paragraphs = look.found.get("paragraphs")
    if look.completeness != "partial" or look.matter.ends or look.found.get("signature") or not paragraphs:
        return
    last = paragraphs[-1]
    end = last.text.rstrip()
    if (
        _OPEN_END.match(end, len(end) - 1)
        and not _CLOSING.search(end)
        and len(end.split(None, 5)) >= _FEWEST_WORDS
    ):
        message = "The text breaks off in a sentence; the rest of the telegram is not here."
        yield Diagnostic("Q11", "note", message, start=max(last.start, last.end - 1), end=last.end)


def _foreign_above(look: Look) -> Iterator[Diagnostic]:
    """Q17: words above the first line of the telegram that no line of it explains."""
    first = next((mark.start for mark in look.piece.marks if mark.kind in _ANCHORS), None)
    at = look.piece.start
    if first is None or not look.headed:
        return
    for cut in (*look.matter.cuts, None):
        stop = min(cut.start, first) if cut else first
        words = look.plain[at:stop]
        if _LETTERS.search(words):
            start = at + len(words) - len(words.lstrip())
            message = "These words above the telegram are not its own; they are passed over."
            yield Diagnostic("Q17", "note", message, start=start, end=at + len(words.rstrip()))
            return
        at = max(at, cut.end) if cut else first
        if at >= first:
            return


def _gaps(look: Look) -> Iterator[Diagnostic]:
    """Q31: words that were blacked out, crossed out or replaced by a publisher's word."""
    plain, start, end = look.plain, look.piece.start, look.end
    signs = _TYPED if plain.isascii() else _TYPED + _DRAWN
    if max(plain.find(sign, start, end) for sign in signs) < 0:
        return
    for told, match in enumerate(_GAP.finditer(plain, start, end)):
        if told == _MOST:
            return
        yield Diagnostic("Q31", "note", "Words are blacked out here.", start=match.start(), end=match.end())


def _levels_disagree(look: Look) -> Iterator[Diagnostic]:
    """Q59: a page's head or foot bears a higher level than the classification line, and counts."""
    own = look.found.spans.get("/classification/level")
    if not own or look.labels or not look.matter.feet:
        return
    stated = _rank(look.plain[own[0].start : own[-1].end])
    higher = next((foot for foot in look.matter.feet if _rank(foot.level) > stated), None)
    if higher:
        message = f"{higher.level} at a page's head or foot is higher than the classification line."
        yield Diagnostic("Q59", "note", message, start=higher.start, end=higher.end)


def _rank(letters: str) -> int:
    return classification.rank(classification.level_of(letters) or "")


def _own_addressee(look: Look) -> Iterator[Diagnostic]:
    """Q52: the sender is among its own addressees, or one stands twice in a list."""
    sender = look.found.get("originator")
    for group in ("action", "info"):
        seen = {sender.name} if sender and sender.name else set()
        addressees: tuple[Addressee, ...] = look.found.get(group) or ()
        for at, one in enumerate(addressees):
            if one.name in seen:
                place = look.found.spans.get(f"/{group}/{at}", ((0, 0),))[0]
                message = f"{one.name} stands here again, as the sender or as the same kind of addressee."
                yield Diagnostic("Q52", "note", message, start=place[0], end=place[1])
            seen.add(one.name)


LOOKS: tuple[Callable[[Look], Iterator[Diagnostic]], ...] = (
    _cut_off,
    _foreign_above,
    _gaps,
    _levels_disagree,
    _own_addressee,
)
