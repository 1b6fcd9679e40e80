"""What a telegram was received with beside its own lines 2 to 9, written again.

ACP 127(G) paras 120 (pilots), 124 (signals), 211 (corrections), 501-504 (readdressals).

Pilots of relays, signals with their parameters, the heading that a readdressed telegram had before, corrections that
an operator sent behind the text.
"""

from __future__ import annotations

from collections.abc import Iterator

from reftel.model.telegram import Pilot, Precedences, Signal, Transmission
from reftel.vocabulary import precedence

_HANDLING, _PILOT, _INSTRUCTIONS = 1, 2, 4  # format lines
_DELIVER = "T"
_ELSEWHERE = frozenset({"ZEN"})  # stands before the addressee that it belongs to


def signals_on(line: int, sent: Transmission) -> tuple[str, ...]:
    """The signals of a format line, each with its parameters: `ZDK HMA445`, `INT ZDK RVHAMF 445`."""
    if line == _INSTRUCTIONS and not sent.signals:
        return tuple(one for one in sent.operating_signals if one not in _ELSEWHERE)
    return tuple(_words(one) for one in sent.signals if one.line == line)


def handling(sent: Transmission) -> tuple[str, ...]:
    """What stands behind the channel number on line 1."""
    return signals_on(_HANDLING, sent)


def instructions(sent: Transmission) -> tuple[str, ...]:
    """What stands behind the security warning on line 4."""
    return signals_on(_INSTRUCTIONS, sent)


def pilots(sent: Transmission) -> Iterator[str]:
    """`RR RVKBLN ZNY CCCCC ZOV RVKB`, a line for each pilot."""
    signals = [one for one in sent.signals if one.line == _PILOT]
    for pilot in sent.pilots:
        words = (pilot.precedence_prosign, *pilot.called, pilot.security_prosign, pilot.security_characters)
        yield " ".join(filter(None, (*words, *map(_words, _take(pilot, signals)))))


def _take(pilot: Pilot, signals: list[Signal]) -> Iterator[Signal]:
    """The signals of a pilot, as many as it names, with the delivery instruction `T`, which is not among them."""
    left = len(pilot.operating_signals)
    while signals and (left or signals[0].signal == _DELIVER):
        left -= signals[0].signal != _DELIVER
        yield signals.pop(0)


def _words(one: Signal) -> str:
    return " ".join((*(("INT",) if one.asks else ()), one.signal, *one.parameters))


def prosigns(words: Precedences) -> Iterator[str]:
    """`P R` of a heading that a telegram had before."""
    for word in (words.action, words.info):
        found = precedence.by_word(word) if word else None
        if found and found.prosign:
            yield found.prosign
