"""Writes the sheet that stands in the place of a telegram which was withheld: sender, number, day, level, subject."""

from __future__ import annotations

from reftel.synthetic.entry import Entry, plain_address
from reftel.synthetic.lines import full_month


def write(entry: Entry) -> str:
    """The sheet; it says that the telegram exists, and none of its words."""
    series = "STATE " if entry.sender == "STATE" else ""
    return (
        "STATE CABLES\n"
        f"FROM {plain_address(entry.sender)} {series}{entry.serial}\n"
        f"DATE: {entry.sent.day} {full_month(entry.sent)} {entry.sent.year}\n"
        f"CLASSIFICATION: {entry.level}\n"
        f"SUBJECT: {entry.subject}\n"
    )
