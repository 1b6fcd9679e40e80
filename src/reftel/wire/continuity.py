"""Channel numbers: whether one was left open or came twice (ACP 127(G) paras 112, 119, 402, 412 to 414)."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator
from typing import NamedTuple

CHANNEL = re.compile(r"(?P<designator>[A-Z]{3})(?P<number>[0-9]{3,4})(?![0-9])")
_MOST_CHANNELS = 64
"""Channels that are remembered; a circuit carries a few. The one that was silent longest is forgotten."""


class _Channel(NamedTuple):
    """The last number, and one bit for each number that came since the cycle began."""

    last: int
    came: int


class Continuity:
    """Remembers for each channel which numbers came."""

    def __init__(self) -> None:
        self._channels: OrderedDict[str, _Channel] = OrderedDict()

    def take(self, channel: str) -> Iterator[tuple[str, str]]:
        """Enter the number of `TSA041`; code and words where numbers are open (T0104) or this one came before (T0105).

        The first number of a channel sets the count. A number that was open closes its gap without a word. 001
        begins a new cycle.
        """
        match = CHANNEL.fullmatch(channel)
        if match is None:
            return
        designator, number = match["designator"], int(match["number"])
        known = self._channels.pop(designator, None)
        self._channels[designator] = _next(known, number)
        if len(self._channels) > _MOST_CHANNELS:
            self._channels.popitem(last=False)
        if known is None or (number <= 1 and known.last > 1):
            return
        if known.came >> number & 1:
            yield "T0105", f"{channel} came before"
        elif number > known.last + 1:
            width = len(match["number"])
            low, high = (f"{designator}{one:0{width}d}" for one in (known.last + 1, number - 1))
            yield "T0104", f"not received: {low}" if low == high else f"not received: {low} to {high}"


def _next(known: _Channel | None, number: int) -> _Channel:
    if known is None or (number <= 1 and known.last > 1):
        return _Channel(number, 1 << number)
    return _Channel(max(known.last, number), known.came | 1 << number)
