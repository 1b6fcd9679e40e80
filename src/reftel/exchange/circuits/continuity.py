"""The channel numbers that came, so that none is lost unnoticed (ACP 127(G) paras 402, 412-414, 427-433)."""

from __future__ import annotations

from itertools import dropwhile
from typing import NamedTuple

import msgspec

CYCLE = 999
_HALF = CYCLE // 2
MOST_OPEN = 100
"""Numbers that a station which hears a channel first asks for; messages that may be under way."""
_REMEMBERED = 128
"""Numbers whose texts are remembered, to tell a repeated number from a repeated message."""


class Open(msgspec.Struct, frozen=True, array_like=True):
    """A number that did not come: when it was asked for last, how often, and at what precedence."""

    number: int
    asked: float
    times: int = 1


class Numbers(msgspec.Struct, frozen=True):
    """What is remembered of a channel from one message to the next, and over a restart.

    `designator`: its three letters, empty until the first message. `last`: the highest number that came in this
    cycle, 0 for none. `open`: numbers not received. `recent`: pairs of a number and the hash of what came under it, the
    oldest first.
    """

    designator: str = ""
    last: int = 0
    open: tuple[Open, ...] = ()
    recent: tuple[tuple[int, bytes], ...] = ()

    def encoded(self) -> bytes:
        """As it is kept."""
        return msgspec.msgpack.encode(self)

    @classmethod
    def decoded(cls, memory: bytes) -> Numbers:
        """From what was kept; nothing yet for nothing."""
        return msgspec.msgpack.decode(memory, type=cls) if memory else cls()

    @property
    def waiting_for(self) -> tuple[int, ...]:
        """The open numbers, that which is longest ago first."""
        return tuple(sorted((one.number for one in self.open), key=lambda one: -((self.last - one) % CYCLE)))


class Step(NamedTuple):
    """The numbers after a message, and what its number told.

    `missing`: numbers found open by it. `remark`: in words, for the operator; `signal`: what the sender is told (ZFQ).
    """

    numbers: Numbers
    missing: tuple[int, ...] = ()
    remark: str = ""
    signal: str = ""


def take(numbers: Numbers, channel: tuple[str, int], now: float, text: bytes, *, daily: bool = False) -> Step:
    """Enter a message that came whole. `text` is the hash of what stands below its first line.

    `daily`: the far station begins anew with 001 each day, by its own clock.
    """
    designator, number = channel
    before = dict(numbers.recent).get(number)
    forward = (number - numbers.last) % CYCLE
    if number in numbers.waiting_for:
        return Step(_came(_closed(numbers, {number}), designator, numbers.last, text, number))
    if daily and number == 1 and before != text:
        words = f"numbers begin anew; not received before: {numbers.waiting_for}" if numbers.open else ""
        return Step(_came(_closed(numbers, set(numbers.waiting_for)), designator, number, text), remark=words)
    if 0 < forward <= _HALF or numbers.last == 0:
        missing = _between(numbers.last, forward - 1)
        long = numbers.last and forward > MOST_OPEN
        words = f"numbers jump from {designator}{numbers.last:03d} to {number:03d}" if long else ""
        return Step(_came(_opened(numbers, missing, now), designator, number, text), missing, words)
    return _behind(numbers, channel, text, before)


def _behind(numbers: Numbers, channel: tuple[str, int], text: bytes, before: bytes | None) -> Step:
    """A number that is none of the next: it came before, or the far station has begun to count elsewhere."""
    designator, number = channel
    if before == text:
        return Step(numbers, remark=f"{designator}{number:03d} came again")
    if before is not None:
        words = f"{designator}{number:03d} came before with another text"
        return Step(_came(numbers, designator, numbers.last, text, number), remark=words, signal="ZFQ")
    words = f"numbers jump from {designator}{numbers.last:03d} to {number:03d}: counted on from there"
    return Step(_came(numbers, designator, number, text), remark=words)


