"""The telegram proper: distribution, heading, head and body, read one behind the other from one strand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Cut, Strand
from reftel.model.telegram import Diagnostic, Officer, Repair, Sections, Transmission
from reftel.reading.classifier import take_classifier
from reftel.reading.erasures import erased
from reftel.reading.findings import Findings
from reftel.reading.frame import Frame, framed, read_frame
from reftel.reading.opening import Opening, read_opening
from reftel.reading.page_found import Section
from reftel.reading.sections import section_places, sections_of
from reftel.reading.stretch import NUMBERED, Stretch
from reftel.text.body import Body, read_body
from reftel.text.head import Head
from reftel.text.signature import GLUED, without_initials

_GLUED_DASHES = re.compile(r"[ ]*-{10,40}[ ]?[0-9A-FZ/ ]{0,30}\s*\Z")


class TelegramText(NamedTuple):
    """What the text itself says. `sent` is the date-time group, `strand` the one that the paragraphs were read from.

    `headed`: a heading was there; `inside`: it stood inside the text, at the head of a later section.
    `service`: stations write each other about traffic.
    """

    findings: Findings
    head: Head
    sent: datetime | None
    headed: bool
    inside: bool
    service: bool
    repairs: list[Repair]
    remarks: list[Diagnostic]
    strand: Strand


def read_text(stretch: Stretch) -> TelegramText:
    """Read the telegram that lies in a stretch of a strand."""
    ledger = Ledger(stretch.strand)
    found = Findings()
    opening = read_opening(stretch, ledger, found)
    found.take_spans(ledger)
    if opening.below is not None:
        stretch = stretch._replace(end=opening.below)
    inside = NUMBERED.search(stretch.strand.text, stretch.start, opening.start) is not None
    frame = _frame(stretch, opening, inside)
    stop = frame.text_end if frame else None
    within = (
        stretch if stop is None else stretch._replace(end=min(stretch.end, stretch.strand.place_of(stop)))
    )
    service = _settle_frame(within, opening, frame, found)
    below, start = _below(within, opening, inside)
    before = Ledger(below.strand)
    below = _without_all(below, erased(below.strand.text, start, below.end, before))
    cuts, named = take_classifier(below.strand, start, _text_end(below, start), opening.head, found)
    below = _without_all(below, cuts)
    after = Ledger(below.strand)
    first = stretch.strand.source_at(opening.head.end) if inside else None
    body = _read_body(below, start, opening.head, first, after)
    found.put("paragraphs", body.paragraphs)
    found.put("signature", _signature(body.signature, found.get("classified_by"), after))
    if body.drafted_by and not found.get("drafted_by"):
        found.put("drafted_by", body.drafted_by)
    found.take_spans(after)
    sections = sections_of(stretch.matter, opening.head, stretch.later, inside)
    found.put("sections", sections if sections != Sections() else None)
    return TelegramText(
        found,
        opening.head,
        opening.sent,
        opening.heading is not None,
        inside,
        service,
        ledger.repairs + before.repairs + named + after.repairs,
        ledger.remarks + before.remarks + after.remarks + (frame.remarks if frame else []),
        below.strand,
    )


def _signature(signed: str | None, classifier: Officer | None, ledger: Ledger) -> str | None:
    """The signature without the initials stuck to it, where the telegram names its classifier in full."""
    surname = without_initials(signed or "", classifier.name or "") if classifier else None
    if surname is None:
        return signed
    place = next((start, end) for pointer, start, end in reversed(ledger.marks) if pointer == "/signature")
    ledger.repair(GLUED, *place, signed or "", surname)
    return surname


def _settle_frame(stretch: Stretch, opening: Opening, frame: Frame | None, found: Findings) -> bool:
    """Put what the ending says into the transmission; whether the message is a service message."""
    sent: Transmission | None = found.get("transmission")
    if not (sent and frame and opening.heading):
        return False
    places = Ledger(stretch.strand)
    head = (opening.heading.end, opening.head.end)
    found.fields["transmission"], service = framed(
        sent, frame.ending, stretch.strand.text, head, stretch.end, places
    )
    found.take_spans(places)
    found.take_spans(frame.ledger)
    return service


def _without_all(stretch: Stretch, cuts: Iterable[tuple[int, int]]) -> Stretch:
    """The stretch without these letters; later ones come first, so that the places of the others stay."""
    for start, end in cuts:
        stretch = _without(stretch, start, end, "")
    return stretch


def _frame(stretch: Stretch, opening: Opening, inside: bool) -> Frame | None:
    """What the breaks, the validation number and the end of message show, held against the heading.

    A copy that joins several transmissions kept the frame of none of them whole; it is not judged.
    """
    if opening.heading is None or opening.heading.transmission is None:
        return None
    if inside or stretch.later or opening.below is not None:
        return None
    begins = stretch.strand.source_at(opening.heading.end)
    return read_frame(stretch.plain, begins, stretch.piece.end, opening.heading)


def _below(stretch: Stretch, opening: Opening, inside: bool) -> tuple[Stretch, int]:
    """The stretch in which the text reads on, and where the text begins in it.

    An opening that stands inside the text, where a section of it began, is cut out; so is a head that is repeated
    below words of its own, which lead into the text.
    """
    if inside:
        text = stretch.strand.text
        glued = _GLUED_DASHES.search(text, max(stretch.start, opening.start - 100), opening.start)
        return _without(
            stretch, glued.start() if glued else opening.start, opening.head.end, "\n"
        ), stretch.start
    if opening.head.lead:
        start, end = opening.head.lead
        return _without(stretch, end, opening.head.end, "\n\n"), start
    return stretch, opening.head.end


def _without(stretch: Stretch, start: int, end: int, instead: str) -> Stretch:
    """The stretch with `instead` in place of what stands between two offsets of its strand."""
    cut = Cut(stretch.strand.source_at(start), stretch.strand.source_at(end), instead)
    strand = stretch.strand.without(cut)
    return stretch._replace(strand=strand, end=stretch.end - (max(end, start) - start - len(instead)))


def _text_end(stretch: Stretch, start: int) -> int:
    """Where the end mark of the last section stands, or the stretch is over."""
    strand = stretch.strand
    last = stretch.later[-1].section.start if stretch.later else strand.source_at(start)
    close = next((end for end in stretch.matter.ends if end > last), None)
    return stretch.end if close is None else min(stretch.end, strand.place_of(close))


def _read_body(stretch: Stretch, start: int, head: Head, first: int | None, ledger: Ledger) -> Body:
    """The text from `start` on; `first` is the source offset behind a head that stood inside it."""
    strand = stretch.strand
    seen = [*stretch.matter.sections, *(one.section for one in stretch.later)]
    if first is not None:
        seen.append(Section(first, head.section or 1, head.of))
    end = _text_end(stretch, start)
    return read_body(
        strand,
        min(start, end),
        end,
        ledger,
        level=head.classification.level,
        headed=stretch.labelled or head.subject is not None or head.serial is not None,
        sections=section_places(strand, seen, head, start, inside=first is not None),
    )
