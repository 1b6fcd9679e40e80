"""What people decided about a copy, so that it can go with the copy from one archive to another."""

from __future__ import annotations

from reftel.model.noun import Noun


class Correction(Noun, frozen=True):
    """What a person put in the place of a field: its value as JSON, who, when (ISO 8601) and why."""

    field: str
    value: str
    who: str
    at: str
    reason: str


class Decision(Noun, frozen=True):
    """That the copy is of one telegram with another copy (`sha256:...`), or is not: who decided it, when and why."""

    other: str
    together: bool
    who: str
    at: str
    reason: str


class Decided(Noun, frozen=True):
    """All that was decided about a copy; `names` are further ones under which its telegram was known."""

    corrections: tuple[Correction, ...] = ()
    decisions: tuple[Decision, ...] = ()
    names: tuple[str, ...] = ()
