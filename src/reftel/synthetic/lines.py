"""What the layouts share: letter-spaced levels, wrapped text, prosigns, date-time groups, serial widths."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache, lru_cache

from reftel.synthetic.entry import Entry, split_precedence
from reftel.vocabulary import precedence

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
FULL_MONTHS = (
    *("JANUARY", "FEBRUARY", "MARCH", "APRIL", "MAY", "JUNE"),
    *("JULY", "AUGUST", "SEPTEMBER", "OCTOBER", "NOVEMBER", "DECEMBER"),
)
SPACED_OUT = frozenset({"CONFIDENTIAL", "SECRET", "TOP SECRET"})


def first_line_level(level: str) -> str:
    """The level as the first line prints it: classified levels letter by letter, UNCLAS short."""
    if level in SPACED_OUT:
        return " ".join(level.replace(" ", "  ")).replace("     ", "  ")
    return "UNCLAS" if level == "UNCLASSIFIED" else level


def day_time(sent: datetime) -> str:
    """`101039Z`: day, hour and minute."""
    return f"{sent.day:02d}{sent.hour:02d}{sent.minute:02d}Z"


def date_time_group(sent: datetime) -> str:
    """`101039Z MAY 06`."""
    return f"{day_time(sent)} {MONTHS[sent.month - 1]} {sent.year % 100:02d}"


def full_month(sent: datetime) -> str:
    """`MAY`, `SEPTEMBER`."""
    return FULL_MONTHS[sent.month - 1]


def prosigns(entry: Entry) -> str:
    """The prosigns of the preamble: highest of the action addressees, then of the others where it differs."""
    highest = (_most_urgent(group) for group in (entry.action, entry.info))
    return " ".join(dict.fromkeys(sign for sign in highest if sign))


@lru_cache(4096)
def _most_urgent(addressees: tuple[str, ...]) -> str:
    words = (split_precedence(one)[1] or "ROUTINE" for one in addressees)
    known = [found for word in words if (found := precedence.by_word(word))]
    return min(known, key=lambda found: found.rank).prosign or "" if known else ""


def wrapped(text: str, width: int) -> list[str]:
    """The drafted text in lines of at most `width` letters; a line that is indented is kept as it is."""
    lines: list[str] = []
    find = _line(width).findall
    for block in text.strip("\n").split("\n\n"):
        if block.startswith("  ") or "\n  " in block:
            lines += block.splitlines()
        else:
            lines += find(block if "\n" not in block else " ".join(block.split()))
        lines.append("")
    return lines[:-1]


@cache
def _line(width: int) -> re.Pattern[str]:
    """A line of at most `width` letters, ending with a word; a word that is longer is a line of its own."""
    return re.compile(rf"\S(?:.{{0,{width - 2}}}\S)?(?= |$)|\S+")


def of_section(lines: list[str], section: int, sections: int) -> list[str]:
    """The lines of one section, counted from 1; all for section 0."""
    if not section:
        return lines
    return lines[len(lines) * (section - 1) // sections : len(lines) * section // sections]


def reference_lines(entry: Entry) -> list[str]:
    """The REF block: one reference unlettered, several lettered, later ones indented five."""
    if not entry.refs:
        return []
    if len(entry.refs) == 1:
        return [f"REF: {entry.refs[0]}"]
    lettered = [f"{chr(65 + index)}. {text}" for index, text in enumerate(entry.refs)]
    return [f"REF: {lettered[0]}", *(f"     {line}" for line in lettered[1:])]
