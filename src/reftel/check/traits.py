"""What a telegram has or has not, by which whole groups of rules are passed over."""

from __future__ import annotations

from itertools import compress
from operator import attrgetter

from reftel.model.telegram import Telegram

_VALUES = {
    "transmission": "transmission",
    "mrn": "mrn",
    "info": "info",
    "exempt": "exempt",
    "captions": "captions",
    "passing": "passing",
    "declassification": "declassification",
    "tags": "tags",
    "references": "references",
    "classified_by": "classified_by",
    "reasons": "reasons",
    "paragraphs": "paragraphs",
    "repairs": "repairs",
    "remarks": "diagnostics",
}
"""Traits that are values of the telegram itself ..."""

_CIRCUMSTANCES = {
    "draft": "is_draft",
    "day": "day",
    "as-sent": "as_sent",
    "head": "has_head",
    "lacking": "lacks_a_line",
    "classified": "is_classified",
    "unclassified": "is_unclassified",
    "no-level": "has_no_level",
    "uncommon-line": "has_uncommon_first_line",
    "addressees": "is_addressed",
    "pages": "has_pages",
    "several-captions": "has_several_captions",
    "department": "of_the_department",
}
"""... and those that a case makes of them."""

_NAMES = (*_VALUES, *_CIRCUMSTANCES)
TRAITS = frozenset(_NAMES)
_values = attrgetter(*_VALUES.values())
_circumstances = attrgetter(*_CIRCUMSTANCES.values())


def traits_of(telegram: Telegram, case: object) -> frozenset[str]:
    """Which of `TRAITS` a telegram has, in the circumstances of its case."""
    return frozenset(compress(_NAMES, (*_values(telegram), *_circumstances(case))))
