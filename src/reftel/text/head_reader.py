"""Gathers the elements of one head as they come, whatever their order."""

from __future__ import annotations

from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Declassification, Officer, Passing, Reference
from reftel.text import labels
from reftel.text.captions import CaptionLine, read_caption_line
from reftel.text.classified_by import declassify_at, read_classified_by, read_derived, read_reasons
from reftel.text.elements import Element, elements
from reftel.text.executive_order import read_executive_order
from reftel.text.labels import Label, mended, quirk_of, text_begins
from reftel.text.passing import goes_on, is_passing_line, read_passing
from reftel.text.plain import trimmed
from reftel.text.reference_item import Sender
from reftel.text.references import read_references
from reftel.text.subject import read_subject
from reftel.text.tags import read_tags
from reftel.vocabulary import tags

_RUN_ON = {labels.TAGS: "Q75", labels.SUBJECT: "Q82"}  # what a label on the line of this one is
_LEAD = 30  # letters in which the first word of a line of captions ends


class Elements(NamedTuple):
    """The values of the elements, under the names of the head."""

    captions: tuple[str, ...]
    passing: tuple[Passing, ...]
    declassification: Declassification | None
    tags: tuple[str, ...]
    subject: str | None
    subject_marking: str | None
    references: tuple[Reference, ...]
    classified_by: Officer | None
    reasons: tuple[str, ...]
    derived_from: str | None


