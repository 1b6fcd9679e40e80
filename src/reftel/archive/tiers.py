"""Who may see what: levels of portions, captions and caveats of telegrams, viewers, and what a viewer is shown.

Each portion counts at the level of its own mark; what bears no mark at the telegram's classification; a mark or a
classification that cannot be read, or is missing altogether, at the highest level. Captions and caveats limit the
distribution of a telegram as a whole: who lacks one that the telegram or any of its portions carries does not see the
telegram. Of a telegram whose classification is too high for a viewer the portions below it are shown, with what a
withdrawal card of the National Archives prints: number, date, addresses, classification, captions, TAGS.
"""

from __future__ import annotations

import re
from functools import lru_cache

from reftel.model.telegram import Noun, Paragraph, Telegram
from reftel.vocabulary import captions, classification

HIGHEST = classification.rank("TOP SECRET")
TIERS = range(HIGHEST + 1)
_OPEN_KINDS = frozenset(
    {"addressee group", "delegation caption", "release note", "series", "subject caption"}
    | {"transmission mark", "transmission note"}
)
_OPEN = frozenset(
    {"SIPDIS", "LOU", "SBU", "FOUO", "SENSITIVE", "INFORM CONSULS", "INFORM ALL STATE EMPLOYEES"}
)
_SHORT = {"NF": "NOFORN", "OC": "ORCON", "PR": "PROPIN", "NC": "NOCONTRACT", "WN": "WNINTEL"}
_CARD = (
    "mrn", "mrn_inferred", "id", "aliases", "kind", "layout", "dtg", "dtg_precision", "precedence", "originator",
    "action", "info", "exempt", "classification", "captions", "tags",
)  # fmt: skip
_HEAD = (
    "references", "classified_by", "reasons", "drafted_by", "cleared_by", "approved_by", "passing",
    "declassification", "distribution", "release", "signature", "sections", "completeness", "transmission", "originals",
)  # fmt: skip
_LETTER = re.compile(r"\w")


class Viewer(Noun, frozen=True):
    """Who asks: the highest level that they may see, and the captions and caveats besides. `level` None sees all."""

    level: str | None = None
    allowed: tuple[str, ...] = ()

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden from this viewer."""
        return self.level is None

    @property
    def tier(self) -> int:
        """The highest tier that the viewer may see."""
        return HIGHEST if self.level is None else classification.rank(self.level)


OWNER = Viewer()
"""The viewer of a local archive: sees all."""


def tier_of(telegram: Telegram) -> int:
    """The level of the telegram and of all in it that bears no mark; the highest where it has none."""
    rank = classification.rank(telegram.classification.level)
    return rank if rank >= 0 else HIGHEST


@lru_cache(1024)
def _tier_of_mark(mark: str) -> int:
    rank = classification.rank(classification.of_portion(mark) or classification.level_of(mark))
    return rank if rank >= 0 else HIGHEST


def tier_of_mark(mark: str | None, telegram_tier: int) -> int:
    """The level of a portion with this mark (`C`, `S/NF`) in a telegram."""
    return telegram_tier if not mark else _tier_of_mark(mark)


@lru_cache(4096)
def _controls(word: str) -> bool:
    caption = captions.find(word)
    return word not in _OPEN and (caption is None or caption.kind not in _OPEN_KINDS)


@lru_cache(1024)
def caveats_of_mark(mark: str) -> tuple[str, ...]:
    """The caveats behind the level of a portion mark: NOFORN of `C//NF`, `REL TO USA, FVEY` of `S/REL TO USA, FVEY`."""
    parts = [part.strip() for part in re.split(r"[/-]+", mark.upper())[1:]]
    return tuple(_SHORT.get(part, part) for part in parts if part)


def controls_of(telegram: Telegram) -> tuple[str, ...]:
    """The captions and caveats that limit who may see a telegram; one that no list knows limits too."""
    marks = (mark for part in telegram.paragraphs if (mark := part.marking))
    subject = caveats_of_mark(telegram.subject_marking) if telegram.subject_marking else ()
    words = (*telegram.captions, *telegram.classification.caveats, *subject)
    carried = (*(word.upper() for word in words), *(word for mark in marks for word in caveats_of_mark(mark)))
    return tuple(dict.fromkeys(word for word in carried if _controls(word)))


def subject_tier(telegram: Telegram) -> int:
    """The level at which the subject counts."""
    return tier_of_mark(telegram.subject_marking, tier_of(telegram))


def floor_of(telegram: Telegram) -> int:
    """The lowest level of which the telegram holds anything."""
    tier = tier_of(telegram)
    return min(
        tier, subject_tier(telegram), *(tier_of_mark(part.marking, tier) for part in telegram.paragraphs)
    )


def ceiling_of(telegram: Telegram) -> int:
    """The highest level of which the telegram holds anything; facts that may come from any portion count at it."""
    tier = tier_of(telegram)
    return max(
        tier, subject_tier(telegram), *(tier_of_mark(part.marking, tier) for part in telegram.paragraphs)
    )


def may_see(viewer: Viewer, telegram: Telegram) -> bool:
    """Whether anything of a telegram may be shown."""
    if viewer.sees_all:
        return True
    return floor_of(telegram) <= viewer.tier and set(controls_of(telegram)) <= set(viewer.allowed)


def _masked(text: str, kept: list[tuple[int, int]]) -> str:
    """The text with every letter outside the stretches `kept` replaced, so that offsets still count."""
    pieces, at = [], 0
    for start, end in sorted(kept):
        pieces += [_LETTER.sub("█", text[at : max(at, start)]), text[max(at, start) : end]]
        at = max(at, end)
    return "".join((*pieces, _LETTER.sub("█", text[at:])))


def shown_to(viewer: Viewer, telegram: Telegram) -> Telegram | None:
    """The telegram as far as a viewer may see it; the telegram itself where that is all; None for nothing."""
    if not may_see(viewer, telegram):
        return None
    tier = tier_of(telegram)
    portions = [part for part in telegram.paragraphs if tier_of_mark(part.marking, tier) <= viewer.tier]
    subject = telegram.subject if subject_tier(telegram) <= viewer.tier else None
    whole = len(portions) == len(telegram.paragraphs) and subject == telegram.subject
    if viewer.sees_all or (tier <= viewer.tier and whole):
        return telegram
    return _released(telegram, portions, subject, tier <= viewer.tier)


def _released(
    telegram: Telegram, portions: list[Paragraph], subject: str | None, with_head: bool
) -> Telegram:
    """The telegram without the hidden portions; without `with_head` also without what only its head says."""
    hidden = [part for part in telegram.paragraphs if part not in portions]
    kept = [(part.start, part.end) for part in portions]
    text = _masked(telegram.text, _between(hidden, len(telegram.text)) if with_head else kept)
    shared = {name: getattr(telegram, name) for name in _CARD + (_HEAD if with_head else ())}
    marking = telegram.subject_marking if subject is not None else None
    made = Telegram(**shared, subject=subject, subject_marking=marking, paragraphs=tuple(portions))
    return made.with_text(text)


def _between(hidden: list[Paragraph], length: int) -> list[tuple[int, int]]:
    """The stretches of a text of `length` outside the hidden paragraphs."""
    kept, at = [], 0
    for part in sorted(hidden, key=lambda part: part.start):
        kept.append((at, max(at, part.start)))
        at = max(at, part.end)
    return [*kept, (at, length)]
