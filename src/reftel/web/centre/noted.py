"""What the rules say of a draft, line by line."""

from __future__ import annotations

from itertools import groupby
from typing import NamedTuple

from reftel.exchange.drafting.examining import Finding
from reftel.model.counting import counted

_GRAVEST = ("error", "warning", "note")


class Noted(NamedTuple):
    """The findings at one line of a draft, its words, and the gravest severity; line 0 is the draft as a whole."""

    line: int
    words: str
    severity: str
    findings: tuple[Finding, ...]


def noted(text: str, findings: tuple[Finding, ...]) -> tuple[Noted, ...]:
    """The findings by line, those about the whole at the end."""
    lines = ["", *text.split("\n")]
    ordered = sorted(findings, key=lambda one: (not one.line, one.line, _grave(one)))
    return tuple(
        Noted(line, lines[line] if line < len(lines) else "", ones[0].severity, ones)
        for line, group in groupby(ordered, key=lambda one: one.line)
        for ones in [tuple(group)]
    )


def _grave(one: Finding) -> int:
    return _GRAVEST.index(one.severity) if one.severity in _GRAVEST else len(_GRAVEST)


def summary(findings: tuple[Finding, ...]) -> str:
    """`1 error, 2 warnings`; words for none."""
    counts = ((severity, sum(one.severity == severity for one in findings)) for severity in _GRAVEST)
    return ", ".join(counted(count, severity) for severity, count in counts if count) or "Nothing to mend."
