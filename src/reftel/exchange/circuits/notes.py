"""What neighbours write each other about their channel numbers (ACP 127(G) paras 152, 404-433).

Between messages, as lines of their own, which no number protects: the receipt of a FLASH message, `R Z TSA044`; how far
a station has received and what it still waits for, `ZID TSA113 AWAITING TSA110`; the question for it, `INT ZID TSA113`,
which says what was sent last; numbers under which nothing more will come, `ZFR TSA041`. Each but the receipt is sent
twice on its line with IMI between, and believed only if both are the same.

As service messages, which have numbers and which the operator sees: `TSA041 ZES2` (garbled: again), `ZFX TSA041`
(open number), `INT ZDK TRANSMISSION FOLLOWING TSA041`, and the answers `ZUI HAT019 ZDK TSA041` (it comes again under
a new number) and `ZUI HAT019 ZFR TSA041` (nothing comes).

Only signals that the list of operating signals has as confirmed are acted on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Signal
from reftel.vocabulary import operating_signals
from reftel.wire.service import read_service

MOST = 10
"""Numbers that one line names: a longer line would seldom come through a bad circuit."""
CHANNEL = re.compile(r"(?P<designator>[A-Z]{3})(?P<number>[0-9]{3,4})\Z")
_TWICE = " IMI "
_SURE = frozenset({"confirmed", "confirmed-role"})


class Report(NamedTuple):
    """How far a station has received; `last` 0 for nothing yet; what it waits for among the numbers before."""

    last: int
    awaiting: tuple[int, ...] = ()


class Question(NamedTuple):
    """How far have you received? `last` is the number sent last."""

    last: int


class Void(NamedTuple):
    """Nothing more comes under these numbers, the first and the last of them."""

    first: int
    last: int


class Receipt(NamedTuple):
    """The receipt of a FLASH message."""

    number: int


class Again(NamedTuple):
    """Numbers that are wanted again. `garbled`: they came, but not as they were sent."""

    numbers: tuple[int, ...]
    garbled: bool = False


class Answered(NamedTuple):
    """What the far station says to numbers that were asked for: they come under new ones, or not at all."""

    numbers: tuple[int, ...]


Note = Report | Question | Void | Receipt | Again | Answered


def written(note: Report | Question | Void, designator: str) -> str:
    """The line of a note, about numbers of the channel with this designator."""
    if isinstance(note, Report):
        waits = [f"AWAITING {' '.join(_named(designator, one) for one in note.awaiting)}"] * bool(
            note.awaiting
        )
        words = " ".join(("ZID", _named(designator, note.last), *waits))
    elif isinstance(note, Question):
        words = f"INT ZID {_named(designator, note.last)}"
    else:
        until = f" TO {_named(designator, note.last)}" if note.last != note.first else ""
        words = f"ZFR {_named(designator, note.first)}{until}"
    return f"{words}{_TWICE}{words}"


def receipt(prosign: str, channel: str) -> str:
    """`R Z TSA044`."""
    return f"R {prosign} {channel}"


def named(designator: str, numbers: Iterable[int]) -> str:
    """`TSA041 TSA042`."""
    return " ".join(_named(designator, one) for one in numbers)


def _named(designator: str, number: int) -> str:
    return f"{designator}{number:03d}"


def read_line(text: str, sound: Callable[[int, int], bool] | None = None) -> tuple[str, Note] | None:
    """The designator and the note of a line between messages; None for one that is damaged or means nothing here.

    `sound`: where the line shows garbles, whether the letters between two places have none; then one of the two halves
    is enough.
    """
    words = text.split()
    if len(words) == 3 and words[0] == "R":
        found = CHANNEL.match(words[2])
        return (found["designator"], Receipt(int(found["number"]))) if found else None
    once, _, again = text.partition(_TWICE)
    if sound:
        halves = [once] * sound(0, len(once)) + [again] * (bool(again) and sound(-len(again), 0))
        return next(filter(None, (_read_once(half.split()) for half in halves)), None)
    return _read_once(once.split()) if once.split() == again.split() else None


def _read_once(words: list[str]) -> tuple[str, Note] | None:
    channels = [found for word in words if (found := CHANNEL.match(word))]
    if not channels or len({one["designator"] for one in channels}) > 1:
        return None
    designator, numbers = channels[0]["designator"], tuple(int(one["number"]) for one in channels)
    shape = [word for word in words if not CHANNEL.match(word)]
    note: Note | None = None
    if shape == ["ZID"] and len(numbers) == 1:
        note = Report(numbers[0])
    elif shape == ["ZID", "AWAITING"]:
        note = Report(numbers[0], numbers[1:])
    elif shape == ["INT", "ZID"]:
        note = Question(numbers[0])
    elif shape in (["ZFR"], ["ZFR", "TO"]) and len(numbers) == len(shape):
        note = Void(numbers[0], numbers[-1])
    return (designator, note) if note else None


def read_text(text: str) -> tuple[tuple[str, Note], ...]:
    """What a service message asks or answers, with the designator of the channel, by its confirmed signals."""
    signals = read_service(text, 0, len(text), Ledger(Strand.whole(text)), 0, marked=False)
    return tuple(found for one in signals if is_sure(one.signal) for found in _meaning(one))


def is_sure(signal: str) -> bool:
    """Whether the meaning of a signal is confirmed; one that is recalled or unknown is shown and not acted on."""
    found = operating_signals.find(signal)
    return found is not None and found.evidence in _SURE


def _meaning(signal: Signal) -> Iterator[tuple[str, Note]]:
    found = [one for word in signal.parameters if (one := CHANNEL.match(word))]
    for designator in dict.fromkeys(one["designator"] for one in found):
        numbers = tuple(int(one["number"]) for one in found if one["designator"] == designator)
        if signal.signal == "ZES2":
            yield designator, Again(numbers, garbled=True)
        elif signal.signal == "ZFX":
            yield designator, Again(numbers)
        elif signal.signal == "ZDK" and signal.asks:
            following = "FOLLOWING" in signal.parameters
            yield designator, Again(tuple(one % 999 + 1 for one in numbers) if following else numbers)
        elif signal.signal in {"ZDK", "ZFR"}:
            yield designator, Answered(numbers)