def used_up(numbers: Numbers, first: int, last: int) -> Numbers:
    """Nothing comes under these numbers: they are closed if they are open, and passed over if they are next."""
    span = (last - first) % CYCLE + 1
    gone = set(following(first - 1, span)) if span <= _HALF else {last}
    left = _closed(numbers, gone)
    ahead = (last - left.last) % CYCLE
    if (left.last + 1 - first) % CYCLE <= _HALF and (left.last == 0 or 0 < ahead <= _HALF):
        return msgspec.structs.replace(left, last=last)
    return left


def sent_until(numbers: Numbers, last: int, now: float) -> Step:
    """A number was sent: those up to it that did not come are open."""
    ahead = (last - numbers.last) % CYCLE
    if ahead == 0 or (ahead > _HALF and numbers.last):
        return Step(numbers)
    missing = _between(numbers.last, ahead)
    return Step(msgspec.structs.replace(_opened(numbers, missing, now), last=last), missing)


def told_last(numbers: Numbers, last: int, now: float) -> Step:
    """The far station says that this number was sent last. A higher one that came was not its own: back to it."""
    too_far = (numbers.last - last) % CYCLE
    if not last or not numbers.last or not 0 < too_far <= _HALF:
        return sent_until(numbers, last, now)
    came = {number for number, _ in numbers.recent}
    span = following((last - MOST_OPEN - 1) % CYCLE, MOST_OPEN)
    behind = dropwhile(lambda one: one not in came, span)
    missing = tuple(one for one in behind if one not in came) or (last,) * (last not in came)
    words = f"{numbers.designator}{numbers.last:03d} cannot have been sent: {last:03d} was sent last"
    cleared = msgspec.structs.replace(numbers, last=last, open=())
    return Step(_opened(cleared, missing, now), missing, words)


def damaged(numbers: Numbers, number: int, now: float) -> Numbers:
    """A number whose message came garbled or cut: it is waited for again, and those that it shows to be missing."""
    known = sent_until(numbers, number, now).numbers
    return known if number in known.waiting_for else _opened(known, (number,), now)


def for_channel(numbers: Numbers, designator: str) -> Numbers:
    """With the designator of the channel, if it was not known yet."""
    return numbers if numbers.designator else msgspec.structs.replace(numbers, designator=designator)


def closed(numbers: Numbers, gone: tuple[int, ...]) -> Numbers:
    """Open numbers that were answered."""
    return _closed(numbers, set(gone))


def asked_again(numbers: Numbers, which: Open, now: float) -> Numbers:
    """An open number was asked for once more."""
    again = tuple(
        Open(one.number, now, one.times + 1) if one.number == which.number else one for one in numbers.open
    )
    return msgspec.structs.replace(numbers, open=again)


def following(number: int, count: int) -> tuple[int, ...]:
    """The numbers behind a number; after 999 comes 001."""
    return tuple((number + at) % CYCLE + 1 for at in range(count))


def _between(number: int, count: int) -> tuple[int, ...]:
    """The numbers behind a number: all of them, since any may be of a message that is waited for.

    A station that hears a channel first asks for the last ones.
    """
    return following(number, count)[0 if number else -MOST_OPEN :]


def _came(numbers: Numbers, designator: str, last: int, text: bytes, number: int | None = None) -> Numbers:
    entry = (last if number is None else number, text)
    others = tuple(one for one in numbers.recent if one[0] != entry[0])
    recent = (*others, entry)[-_REMEMBERED:]
    return msgspec.structs.replace(numbers, designator=designator, last=last, recent=recent)


def _opened(numbers: Numbers, missing: tuple[int, ...], now: float) -> Numbers:
    return msgspec.structs.replace(numbers, open=(*numbers.open, *(Open(one, now) for one in missing)))


def _closed(numbers: Numbers, gone: set[int]) -> Numbers:
    return msgspec.structs.replace(numbers, open=tuple(one for one in numbers.open if one.number not in gone))
