"""Counts as people read them."""

from __future__ import annotations


def number(value: int) -> str:
    """A count with thousands set apart: `12,345`."""
    return f"{value:,}"


def counted(value: int, noun: str, nouns: str | None = None) -> str:
    """A count with its noun: `1 telegram`, `12,345 telegrams`."""
    return f"{number(value)} {noun if value == 1 else nouns or noun + 's'}"
