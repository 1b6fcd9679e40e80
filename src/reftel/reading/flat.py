"""Telegrams that an index kept in one line: line ends are put back where a heading's fixed words show them.

Only blanks become line ends, or the full stop of paragraph 1, so no offset moves. Each is recorded as a repair; inside
the text proper lines are broken only before the next paragraph number that has kept its full stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.telegram import Repair
from reftel.reading.decode import Decoded
from reftel.reading.landmarks import LEVEL, STATION

_FEWEST = 300  # letters to a line; lines of a telegram have 69 at most, long lines of a web copy stand apart
_WINDOW = 6000  # letters in which heading and labels stand
_SIGN = re.compile(r"\bPAGE[ ]0?1[ ][A-Z .]{2,20}[ ]\d{4,6}\b[^\n]{20,4000}?[ ]FM[ ]")
_HEAD_SIGN = re.compile(
    rf"(?:^|[ ])(?:{LEVEL})[ ](?:SECTION[ ]\d{{1,2}}[ ]OF[ ]\d{{1,2}}[ ])?{STATION}[ ]\d{{2,6}}[ ]"
    r"[^\n]{0,600}?E[ ]?\.?[ ]?O[ ]?\.?[ ]?1\d{4}\b[^\n]{0,600}?[ ]TAGS\b[^\n]{0,600}?[ ]SUBJ(?:ECT)?\b",
    re.MULTILINE,
)
_STARTS = re.compile(
    rf"""[ ](?=
    PAGE[ ]0?1[ ][A-Z][A-Z ]{{1,18}}[ ]\d{{4,6}}\b
    |(?:ACTION|ORIGIN)[ ][A-Z/]{{1,8}}-\d\d\b
    |(?:DRAFTED|APPROVED)[ ]BY[ ]
    |DESIRED[ ]DISTRIBUTION\b
    |-{{10,40}}[ ]?[0-9A-F]{{4,6}}
    |(?:[OPRZ][ ]){{1,2}}\d{{6}}[ ]?Z[ ][A-Z]{{3}}[ ]\d\d[ ]
    |FM[ ](?=[A-Z])
    |(?<![A-Z][ ]TO)TO[ ](?=SECSTATE|AM[ ]?EM|AMCON|USMISSION|USUN|USDEL|ALL[ ]|USLO|RUE)
    |INFO[ ](?=AM[ ]?EM|AMCON|USMISSION|USUN|SECSTATE|[A-Z]{{2,6}}-\d\d)
    |(?:{LEVEL})[ ](?:SECTION[ ]\d{{1,2}}[ ]OF[ ]\d{{1,2}}[ ])?{STATION}[ ]\d{{2,6}}\b
    |E[ ]?\.?[ ]?O[ ]?\.?[ ]?1\d{{4}}\b
    |TAGS(?:[ ](?=[A-Z]{{2,4}}\b)|:)
    |SUBJ(?:ECT)?(?:[ ](?=[A-Z])|:)
    |REFS?(?:[ ](?=[A-Z(][A-Z ]{{1,20}}\d)|:)
    |CLASSIFIED[ ]BY\b
    |(?:A[ ]|(?<![ ]A[ ]))FOLLOWING[ ](?:ARE|IS)\b
    |1[ ](?!OF[ ])(?=[A-Z][A-Z']+[ ])
    |1\.[ ]?\(?(?=[A-Z])
    |Message[ ]Text\b
    )""",
    re.VERBOSE,
)
_BARE_FIRST = re.compile(r"1[ ](?!OF[ ])(?=[A-Z][A-Z']+[ ])")  # paragraph 1, whose full stop is lost
_FIRST = re.compile(r"[ ](?=1\.[ ]?\(?[A-Z])")
_NEXT = re.compile(r"(?<=[.!?\"'):])[ ]\d{1,3}\.[ ]{1,2}\(?[A-Z]")
_LAST = re.compile(rf"[ ](?=(?:{LEVEL}|NNNN)[ ]*\n?\Z)")
_FOOT = 60  # letters in which the last word stands
_AFTER_NUMBER = re.compile(
    rf"(?:{LEVEL})[ ](?:SECTION[ ]\d{{1,2}}[ ]OF[ ]\d{{1,2}}[ ])?{STATION}[ ]\d{{2,6}}"
    r"(?:[ ][A-Z]{4,6}[ ]\d{4,6})?[ ](?=\S)"
)
_AFTER_DASHES = re.compile(
    r"-{10,40}[ ]?[0-9A-FZ/ ]{4,30}?[ ](?=(?:[OPRZ][ ]){0,2}\d{6}[ ]?Z[ ][A-Z]{3}[ ]\d\d)"
)


def _paragraphs(plain: str) -> Iterator[int]:
    """The blanks before paragraphs: each a sentence's end, the next number with its full stop, and a capital."""
    first = _FIRST.search(plain, 0, _WINDOW)
    at, number = (first.start(), 1) if first else (len(plain), 0)
    while 0 <= at < len(plain):
        if number == 1 or _NEXT.match(plain, at):
            yield at
            number += 1
        at = plain.find(f" {number}.", at + 1)
        while at > 0 and not _NEXT.match(plain, at):
            at = plain.find(f" {number}.", at + 1)


def reline(decoded: Decoded) -> Decoded:
    """Put line ends back into a telegram that lost them; a text that has lines is given back as it is."""
    plain = decoded.plain
    enough = min(len(plain), _WINDOW) // _FEWEST + 1
    if len(plain[:_WINDOW].split("\n", enough)) > enough or not (
        _SIGN.search(plain, 0, _WINDOW) or _HEAD_SIGN.search(plain, 0, _WINDOW)
    ):
        return decoded
    places = {match.start() for match in _STARTS.finditer(plain, 0, _WINDOW)}
    places.update(_paragraphs(plain))
    foot = _LAST.search(plain, max(0, len(plain) - _FOOT))
    places |= {foot.start()} if foot else set()
    for after in (_AFTER_DASHES, _AFTER_NUMBER):
        places |= {match.end() - 1 for match in after.finditer(plain, 0, _WINDOW)}
    if not places:
        return decoded
    changes = dict.fromkeys(places, "\n")
    changes |= {place + 2: "." for place in places if _BARE_FIRST.match(plain, place + 1)}
    kept: list[str] = []
    at = 0
    for place in sorted(changes):
        kept += (plain[at:place], changes[place])
        at = place + 1
    repairs = tuple(Repair("Q15", place, place + 1, " ", changes[place]) for place in sorted(changes))
    return decoded._replace(plain="".join((*kept, plain[at:])), repairs=decoded.repairs + repairs)
