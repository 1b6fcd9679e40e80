"""Routing: the routing line and its prosign, and indicators that are malformed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check.case import Case
from reftel.check.designators import uncommon_addressees
from reftel.check.registry import Finding, Fix, rule
from reftel.vocabulary import precedence, routing_indicators
from reftel.wire import alphabets

_ROUTING = re.compile(
    r"(?<![^\r\n])(?P<prosign>[A-Z0-9]{1,3})[ ]+(?P<called>R[A-Z]{3,7}(?:[ \r\n]+R[A-Z]{3,7}){0,60})(?=[ ]*[\r\n])"
)
_INDICATOR = re.compile(r"(?P<indicator>[RQU][A-Z0-9]{1,9})/[A-Z]")
_STATION = re.compile(r"(?<![A-Z0-9])[RQU][A-Z]{3,7}(?![A-Z0-9])")
_FIGURES = re.compile(r"[^A-Za-z]{4,}\Z")
_PROSIGNS = ("DE", "ZZ", "OO", "PP", "RR")
_LONGEST = 100
_SPACES = re.compile(r"(?<=\S)[ ]{2,}(?=\S)")


def _routing_line(case: Case) -> re.Match[str] | None:
    start, stop = case.heading
    return _ROUTING.search(case.text, start, stop) if stop else None


def _uncommon(case: Case) -> re.Match[str] | None:
    """The routing line, unless nothing can be wrong with it: its prosign stands doubled and each station once."""
    match = case.once(_routing_line)
    if match is None:
        return None
    called = match["called"].split()
    common = _is_doubled(match["prosign"]) and (len(called) == 1 or len(set(called)) == len(called))
    return None if common else match


@lru_cache(1024)
def _is_doubled(prosign: str) -> bool:
    return len(prosign) == 2 and precedence.by_prosign(prosign) is not None


@rule("T0003", needs="transmission")
def wide_spaces(case: Case) -> Iterator[Finding]:
    """More than one space stands between two groups of the heading.

    Source: ACP 127(G): groups of the heading are separated by one space
    Bad:
        P R  101039Z MAY 06
    Good:
        P R 101039Z MAY 06
    """
    if case.text.find("  ", *case.heading) < 0:
        return
    spans = [match.span() for match in _SPACES.finditer(case.text, *case.heading)]
    if spans:
        where = f"{len(spans)} places" if len(spans) > 1 else "one place"
        fixes = tuple(Fix(*span, " ") for span in spans)
        yield Finding(f"more than one space in {where} of the heading", *spans[0], fixes=fixes)


@rule("T0005", needs="transmission")
def garbled_routing(case: Case) -> Iterator[Finding]:
    """A line that should say who is called, or who calls, cannot be read, so that the message may go astray.

    What a fault in one bit, or the wrong shift of the machine, would have made of it is suggested and never applied.

    Source: ACP 127(G) paras 141 and 420
    Bad:
        VZCZCTUX012
        00 4731 47345
        [no routing line]
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    sent = case.telegram.transmission
    if sent is None or (sent.called and sent.calling) or not (sent.identifier or sent.called or sent.calling):
        return
    missing = "stations called" if not sent.called else "calling station"
    for start, line in _unread(case):
        meant = _meant(line)
        if meant or _STATION.search(line):
            yield Finding(
                f"no {missing} can be read, and this line is none of the heading",
                start,
                start + len(line),
                meant,
            )


def _unread(case: Case) -> Iterator[tuple[int, str]]:
    """The lines of the procedure that no value was read from, with where they begin."""
    start, stop = case.heading
    below = [case.place(name)[0] for name in ("/dtg", "/originator") if case.place(name)[1]]
    read = {case.line_of(spans[0].start)[0] for spans in case.telegram.spans.values() if spans}
    at = start
    while at < min([stop, *below]):
        low, high = case.line_of(at)
        line = case.text[low:high].strip()
        if line and low not in read and len(line) <= _LONGEST:
            yield low + case.text[low:high].index(line), line
        at = high + (2 if case.text.startswith("\r\n", high) else 1)


