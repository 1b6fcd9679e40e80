"""The Department's block above the dash line as it is written: copies to offices, drafter, approval, clearances."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reftel.model.telegram import Copies, Officer, Telegram

DASHES = "-" * 21
_A_LINE = 8  # offices on a line of the list


def block_lines(telegram: Telegram) -> list[str]:
    """The block down to its dashes, without the relay's number, which only the relay gave; none if it says nothing."""
    lines = [*_offices(telegram.distribution), *_officers(telegram)]
    return [*lines, DASHES]


def _offices(copies: Sequence[Copies]) -> Iterator[str]:
    """`ACTION EUR-12`, `INFO OCT-01 ISO-00`, and the total with W for received, R for sent."""
    for role, group in groupby(copies, key=lambda one: one.role):
        entries = [one.office if one.copies is None else f"{one.office}-{one.copies:02d}" for one in group]
        for at in range(0, len(entries), _A_LINE):
            front = f"{role.upper()} " if at == 0 else "      "
            yield front + " ".join(entries[at : at + _A_LINE])
    if copies and all(one.copies is not None for one in copies):
        way = "R" if any(one.role == "origin" for one in copies) else "W"
        yield f"      /{sum(one.copies or 0 for one in copies):03d} {way}"


def _officers(telegram: Telegram) -> Iterator[str]:
    """Clearances stand without a label below the approval, or with one where there is none."""
    yield from (f"DRAFTED BY {_entry(one)}" for one in telegram.drafted_by)
    yield from (f"APPROVED BY {_entry(one)}" for one in telegram.approved_by)
    label = "" if telegram.approved_by else "CLEARED BY "
    yield from (f"{label}{_entry(one)}" for one in telegram.cleared_by)
    desired = telegram.provenance.facts.get("Desired distribution")
    if desired:
        yield from ("DESIRED DISTRIBUTION", desired)


def _entry(officer: Officer) -> str:
    return officer.text or ":".join(filter(None, (officer.office, officer.name or officer.position)))
