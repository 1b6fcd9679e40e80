"""Strict reading: what the lenient reading had to repair or guess is refused, with the line, the code and a remedy.

For whoever sends, or takes in from a circuit that must be letter perfect. Where a text is not refused, the telegram is
the one that lenient reading gives: there is one reader, and this is its judge.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reftel.model.telegram import Diagnostic, Repair, Telegram
from reftel.vocabulary import codes

_SHOWN = 5
_REMEDY = "put it right in the source, or read without strict"


class Fault(NamedTuple):
    """What strict reading does not take: line from 1, code, what it is, what to do."""

    line: int
    code: str
    what: str
    remedy: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.code} {self.what}: {self.remedy}"


class NotStrict(ValueError):
    """A telegram could be read only with repairs or errors; `faults` has all of them in the order of the text."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        more = len(faults) - _SHOWN
        shown = "; ".join(map(str, faults[:_SHOWN]))
        super().__init__(f"{shown}; and {more} more" if more > 0 else shown)


def refuse_guesses(telegram: Telegram) -> None:
    """Raise `NotStrict` if anything was repaired, or remarked on that must not be sent; else do nothing."""
    found = sorted((*_repaired(telegram), *_remarked(telegram)))
    if found:
        text = telegram.text
        raise NotStrict(tuple(Fault(_line(text, at), *rest) for at, *rest in found))


def _repaired(telegram: Telegram) -> Iterator[tuple[int, str, str, str]]:
    for repair in telegram.repairs:
        yield repair.start, repair.code, *_said(repair)


def _said(repair: Repair) -> tuple[str, str]:
    row = codes.find(repair.code)
    name = row.name if row else "repaired"
    if not repair.read.strip():
        return f"{name}: {_short(repair.found)} was passed over", "take it out of the source"
    return f"{name}: {_short(repair.found)} was read as {_short(repair.read)}", f"write {_short(repair.read)}"


def _remarked(telegram: Telegram) -> Iterator[tuple[int, str, str, str]]:
    for remark in telegram.diagnostics:
        if _severity(remark) == "error":
            remedy = f"write {remark.suggestion}" if remark.suggestion else _REMEDY
            yield remark.start, remark.code, remark.message, remedy


def _severity(remark: Diagnostic) -> str:
    """How grave it is for a telegram about to be sent."""
    return codes.severity(remark.code, "draft") if codes.find(remark.code) else remark.severity


def _short(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) < 40 else f"{words[:36]} ...")


def _line(text: str, at: int) -> int:
    """The line of an offset; a line ends with LF, with CR LF, or with CR alone."""
    above = text[:at].replace("\r\n", "\n")
    return above.count("\n") + above.count("\r") + 1
