"""Officers named in drafting, clearance and approval lines, in the forms of every era.

`EUR/EE:RDJOHNSON:MJW` (office, initials and surname, typist), `NSC - MR. BARTHOLOMEW`, `THE DEPUTY SECRETARY`,
and from 2009 on `LIMA:Doe, Jane`.
"""

from __future__ import annotations

import re

from reftel.model.telegram import Officer

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
    return Officer(_TITLE.sub("", name.strip(), count=1).strip() or None, text=entry, office=office)
