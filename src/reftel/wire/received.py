"""What a circuit gave: one message, a part of one, or letters between two, with its bytes and what was wrong.

The text leaves out what prints nothing: shifts and fillers, carriage returns before a line feed, bells, and the
alarm in front of a FLASH message.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reftel.model.telegram import Diagnostic, Noun
from reftel.wire.alphabets import BELL, FIGURES, IDLE, NOTHING, UNREADABLE, Decoder, parity, regular

FILL = NOTHING + IDLE + FIGURES
ALARM = re.compile(
    f"(?:J{{5}}S{{5}}|{BELL}{{1,10}}'{{5}}|'{{5}}{BELL}{{1,10}})(?=[ \r\n{FILL}]|V?ZCZC|VV |ZZ |\\Z)"
)
"""The FLASH alarm: FIGS, five J, five S, LTRS. It rings whether the bell is under J or under S."""
_PASSED = re.compile(f"[{FILL}{BELL}]+|\r[\r{FILL}{BELL}]*+(?P<fed>\n)?")
_FIRST_LINES = 400  # signs in which the alarm may stand
_STRANGE = re.compile(f"[\x01-\x06\x08\x09\x0b\x0c\x0f-\x1f{UNREADABLE}]")


class Received(Noun, frozen=True):
    """A stretch of the stream.

    `kind`: `message` (begun and ended), `signals` (a line between messages, `R Z TSA044`), `cut` (begun, and its end
    was not received), `tail` (ended, and its beginning was not received), `cancelled` (the sender broke off), `between`
    (letters that belong to no message), `refused` (longer than the limit: `raw` holds only how it began).

    `start` and `end` count bytes of the stream; `raw` are the bytes between them. `text` has LF for every line end.
    `skipped`: the places in `raw`, in order, that gave no letter of it. `identifier` is its first line as it stands.
    `alarm`: the bell for FLASH was rung. `parity`: the use of the eighth bit of IA5. The places of `diagnostics` count
    in `text`.
    """

    kind: str
    text: str
    raw: bytes
    start: int
    end: int
    skipped: tuple[int, ...] = ()
    identifier: str | None = None
    alarm: bool = False
    parity: str = "none"
    diagnostics: tuple[Diagnostic, ...] = ()


class Remark(NamedTuple):
    """A code, its words, and the places in the raw bytes from where to where."""

    code: str
    message: str
    start: int
    end: int
    suggestion: str | None = None


class Coding(NamedTuple):
    """How the bytes of a stretch are read: alphabet, figures of the country, the shift at its begin."""

    alphabet: str
    national: str = ""
    figures: bool = False


def make(
    kind: str,
    raw: bytes,
    start: int,
    end: int,
    coding: Coding,
    identifier: str | None,
    remarks: Sequence[Remark],
) -> Received:
    """Read the bytes of a stretch, and say of them what `remarks` and the bytes themselves tell."""
    wide = Decoder(coding.alphabet, national=coding.national, figures=coding.figures).feed(raw)
    alarm = alarm_in(wide)
    text, skipped = _text_of(wide, alarm)
    use = parity(raw) if coding.alphabet == "ia5" else None
    found = [
        Diagnostic(code, "note", message, 0, 0, *_places(skipped, low, min(high, len(raw))), suggestion)
        for code, message, low, high, suggestion in (
            *remarks,
            *(_against_parity(raw) if use and use.against else ()),
        )
    ]
    return Received(
        kind=kind,
        text=text,
        raw=raw,
        start=start,
        end=end,
        skipped=skipped,
        identifier=identifier,
        alarm=alarm is not None,
        parity=use.name if use else "none",
        diagnostics=tuple(sorted((*found, *_strange(text)), key=lambda one: (one.start, one.code))),
    )


def alarm_in(wide: str) -> re.Match[str] | None:
    """The alarm, where it stands at the begin of one of the first lines."""
    found = ALARM.search(wide, 0, _FIRST_LINES)
    if found is None:
        return None
    line = max(wide.rfind(end, 0, found.start()) for end in "\r\n") + 1
    return None if wide[line : found.start()].strip(f" {FILL}") else found


def _text_of(wide: str, alarm: re.Match[str] | None) -> tuple[str, tuple[int, ...]]:
    """The text of a stretch, and which places of it give none."""
    skipped: list[int] = []
    pieces: list[str] = []
    at = 0
    for low, high, instead in _left_out(wide, alarm):
        pieces += (wide[at:low], instead)
        skipped.extend(range(low, high))
        at = high + len(instead)
    return "".join((*pieces, wide[at:])), tuple(skipped)


def _left_out(wide: str, alarm: re.Match[str] | None) -> Iterator[tuple[int, int, str]]:
    """Places from where to where to leave out, and the line end that the next place stands for."""
    stretches = ((0, alarm.start()), alarm.span(), (alarm.end(), len(wide))) if alarm else ((0, len(wide)),)
    for at, (low, high) in enumerate(stretches):
        if at == 1:
            yield low, high, ""
            continue
        for match in _PASSED.finditer(wide, low, high):
            if match[0][0] != "\r":
                yield match.start(), match.end(), ""
            else:  # the last of several carriage returns, or the line feed behind them, is the line end
                yield match.start(), match.end() - 1, "\n"


def _places(skipped: tuple[int, ...], low: int, high: int) -> tuple[int, int]:
    start, end = (place - bisect_left(skipped, place) for place in (low, high))
    return min(start, end), end


def _against_parity(raw: bytes) -> Iterator[Remark]:
    """T0001: bytes whose eighth bit is against that of the others."""
    use = parity(raw)
    if use.against:
        place = next(at for at, byte in enumerate(raw) if not regular(byte, use.name))
        many = f"{use.against} bytes are" if use.against > 1 else "one byte is"
        yield Remark("T0001", f"{many} against the {use.name} parity of the others", place, place + 1)


def _strange(text: str) -> Iterator[Diagnostic]:
    """T0001: what the alphabet has no letter for."""
    first = _STRANGE.search(text)
    if first:
        times = len(_STRANGE.findall(text))
        message = (
            f"{times} signs that the alphabet has no letter for" if times > 1 else "no letter of the alphabet"
        )
        yield Diagnostic("T0001", "note", message, start=first.start(), end=first.end())
