"""Who may see what: levels of portions, captions and caveats of telegrams, viewers, and what a viewer is shown.

Each portion counts at the level of its own mark; what bears no mark at the telegram's classification; a mark or a
classification that cannot be read at the highest level. What no classification tells of is `UNSTATED`: the policy of
the archive says as which level it counts. Captions and caveats limit the
distribution of a telegram as a whole: who lacks one that the telegram or any of its portions carries does not see the
telegram. Of a telegram whose classification is too high for a viewer the portions below it are shown, with what a
withdrawal card of the National Archives prints: number, date, addresses, classification, captions, TAGS.
"""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from reftel.model.telegram import Noun, Paragraph, Telegram
from reftel.vocabulary import captions, classification

HIGHEST = classification.rank("TOP SECRET")
UNSTATED = HIGHEST + 1
TIERS = range(UNSTATED + 1)
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
    """Who asks: the highest level that they may see, and the captions and caveats besides. `level` None sees all.

    `unstated` is the level as which a telegram without any classification counts; the archive's policy takes its place.
    """

    level: str | None = None
    allowed: tuple[str, ...] = ()
    unstated: str = "TOP SECRET"

    @property
    def sees_all(self) -> bool:
        """Whether nothing is hidden from this viewer."""
        return self.level is None

    @property
    def tiers(self) -> tuple[int, ...]:
        """The tiers that the viewer may see."""
        return _tiers(self.level, self.unstated)

    def under(self, unstated: str) -> Viewer:
        """The same viewer in an archive where telegrams without any classification count as this level."""
        return self if unstated == self.unstated else msgspec.structs.replace(self, unstated=unstated)


@lru_cache(256)
def _tiers(level: str | None, unstated: str) -> tuple[int, ...]:
    highest = HIGHEST if level is None else classification.rank(level)
    seen = tuple(range(highest + 1))
    return (*seen, UNSTATED) if highest >= classification.rank(unstated) else seen


OWNER = Viewer()
"""The viewer of a local archive: sees all."""


def tier_of(telegram: Telegram) -> int:
    """The level of the telegram and of all in it that bears no mark."""
    level = telegram.classification.level
    if not level:
        return UNSTATED
    rank = classification.rank(level)
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


def levels_of(telegram: Telegram) -> tuple[int, ...]:
    """Every level of which the telegram holds anything: its own, that of its subject and those of its paragraphs."""
    tier = tier_of(telegram)
    portions = {tier_of_mark(part.marking, tier) for part in telegram.paragraphs}
    return tuple(sorted({tier, subject_tier(telegram), *portions}))


def may_see(viewer: Viewer, telegram: Telegram) -> bool:
    """Whether anything of a telegram may be shown."""
    if viewer.sees_all:
        return True
    some = any(level in viewer.tiers for level in levels_of(telegram))
    return some and set(controls_of(telegram)) <= set(viewer.allowed)


def _masked(text: str, kept: list[tuple[int, int]]) -> str:
    """The text with every letter outside the stretches `kept` replaced, so that offsets still count."""
    pieces, at = [], 0
    for start, end in sorted(kept):
        pieces += [_LETTER.sub("█", text[at : max(at, start)]), text[max(at, start) : end]]
        at = max(at, end)
    return "".join((*pieces, _LETTER.sub("█", text[at:])))


def shown_to(viewer: Viewer, telegram: Telegram) -> Telegram | None:
    """The telegram as far as a viewer may see it; the telegram itself where that is all; None for nothing."""
    if viewer.sees_all:
        return telegram
    if not may_see(viewer, telegram):
        return None
    tier, seen = tier_of(telegram), viewer.tiers
    portions = [part for part in telegram.paragraphs if tier_of_mark(part.marking, tier) in seen]
    subject = telegram.subject if subject_tier(telegram) in seen else None
    whole = len(portions) == len(telegram.paragraphs) and subject == telegram.subject
    if tier in seen and whole:
        return telegram
    return _released(telegram, portions, subject, tier in seen)


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
