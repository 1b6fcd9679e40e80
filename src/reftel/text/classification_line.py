"""The classification line: level, control words, section, station and serial; the hinge of a telegram.

5 FAH-2 H-220: every telegram begins with its classification or control designation. `CONFIDENTIAL` and above
are letter-spaced, `UNCLAS` and `LIMITED OFFICIAL USE` are not; archive copies close the letters up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Classification
from reftel.text.plain import AtLines
from reftel.vocabulary import classification, posts


def _spaced(word: str) -> str:
    return "[ ]{0,2}".join(word)


_LEVEL = (
    rf"(?:{_spaced('T')}[ ]{{0,2}}[O0][ ]{{0,2}}P[ ]{{1,3}}{_spaced('SECRET')}|{_spaced('SECRET')}"
    rf"|{_spaced('CONFIDENTIAL')}|{_spaced('LIMITED')}[ ]{{1,3}}{_spaced('OFFICIAL')}[ ]{{1,3}}{_spaced('USE')}"
    rf"|{_spaced('RESTRICTED')}|OFFICIAL[ ]USE[ ]ONLY|LOU|SBU"
    rf"|{_spaced('UNCLAS')}(?:[ ]{{0,2}}S(?:{_spaced('IFIED')})?)?)(?![A-Z])"
)
_CONTROL = r"(?:E[ ]?F[ ]?T[ ]?O|N[ ]?O[ ]?F[ ]?O[ ]?R[ ]?N|SENSITIVE|FOUO|SBU|NODIS|EXDIS|STADIS|LIMDIS)"
_CONTROLS = rf"(?P<controls>(?:[ \t]*+[/,-]{{0,2}}[ \t]*+{_CONTROL}\b){{0,3}})"
_NUMBER = r"(?:\d{1,2}|ONE|TWO|THREE|FOUR|FIVE|SIX|SEVEN|EIGHT|NINE|TEN)"
_SECTION = (
    rf"(?P<sections>(?:(?P<final>FINAL)[ ]+)?SE[CTIO0]{{2,5}}N(?:[ ]*(?P<n>{_NUMBER}))?"
    rf"[ ]+[O0]F[ ]+(?P<of>{_NUMBER}))"
)
_SECTION_WORDS = re.compile(r"(?:FINAL[ ]+)?SECTION[ ]*(?:[A-Z]{3,5}[ ]+|\d{1,2}[ ]+)?OF\b")
_STATION = r"(?P<station>[A-Z][A-Z.'’/-]*+(?:[ ][A-Z][A-Z.'’/-]*+){0,4}?)"
_SERIAL = r"(?P<serial>\d{1,6}|(?=[OIl]{0,4}\d{2})[\dOIl]{4,6})(?![\dA-Za-z/:-])"
_SERIES = r"(?:[ ]+(?P<series>TOSEC|TODEP|TOPAR|TOTAS)[ ]+(?P<series_no>\d{1,6}))?"

_NUMBERED = rf"{_STATION}[ \t]+{_SERIAL}{_SERIES}"
_BEGIN, _END = r"(?P<line>)[ \t]*+", r"[ \t]*+(?=\n|\Z)"
_LEVELLED = rf"{_BEGIN}(?P<level>{_LEVEL}){_CONTROLS}"
_IN_SECTIONS = rf"(?:{_SECTION}[ \t]+)?"
_LEVEL_FIRST = AtLines(_LEVELLED)
_ORDERLY = AtLines(
    rf"{_LEVELLED}(?:[ \t]+{_SECTION})?[ \t]+{_STATION}[ \t]*+{_SERIAL}{_SERIES}(?P<rest>[^\n]*)"
)
_PARTED = AtLines(rf"{_LEVELLED}[ \t]*+\n\s{{0,9}}{_IN_SECTIONS}{_NUMBERED}{_END}")
_TURNED = AtLines(rf"{_BEGIN}{_IN_SECTIONS}{_NUMBERED}[ \t]+(?P<level>{_LEVEL}){_CONTROLS}{_END}")
_WITHOUT_LEVEL = AtLines(rf"{_BEGIN}{_IN_SECTIONS}{_NUMBERED}{_END}")
_WITHOUT_NUMBER = AtLines(rf"{_LEVELLED}{_END}")
_AT_BREAK = re.compile(
    rf"{_BEGIN}(?P<level>{_LEVEL}){_CONTROLS}(?:[ \t]+{_SECTION})?(?:[ \t/]{{1,3}}SVC\b)?[ \t]*+(?P<rest>[^\n]*)"
)
_BLANKS = re.compile(r"[ \t\r\n]{0,200}+")

_FOLLOWED = re.compile(r"^[ \t]*+(?:E\.?[ ]?O\.?[ ]?:?[ ]?\d|TAGS?\b|SUBJ)", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]*+(?:FM|PAGE \d\d)\b", re.MULTILINE)
_NEAR = 2500
_TRIES = 8
_FIGURES = str.maketrans("OIl", "011")
_REACH = 60_000  # letters of heading before the classification line
_WORDS = ("", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN")
_BEHIND = re.compile(rf"[ \t]+{_SECTION}[ \t]*$")
_ONLY_CONTROL = re.compile(_CONTROL)
_CAVEATS = frozenset({"EFTO", "NOFORN", "SBU", "FOUO"})


class ClassificationLine(NamedTuple):
    """What the line says; `station` as printed, `post` canonical if known, `also` a second number (`TOSEC 40`).

    `rest` is the offset behind the number.
    """

    classification: Classification
    section: int | None
    of: int | None
    station: str | None
    post: str | None
    serial: int | None
    also: tuple[str, int] | None
    captions: tuple[tuple[str, int, int], ...]
    start: int
    rest: int
    end: int


def read_classification_line(
    strand: Strand, start: int, end: int, ledger: Ledger, *, broken: bool = False
) -> ClassificationLine | None:
    """The first classification line of the stretch; None where there is none.

    `broken`: `start` stands behind the break of a heading, where ACP 127(G) para 209 wants it.
    """
    found = (_at_break(strand.text, start, end) if broken else None) or _find(strand.text, start, end)
    return _read(found, ledger) if found else None


def _find(text: str, start: int, end: int) -> re.Match[str] | None:
    stop = min(end, start + _REACH)
    levelled = _LEVEL_FIRST.stands_in(text, start, stop)
    for form, level_first, fits in _FORMS:
        for found in islice(form.finditer(text, start, stop), _TRIES) if levelled or not level_first else ():
            if fits(found):
                return found
    return None


def _at_break(text: str, start: int, end: int) -> re.Match[str] | None:
    """The level on the first line, without a number: all that a message of other senders than posts has there.

    Behind a level whose letters are not apart nothing but its controls may stand: SECRET may begin a sentence.
    """
    begin = _BLANKS.match(text, start, end)
    at = text.rfind("\n", start, begin.end() if begin else start) + 1 or start
    found = _AT_BREAK.match(text, at, end)
    if found is None or _ORDERLY.match(text, at, end) or _PARTED.match(text, at, end):
        return None
    level = found["level"]
    sure = " " in level or level.startswith("UNCLAS") or not found["rest"].strip()
    return found if sure else None


def _is_number(found: re.Match[str]) -> bool:
    """A known post, or a name and number of unmistakable form: apart, and alone on the line's rest."""
    if posts.find(found["station"]):
        return True
    return found.end("station") < found.start("serial") and not found["rest"].strip()


