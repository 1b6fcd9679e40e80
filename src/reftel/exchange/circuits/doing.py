"""What a circuit's protocol wants done, in order: by the post, or by the line."""

from __future__ import annotations

from typing import NamedTuple

from reftel.exchange.seam import Incoming


class Take(NamedTuple):
    """Hand it to the post; nothing later is to be done before that is on the disk."""

    incoming: Incoming


class Remember(NamedTuple):
    """Keep this for the next start."""

    memory: bytes


class Serve(NamedTuple):
    """Queue a service message for the far station."""

    text: str
    precedence: str = "P"


class Acknowledged(NamedTuple):
    """The far station has these transmissions on its disk."""

    sent: tuple[int, ...]


class BrokenOff(NamedTuple):
    """A transmission waits again."""

    sent: int
    reason: str
    perhaps_arrived: bool = False


class Refused(NamedTuple):
    """A transmission cannot be sent this way."""

    sent: int
    reason: str


class Repeat(NamedTuple):
    """The far station asks for numbers of the past. `service`: the number of the message that asks."""

    numbers: tuple[int, ...]
    service: str


class Alarm(NamedTuple):
    """Tell the watch."""

    message: str


class Drop(NamedTuple):
    """Break the line, and take it up again later."""

    reason: str


Doing = Take | Remember | Serve | Acknowledged | BrokenOff | Refused | Repeat | Alarm | Drop
