"""What a format is, and why a telegram cannot be written in one."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from reftel.model.telegram import Telegram

PROPER = frozenset(
    {
        "mrn", "aliases", "kind", "classification", "captions", "passing", "declassification", "tags", "subject",
        "subject_marking", "references", "classified_by", "reasons", "paragraphs", "signature",
    }
)  # fmt: skip
"""The fields of the telegram proper, from the classification line to the signature."""
ADDRESSED = frozenset({"dtg", "dtg_precision", "precedence", "originator", "action", "info", "exempt"})
"""The fields of format lines 5 to 9."""


class CannotWrite(ValueError):
    """The telegram cannot be written in this format; the message says why and what to do."""


class Format(NamedTuple):
    """A format: what it is, the fields of a telegram that it says (None: all), whether its letters are a circuit's."""

    meaning: str
    says: frozenset[str] | None
    circuit: bool
    write: Callable[[Telegram], bytes]