def _known(found: re.Match[str]) -> bool:
    return posts.find(found["station"]) is not None


def _before_labels(found: re.Match[str]) -> bool:
    """Whether the labels of a head follow, and no heading or page line stands between."""
    text, at = found.string, found.end()
    label = _FOLLOWED.search(text, at, at + _NEAR)
    return label is not None and not _HEADING.search(text, at, label.start())


def _known_before_labels(found: re.Match[str]) -> bool:
    return _known(found) and _before_labels(found)


# The forms of the line, the surest first; whether the level stands first; which matches count.
_FORMS: tuple[tuple[AtLines, bool, Callable[[re.Match[str]], bool]], ...] = (
    (_ORDERLY, True, _is_number),
    (_PARTED, True, _known),
    (_TURNED, False, _known),
    (_WITHOUT_LEVEL, False, _known_before_labels),
    (_WITHOUT_NUMBER, True, _before_labels),
)


def _read(found: re.Match[str], ledger: Ledger) -> ClassificationLine:
    groups = found.groupdict()
    number = _read_number(found, groups, ledger)
    behind = _BEHIND.match(found["rest"]) if groups.get("rest") and not groups.get("sections") else None
    section, of = _read_section(found, groups, ledger, behind)
    also = (groups["series"], int(groups["series_no"])) if groups.get("series") else None
    controls = tuple(_controls(found, groups))
    rest = found.start("rest") + (behind.end() if behind else 0) if "rest" in groups else found.end()
    return ClassificationLine(
        _read_level(found, groups, controls, ledger),
        section,
        of,
        *number,
        also,
        tuple(control for control in controls if control[0] not in _CAVEATS),
        found.start("line"),
        rest,
        found.end(),
    )


