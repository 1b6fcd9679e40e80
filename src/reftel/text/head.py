"""The head of a telegram: from the classification line to the last label before the paragraphs.

Classification, section and number; captions; passing lines; executive order; TAGS; subject; references; who
classified it and why. The elements are found by their labels in any order (5 FAH-2 H-440; the TAGS handbook of
1974 gives the usual one).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from reftel.model.ledger import Ledger
from reftel.model.mrn import Mrn
from reftel.model.noun import Noun
from reftel.model.strand import Strand
from reftel.model.telegram import Classification, Declassification, Officer, Passing, Reference
from reftel.text.classification_line import ClassificationLine, read_classification_line
from reftel.text.head_reader import HeadReader
from reftel.text.reference_item import Sender

_QUOTED_WITHIN = 3000  # letters between a telegram's own head and the one that it quotes


class Head(Noun, frozen=True):
    """What the head says, from offset `start` to `end`.

    `station` as printed; `aliases` second numbers such as `1978TOSEC40154`; `lead`: of a telegram
    that repeats itself whole, the words between its head and the repeated one.
    """

    classification: Classification = Classification()
    section: int | None = None
    of: int | None = None
    station: str | None = None
    serial: int | None = None
    aliases: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    passing: tuple[Passing, ...] = ()
    declassification: Declassification | None = None
    tags: tuple[str, ...] = ()
    subject: str | None = None
    subject_marking: str | None = None
    references: tuple[Reference, ...] = ()
    classified_by: Officer | None = None
    reasons: tuple[str, ...] = ()
    derived_from: str | None = None
    start: int = 0
    end: int = 0
    lead: tuple[int, int] | None = None


def read_head(
    strand: Strand,
    start: int,
    end: int,
    ledger: Ledger,
    *,
    sent: datetime | None,
    broken: bool = False,
    to: str | None = None,
) -> Head:
    """Read the head that begins at or after `start`; without a classification line, the labels at `start` only.

    `sent` gives the year of numbers printed without one; `broken`: the break of the heading stands right above, so
    that a level there is the classification, number or none; `to`: the one post that is to act. Nothing raises; what
    is absent stays None or empty.
    """
    line = read_classification_line(strand, start, end, ledger, broken=broken)
    reader = HeadReader(
        strand,
        ledger,
        Sender(line.post or line.station if line else None, sent, to),
        numbered=bool(line and line.station),
    )
    for name, first, last in line.captions if line else ():
        reader.caption(name, first, last)
    at = reader.read(line.rest if line else start, end)
    again = _repeated(strand, line, at, end) if line and not reader.subject_read else None
    if again:
        ledger.remark(
            "Q132", "The telegram repeats itself whole, under its own number.", again.start, again.rest
        )
        lead, at = (at, again.start), reader.read(again.rest, end)
    else:
        lead = None
    values = {**reader.values()._asdict(), "end": at, "lead": lead}
    return _head(line, values, sent) if line else Head(start=start, **values)


def _repeated(strand: Strand, line: ClassificationLine, at: int, end: int) -> ClassificationLine | None:
    """A quoted classification line of the very same number, where its own labels are to be expected."""
    stop = min(end, at + _QUOTED_WITHIN)
    if not line.station or strand.text.find(line.station, at, stop) < 0:
        return None
    inner = read_classification_line(strand, at, stop, Ledger(strand))
    return (
        inner
        if inner and inner.serial and (inner.station, inner.serial) == (line.station, line.serial)
        else None
    )


def _head(line: ClassificationLine, values: dict[str, Any], sent: datetime | None) -> Head:
    also = (str(Mrn(sent.year if sent else None, *line.also)),) if line.also else ()
    said = (line.classification, line.section, line.of, line.station, line.serial, also)
    return Head(*said, start=line.start, **values)
