"""Captions: known, in order, in combinations that make sense."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.vocabulary import captions as vocabulary
from reftel.vocabulary import posts, routing_indicators

# A line of one word, or one that says it is a channel, would be a caption if it were known.
LIKE_A_CAPTION = re.compile(r"[A-Z]{4,12}|[A-Z]{2,10} CHANNEL")
_NEAR = 40  # letters; further below stands the head of a quoted telegram
_ALONE = ("AGREMENT CHANNEL", "DIRGEN CHANNEL")
_NARROW = frozenset({"NODIS", "EXDIS"})
_CLOSED = frozenset({"NODIS", "EXDIS", "STADIS"})
_OF_A_LEVEL = frozenset({"NODIS", "EXDIS", "SENSITIVE"})
_OFFICIAL_INFORMAL = re.compile(r"OFFICIAL[ -]INFORMAL")


def _names(case: Case) -> tuple[str, ...]:
    return tuple(" ".join(caption.upper().split()) for caption in case.telegram.captions)


def _places(case: Case) -> dict[str, tuple[int, int]]:
    return {name: case.place(f"/captions/{at}") for at, name in enumerate(case.once(_names))}


def _telling(case: Case) -> bool:
    """Whether there is a caption that does not go with every level."""
    return not _OF_A_LEVEL.isdisjoint(case.once(_names))


@rule("S0501")
def unknown(case: Case) -> Iterator[Finding]:
    """A caption stands on no list.

    Source: 5 FAH-2 H-440; captions counted on telegrams of 1973 to 1979
    Bad:
        NODOS CHANNEL
    Good:
        SIPDIS
    """
    for name in dict.fromkeys(case.once(_names)):
        if not vocabulary.find(name):
            yield Finding(f"{name} is no known caption", *case.once(_places)[name])
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
    for name, (start, end) in case.once(_places).items():
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
    for name, place in case.once(_places).items():
        rank = vocabulary.restriction(name)
        if rank is not None and rank < lowest:
            yield Finding(f"{name} is more restrictive than what stands before it", *place)
            return
        lowest = lowest if rank is None else rank


def _channels(case: Case) -> list[str]:
    return [
        name for name in case.once(_names) if (found := vocabulary.find(name)) and found.kind == "channel"
    ]


@rule("S0504", needs="several-captions")
def two_channels(case: Case) -> Iterator[Finding]:
    """A telegram has more than one channel caption.

    Source: 5 FAH-2 H-440 (2023)
    Bad:
        ROGER CHANNEL
        DS CHANNEL
    Good:
        ROGER CHANNEL
    """
    channels = [name for name in _channels(case) if "CHEROKEE" not in name and "KHMER" not in name]
    if len(channels) > 1 and not set(channels) & set(_ALONE):
        yield Finding("more than one channel: " + ", ".join(channels), *case.once(_places)[channels[1]])


@rule("S0505", needs="several-captions")
def channel_not_alone(case: Case) -> Iterator[Finding]:
    """AGREMENT CHANNEL or DIRGEN CHANNEL stands with another caption; both stand alone.

    Source: 5 FAH-2 H-440 (2023)
    Bad:
        DIRGEN CHANNEL
        NOFORN
    Good:
        DIRGEN CHANNEL
    """
    names = case.once(_names)
    for name in _ALONE:
        others = [other for other in names if other != name]
        if name in names and others and not (name == "AGREMENT CHANNEL" and set(others) <= _NARROW):
            yield Finding(f"{name} stands alone, here with {', '.join(others)}", *case.once(_places)[name])


@rule("S0506", needs="several-captions")
def agreement_channel(case: Case) -> Iterator[Finding]:
    """AGREMENT CHANNEL stands with NODIS or EXDIS.

    Source: 5 FAH-2 H-440 (2008)
    Bad:
        EXDIS
        AGREMENT CHANNEL
    Good:
        AGREMENT CHANNEL
    """
    names = set(case.once(_names))
    narrow = names & _NARROW
    if "AGREMENT CHANNEL" in names and narrow:
        yield Finding(
            f"AGREMENT CHANNEL does not go with {min(narrow)}", *case.once(_places)["AGREMENT CHANNEL"]
        )


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
    names = case.once(_names)
    closed = _CLOSED.intersection(names)
    if "SIPDIS" in names and closed:
        yield Finding(f"SIPDIS contradicts {min(closed)}", *case.once(_places)["SIPDIS"])


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
    for name in dict.fromkeys(case.once(_names)):
        lines = _lines_with(case, name)
        if len(lines) > 1 and lines[1][0] - lines[0][1] <= _NEAR:
            start, end = lines[1]
            yield Finding(f"{name} stands {len(lines)} times", start, end, fixes=(Fix(lines[0][1], end, ""),))


def _lines_with(case: Case, name: str) -> list[tuple[int, int]]:
    """The lines before the first label that hold this caption and nothing else."""
    places = [case.place(f"/captions/{at}") for at, other in enumerate(case.once(_names)) if other == name]
    if not places[0][1]:
        return []
    stop = min(
        (case.first_places[part][0] for part in _BELOW if part in case.first_places), default=case.body_start
    )
    start = case.line_of(places[0][0])[0]
    if case.text.count(name, start, stop) < 2:
        return []
    return [match.span(1) for match in _alone_on_a_line(name).finditer(case.text, start, stop)]


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
    narrow = _NARROW.intersection(case.once(_names))
    if case.is_unclassified and narrow:
        name = min(narrow)
        yield Finding(f"{name} on a telegram that is {case.level}", *case.once(_places)[name])


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
    caption = next((name for name in case.once(_names) if _OFFICIAL_INFORMAL.match(name)), None)
    subject = _OFFICIAL_INFORMAL.match((case.telegram.subject or "").upper())
    if bool(caption) == bool(subject):
        return
    place = case.once(_places)[caption] if caption else case.place("/subject")
    yield Finding(f"OFFICIAL INFORMAL is missing on the {'subject' if caption else 'caption'} line", *place)


@rule("S0511", needs="draft captions addressees")
def outside_the_channel(case: Case) -> Iterator[Finding]:
    """A channel caption stands on a telegram to an address outside the channel.

    Channels run between posts and one office of the Department, so that another agency or a command is outside
    each of them; AGREMENT CHANNEL goes to other posts only if it goes to the Department too. Addresses that no
    list has are not judged.

    Source: 5 FAH-2 H-440 (2008, 2023)
    Bad:
        PP RUEHC RUEKJCS RUEHFR RUEHRO
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        RUEKJCS/SECDEF WASHINGTON DC PRIORITY
        ROGER CHANNEL
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        ROGER CHANNEL
    """
    channels = _channels(case)
    if not channels:
        return
    for pointer, one in case.addressees:
        if _is_outside(one.name):
            message = f"{one.name} is outside {channels[0]}"
            yield Finding(message, *case.place(f"{pointer}/name", pointer))
    departments = [one for _, one in case.addressees if "SECSTATE" in one.name]
    if "AGREMENT CHANNEL" in channels and not departments and not _from_the_department(case):
        yield Finding(
            "AGREMENT CHANNEL without the Department among the addressees",
            *case.once(_places)["AGREMENT CHANNEL"],
        )


def _is_outside(name: str) -> bool:
    post = posts.named(name)
    if post:
        return not post.numbers_telegrams
    kinds = {station.kind for station in routing_indicators.of(name)}
    return bool(kinds) and not kinds & {"diplomatic", "collective"}


def _from_the_department(case: Case) -> bool:
    originator = case.telegram.originator
    return originator is not None and originator.post == "STATE"


@rule("S0512", needs="classified captions", given=_telling)
def sensitive_and_classified(case: Case) -> Iterator[Finding]:
    """SENSITIVE, the caption of unclassified texts that need protection, stands on a classified telegram.

    Source: 5 FAH-1 H-246; 5 FAH-2 H-440
    Bad:
        SENSITIVE
    Good:
        SIPDIS
    """
    if case.is_classified and "SENSITIVE" in case.once(_names):
        yield Finding(f"SENSITIVE adds nothing to {case.level}", *case.once(_places)["SENSITIVE"])
