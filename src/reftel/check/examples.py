"""The examples in the docstrings of rules: lines that replace their like in an otherwise faultless telegram.

An example prints lines, not whole telegrams. A line takes the place of the line of its kind in a specimen
(`specimens/<year>.txt`); one that fits no kind, or stands behind a later kind, stays below the line above it.
`[no TAGS]` takes a line away. `Bad (1976):` picks the specimen of that year.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from inspect import cleandoc
from typing import NamedTuple

from reftel.check.registry import Rule

DEFAULT = "2006"
_CAPTIONS = r"(?:NODIS|EXDIS|LIMDIS|STADIS|NOFORN|SIPDIS|SENSITIVE|OFFICIAL INFORMAL|[A-Z]{2,8} CHANNEL)\b"
# Kinds of line in the order in which they stand, and how `[no ...]` calls those that can be taken away.
_KINDS = (
    ("start", r"VZCZC", ""),
    ("distribution", r"(?:ACTION|ORIGIN) [A-Z]+-\d", ""),
    ("copies", r"INFO {2}", ""),
    ("drafted", r"(?:DRAFTED|APPROVED) BY", ""),
    ("relay", r"-{10}", ""),
    ("called", r"(?!DE )[A-Z]{1,2} R[A-Z]{3,7}(?: R|$)", "routing line"),
    ("calling", r"DE R", "DE"),
    ("security", r"ZN[RY] ", "ZNY"),
    ("date", r"[A-Z](?: {1,2}[A-Z]){0,2} {1,2}\d{6}", "date"),
    ("from", r"FM ", "FM"),
    ("to", r"TO ", "TO"),
    ("info", r"INFO ", "INFO"),
    ("exempt", r"XMT ", ""),
    ("break", r"BT$", "first BT"),
    ("level", r"UNCLAS|[A-Z] [A-Z] [A-Z] [A-Z]|CONFIDENTIAL [A-Z]|LIMITED OFFICIAL USE [A-Z]|TUNIS 00", ""),
    ("captions", _CAPTIONS, "SIPDIS"),
    ("passing", r"(?:[A-Z]+ )?(?:FOR|PASS) [A-Z]|HANDLE ", ""),
    ("order", r"E\.O\.", "E.O."),
    ("tags", r"TAGS?:", "TAGS"),
    ("subject", r"SUBJ(?:ECT)?:", "SUBJECT"),
    ("references", r"REFS?:", "REF"),
    ("classified", r"CLASSIFIED BY", "CLASSIFIED BY"),
    ("body", r"¶?\d{1,2}\.", ""),
    ("signature", r"WINTERS$", "signature"),
    ("last break", r"BT$", "last BT"),
    ("validation", r"#\d{4}$", "#"),
    ("end", r"NNNN$", "NNNN"),
)
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern, _ in _KINDS)
_RANKS = {kind: rank for rank, (kind, _, _) in enumerate(_KINDS)} | {"": -1}
_CALLED = {name: kind for kind, _, name in _KINDS if name}
_FOLLOWED_BY_A_BLANK = frozenset({"captions", "passing", "references", "classified"})
# Where an example prints both, the distance between them is the example's.
_FOLLOWER = {"classified": "body"}
_EXAMPLE = re.compile(
    r"^(?P<what>Bad|Good)(?: \((?P<year>\d{4})\))?:\n(?P<lines>(?:(?:[ ]{4}[^\n]*)?(?:\n|\Z))+?)(?=Good|\Z)",
    re.MULTILINE,
)
_REPEATED = re.compile(r"\[(?P<count>\d+) x (?P<words>[^\]]+)\]")


class Example(NamedTuple):
    """One example of a rule: the lines as the docstring prints them, and the year of its specimen."""

    lines: str
    year: str

    def telegram(self) -> str:
        """The whole telegram that the example means."""
        return compose(self.lines, self.year)


class Page(NamedTuple):
    """What the docstring of a rule says."""

    wrong: str
    more: str
    source: str
    bad: Example
    good: Example


def page_of(rule: Rule) -> Page:
    """The parts of a rule's docstring. ValueError where one is missing."""
    text = cleandoc(rule.finder.__doc__ or "")
    head, _, rest = text.partition("\nSource: ")
    found = {match["what"]: _example(match) for match in _EXAMPLE.finditer(text)}
    if not rest or set(found) != {"Bad", "Good"}:
        raise ValueError(f"the docstring of {rule.code} lacks its source or an example")
    wrong, _, more = head.strip().partition("\n\n")
    return Page(
        _joined(wrong), _joined(more), _joined(rest.split("\nBad", 1)[0]), found["Bad"], found["Good"]
    )


def _example(match: re.Match[str]) -> Example:
    lines = "\n".join(line[4:] for line in match["lines"].rstrip().split("\n"))
    return Example(lines, match["year"] or DEFAULT)


def _joined(text: str) -> str:
    return " ".join(text.split())


@cache
def specimen(year: str) -> str:
    """The faultless telegram of a year."""
    return files("reftel.check").joinpath(f"specimens/{year}.txt").read_text(encoding="utf-8")


def compose(lines: str, year: str = DEFAULT) -> str:
    """The specimen of a year with these lines in the places of their like."""
    blocks = _blocks(specimen(year))
    printed = _blocks(lines)
    for kind, text in printed.items():
        old = blocks.get(kind)
        blanks = "\n" * (len(old) - len(old.rstrip("\n"))) if old else _blanks(kind)
        followed = _FOLLOWER.get(kind) in printed
        blocks[kind] = text if followed else text.rstrip("\n") + blanks
    for name in re.findall(r"^\[no (.+)\]$", lines, re.MULTILINE):
        blocks.pop(_CALLED[name], None)
    return "".join(blocks[kind] for kind in sorted(blocks, key=_RANKS.__getitem__))


def _blanks(kind: str) -> str:
    return "\n\n" if kind in _FOLLOWED_BY_A_BLANK else "\n"


def _blocks(text: str) -> dict[str, str]:
    """The lines of a text by kind, each block with the blank lines behind it."""
    blocks: dict[str, str] = {}
    kind = ""
    for line in text.splitlines():
        if line.startswith("[no "):
            continue
        kind = _kind(line, _RANKS[kind]) or kind
        blocks[kind] = blocks.get(kind, "") + _REPEATED.sub(_repeat, line) + "\n"
    return blocks


def _kind(line: str, rank: int) -> str | None:
    """The kind of a line at or behind a rank; None for one that goes with the line above it."""
    return next((kind for kind, pattern in _PATTERNS if _RANKS[kind] >= rank and pattern.match(line)), None)


def _repeat(match: re.Match[str]) -> str:
    return "\n".join([match["words"]] * int(match["count"]))
