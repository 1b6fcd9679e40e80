"""Heading and ending of one transmission held against each other (ACP 127(G) para 114; JANAP 128 on validation)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Transmission
from reftel.wire.ending import Ending, read_ending
from reftel.wire.heading import Heading, read_heading

_VALIDATED = frozenset({"acp127us", "janap128", "acp128"})


class Message(NamedTuple):
    """A transmission: what stands above the text and below it. The text lies between `heading.end` and `ending`."""

    heading: Heading
    ending: Ending


def read_transmission(strand: Strand, start: int, end: int, ledger: Ledger) -> Message:
    """Read heading and ending between two strand offsets, and remark what is missing or does not agree."""
    heading = read_heading(strand, start, end, ledger)
    return Message(heading, close(strand, heading.end, end, ledger, heading))


def close(strand: Strand, start: int, end: int, ledger: Ledger, heading: Heading) -> Ending:
    """The ending between `start`, where the text begins, and `end`, held against the heading of the same message.

    The strand may be another than the heading was read from: the lines of the ending have to stand in it.
    """
    ending = read_ending(strand, start, end, ledger)
    sent = heading.transmission
    if sent is None or sent.profile == "partial" or ending.cancelled:
        return ending
    last = max(ending.end_of_text - 1, start)  # what is missing is told at the last letter of the text
    for code, message in _missing(sent.profile, heading, ending):
        ledger.remark(code, message, last, ending.end_of_text)
    _compare_numbers(sent, ending, ledger)
    _count_groups(strand, start, heading, ending, ledger)
    return ending


def _missing(profile: str, heading: Heading, ending: Ending) -> Iterator[tuple[str, str]]:
    """T1101, T1301, T1501, T1601. A copy that kept nothing of breaks and ending is told of once."""
    kept = ending.complete or ending.broken or ending.validation is not None
    if not kept and not heading.broken:
        yield "T1601", "the breaks and the end of message are not in this copy"
        return
    if not heading.abbreviated:
        if not heading.broken:
            yield "T1101", "no break before the text"
        if not ending.broken:
            yield "T1301", "no break behind the text"
        if ending.validation is None and profile in _VALIDATED:
            yield "T1501", "no validation number"
    if not ending.complete:
        yield "T1601", "no end of message"


def _compare_numbers(sent: Transmission, ending: Ending, ledger: Ledger) -> None:
    """T1502: the number at the end is that at the beginning, or two messages were glued."""
    beginning, end = sent.station_serial, ending.validation
    if beginning is not None and end is not None and beginning % 10_000 != end % 10_000:
        message = f"the end belongs to {end:04d}, the beginning to {beginning:04d}"
        number = ledger.strand.text.find("#", ending.end_of_text, ending.end)
        ledger.remark("T1502", message, max(number, ending.end_of_text), ending.end)


def _count_groups(strand: Strand, start: int, heading: Heading, ending: Ending, ledger: Ledger) -> None:
    """T1001: as many groups between the breaks as line 10 says."""
    if heading.groups is None or not (heading.broken and ending.broken):
        return
    found = len(strand.text[start : ending.end_of_text].split())
    if found != heading.groups:
        message = f"{heading.groups} groups announced, {found} received"
        ledger.remark("T1001", message, start, ending.end_of_text)