def _controls(found: re.Match[str], groups: dict[str, str | None]) -> Iterator[tuple[str, int, int]]:
    """Control words behind the level: caveats such as NOFORN, and captions that a drafter set there."""
    if groups.get("controls"):
        for control in _ONLY_CONTROL.finditer(found.string, *found.span("controls")):
            yield control[0].replace(" ", ""), *control.span()


def _read_level(
    found: re.Match[str],
    groups: dict[str, str | None],
    controls: tuple[tuple[str, int, int], ...],
    ledger: Ledger,
) -> Classification:
    level = groups.get("level")
    if not level:
        return Classification()
    caveats = tuple(control for control in controls if control[0] in _CAVEATS)
    end = caveats[-1][2] if caveats else found.end("level")
    ledger.mark("/classification", found.start("level"), end)
    ledger.mark("/classification/level", *found.span("level"))
    return Classification(classification.level_of(level), tuple(caveat[0] for caveat in caveats))


def _read_number(
    found: re.Match[str], groups: dict[str, str | None], ledger: Ledger
) -> tuple[str | None, str | None, int | None]:
    station = groups.get("station")
    if not station:
        return None, None, None
    post, serial = posts.find(station), _serial(found, ledger)
    if not serial:
        ledger.remark("Q58", "The number on the classification line is nought.", *found.span("serial"))
    else:
        ledger.mark("/mrn", found.start("station"), found.end("serial"))
    return station, post.name if post else None, serial or None


def _serial(found: re.Match[str], ledger: Ledger) -> int:
    """The serial; letters in it are figures that were misread (Q33)."""
    figures = found["serial"].translate(_FIGURES)
    if figures != found["serial"]:
        ledger.repair("Q33", *found.span("serial"), found["serial"], figures)
    return int(figures)


def _read_section(
    found: re.Match[str], groups: dict[str, str | None], ledger: Ledger, behind: re.Match[str] | None
) -> tuple[int | None, int | None]:
    """The section words, before the number or `behind` it."""
    if behind:
        at = found.start("rest")
        ledger.mark("/sections", at + behind.start("sections"), at + behind.end("sections"))
        of = _figure(behind["of"])
        return (of if not behind["n"] else _figure(behind["n"])), of
    if not groups.get("sections"):
        return None, None
    of = _figure(found["of"])
    ledger.mark("/sections", *found.span("sections"))
    printed = found["sections"]
    if not _SECTION_WORDS.match(printed):
        words = [word for word in ("FINAL" if groups["final"] else "", "SECTION", groups["n"]) if word]
        ledger.repair("Q125", *found.span("sections"), printed, " ".join((*words, "OF", found["of"])))
    return (of if not groups["n"] else _figure(found["n"])), of


def _figure(number: str) -> int:
    return int(number) if number.isdigit() else _WORDS.index(number)
