"""Telegrams as they are sent: transmission lines, pages, and sections where the length asks for several."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from reftel.model.telegram import Telegram, Transmission
from reftel.text import head_written as head
from reftel.text.body_written import Body
from reftel.wire.written import Circuit, Ends, write_ends
from reftel.writing.format import ADDRESSED, PROPER, CannotWrite, Format
from reftel.writing.proper import body_of, groups_of, head_lines, joined, label_lines, sent_at, within_limit
from reftel.writing.sections import MOST_SECTIONS, PAGE, PAGES, Part, paged, sections


def on_circuit(circuit: Circuit, meaning: str) -> Format:
    """The format of a circuit."""
    says = PROPER | ADDRESSED | {"transmission", "originals"}
    return Format(meaning, says, True, lambda telegram: _Sending(telegram, circuit).message())


class _Message(NamedTuple):
    """What stands around the text of one section, and the part of the body that it takes."""

    ends: Ends
    part: Part
    first: str
    top: list[str]


class _Sending:
    """One telegram on its way to a circuit."""

    def __init__(self, telegram: Telegram, circuit: Circuit) -> None:
        self.telegram = telegram
        self.circuit = circuit
        self.sent = self._sent()
        self.body: Body = body_of(telegram)
        labels = label_lines(telegram)  # an empty line keeps the subject from running on into the text
        self.heads = (head_lines(telegram), [*labels, ""] if labels else [])

    def message(self) -> bytes:
        """All its sections, one behind the other."""
        within_limit([*self.heads[0], *self.body.lines])
        return "\n".join(map(self._transmission, self._messages())).encode()

    def _sent(self) -> datetime:
        sent = sent_at(self.telegram)
        if sent is None:
            raise CannotWrite(
                "line 5 needs a date-time group to the minute: give it one, or write the telegram plain"
            )
        return sent

    def _messages(self) -> Iterator[_Message]:
        parts = self._parts()
        of = len(parts)
        if of > MOST_SECTIONS:
            raise CannotWrite(
                f"it would take {of} sections and {MOST_SECTIONS} can be counted: part the text in two telegrams"
            )
        for at, part in enumerate(parts, start=1):
            section = at if of > 1 else None
            ends = write_ends(self.telegram, self.sent, self.circuit, section, last=at == of)
            first = head.classification_line(self.telegram, (at, of) if of > 1 else None)
            yield _Message(ends, part, first, self.heads[at > 1])

    def _parts(self) -> tuple[Part, ...]:
        """The stretches of the body that go out in one section each; a circuit without pages sends the text whole.

        Pages that only the addresses fill do not count; the level, two empty lines and a break stand around the text.
        """
        above = len(write_ends(self.telegram, self.sent, self.circuit).preamble) % PAGE + 4
        if not self.circuit.paged:
            return (Part(0, len(self.body.lines)),)
        return sections(self.body, above + len(self.heads[0]), above + len(self.heads[1]), self._fits)

    def _fits(self, part: Part, later: bool) -> bool:
        """Whether a section takes no more pages than it may, those that only its addresses fill apart."""
        ends = write_ends(self.telegram, self.sent, self.circuit)
        above = [*ends.lines, "", "", *self.heads[later]]
        lines = [*above, *self.body.lines[part.start : part.end], *ends.ending[:1]]
        turned: list[int] = []

        def turn(page: int) -> tuple[str, ...]:
            turned.append(page)
            return ()

        paged(lines, len(ends.procedure), turn, groups_of(above, self.body, part))
        return len(turned) < PAGES + len(ends.preamble) // PAGE

    def _transmission(self, message: _Message) -> str:
        """One transmission with its own heading and ending; page lines where it has more than one page."""
        text = [message.first, "", *message.top, *self.body.lines[message.part.start : message.part.end]]
        ends = message.ends
        stated = self.telegram.transmission or Transmission("")
        if stated.groups is not None or (self.circuit.counted and not stated.prefix):
            accounting = (stated.prefix or "").rpartition("GR")[0].strip()
            ends = ends.counted(sum(len(line.split()) for line in text), accounting)
        lines = [*ends.lines, *text, *ends.ending[:1]]
        if self.circuit.paged and len(lines) - len(ends.procedure) > PAGE:
            groups = groups_of([*ends.lines, message.first, "", *message.top], self.body, message.part)
            lines = paged(
                lines, len(ends.procedure), lambda page: ["", self._page_line(ends, page), ""], groups
            )
        return joined([*lines, *ends.ending[1:]])

    def _page_line(self, ends: Ends, page: int) -> str:
        """`PAGE 02 RUEHDBU 0862 C O N F I D E N T I A L`."""
        level = head.classification_line(self.telegram.replace(mrn=None, aliases=()))
        return f"PAGE {page:02d} {ends.station} {ends.serial:04d} {level}".rstrip()
