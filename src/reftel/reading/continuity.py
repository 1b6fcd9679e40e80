"""Running numbers from one sender to one addressee, over the telegrams of one text (5 FAH-2 H-230).

The number behind an addressee's name counts what this sender sent to this addressee, so that a gap is a telegram that
did not come. Only transmissions whose end was received are held against each other: a circuit's log, not a selection.
"""

from __future__ import annotations

from collections.abc import Iterator

from reftel.model.strand import Span
from reftel.model.telegram import Diagnostic, Telegram

_CYCLE = 9_999  # 0001 follows: four noughts are no number
_MOST_MISSING = 500  # more is another cycle, or another count


class Continuity:
    """The last number of each pair; lives while one text is read."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], int] = {}

    def hear(self, telegram: Telegram) -> Telegram:
        """The telegram, with a remark (T0708) for each gap before it."""
        sent, sender = telegram.transmission, telegram.originator
        if sent is None or not sent.ended or sender is None or not sender.name:
            return telegram
        gaps = tuple(self._gaps(telegram, sender.name))
        return telegram.replace(diagnostics=(*telegram.diagnostics, *gaps)) if gaps else telegram

    def _gaps(self, telegram: Telegram, sender: str) -> Iterator[Diagnostic]:
        for group in ("action", "info"):
            for at, one in enumerate(getattr(telegram, group)):
                if one.continuity_number is None:
                    continue
                missing = self._missing((sender, one.name), one.continuity_number)
                pointer = f"/{group}/{at}/continuity_number"
                place = next(iter(telegram.spans.get(pointer, ())), Span(0, 0))
                if missing:
                    message = f"{missing} from {sender} to {one.name} did not come before this one"
                    yield Diagnostic("T0708", "note", message, start=place.start, end=place.end)

    def _missing(self, pair: tuple[str, str], number: int) -> str | None:
        """The numbers between the last one and this, in words; what is repeated or late is no gap."""
        last = self._last.get(pair)
        ahead = 0 if last is None else _steps(last, number)
        if last is None or 0 < ahead <= _CYCLE // 2:
            self._last[pair] = number
        if last is None or not 1 < ahead <= _MOST_MISSING:
            return None
        first, final = last % _CYCLE + 1, number - 1 or _CYCLE
        return f"number {first:04d}" if first == final else f"numbers {first:04d} to {final:04d}"


def _steps(last: int, number: int) -> int:
    """How many numbers on from the last one, which may be in the cycle before."""
    return (number - last) % _CYCLE
