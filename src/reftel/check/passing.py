"""Passing and attention lines: understood, and to someone who is addressed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check import periods
from reftel.check.captions import LIKE_A_CAPTION
from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.vocabulary import captions, offices, posts

_SYMBOL = re.compile(r"[A-Z]{1,4}(?:/[A-Z]{1,6}){1,3}")
_THE_DEPARTMENT = frozenset({"STATE", "DEPT", "DEPARTMENT", "SECSTATE"})
# The drafter's own limits, and from whom the telegram is.
_LIMIT = re.compile(r"NO DISTRIBUTION|FROM [A-Z]")
_LINE_ENDS = frozenset({"\n", "\r", ""})
_GLUED = re.compile(r"[ \t/,;-]{1,4}FOR[ \t]+(?!.{0,60}\bONLY\b)[A-Z]")


@rule("S0601", needs="passing")
def not_understood(case: Case) -> Iterator[Finding]:
    """A line between the captions and the executive order line names nobody for whom the telegram is.

    Source: 5 FAH-2 H-250
    Bad:
        HANDLE WITH GREAT CARE
    Good:
        STATE FOR NEA/MAG
    """
    for at, line in enumerate(case.telegram.passing):
        if not line.offices and not _LIMIT.match(line.text) and not LIKE_A_CAPTION.fullmatch(line.text):
            yield Finding(
                f"not understood as a passing line: {line.text[:40]}", *case.place(f"/passing/{at}")
            )


@rule("S0602", needs="passing")
def unknown_office(case: Case) -> Iterator[Finding]:
    """A passing line to the Department names an office whose bureau is on no list.

    Source: office symbols of the Department, 1970s to 2010s
    Bad:
        STATE FOR QQZ/XYX
    Good:
        STATE FOR NEA/MAG
    """
    for at, line in enumerate(case.telegram.passing):
        if line.addressee not in _THE_DEPARTMENT:
            continue
        for office in line.offices:
            if _unknown_symbol(office):
                yield Finding(f"{office} is no known office", *case.place(f"/passing/{at}"))


@lru_cache(4096)
def _unknown_symbol(office: str) -> bool:
    return bool(_SYMBOL.fullmatch(office)) and not offices.bureau(office)


def _passed_on(case: Case) -> bool:
    """Whether some line is for another place than the Department."""
    return any(one.addressee and one.addressee not in _THE_DEPARTMENT for one in case.telegram.passing)


@rule("S0603", needs="passing addressees", given=_passed_on)
def not_addressed(case: Case) -> Iterator[Finding]:
    """A passing line speaks to a post that is not among the addressees.

    Nothing is said where a collective is addressed: the post may be one of its members.

    Source: 5 FAH-2 H-250
    Bad:
        OSLO FOR ECON
    Good:
        PARIS FOR ECON
    """
    addressees = case.named
    if any(one.collective or "ALL " in one.name or "COLLECTIVE" in one.name for one in addressees):
        return
    addressed = {post.city for one in addressees if (post := posts.named(one.name))}
    names = " ".join([one.name for one in addressees])
    for at, line in enumerate(case.telegram.passing):
        post = (
            posts.find(line.addressee) if line.addressee and line.addressee not in _THE_DEPARTMENT else None
        )
        if post and post.city not in addressed and str(line.addressee) not in names:
            yield Finding(f"{line.addressee} is not among the addressees", *case.place(f"/passing/{at}"))


@rule("S0604", needs="day captions as-sent")
def glued_to_a_caption(case: Case) -> Iterator[Finding]:
    """An instruction stands on the line of a caption, which since the 1980s has a line of its own.

    Source: 5 FAH-2 H-250: one caption a line
    Bad:
        NOFORN FOR THE AMBASSADOR
    Good:
        NOFORN

        FOR THE AMBASSADOR
    """
    if not case.as_sent or not case.day or case.day < periods.ORDER_12958:
        return
    for at, name in enumerate(case.telegram.captions):
        end = case.place(f"/captions/{at}")[1]
        if case.text[end : end + 1] in _LINE_ENDS:
            continue
        found = captions.find(name)
        match = _GLUED.match(case.text, end, case.line_of(end)[1]) if end and found else None
        if match and found and found.kind != "addressee control":
            yield Finding(f"an instruction on the line of {name}", match.start(), case.line_of(end)[1])
