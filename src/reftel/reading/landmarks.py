"""One pass over a text that finds the lines by which a reader finds the way.

Everything that stands at the beginning of a line and is not prose is named here once: transmission lines, page
lines, dash lines, classification lines and feet, release stamps, labels, end marks. Detection, splitting and
the removal of page matter all work on this list; none of them looks at every line again.
"""

from __future__ import annotations

import re
from itertools import chain

from reftel.model.noun import Noun


def _spaced(words: str) -> str:
    """A pattern for words whose letters may stand apart: `S E C R E T`, `UNC LASSIFIED`."""
    return "[ ]{1,3}".join("[ ]?".join(word) for word in words.split())


LEVEL = "|".join(
    (
        f"{_spaced('UNCLAS')}(?:[ ]?S)?(?:[ ]?{_spaced('IFIED')})?",
        _spaced("CONFIDENTIAL"),
        f"(?:{_spaced('TOP')}[ ]{{1,3}})?{_spaced('SECRET')}",
        _spaced("LIMITED OFFICIAL USE"),
        _spaced("OFFICIAL USE ONLY"),
        "SBU|LOU",
    )
)
STATION = r"[A-Z][A-Z .'/-]{0,24}?"
_END = r"(?=[ ]*(?:\n|\Z))"


def _loose(words: str) -> str:
    """A pattern for words that blanks and line ends may break anywhere."""
    return r"\s{0,3}".join(re.escape(letter) for letter in words if letter != " ")


