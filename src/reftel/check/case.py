"""A case: one telegram before the rules, with the facts about it that several rules need."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from reftel.check.periods import turn
from reftel.check.places import Places, cached_property
from reftel.check.traits import traits_of
from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.telegram import Addressee, Paragraph, Telegram
from reftel.vocabulary import classification, posts

T = TypeVar("T")

_STATION = re.compile(r"(?:\d{2}(?:\d\d)? ?)?(?P<station>[A-Z][A-Z .'/-]*?) ?\d{1,6}\Z")
_SECTION = re.compile(r"SECTION[ ]{1,3}(?P<section>\d{1,2})[ ]{1,3}OF[ ]{1,3}(?P<of>\d{1,2})\b")
_COMMON_FIRST_LINE = re.compile(
    r"(?:UNCLAS|C O N F I D E N T I A L|S E C R E T|LIMITED OFFICIAL USE)(?: SECTION \d\d OF \d\d)? "
    r"(?P<number>(?P<station>[A-Z]{4,12}) \d{0,5}[1-9]\d{0,5}) *"
)
_MISSIONS = (
    "AM",
    "US",
    "SECSTATE",
    "DEPT",
    "STATE",
)  # how the address of a mission, or the Department's, begins
_RESTRICTED, _CONFIDENTIAL = classification.rank("RESTRICTED"), classification.rank("CONFIDENTIAL")
# Layouts in which every element is written by the sender at the place where it stands; the labelled copies
# of later systems and edited texts are laid out by others.
_AS_SENT = frozenset({"acp127", "aad", "bare"})


@dataclass(eq=False)
class Case(Places):
    """A telegram under examination. `profile` is `draft` (about to be sent) or `archive` (received as it is).

    `mending`: whether edits are wanted beside the findings; without it a rule may spare itself many of them.
    """

    telegram: Telegram
    profile: str = "archive"
    mending: bool = False
    _facts: dict[Callable[[Case], Any], Any] = field(default_factory=dict, init=False, repr=False)

    def once(self, make: Callable[[Case], T]) -> T:
        """What `make` says of this case, worked out once for all rules that ask."""
        facts = self._facts
        if make not in facts:
            facts[make] = make(self)
        value: T = facts[make]
        return value

    @cached_property
    def traits(self) -> frozenset[str]:
        """Which of `TRAITS` the telegram has, in these circumstances."""
        return traits_of(self.telegram, self)

    @cached_property
    def of_the_department(self) -> bool:
        """Whether the rules of the Department's drafters hold: not for service messages nor for foreign senders.

        A sender is foreign where transmission lines name one that is no post and begins with no word of a mission,
        and the text has none of the elements that the Department's telegrams have.
        """
        telegram = self.telegram
        if telegram.kind == "service" or telegram.transmission is None:
            return telegram.kind != "service"
        if telegram.transmission.form == "codress" or telegram.transmission.cancelled:
            return False
        sender = telegram.originator
        name = (sender.name or "") if sender else ""
        if sender is None or not name or sender.post or name.startswith(_MISSIONS):
            return True
        return bool(telegram.tags or telegram.declassification or telegram.captions)

    @cached_property
    def is_draft(self) -> bool:
        """Whether the telegram is about to be sent."""
        return self.profile == "draft"

    @cached_property
    def has_pages(self) -> bool:
        """Whether there may be page lines: the word stands somewhere in this telegram."""
        return self.text.find("PAGE", *self.extent) >= 0

    @cached_property
    def has_several_captions(self) -> bool:
        """Whether there are captions that may go ill together."""
        return len(self.telegram.captions) > 1

    @cached_property
    def as_sent(self) -> bool:
        """Whether the copy keeps the lines of the telegram as it was sent."""
        return self.telegram.layout in _AS_SENT

    @cached_property
    def has_head(self) -> bool:
        """Whether the copy holds the beginning of a telegram, so that an absent element is a missing one."""
        telegram = self.telegram
        return (
            telegram.kind == "telegram"
            and self.as_sent
            and telegram.completeness in {"whole", "partial", "first page"}
            and telegram.classification.level is not None
            and (not telegram.sections.present or telegram.sections.present[0] == 1)
        )

    @cached_property
    def has_end(self) -> bool:
        """Whether the copy holds the end of a telegram."""
        telegram = self.telegram
        sections = telegram.sections
        return (
            telegram.kind == "telegram"
            and telegram.completeness == "whole"
            and (not sections.present or sections.of in sections.present)
        )

    @cached_property
    def sent(self) -> datetime | None:
        """When it was sent, UTC; None where the date is not known to the day."""
        if self.telegram.dtg is None or self.telegram.dtg_precision not in {"minute", "day", None}:
            return None
        try:
            return datetime.fromisoformat(self.telegram.dtg)
        except ValueError:
            return None

    @cached_property
    def day(self) -> date | None:
        """The day on which it was sent."""
        return self.sent.date() if self.sent else None

    @cached_property
    def era(self) -> date | None:
        """The first day of the time in which it was sent, between two turns of `periods`."""
        return turn(self.day) if self.day else None

    @cached_property
    def mrn(self) -> Mrn | None:
        """Its message reference number in parts."""
        return parse_mrn(self.telegram.mrn) if self.telegram.mrn else None

    @cached_property
    def mrn_serial(self) -> int | None:
        """Its serial as a number; None for an airgram or where there is none."""
        return self.mrn.serial if self.mrn and isinstance(self.mrn.serial, int) else None

    @cached_property
    def station(self) -> str | None:
        """The station as the letters of its number print it, the serial left away."""
        match = _STATION.match(" ".join(self.letters("/mrn").split()))
        return match["station"] if match else None

    @cached_property
    def first_line(self) -> str:
        """The letters of the classification line from the level on; empty where there is none."""
        start, end = self.place("/classification")
        return self.text[start : self.line_of(end)[1]] if end else ""

    @cached_property
    def has_uncommon_first_line(self) -> bool:
        """Whether the classification line says more, or says it otherwise, than level, section, station and serial.

        The level stands with its letters apart or is UNCLAS, the serial has six figures and follows a known post.
        """
        match = _COMMON_FIRST_LINE.fullmatch(self.first_line)
        return (
            match is None or posts.find(match["station"]) is None or match["number"] != self.letters("/mrn")
        )

    @cached_property
    def stated_section(self) -> tuple[int, int] | None:
        """Section and total as the classification line prints them."""
        match = _SECTION.search(self.first_line) if "SECTION" in self.first_line else None
        return (int(match["section"]), int(match["of"])) if match else None

    @cached_property
    def level(self) -> str | None:
        """Its classification in the full word."""
        return self.telegram.classification.level

    @cached_property
    def has_no_level(self) -> bool:
        """Whether its classification is not known."""
        return self.level is None

    @cached_property
    def rank(self) -> int:
        """How protected it is, 0 to 5; -1 where the level is not known."""
        return classification.rank(self.level)

    @cached_property
    def is_classified(self) -> bool:
        """Whether its level is a security classification."""
        return self.rank >= _CONFIDENTIAL

    @cached_property
    def is_unclassified(self) -> bool:
        """Whether its level is known and is none, or a mere administrative control."""
        return 0 <= self.rank < _RESTRICTED

    @cached_property
    def is_addressed(self) -> bool:
        """Whether it names anybody to whom it goes."""
        return bool(self.telegram.action or self.telegram.info)

    @cached_property
    def named(self) -> tuple[Addressee, ...]:
        """Action and information addressees in order."""
        return self.telegram.action + self.telegram.info

    @cached_property
    def precedences(self) -> frozenset[str | None]:
        """The words of precedence behind its addressees; None among them where one has no word."""
        return frozenset([one.precedence for one in self.named])

    @cached_property
    def indicators(self) -> list[str | None]:
        """The routing indicators of its addressees in order; None where one has none."""
        return [one.routing_indicator for one in self.named]

    @cached_property
    def addressees(self) -> tuple[tuple[str, Addressee], ...]:
        """Action and information addressees in order, each with its JSON Pointer."""
        telegram = self.telegram
        action = ((f"/action/{place}", one) for place, one in enumerate(telegram.action))
        info = ((f"/info/{place}", one) for place, one in enumerate(telegram.info))
        return (*action, *info)

    @cached_property
    def lacks_a_line(self) -> bool:
        """Whether the heading is without one of the lines that most have: DE, ZNR or ZNY, the date, FM."""
        telegram, sent = self.telegram, self.telegram.transmission
        return sent is not None and None in (
            sent.calling,
            sent.security_prosign,
            telegram.dtg,
            telegram.originator,
        )

    @cached_property
    def mended(self) -> frozenset[str]:
        """The codes of what the readers repaired."""
        return frozenset([repair.code for repair in self.telegram.repairs])

    @cached_property
    def remarked(self) -> frozenset[str]:
        """The codes of what the readers remarked on."""
        return frozenset([remark.code for remark in self.telegram.diagnostics])

    @cached_property
    def numbered(self) -> tuple[tuple[int, Paragraph], ...]:
        """The paragraphs that have a number, each with its place among all paragraphs."""
        return tuple([(at, one) for at, one in enumerate(self.telegram.paragraphs) if one.number is not None])
