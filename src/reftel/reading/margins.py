"""Exemption codes that a reviewer wrote beside the lines of a released copy: `B6`, `1.4(D)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.strand import Cut

_EXEMPTIONS = r"(?:B[1-7](?:\([A-F]\))?|1\.[45]\([A-H]\)|25X1A?)"
_BESIDE = re.compile(
    rf"(?<=[^ \n])[ ]{{3,200}}+(?P<last>{_EXEMPTIONS}(?:[ ,;]{{1,3}}{_EXEMPTIONS}){{0,4}})(?=[ ]{{0,20}}\n)"
    rf"|(?<=\n)(?P<first>{_EXEMPTIONS}(?:[ ,;]{{1,3}}{_EXEMPTIONS}){{0,4}})[ ]{{2,40}}(?=\S)"
)


def codes_beside(plain: str, start: int, end: int) -> Iterator[tuple[Cut, int, int]]:
    """What to cut, and where the codes themselves stand: apart from the words, at the begin or the end of a line."""
    for match in _BESIDE.finditer(plain, start, end):
        at, behind = match.span(match.lastgroup or 0)
        last = match.lastgroup == "last"
        yield Cut(match.start() if last else at, behind if last else match.end()), at, behind
