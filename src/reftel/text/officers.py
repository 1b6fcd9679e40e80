"""Officers named in drafting, clearance and approval lines, in the forms of every era.

`EUR/EE:RDJOHNSON:MJW` (office, initials and surname, typist), `NSC - MR. BARTHOLOMEW`, `THE DEPUTY SECRETARY`,
and from 2009 on `LIMA:Doe, Jane`. An index that lost all signs keeps `EUR EE RDJOHNSON MJW` of the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.telegram import Officer
from reftel.vocabulary import offices

_OFFICE = r"[A-Z0-9][A-Za-z0-9/&.-]{0,24}(?:[ ][A-Z0-9/]{1,12}){0,3}?"
_PARTED = re.compile(rf"(?P<office>{_OFFICE})(?:[ ]?:|[ ]?-{{1,2}}[ ]|[ ]-{{1,2}}[ ]?)[ ]*(?P<name>\S.*)")
_TYPIST = re.compile(r":[ ]?[A-Z]{1,3}\Z")
_QUALIFIER = re.compile(
    r"[ ]*\((?:SUBS?|DRAFT|INFO|PHONE|IN DRAFT|BY PHONE|SUBSTANCE|[A-Z]{2,12})\)\Z", re.IGNORECASE
)
_TITLE = re.compile(
    r"(?:MR|MRS|MISS|MS|DR|AMB|AMBASSADOR|GEN|GENERAL|COL|COLONEL|ADM|ADMIRAL|CAPT|CAPTAIN|LTC|LT|MAJ|SECRETARY)"
    r"(?:\.|(?=[ ]))[ ]*",
    re.IGNORECASE,
)
_WITHOUT_SIGNS = re.compile(
    r"[ ]*(?P<office>[A-Z][A-Z0-9-]{0,5}(?:[ ][A-Z][A-Z0-9-]{0,5}){0,2}?)[ ](?P<name>[A-Z]{4,20})(?:[ ][A-Z]{2,3})?"
    r"(?=[ ](?:[A-Z0-9-]{1,6}[ ]){1,3}[A-Z]{4,20}\b|[ ]*\Z)"
)
_POSITION = re.compile(r"THE[ ]", re.IGNORECASE)


def read_officer(text: str) -> Officer:
    """The officer of one entry. The name is as printed, without title, typist and remark in brackets.

    `RDJOHNSON` stays one word: where initials end and the surname begins only a list of people can tell. An
    entry that is a function (`THE DEPUTY SECRETARY`) gives a position and no name.
    """
    entry = " ".join(text.split())
    parted = _PARTED.fullmatch(entry)
    office = parted.group("office") if parted else None
    name = _QUALIFIER.sub("", parted.group("name") if parted else entry)
    name = _TYPIST.sub("", name)
    if parted and ":" in name:
        inner, _, name = name.rpartition(":")
        office = f"{office}:{inner.strip()}"
    if _POSITION.match(name):
        return Officer(None, position=name, text=entry, office=office)
    title = _TITLE.match(name)
    return Officer(name[title.end() if title else 0 :].strip() or None, text=entry, office=office)


def read_without_signs(text: str) -> Iterator[tuple[Officer, int, int]]:
    """The officers of a line that lost its strokes and colons, with their places; none if it is not such a line.

    `L JDOE S S-O JROE` is two officers, of L and of S/S-O. Each office must be in the list, and no word be left.
    """
    runs = list(_runs(text))
    if runs and runs[-1].end() == len(text.rstrip()) and all(offices.find(_office(run)) for run in runs):
        for run in runs:
            yield (
                Officer(run["name"], text=" ".join(run[0].split()), office=_office(run)),
                run.start("office"),
                run.end(),
            )


def _runs(text: str) -> Iterator[re.Match[str]]:
    run = _WITHOUT_SIGNS.match(text)
    while run:
        yield run
        run = _WITHOUT_SIGNS.match(text, run.end())


def _office(run: re.Match[str]) -> str:
    return run["office"].replace(" ", "/")
