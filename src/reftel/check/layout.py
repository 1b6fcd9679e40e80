"""Letters and lines: what can be sent, what a publisher left, how wide a line may be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.check.signs import first_with, line_starts

WIDEST, NARROW = 69, 55
# A copy with lines this long lost its line ends to some later system; their length is not the sender's doing.
_UNWRAPPED = 120
_WITH_LINES = frozenset({"acp127", "aad"})
_BANNER = "Declassified/Released"
# Teleprinter repertoire (ITA2 as ACP 127 uses it) and what the readers turn it into.
_FOREIGN = re.compile(r"[^A-Z0-9 \r\n\t\-?:$!&#'().,;/\"]")
_FOREIGN_LATER = re.compile(r"[^\x20-\x7e\r\n\t]")
_SENDABLE = bytes(letter for letter in range(128) if not _FOREIGN.match(chr(letter)))
_PILCROW = re.compile(r"¶ ?")
_LINK = re.compile(r"\]\((?:#|https?://[^()\s]{1,200})\)")
_SPOILED_BLANKS = re.compile(
    r"(?P<trailing>(?<![ \t])[ \t]++(?=[\r\n]))|(?P<blank>(?<=\n\n)\n+|(?<=\r\n\r\n)(?:\r\n)+)"
)
_BREAK = re.compile(r"\r\n|\n|\r")


@rule("S0101", wire="T0002")
def too_wide(case: Case) -> Iterator[Finding]:
    """A line is longer than 69 characters.

    Copies whose line ends were lost on the way are left alone, except as drafts; labelled copies have wide lines.

    Source: ACP 127(G) on line length; Commerce handbook for domestic agencies, section 6
    Bad:
        SUBJECT: FISHERIES TALKS: TUNIS ASKS FOR DELAY UNTIL THE HARBOR BOARD HAS MET
    Good:
        SUBJECT: FISHERIES TALKS: TUNIS ASKS FOR DELAY UNTIL
        THE HARBOR BOARD HAS MET
    """
    layout = case.telegram.layout
    if layout == "smart" or not (case.is_draft or layout in _WITH_LINES) or not case.once(_wide):
        return
    lines = [(start, end) for start, end in _lines_over(case, WIDEST) if _BANNER not in case.text[start:end]]
    if lines and (case.is_draft or not any(end - start >= _UNWRAPPED for start, end in lines)):
        start, end = lines[0]
        message = f"{_many(len(lines), 'line')} longer than {WIDEST} characters, the first of {end - start}"
        yield Finding(message, start + WIDEST, end)


def _wide(case: Case) -> bool:
    """Whether some line may be too wide, and in a copy none so wide that the sender's line ends are lost."""
    lengths = [len(line) for line in case.text[slice(*case.once(_own_stretch))].split("\n")]
    if max(lengths) <= WIDEST:
        return False
    own = case.is_draft or "\r" in case.text  # which may end lines by itself
    return own or max(lengths[1:], default=0) < 2 * _UNWRAPPED


def _lines_over(case: Case, most: int) -> list[tuple[int, int]]:
    """The lines of the telegram that have more letters, each with its two ends."""
    low, high = case.once(_own_stretch)
    starts = line_starts(case.text)
    first, last = bisect_left(starts, low), bisect_left(starts, high)
    wide = [start for start, end in pairwise([*starts[first:last], high]) if end - start > most]
    return [(start, end) for start, end in map(case.line_of, wide) if end - start > most]


def _own_stretch(case: Case) -> tuple[int, int]:
    """From the heading or the classification line to the signature: no stamp or printed page of an archive."""
    places = case.first_places
    starts = [places[part][0] for part in ("transmission", "originator", "classification") if part in places]
    ends = [one.end for one in case.telegram.paragraphs]
    return (min(starts), max(ends)) if starts and ends else (0, 0)


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}s are" if count > 1 else f"a {noun} is"


@rule("S0102", needs="draft", since=periods.NARROW_LINES, before=periods.LABELLED_FIELDS)
def wider_than_posts_may(case: Case) -> Iterator[Finding]:
    """A line of the text is longer than the 55 characters that the handbook of 2004 allows posts.

    Source: 5 FAH-1 H-246 (July 2004)
    Bad:
        SUBJECT: FISHERIES TALKS: TUNIS ASKS FOR MORE TIME UNTIL JUNE
    Good:
        SUBJECT: FISHERIES TALKS: TUNIS ASKS FOR MORE TIME
    """
    if case.telegram.layout == "smart":
        return
    text = case.place("/classification")[0]
    lines = [
        (start, end) for start, end in _lines_over(case, NARROW) if start >= text and end - start <= WIDEST
    ]
    if lines:
        start, end = lines[0]
        yield Finding(f"{_many(len(lines), 'line')} longer than {NARROW} characters", start + NARROW, end)


