"""Moments and ages as operators read them, the same in every front."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(seconds: float | None) -> str:
    """`10 May 12:00Z`; a dash for never."""
    return f"{datetime.fromtimestamp(seconds, UTC):%d %b %H:%MZ}" if seconds else "-"


def age(seconds: float) -> str:
    """`40 s`, `12 min`, `3.5 h`."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000 else f"{seconds / 3600:.1f} h"
