"""Format line 2: the stations called (ACP 127(G) paras 204, 306).

The precedence prosign is doubled, the routing indicators follow, over several lines if need be. A pilot that a
relay puts in front of a message has the same form and goes on with security warning and signals.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.vocabulary import precedence, routing_indicators
from reftel.wire import alphabets
from reftel.wire.lines import Line, Word
from reftel.wire.spelling import one_apart

_OPENING = re.compile(r"(?P<prosign>[ZOPRY0]{1,2}|(?P<odd>[A-Z])(?P=odd)) +(?=[RQU][A-Z0-9]{3,7}(?:[ .]|\Z))")
_INDICATOR = re.compile(r"(?=[A-Z0-9]{0,7}[A-Z]{2})[RQU][A-Z0-9]{3,7}")
_MORE = re.compile(r"[RQU][A-Z]{3,7}(?: +[RQU][A-Z]{3,7}){0,20}\Z")


class RoutingLine(NamedTuple):
    """Prosign as it should be read, stations called, and the letter where signals may go on."""

    prosign: Word
    called: tuple[Word, ...]
    rest: int


def read_routing_line(line: Line, ledger: Ledger) -> RoutingLine | None:
    """Line 2, or None if the line is none."""
    match = _OPENING.match(line.text)
    if match is None:
        return None
    prosign = _prosign(line.word(match, "prosign"), ledger)
    called: list[Word] = []
    for word in line.words(match.end()):
        if not _INDICATOR.fullmatch(word.text):
            break
        called.append(word)
    rest = called[-1].end - line.start if called else match.end()
    return RoutingLine(prosign, tuple(called), rest)


def read_more_stations(line: Line) -> tuple[Word, ...]:
    """The stations on a line that continues line 2; none if it does not."""
    return tuple(line.words()) if _MORE.match(line.text) else ()


def remark_indicators(called: Iterable[Word], addressed: Sequence[str], ledger: Ledger) -> None:
    """T0203, T0204: which indicators have a wrong shape and which stand twice.

    For one of a wrong shape the single indicator of the addressees that is a letter away is suggested; of several,
    the one that a fault in a single bit, or a figure printed for its letter, explains.
    """
    times: dict[str, int] = {}
    for word in called:
        times[word.text] = times.get(word.text, 0) + 1
        if not routing_indicators.well_formed(word.text):
            near = _near(word.text, addressed)
            message = f"{word.text} cannot be a routing indicator"
            ledger.remark("T0203", message, word.start, word.end, near[0] if len(near) == 1 else None)
        elif times[word.text] == 2:
            ledger.remark("T0204", f"{word.text} is called twice", word.start, word.end)


def _near(word: str, addressed: Sequence[str]) -> Sequence[str]:
    near = [one for one in dict.fromkeys(addressed) if one_apart(word, one)]
    if len(near) == 1:
        return near
    letters = "".join(alphabets.other_shift(sign) if sign.isdigit() else sign for sign in word)
    known = near or tuple(dict.fromkeys(addressed))
    return [one for one in known if one == letters] or alphabets.garbled_from(letters, known)


def _prosign(word: Word, ledger: Ledger) -> Word:
    letters = word.text.replace("0", "O")
    if letters != word.text:
        ledger.repair("Q33", word.start, word.end, word.text, letters)
    if precedence.by_prosign(letters[0]) is None:
        ledger.remark("T0202", f"{letters} is no precedence", word.start, word.end)
    elif letters[0] * 2 != letters:
        message = f"the precedence of the routing line must be doubled; {letters} stands here"
        ledger.remark("T0201", message, word.start, word.end, letters[0] * 2)
    return word.read_as(letters)
