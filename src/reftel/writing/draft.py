"""From a draft to a telegram: each entry is read with the grammar that reads it in a telegram."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from reftel.model.dtg import iso, parse_dtg
from reftel.model.ledger import Ledger
from reftel.model.mrn import Mrn
from reftel.model.strand import Strand
from reftel.model.telegram import (
    Addressee,
    Classification,
    Declassification,
    Officer,
    Originator,
    Passing,
    Reference,
    Telegram,
)
from reftel.text.body import Body, read_body
from reftel.text.classified_by import read_classified_by
from reftel.text.executive_order import read_executive_order
from reftel.text.passing import read_passing
from reftel.text.reference_item import Sender
from reftel.text.references import read_references
from reftel.text.subject import read_subject
from reftel.text.tags import read_tags
from reftel.vocabulary import captions, classification, executive_orders, posts, precedence
from reftel.wire.address_line import read_address
from reftel.wire.address_names import is_collective, known
from reftel.wire.lines import Line
from reftel.writing.draft_form import Draft, DraftError, line_of, read_form, start_of

_ORDER = re.compile(
    r"(?:E\.?\s?O\.?\s?)?(?:(?P<number>\d{5})\s*:?\s*)?(?P<instruction>.*)", re.IGNORECASE | re.DOTALL
)
_USUAL = {"11652": "GDS", "12356": "DECL: OADR"}
_HIGHEST = 999_999
_SLIPS = frozenset({"Q33", "Q35", "Q47", "Q48", "Q50", "Q51", "Q63", "Q69", "Q70", "Q91", "Q102", "Q107"})
"""Repairs of slips of the pen; others say only how a thing was written, such as `LIMA 12 AND 13`."""
_LEVELS = ("UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET", "TOP SECRET")


def read_draft(data: str, **filled: Any) -> Telegram:
    """The telegram that a draft in TOML or JSON describes. Raises `DraftError` with line and remedy.

    `filled`: fields of `Draft` that whoever sends it fills in, in place of what the draft says: serial, moment.
    """
    return _Reading(data, filled).telegram()


class _Read(NamedTuple):
    """A text to be read alone: strand, end and a ledger that nobody keeps."""

    strand: Strand
    end: int
    ledger: Ledger


class _Reading:
    """One draft as it is being read."""

    def __init__(self, data: str, filled: dict[str, Any]) -> None:
        self.data = data
        self.draft: Draft = msgspec.structs.replace(read_form(data), **filled)
        self.sent = self._sent()

    def telegram(self) -> Telegram:
        """All entries together."""
        draft = self.draft
        sender = self._originator()
        subject = _alone(draft.subject)
        subject_words, marking = read_subject(subject.strand, 0, subject.end, subject.ledger)
        level = self._level()
        body = self._body(level)
        order, classifier = self._order(level)
        officer, reasons = self._classified_by()
        return Telegram(
            mrn=self._number(sender),
            dtg=iso(self.sent) if self.sent else None,
            originator=sender,
            action=self._addressees("action"),
            info=self._addressees("info"),
            exempt=self._addressees("exempt"),
            classification=Classification(level, draft.caveats),
            captions=tuple(sorted(draft.captions, key=_restriction)),
            passing=tuple(self._passing()),
            declassification=order,
            tags=tuple(self._tags()),
            subject=subject_words,
            subject_marking=marking,
            references=self._references(sender),
            classified_by=officer or classifier,
            reasons=reasons,
            paragraphs=body.paragraphs,
            signature=draft.sign or body.signature,
        )

    def _wrong(self, key: str, message: str) -> DraftError:
        return DraftError(line_of(self.data, key), f"{key}: {message}")

    def _refuse_mended(self, key: str, ledger: Ledger) -> None:
        """What a copy is mended for, a draft is to be written anew: nothing is sent otherwise than it was drafted."""
        for one in ledger.repairs:
            if one.code in _SLIPS and one.read not in one.found:
                entry = line_of(self.data, key)
                at = self.data.find(one.found, start_of(self.data, entry))
                line = self.data.count("\n", 0, at) + 1 if at >= 0 else entry
                raise DraftError(line, f"{key}: {one.found!r} looks like {one.read!r}: write that")

    def _sent(self) -> datetime | None:
        """The date-time group, in its own form or in that of ISO 8601; UTC where no zone is stated."""
        stated = self.draft.sent
        if stated is None:
            return None
        found = parse_dtg(stated) or _instant(stated)
        if found is None:
            raise self._wrong(
                "sent", f"{stated!r} is no date and time: write 101039Z MAY 06 or 2006-05-10T10:39:00Z"
            )
        return found

    def _level(self) -> str:
        """The level in its full word."""
        level = self.draft.level.upper()
        found = classification.level_of(level)
        if found is None or classification.extent(level) != len(level):
            raise self._wrong("level", f"{self.draft.level!r} is no level: write one of {', '.join(_LEVELS)}")
        return found

    def _originator(self) -> Originator:
        address = read_address(Line(self.draft.sender, 0), _alone(self.draft.sender).ledger)
        post = posts.find(address.name.text)
        name = post.plain_address if post else address.name.text
        return Originator(
            address.indicator.text if address.indicator else None, name, post.name if post else None
        )

    def _number(self, sender: Originator) -> str | None:
        """The number of a telegram that has got one: of its post, its year and its serial."""
        serial = self.draft.serial
        if serial is None:
            return None
        if not 0 < serial <= _HIGHEST:
            raise self._wrong(
                "serial", f"{serial} is no serial: a post counts from 1 to {_HIGHEST} in a year"
            )
        if sender.post is None:
            raise self._wrong(
                "from", f"{self.draft.sender!r} is no post that numbers telegrams: write its name, TUNIS"
            )
        if self.sent is None:
            raise self._wrong("serial", "a serial counts in a year: add sent = 2006-05-10T10:39:00Z")
        return str(Mrn(self.sent.year, sender.post, serial))

    def _addressees(self, key: str) -> tuple[Addressee, ...]:
        return tuple(self._addressee(key, text.strip()) for text in getattr(self.draft, key))

    def _addressee(self, key: str, text: str) -> Addressee:
        """`STATE IMMEDIATE`, `AMEMBASSY ANKARA 1615`, `RUEAIIA/CIA WASHDC`: a post gets its plain address."""
        line = _alone(text)
        address = read_address(Line(text, 0), line.ledger)
        self._refuse_mended(key, line.ledger)
        post = posts.find(address.name.text)
        name = post.plain_address if post else address.name.text
        before, _, last = address.name.text.rpartition(" ")
        if post is None and posts.find(before) and last.isalpha() and not known(name):
            raise self._wrong(
                key, f"{last!r} is no precedence: write one of {', '.join(precedence.ladder())}"
            )
        indicator = address.indicator.text if address.indicator else None
        word = address.precedence.text if address.precedence else None
        return Addressee(
            name, indicator, word, address.continuity_number, is_collective(name, indicator or "")
        )

    def _passing(self) -> Iterator[Passing]:
        for line in self.draft.passing:
            yield from (one.value for one in read_passing(line, 0, len(line)))

    def _order(self, level: str) -> tuple[Declassification | None, Officer | None]:
        """The executive order of the day where the draft names none, `N/A` where nothing is classified."""
        stated = _ORDER.fullmatch(self.draft.order.strip())
        number, words = (stated["number"], stated["instruction"]) if stated else (None, self.draft.order)
        order = executive_orders.in_force(self.sent.date()) if self.sent else None
        number = number or (order.number if order else None)
        if not words and classification.rank(level) >= classification.rank("CONFIDENTIAL"):
            raise DraftError(
                line_of(self.data, "order") or line_of(self.data, "level"),
                f'a {level} telegram says how long: add order = "{number or 13526}: {self._in_ten_years(number)}"',
            )
        if number is None and not words:
            return None, None
        line = _alone(f"{number or ''}: {words or 'N/A'}")
        found = read_executive_order(line.strand, 0, line.end, line.ledger, sent=self.sent)
        self._refuse_mended("order", line.ledger)
        return found

    def _in_ten_years(self, number: str | None) -> str:
        """What the line usually says: a date ten years on, or what the older orders had in its place."""
        if number == "12065" and self.sent:
            return f"GDS {self.sent:%m/%d}/{(self.sent.year + 6) % 100:02d} (SURNAME, GIVEN)"
        if number in _USUAL:
            return _USUAL[number]
        return f"DECL: {self.sent:%m/%d}/{self.sent.year + 10}" if self.sent else "DECL: month/day/year"

    def _tags(self) -> Iterator[str]:
        for entry in self.draft.tags:
            printed = entry if "(" in entry or "," not in entry else f"({entry})"
            line = _alone(printed)
            found = read_tags(line.strand, 0, line.end, line.ledger).tags
            self._refuse_mended("tags", line.ledger)
            yield from found

    def _references(self, sender: Originator) -> tuple[Reference, ...]:
        """Each entry is an item; several are lettered."""
        items = self.draft.refs
        lettered = (
            [f"{chr(ord('A') + at)}. {item}" for at, item in enumerate(items)] if len(items) > 1 else items
        )
        block = _alone("\n     ".join(lettered))
        who = Sender(sender.post, self.sent)
        found = read_references(block.strand, 0, block.end, block.ledger, sender=who)
        self._refuse_mended("refs", block.ledger)
        return found

    def _classified_by(self) -> tuple[Officer | None, tuple[str, ...]]:
        draft = self.draft
        if not draft.classified_by and not draft.reasons:
            return None, ()
        words = f"{draft.classified_by}. REASON: {draft.reasons}" if draft.reasons else draft.classified_by
        line = _alone(words)
        officer, reasons, _ = read_classified_by(line.strand, 0, line.end, line.ledger)
        if draft.reasons and not reasons:
            raise self._wrong("reasons", f'{draft.reasons!r} names no reason: write "1.4 (b), (d)"')
        return officer, reasons

    def _body(self, level: str) -> Body:
        if not self.draft.text.strip():
            raise DraftError(
                line_of(self.data, "text"), "the telegram has no text: write it below a line ---"
            )
        text = _alone(self.draft.text.replace("\r\n", "\n"))
        body = read_body(text.strand, 0, text.end, text.ledger, level=level)
        self._refuse_mended("text", text.ledger)
        return body


def _instant(stated: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(stated) if "T" in stated else None
        return instant and (instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return None


def _alone(text: str) -> _Read:
    strand = Strand.whole(text)
    return _Read(strand, len(text), Ledger(strand))


def _restriction(caption: str) -> int:
    """The most restrictive caption first; one without a place in that order keeps its place behind the others."""
    rank = captions.restriction(caption)
    return len(captions.RESTRICTION) if rank is None else rank
