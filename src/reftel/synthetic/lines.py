"""What the layouts share: letter-spaced levels, wrapped text, prosigns, date-time groups, serial widths."""

from __future__ import annotations

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
    highest = (_most_urgent(group) for group in (entry.action, entry.info))
    return " ".join(dict.fromkeys(sign for sign in highest if sign))


def _most_urgent(addressees: tuple[str, ...]) -> str:
    words = (split_precedence(one)[1] or "ROUTINE" for one in addressees)
    known = [found for word in words if (found := precedence.by_word(word))]
    return min(known, key=lambda found: found.rank).prosign or "" if known else ""


def wrapped(text: str, width: int) -> list[str]:
    """The drafted text in lines of at most `width` letters; a line that is indented is kept as it is."""
    lines: list[str] = []
    for block in text.strip("\n").split("\n\n"):
        if any(line.startswith("  ") for line in block.splitlines()):
            lines += block.splitlines()
        else:
            lines += _filled(block.split(), width)
        lines.append("")
    return lines[:-1]


def _filled(words: list[str], width: int) -> list[str]:
    """Lines of at most `width` letters; a word that is longer has a line of its own."""
    lines: list[str] = []
    line, length = [words[0]], len(words[0])
    for word in words[1:]:
        if length + 1 + len(word) > width:
            lines.append(" ".join(line))
            line, length = [], -1
        line.append(word)
        length += 1 + len(word)
    return [*lines, " ".join(line)]


def reference_lines(entry: Entry) -> list[str]:
    """The REF block: one reference unlettered, several lettered, later ones indented five."""
    if not entry.refs:
        return []
    if len(entry.refs) == 1:
        return [f"REF: {entry.refs[0]}"]
    lettered = [f"{chr(65 + index)}. {text}" for index, text in enumerate(entry.refs)]
    return [f"REF: {lettered[0]}", *(f"     {line}" for line in lettered[1:])]