def _meant(line: str) -> str | None:
    """The line as it would read in the other shift, or with its first word as the prosign that is a bit away."""
    if _FIGURES.match(line):
        letters = alphabets.other_shift(line)
        return letters if _STATION.search(letters) else None
    first, _, rest = line.partition(" ")
    likely = alphabets.garbled_from(first, _PROSIGNS)
    return f"{likely[0]} {rest}" if len(likely) == 1 and _STATION.search(rest) else None


@rule("T0201", needs="transmission", given=_uncommon)
def prosign_not_doubled(case: Case) -> Iterator[Finding]:
    """The precedence prosign of the routing line is not doubled.

    Source: ACP 127(G) para 204
    Bad:
        P RUEHC RUEHFR RUEHRO
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    match = case.once(_routing_line)
    if match and len(match["prosign"]) == 1 and precedence.by_prosign(match["prosign"]):
        place = match.span("prosign")
        yield Finding(
            f"the prosign of the routing line must be doubled; {match['prosign']} stands here once",
            *place,
            match["prosign"] * 2,
            (Fix(*place, match["prosign"] * 2),),
        )


@rule("T0202", needs="transmission", given=_uncommon)
def unknown_prosign(case: Case) -> Iterator[Finding]:
    """The routing line begins with letters that are no precedence prosign.

    Source: ACP 127(G) para 150
    Bad:
        KK RUEHC RUEHFR RUEHRO
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    match = case.once(_routing_line)
    if match and not precedence.by_prosign(match["prosign"]) and match["prosign"] not in {"DE", "FM", "TO"}:
        yield Finding(f"{match['prosign']} is no precedence", *match.span("prosign"))


@lru_cache(4096)
def _is_well_formed(indicator: str | None) -> bool:
    return indicator is not None and routing_indicators.well_formed(indicator)


@rule("T0203", needs="transmission addressees", given=uncommon_addressees)
def malformed_indicator(case: Case) -> Iterator[Finding]:
    """A routing indicator does not have the form of one: R, Q or U and three to seven letters more.

    Source: ACP 117; ACP 127(G) on routing indicators
    Bad:
        PP RUEHFR RUEHRO
        TO RU3HC/SECSTATE WASHDC PRIORITY 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    for pointer, one in case.addressees:
        if _is_well_formed(one.routing_indicator):
            continue
        match = _INDICATOR.match(case.text, case.place(pointer)[0])
        if match and match["indicator"] != "ZEN" and not routing_indicators.well_formed(match["indicator"]):
            yield Finding(f"{match['indicator']} is no routing indicator", *match.span("indicator"))


@rule("T0204", needs="transmission", given=_uncommon)
def called_twice(case: Case) -> Iterator[Finding]:
    """A routing indicator stands twice on the routing line.

    Source: ACP 127(G) para 204: each once
    Bad:
        PP RUEHC RUEHFR RUEHRO RUEHC
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    match = case.once(_routing_line)
    called = list(re.finditer(r"R[A-Z]{3,7}", match["called"])) if match else []
    seen: set[str] = set()
    for one in called:
        if one[0] in seen and match:
            at = match.start("called") + one.start()
            yield Finding(f"{one[0]} is called twice", at, at + len(one[0]))
        seen.add(one[0])


@rule("T0205", needs="transmission")
def routing_below_the_message(case: Case) -> Iterator[Finding]:
    """The precedence of the routing line is higher than any of the message.

    A lower one may be right: a branch that serves only addressees of the lower precedence.

    Source: ACP 127(G) paras 150 to 152 and 204
    Bad:
        OO RUEHC RUEHFR RUEHRO
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    transmission = case.telegram.transmission
    prosign = transmission.precedence_prosign if transmission else None
    words = (case.telegram.precedence.action, case.telegram.precedence.info)
    above = _word_above(prosign, words) if prosign else None
    if above:
        place = case.place("/transmission/precedence_prosign", "/transmission")
        yield Finding(f"{above} on the routing line, {words[0]} on the line of the date", *place)


@lru_cache(1024)
def _word_above(prosign: str, words: tuple[str | None, ...]) -> str | None:
    """The precedence of a prosign if it is higher than all of these words."""
    found = precedence.by_prosign(prosign)
    ranks = [rank for word in words if (rank := precedence.rank(word)) is not None]
    return found.word if found and ranks and found.rank < min(ranks) else None