BANNER = (
    rf"(?:(?:{_loose('Sheryl P')}\s{{0,3}}\.?\s{{0,3}}{_loose('Walter')}"
    rf"|{_loose('Margaret P')}\s{{0,3}}\.?\s{{0,3}}{_loose('Grafeld')})\s{{1,3}})?"
    rf"{_loose('Declassified')}[/\s]{{1,4}}{_loose('Released US Department of State EO Systematic Review')}"
    r"\s{1,3}\d{1,2}\s{0,3}[A-Za-z]{3}\s{0,3}\d{4}"
)
# A quick look whether capitals and a long number stand here at all, before the slow match.
_STATION_AHEAD = r"[A-Z](?=[A-Z .'/-]{1,27}+\d{5,8}[ ]{1,3}\d{2,3})[A-Z .'/-]{0,24}?"
_LEVEL_AHEAD = r"(?=[UCTSLO])"
_KINDS = (
    ("page", rf"PAGE[ ]{{1,4}}\d{{1,3}}(?=\n|\Z|[ ]{{1,8}}(?:\n|\Z|[A-Z0-9])[^\n]{{0,70}}{_END})"),
    (
        "part",
        rf"{_STATION_AHEAD}[ ]{{1,3}}\d{{5,8}}[ ]{{1,3}}\d{{3}}(?:\.\d{{1,2}})?"
        rf"[ ]{{1,3}}OF[ ]{{1,3}}\d{{3}}{_END}",
    ),
    (
        "torn",
        rf"{_STATION_AHEAD}[ ]{{1,3}}\d{{5,6}}[ ]{{1,3}}\d\d[ ]OF[ ]\d\d[ ]{{1,3}}\d{{6}}Z{_END}",
    ),
    (
        "printed",
        rf"(?:{_LEVEL_AHEAD}(?:{LEVEL})[ ]{{1,150}})?Page[ ](?:-[ ])?\d{{1,4}}(?:[ ]of[ ]\d{{1,4}})?{_END}"
        r"|REPRODUCTION[ ]FROM[ ]THIS[^\n]{0,200}",
    ),
    (
        "stamp",
        r"(?:UNC[L ]{0,3}ASSIFIED[ ]U\.?S\.?[ ]Department[ ]of[ ]Sta[tl]e"
        r"|UN[A-Za-z ]{7,12}[ ]{1,3}U\.?[ ]?S\.?[ ]{1,3}\w{8,11}[ ]\w\w[ ]\w{4,6}[ ]{1,3}Case[ ]N|CSP-\d{4}-\d{3,6}"
        r"|STATE[ ]DEPT\.[ ]-[ ]PRODUCED"
        r"|Approved[ ][Ff]or[ ]Release|Sanitized[ ]Copy[ ]Approved|No[ ]Objection[ ][Tt]o[ ]Declassification"
        r"|HW[ ]\d{4,6}|1\d-0{3,6}|104-1\d{4}-\d{5}|20\d\d[ ]RELEASE[ ]UNDER[ ]THE[ ]PRES"
        r"|Date[ ]Printed:[^\n]{0,40}\n(?:[^\n]{3,30}\n)?[^\n]{0,8}BER:[^\n]{0,30}\n[^\n]{0,10}:[ ]n/a"
        r"|Date[ ]Printed:|DOC.N[UH]\wBER:|CHANNEL:[ ]n/a"
        r"|REVIEW[ ]AUTHORITY:|DATE/CASE[ ]ID:)[^\n]{0,200}",
    ),
    ("level", rf"{_LEVEL_AHEAD}(?:{LEVEL})(?![A-Za-z])[^\n]{{0,100}}{_END}"),
    (
        "section",
        r"(?:(?:FINAL[ ])?SECT?IO?N?[ ]\w{1,5}[ ][0O]F[ ]\w{1,5}|FINAL[ ]SECTION[ ]OF[ ]\d{1,2})"
        rf"(?=[ ]|\n|\Z)[^\n]{{0,60}}{_END}",
    ),
    ("dash", r"-{10,40}(?=[ ]{0,4}[0-9A-F]{4,6}|[ ]*(?:\n|\Z))[^\n]{0,60}"),
    (
        "dtg",
        r"(?:[OPRZYWM0]{1,2}[ ]{0,2}){0,3}[0-9OIl]{6}[ ]?Z[ ]?[A-Z0]{3}(?:[A-Z]{1,6}\.?)?[ ]?\d\d(?![0-9])[^\n]{0,60}"
        rf"|(?:[OPRZYW]{{1,2}}[ ]{{1,2}}){{1,2}}\d{{6}}[ ]?Z[ ](?:\d\d|[A-Z]{{3}}){_END}",
    ),
    ("from", r"FM[ ](?=[A-Z0-9])"),
    ("to", r"TO[ ](?=[A-Z0-9])"),
    (
        "calling",
        r"DE[ ]R[A-Z]{3,7}(?:[ ]{1,2}(?:#?\d{3,4}|\d\d/\d{4}[A-Z]|NR[ ]?\d)|[ ]*(?=\n))",
    ),
    ("security", r"ZN[RY][ ]"),
    ("start", r"V?ZCZC[A-Z0-9]{0,12}"),
    (
        "prosign",
        r"(?:(?!(?:OF|MY)[ ]|OR[ ](?!R[UH][EC]))[ZOPRYFMW0]{2}[ ]R[A-Z]{3,7}\b"
        r"|[YZOPR][A-Z]{3}[A-Z0-9]{4}[ ][A-Z]{4,7}[0-9]{4}[ ][0-9]{7}-"
        r"|R[A-Z]{3,7}(?:[ ]R[A-Z]{3,7}){0,12}[ ]DE[ ]R[A-Z]{3,7}(?:[ ]NR[ ]?[0-9]|(?=[ ]*\n)))[^\n]{0,200}",
    ),
    ("office", r"(?:ACTION|ORIGIN)[ ]{1,3}[A-Z/]{1,8}-[0-9O]{2}"),
    ("banner", rf"{BANNER}(?:[ ]*\n*{BANNER})?{_END}"),
    (
        "release",
        r"(?:RELEASED?|DENIED|Released?|Declassified|DECLASSIFIED)[ ][Ii][Nn][ ](?:FULL|PART|Full|Part)\b"
        r"(?:[ /,]{1,3}(?:Release|RELEASE)D?[ ][Ii][Nn][ ](?:Full|Part|FULL|PART))?"
        r"(?:[ ,;]{1,3}[(]?(?:B[1-9]|1\.[45]|25X)[^\n]{0,40})?"
        rf"{_END}(?:[ ]*\n[^\n]{{3,60}}\n[ ]*U\.?S\.?[ ]Department[ ]of[ ]State[ ]*\n[ ]*\d{{1,2}}/\d{{1,2}}/\d{{4}})?",
    ),
    ("current", r"\*{2,3}[ ]?Current[ ](?:Handling[ ]Restrictions|Classification)[ ]?\*{2,3}[^\n]{0,60}"),
    ("end", rf"(?:N{{3,4}}(?:[A-Z]{{4,10}})?|<<[ ]?END[ ]OF[ ]DOCUMENT[ ]?>>|\#\d{{4}}){_END}"),
    (
        "margin",
        r"(?:STAT|25X1A?|B[1-7](?:\([A-F]\))?|1\.[45]\([A-H]\)|\(b\)\(\d\))"
        rf"(?:[ ,;]{{1,3}}(?:B[1-7]|1\.[45]\([A-H]\))){{0,4}}{_END}",
    ),
    ("text", rf"Message[ ]Text{_END}"),
    ("attributes", rf"Message[ ]Attributes{_END}"),
    ("number", r"MRN:[ ]?"),
    ("sent", r"Date/DTG:"),
    ("unreadable", rf"[¿\ufffd]{{3,}}{_END}"),
)
# What a telling line can begin with; prose in small letters is passed over at its first one or two.
_BEGINS = r"(?=[A-Z][^a-z]|[ADMNPRS][a-z]|[0-9\-*<#(¿\ufffd])"
# The kind is an empty group behind its pattern, so that most patterns are passed over by their first letter.
_ANY = "|".join(f"(?:{pattern})(?P<{kind}>)" for kind, pattern in _KINDS)
_LINE = f"[ ]{{0,80}}+(?P<line>){_BEGINS}(?:{_ANY})"
_FIRST = re.compile("\ufeff?" + _LINE)
_OTHERS = re.compile("\n" + _LINE)


class Landmark(Noun, frozen=True):
    """A telling line: its kind, where its letters begin (after blanks) and where they end."""

    kind: str
    start: int
    end: int


def landmarks(plain: str, end: int | None = None) -> list[Landmark]:
    """The landmarks of `plain[:end]`, in order. Linear: every repetition in the patterns is capped."""
    stop = len(plain) if end is None else min(end, len(plain))
    first = _FIRST.match(plain, 0, stop)
    lines = chain([first] if first else [], _OTHERS.finditer(plain, first.end() if first else 0, stop))
    return [Landmark(match.lastgroup or "", match.start("line"), match.end()) for match in lines]
