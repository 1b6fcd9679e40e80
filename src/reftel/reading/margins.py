"""Exemption codes that a reviewer wrote beside the lines of a released copy: `B6`, `1.4(D)`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.strand import Cut

_EXEMPTIONS = r"(?:B[1-7](?:\([A-F]\))?|1\.[45]\([A-H]\)|25X1A?)"
_CODES = rf"(?P<codes>{_EXEMPTIONS}(?:[ ,;]{{1,3}}{_EXEMPTIONS}){{0,4}})"
# Both begin with fixed letters, which are found many times faster than a look behind.
_BEHIND = re.compile(rf"[ ][ ][ ](?<=[^ \n][ ]{{3}})[ ]{{0,197}}+{_CODES}(?=[ ]{{0,20}}\n)")
_BEFORE = re.compile(rf"\n{_CODES}[ ]{{2,40}}(?=\S)")


def codes_beside(plain: str, start: int, end: int) -> Iterator[tuple[Cut, int, int]]:
    """What to cut, and where the codes themselves stand: apart from the words, at the begin or the end of a line."""
    above = _BEFORE.finditer(plain, max(start - 1, 0), end)
    beside = _BEHIND.finditer(plain, start, end)
    found = [(*match.span("codes"), match.start("codes"), match.end()) for match in above]
    found += [(*match.span("codes"), *match.span()) for match in beside]
    done = start
    for at, behind, low, high in sorted(found):
        if low >= done:
            done = high
            yield Cut(low, high), at, behind
