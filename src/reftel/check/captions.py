"""Captions: known, in order, in combinations that make sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.vocabulary import captions as vocabulary

# A line of one word, or one that says it is a channel, would be a caption if it were known.
LIKE_A_CAPTION = re.compile(r"[A-Z]{4,12}|[A-Z]{2,10} CHANNEL")
_NEAR = 40  # letters; further below stands the head of a quoted telegram
NARROW = frozenset({"NODIS", "EXDIS"})
_CLOSED = frozenset({"NODIS", "EXDIS", "STADIS"})
_OF_A_LEVEL = frozenset({"NODIS", "EXDIS", "SENSITIVE"})
_OFFICIAL_INFORMAL = re.compile(r"OFFICIAL[ -]INFORMAL")


def caption_names(case: Case) -> tuple[str, ...]:
    """The captions in capitals, blanks folded."""
    return _folded(case.telegram.captions)


@lru_cache(1024)
def _folded(captions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(caption.upper().split()) for caption in captions)


def caption_places(case: Case) -> dict[str, tuple[int, int]]:
    """Where each caption stands; one that stands twice, where it stands last."""
    return {name: case.place(f"/captions/{at}") for at, name in enumerate(case.once(caption_names))}


def _telling(case: Case) -> bool:
    """Whether there is a caption that does not go with every level."""
    return not _OF_A_LEVEL.isdisjoint(case.once(caption_names))


@rule("S0501")
def unknown(case: Case) -> Iterator[Finding]:
    """A caption stands on no list.

    Source: 5 FAH-2 H-440; captions counted on telegrams of 1973 to 1979
    Bad:
        NODOS CHANNEL
    Good:
        SIPDIS
    """
    for name in dict.fromkeys(case.once(caption_names)):
        if not vocabulary.find(name):
            yield Finding(f"{name} is no known caption", *case.once(caption_places)[name])
    for at, line in enumerate(case.telegram.passing):
        if not line.offices and LIKE_A_CAPTION.fullmatch(line.text):
            yield Finding(f"{line.text} is no known caption", *case.place(f"/passing/{at}"))


@rule("S0502", needs="several-captions")
def several_on_one_line(case: Case) -> Iterator[Finding]:
    """Several captions share a line; each has its own.

    Source: 5 FAH-2 H-250
    Bad:
        STADIS NOFORN
    Good:
        STADIS
        NOFORN
    """
    if not case.as_sent or (case.day and case.day < periods.ORDER_12958):
        return
    lines: set[int] = set()
    for name, (start, end) in case.once(caption_places).items():
        line = case.line_of(start)[0]
        if end and line in lines:
            yield Finding(f"{name} needs a line of its own", start, end)
        lines.add(line)


@rule("S0503", needs="several-captions")
def out_of_order(case: Case) -> Iterator[Finding]:
    """Captions do not stand most restrictive first.

    Source: 5 FAH-2 H-250
    Bad:
        STADIS
        EXDIS
    Good:
        EXDIS
        STADIS
    """
    lowest = -1
    for name, place in case.once(caption_places).items():
        rank = vocabulary.restriction(name)
        if rank is not None and rank < lowest:
            yield Finding(f"{name} is more restrictive than what stands before it", *place)
            return
        lowest = lowest if rank is None else rank


@rule("S0507", needs="several-captions")
def posted_and_closed(case: Case) -> Iterator[Finding]:
    """SIPDIS, which asks for wide posting, stands with a caption that narrows distribution.

    Source: the meanings of both captions in 5 FAH-2 H-440
    Bad:
        EXDIS
        SIPDIS
    Good:
        EXDIS
    """
    names = case.once(caption_names)
    closed = _CLOSED.intersection(names)
    if "SIPDIS" in names and closed:
        yield Finding(f"SIPDIS contradicts {min(closed)}", *case.once(caption_places)["SIPDIS"])


@rule("S0508", needs="captions")
def repeated(case: Case) -> Iterator[Finding]:
    """A caption stands twice.

    SIPDIS was often doubled by the sending system of 2005 to 2007.

    Source: 5 FAH-2 H-250
    Bad:
        SIPDIS

        SIPDIS
    Good:
        SIPDIS
    """
    names, below = case.once(caption_names), case.once(_below)
    for name in dict.fromkeys(names):
        start = case.line_of(case.place(f"/captions/{names.index(name)}")[0])[0]
        if case.text.count(name, start, below) < 2:
            continue
        lines = [match.span(1) for match in _alone_on_a_line(name).finditer(case.text, start, below)]
        if len(lines) > 1 and lines[1][0] - lines[0][1] <= _NEAR:
            start, end = lines[1]
            yield Finding(f"{name} stands {len(lines)} times", start, end, fixes=(Fix(lines[0][1], end, ""),))


def _below(case: Case) -> int:
    """Where the first label stands below the captions, or the text."""
    firsts = case.first_places
    return min([firsts[part][0] for part in _BELOW if part in firsts], default=case.body_start)


@lru_cache(256)
def _alone_on_a_line(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\r\n])[ \t]*({re.escape(name)})[ \t]*(?![^\r\n])")


_BELOW = ("declassification", "tags", "subject")


@rule("S0509", needs="unclassified captions", given=_telling)
def narrow_and_unclassified(case: Case) -> Iterator[Finding]:
    """NODIS or EXDIS stands on a telegram that is not classified.

    Source: 5 FAH-2 H-440
    Bad:
        ZNR UUUUU ZZH
        UNCLAS TUNIS 001118
        EXDIS
        E.O. 12958: N/A
        [no CLASSIFIED BY]
        1. THE HARBOR BOARD MET IN MAY.
        2. IT AGREED ON LITTLE.
    Good:
        EXDIS
    """
    narrow = NARROW.intersection(case.once(caption_names))
    if case.is_unclassified and narrow:
        name = min(narrow)
        yield Finding(f"{name} on a telegram that is {case.level}", *case.once(caption_places)[name])


@rule("S0510", since=periods.ORDER_12356)
def official_informal_once(case: Case) -> Iterator[Finding]:
    """OFFICIAL INFORMAL stands on the caption line or on the subject line only; it belongs on both.

    Source: 5 FAH-2 H-250
    Bad:
        OFFICIAL INFORMAL
        SUBJECT: FISHERIES TALKS
    Good:
        OFFICIAL INFORMAL
        SUBJECT: OFFICIAL INFORMAL: FISHERIES TALKS
    """
    caption = next(filter(_OFFICIAL_INFORMAL.match, case.once(caption_names)), None)
    subject = _OFFICIAL_INFORMAL.match((case.telegram.subject or "").upper())
    if bool(caption) == bool(subject):
        return
    place = case.once(caption_places)[caption] if caption else case.place("/subject")
    yield Finding(f"OFFICIAL INFORMAL is missing on the {'subject' if caption else 'caption'} line", *place)


@rule("S0512", needs="classified captions", given=_telling)
def sensitive_and_classified(case: Case) -> Iterator[Finding]:
    """SENSITIVE, the caption of unclassified texts that need protection, stands on a classified telegram.

    Source: 5 FAH-1 H-246; 5 FAH-2 H-440
    Bad:
        SENSITIVE
    Good:
        SIPDIS
    """
    if case.is_classified and "SENSITIVE" in case.once(caption_names):
        yield Finding(f"SENSITIVE adds nothing to {case.level}", *case.once(caption_places)["SENSITIVE"])
