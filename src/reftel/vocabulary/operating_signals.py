"""Operating signals: three letters from Z or Q that stand for a sentence (ACP 131; ACP 127(G); ACP 117)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows


class Signal(NamedTuple):
    """One signal. `evidence` says how sure the meaning is: confirmed, confirmed-role, secondary, recalled, ..."""

    signal: str
    family: str
    meaning: str
    parameter: str
    evidence: str
    source: str


@cache
def all_signals() -> dict[str, Signal]:
    """The signals by their letters."""
    return {
        row["signal"]: Signal(
            row["signal"], row["family"], row["meaning"], row["parameter"], row["evidence"], row["source"]
        )
        for row in rows("operating_signals")
    }


def find(signal: str) -> Signal | None:
    """The signal of that name, `ZZH`, or the one it varies by a digit, `ZFF4`; None for an unknown one."""
    signals = all_signals()
    name = signal.upper()
    return signals.get(name) or signals.get(name.rstrip("0123456789"))
