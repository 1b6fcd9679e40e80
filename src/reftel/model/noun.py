"""What all nouns of the model have in common."""

from __future__ import annotations

import msgspec


class Noun(msgspec.Struct, frozen=True):
    """Base of the frozen values."""