class HeadReader:
    """Reads elements into one set of values; of what can stand only once the first counts."""

    def __init__(self, strand: Strand, ledger: Ledger, sender: Sender, *, numbered: bool) -> None:
        """`numbered`: a classification line with its number stands above, so that unknown lines are the head's."""
        self._numbered = numbered
        self._strand = strand
        self._ledger = ledger
        self._sender = sender
        self._captions: list[str] = []
        self._passing: list[Passing] = []
        self._lines: tuple[int, int] | None = None
        self._detail = 0
        self._last = ("", 0)
        self._declassification: Declassification | None = None
        self._tags: list[str] = []
        self._subject: tuple[str | None, str | None] | None = None
        self._references: list[Reference] = []
        self._classified_by: Officer | None = None
        self._reasons: list[str] = []
        self._derived_from: str | None = None

    @property
    def subject_read(self) -> bool:
        """Whether a subject line has been met, be it an empty one."""
        return self._subject is not None

    def read(self, start: int, end: int) -> int:
        """Read the elements from `start` on; the offset behind the last of them."""
        behind = start
        for element in elements(self._strand.text, start, end):
            if element.label:
                behind = self._labelled(element, element.label)
            elif self._line(element):
                behind = element.end
            else:
                break
        self._finish_passing()
        self._text_on_line(behind, end)
        return behind

    def values(self) -> Elements:
        """What has been read."""
        subject, marking = self._subject or (None, None)
        return Elements(
            tuple(self._captions),
            tuple(self._passing),
            self._declassification,
            tuple(self._tags),
            subject,
            marking,
            tuple(self._references),
            self._classified_by,
            tuple(self._reasons),
            self._derived_from,
        )

    def _labelled(self, element: Element, label: Label) -> int:
        self._mend(label)
        if label.kind == labels.ATTENTION:
            self._pass(*trimmed(self._strand.text, label.start, element.end))
            return element.end
        self._finish_passing()
        self._last = (label.kind, element.end)
        return _READERS[label.kind](self, element.start, element.end) or element.end

    def _mend(self, label: Label) -> None:
        """Record a damaged label, and one that follows on the line of the TAGS or of the subject."""
        text = self._strand.text
        damage = mended(text, label)
        if damage:
            start, end, read = damage
            self._ledger.repair(quirk_of(label), start, end, text[start:end], read)
        kind, behind = self._last
        if kind in _RUN_ON and label.start == behind and text[behind] != "\n":
            printed = text[label.start : label.end].strip()
            self._ledger.repair(_RUN_ON[kind], label.start, label.end, printed, f"\n{printed}")

    def _text_on_line(self, at: int, end: int) -> None:
        """Q82: the text begins on the line of the subject."""
        text = self._strand.text
        if (
            self._last == (labels.SUBJECT, at)
            and at < end
            and text[at] != "\n"
            and text_begins(text, at, end)
        ):
            number = text[at : at + 2]
            self._ledger.repair("Q82", at, at + 2, number, f"\n{number}")

    def _line(self, element: Element) -> bool:
        """A line without a label: captions, a passing line, the rest of one. False where it is the text already."""
        text, end = self._strand.text, element.end
        found = read_caption_line(text, element.start, end, self._ledger)
        if not found.captions and "," in text[element.start : element.start + _LEAD]:
            found = self._behind_comma(element) or found
        at, stop = trimmed(text, found.rest, end)
        if not element.certain and at < stop and not self._is_passing(at, stop):
            return False
        for name, first, last in found.captions:
            self.caption(name, first, last)
        if at < stop and not self._is_detail(at, stop, bool(found.captions)):
            self._place(at, stop)
        return True

    def _behind_comma(self, element: Element) -> CaptionLine | None:
        """Q62: the captions behind a first word that is none; it is kept as a passing line."""
        text, end = self._strand.text, element.end
        comma = text.index(",", element.start)
        tried = read_caption_line(text, comma + 1, end, Ledger(self._strand))
        if not tried.captions or text[tried.rest : end].strip():
            return None
        self._pass(*trimmed(text, element.start, comma))
        return read_caption_line(text, comma + 1, end, self._ledger)

    def _is_passing(self, start: int, end: int) -> bool:
        return is_passing_line(self._strand.text, start, end) or self._goes_on(start, end)

    def _is_detail(self, start: int, end: int, captioned: bool) -> bool:
        """Whether words only say more of a caption, `CORRECTED COPY (PARA 4)`, there or on the next line."""
        text = self._strand.text
        below = (
            self._detail
            and text[self._detail : start].strip(" \t") == "\n"
            and not self._is_passing(start, end)
        )
        if not below and not (captioned and text[start] in "(/"):
            return False
        self._detail = end
        return True

    def _place(self, start: int, end: int) -> None:
        """An unlabelled line: TAGS that lost their label, or a passing line."""
        printed = self._strand.text[start:end]
        if self._is_codes(printed):
            self._ledger.repair("Q67", start, end, printed, f"TAGS: {printed}")
            self._read_tags(start, end)
        elif self._numbered or self._is_passing(start, end):
            self._pass(start, end)

    def _goes_on(self, start: int, end: int) -> bool:
        return self._lines is not None and goes_on(self._strand.text, *self._lines, start, end)

    def _is_codes(self, printed: str) -> bool:
        """Whether a line between executive order and subject is the TAGS line without its label."""
        if not self._declassification or self._tags or self._subject:
            return False
        words = printed.replace(",", " ").split()
        return bool(words) and all(tags.find(word) for word in words)

    def caption(self, name: str, start: int, end: int) -> None:
        """A caption counts once; SIPDIS stands doubled in what one sending system printed."""
        if name in self._captions:
            if name == "SIPDIS":
                self._ledger.remark("Q60", "SIPDIS stands twice; it counts once.", start, end)
            self._ledger.mark_also(f"/captions/{self._captions.index(name)}", start, end)
            return
        self._ledger.mark(f"/captions/{len(self._captions)}", start, end)
        self._captions.append(name)

    def _pass(self, start: int, end: int) -> None:
        if self._lines and self._goes_on(start, end):
            self._lines = (self._lines[0], end)
            return
        self._finish_passing()
        self._lines = (start, end)

    def _finish_passing(self) -> None:
        if not self._lines:
            return
        for line in read_passing(self._strand.text, *self._lines):
            self._ledger.mark(f"/passing/{len(self._passing)}", line.start, line.end)
            self._passing.append(line.value)
        self._lines = None

    def _read_order(self, start: int, end: int) -> None:
        if self._declassification:
            self._ledger.remark("S0004", "A second executive order line.", start, end)
            return
        sent = self._sender.sent
        self._declassification, classifier = read_executive_order(
            self._strand, start, end, self._ledger, sent=sent
        )
        self._classified_by = self._classified_by or classifier

    def _read_tags(self, start: int, end: int) -> None:
        line = read_tags(self._strand, start, end, self._ledger, first=len(self._tags))
        self._tags.extend(line.tags)
        for name, first, last in line.captions:
            self.caption(name, first, last)

    def _read_subject(self, start: int, end: int) -> None:
        if self._subject and self._subject[0]:
            self._ledger.remark("S0004", "A second subject line.", start, end)
            return
        self._subject = read_subject(self._strand, start, end, self._ledger)

    def _read_references(self, start: int, end: int) -> None:
        first = len(self._references)
        self._references += read_references(
            self._strand, start, end, self._ledger, sender=self._sender, first=first
        )

    def _read_classified_by(self, start: int, end: int) -> int:
        first = len(self._reasons)
        stop, at = declassify_at(self._strand.text, start, end)
        officer, reasons, behind = read_classified_by(self._strand, start, stop, self._ledger, first=first)
        self._classified_by = officer or self._classified_by
        self._reasons += reasons
        self._read_declassify(stop, at, end)
        return behind if stop == end else end

    def _read_derived(self, start: int, end: int) -> None:
        if self._derived_from:
            self._ledger.remark("S0004", "A second DERIVED FROM.", start, end)
            return
        stop, at = declassify_at(self._strand.text, start, end)
        self._derived_from = read_derived(self._strand, start, stop, self._ledger)
        self._read_declassify(stop, at, end)

    def _read_declassify(self, start: int, at: int, end: int) -> None:
        """`DECLASSIFY ON: OADR` behind a classifier or source: it says again, or alone, what the order line says."""
        if start < end and self._declassification:
            self._ledger.mark_also("/declassification", start, end)
        elif start < end:
            self._read_order(at, end)

    def _read_reasons(self, start: int, end: int) -> None:
        reasons, _ = read_reasons(self._strand, start, end, self._ledger, first=len(self._reasons))
        self._reasons += reasons


_READERS = {
    labels.ORDER: HeadReader._read_order,
    labels.TAGS: HeadReader._read_tags,
    labels.SUBJECT: HeadReader._read_subject,
    labels.REFERENCES: HeadReader._read_references,
    labels.CLASSIFIED: HeadReader._read_classified_by,
    labels.DERIVED: HeadReader._read_derived,
    labels.REASON: HeadReader._read_reasons,
}
