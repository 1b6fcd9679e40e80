"""What the layouts share: letter-spaced levels, wrapped text, prosigns, date-time groups, serial widths."""

from __future__ import annotations

import textwrap
from datetime import datetime

from reftel.synthetic.entry import Entry, split_precedence
from reftel.vocabulary import precedence

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
SPACED_OUT = frozenset({"CONFIDENTIAL", "SECRET", "TOP SECRET"})


def first_line_level(level: str) -> str:
    """The level as the first line prints it: classified levels letter by letter, UNCLAS short."""
    if level in SPACED_OUT:
        return " ".join(level.replace(" ", "  ")).replace("     ", "  ")
    return "UNCLAS" if level == "UNCLASSIFIED" else level


def date_time_group(sent: datetime) -> str:
    """`101039Z MAY 06`."""
    return f"{sent:%d%H%MZ} {MONTHS[sent.month - 1]} {sent:%y}"


def prosigns(entry: Entry) -> str:
    """The prosigns of the preamble: highest of the action addressees, then of the others where it differs."""
    groups = [[split_precedence(one)[1] for one in group] for group in (entry.action, entry.info)]
    found = []
    for words in groups:
        known = [row for word in words if (row := precedence.by_word(word or "ROUTINE"))]
        if known:
            found.append(min(known, key=lambda row: row.rank).prosign)
    return " ".join(dict.fromkeys(found))


def wrapped(text: str, width: int) -> list[str]:
    """The drafted text in lines of at most `width` letters; a line that is indented is kept as it is."""
    lines: list[str] = []
    for block in text.strip("\n").split("\n\n"):
        if any(line.startswith("  ") for line in block.splitlines()):
            lines += block.splitlines()
        else:
            joined = " ".join(block.split())
            lines += textwrap.wrap(joined, width, break_on_hyphens=False, break_long_words=False)
        lines.append("")
    return lines[:-1]


def reference_lines(entry: Entry) -> list[str]:
    """The REF block: one reference unlettered, several lettered, later ones indented five."""
    if not entry.refs:
        return []
    if len(entry.refs) == 1:
        return [f"REF: {entry.refs[0]}"]
    lettered = [f"{chr(65 + index)}. {text}" for index, text in enumerate(entry.refs)]
    return [f"REF: {lettered[0]}", *(f"     {line}" for line in lettered[1:])]