@rule("S0103", wire="T0001", needs="as-sent paragraphs")
def foreign_letters(case: Case) -> Iterator[Finding]:
    """A character cannot be sent with the equipment of the time.

    Until about 2000 there are capitals, figures and the punctuation of the teleprinter; later what ASCII has.

    Source: ACP 127(G) section 2 (ITA2); released telegrams of 1973 to 2009
    Bad:
        1. (C) THE CAFÉ ON THE HARBOR IS CLOSED.
        2. (C) IT WAS A PLACE TO MEET.
    Good:
        1. (C) THE CAFE ON THE HARBOR IS CLOSED.
        2. (C) IT WAS A PLACE TO MEET.
    """
    if not case.day and not case.is_draft:
        return
    early = case.day is not None and case.day < periods.ORDER_12356
    pattern = _FOREIGN if early else _FOREIGN_LATER
    seen: dict[str, int] = {}
    for paragraph in case.telegram.paragraphs:
        if paragraph.text.isascii() and not (early and paragraph.text.encode().translate(None, _SENDABLE)):
            continue
        for letter in set(pattern.findall(paragraph.text)):
            seen.setdefault(
                letter, max(case.text.find(letter, paragraph.start, paragraph.end), paragraph.start)
            )
    if seen:
        at = min(seen.values())
        names = " ".join(sorted(seen)[:8])
        yield Finding(f"characters that could not be sent then: {names}", at, at + 1)


@rule("S0104")
def publishers_mark(case: Case) -> Iterator[Finding]:
    """A publisher's mark stands in the text: a pilcrow before a number, or the target of a link.

    Source: telegrams as published on the web
    Bad:
        ¶1. (C) THE HARBOR BOARD MET IN MAY.
        ¶2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.
        2. (C) IT AGREED ON LITTLE.
    """
    for what, sign, pattern in (("pilcrow", "¶", _PILCROW), ("link target", "](", _LINK)):
        first = first_with(sign, pattern, case.text, *case.extent)
        if first:
            found = pattern.finditer(case.text, first.start(), case.extent[1])
            spans = [match.span() for match in found]
            pilcrow = what == "pilcrow"
            wanted = spans if case.mending else []
            fixes = tuple([Fix(*span, "") if pilcrow else _unlinked(case.text, span) for span in wanted])
            how_many = f"{len(spans)} {what}s" if len(spans) > 1 else f"a {what}"
            yield Finding(f"{how_many} of the publisher", *spans[0], fixes=fixes)


def _unlinked(text: str, target: tuple[int, int]) -> Fix:
    """`[PGOV](#)` becomes `PGOV`; `target` is what stands from the closing bracket on."""
    opening = text.rfind("[", max(0, target[0] - 80), target[0])
    return (
        Fix(opening, target[1], text[opening + 1 : target[0]])
        if opening >= 0
        else Fix(target[0] + 1, target[1], "")
    )


@rule("S0105", needs="draft")
def spare_blanks(case: Case) -> Iterator[Finding]:
    """Blanks stand at the end of a line, or more than one blank line follows another.

    Source: 5 FAH-1 H-246: single-spaced text
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.


        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    spans = [match.span() for match in _SPOILED_BLANKS.finditer(case.text, *case.once(_own_stretch))]
    if spans:
        yield Finding(
            f"spare blanks or blank lines in {len(spans)} places"
            if len(spans) > 1
            else "a spare blank or blank line",
            *spans[0],
            fixes=tuple(Fix(*span, "") for span in spans),
        )


@rule("S0106", needs="draft as-sent paragraphs")
def distance_of_the_text(case: Case) -> Iterator[Finding]:
    """The text does not begin two lines below the subject, the references or the classifier.

    Source: 5 FAH-1 H-246 (2004)
    Bad:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM. REASON: 1.4 (B).
        1. (C) THE HARBOR BOARD MET IN MAY.
        2. (C) IT AGREED ON LITTLE.
    Good:
        CLASSIFIED BY: JANE Q. MARLOWE, DCM. REASON: 1.4 (B).

        1. (C) THE HARBOR BOARD MET IN MAY.
        2. (C) IT AGREED ON LITTLE.
    """
    heads = [
        spans[-1].end for pointer, spans in case.telegram.spans.items() if pointer.split("/")[1] in _HEAD
    ]
    end = max((end for end in heads if end <= case.body_start), default=None)
    if end is None:
        return
    lines = len(_BREAK.findall(case.text, end, case.body_start))
    if lines != 2:
        blank = case.text[end : case.body_start]
        fixes = (Fix(end, case.body_start, _ends(blank) * 2),) if lines and not blank.strip() else ()
        message = f"the text begins {lines} lines below the head, not 2"
        yield Finding(message, case.body_start, case.body_start + 1, fixes=fixes)


def _ends(blank: str) -> str:
    """The line end that a stretch uses."""
    return next(end for end in ("\r\n", "\n", "\r") if end in blank)


_HEAD = frozenset({"subject", "references", "classified_by", "reasons", "tags", "declassification"})
