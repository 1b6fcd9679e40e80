"""Sections and page lines: counted, in order, of this telegram."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.check.signs import beginning_with
from reftel.vocabulary import posts, routing_indicators

_PAGE = re.compile(
    r"PAGE[ ]{1,4}(?P<page>\d{2,3})[ \t]+(?P<station>[A-Z][A-Z .'/-]{0,24}?)[ ]{1,8}"
    r"(?P<serial>\d{3,6})(?:[ ]{1,4}[A-Z]{4,6}[ ]{1,4}\d{2,6})?(?:[ ]{1,6}(?P<section>\d\d)[ ]OF[ ](?P<of>\d\d))?"
    r"(?=[ \t\r\n]|\Z)"
)
_PART = re.compile(
    r"[ \t]*[A-Z][A-Z .'/-]{0,24}?[ ]{1,3}(?P<serial>\d{6,8})[ ]{1,3}"
    r"(?P<section>\d{3})(?:\.\d)?[ ]OF[ ](?P<of>\d{3})(?=[ \t]*(?:[\r\n]|\Z))"
)
_HEAD = re.compile(
    r"SECTION[ ]{1,3}(?P<section>\d{1,2})[ ]{1,3}OF[ ]{1,3}\d{1,2}[ ]{1,3}"
    r"(?P<station>[A-Z][A-Z .'/-]{0,24}?)[ ]{1,3}(?P<serial>\d{1,6})(?=[ \t]*(?:[\r\n]|\Z))"
)
_COUNT = re.compile(r" OF 0\d\d")
_MOST = 99
_INDENT = 200  # blanks


def page_lines(case: Case) -> list[re.Match[str]]:
    """The page lines of the 1970s to 1990s in the telegram."""
    found = beginning_with("PAGE", _PAGE, case.text, *case.extent)
    return [match for match in found if begins_line(case, match.start()) and not _is_label(match)]


def _is_label(match: re.Match[str]) -> bool:
    """Whether it is the label of a page of a transmission, which names a routing indicator and its serial."""
    station = match["station"].strip()
    return routing_indicators.well_formed(station) and posts.find(station) is None


def begins_line(case: Case, at: int) -> bool:
    """Whether nothing but blanks stands before `at` on its line."""
    start = case.line_of(at)[0]
    return at - start < _INDENT and not case.text[start:at].strip()


def _stated(case: Case) -> tuple[int, int] | None:
    return case.stated_section


def _parts(case: Case) -> list[re.Match[str]]:
    """The page lines of the 2000s in the telegram."""
    found = beginning_with(" OF 0", _COUNT, case.text, *case.extent)
    lines = (case.line_of(match.start())[0] for match in found)
    return [match for line in lines if (match := _PART.match(case.text, line))]


@rule("S0401", wire="T1203", given=_stated)
def section_above_total(case: Case) -> Iterator[Finding]:
    """The number of a section is nought or greater than the number of sections.

    Source: ACP 127(G) on division into sections
    Bad:
        DE RUEHTU #1118/03 1301039
        C O N F I D E N T I A L SECTION 03 OF 02 TUNIS 001118
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    stated = case.stated_section
    if stated and not 0 < stated[0] <= stated[1]:
        yield Finding(f"section {stated[0]} of {stated[1]}", *case.place("/sections", "/classification"))


@rule("S0402", wire="T1204")
def section_missing(case: Case) -> Iterator[Finding]:
    """A section of the telegram is missing, or stands twice.

    A transmission that is one section, whole from its start to its end, lacks nothing: each section is one of its own.

    Source: ACP 127(G) on division into sections
    Bad:
        C O N F I D E N T I A L SECTION 01 OF 02 TUNIS 001118
    Good:
        DE RUEHTU #1118/01 1301039
        C O N F I D E N T I A L SECTION 01 OF 02 TUNIS 001118
    """
    present, stated = case.telegram.sections.present, case.stated_section
    if not present or case.telegram.kind != "telegram" or (stated and stated[0] > stated[1]):
        return
    total = min(stated[1] if stated else case.telegram.sections.of, _MOST)
    sent = case.telegram.transmission
    if sent and sent.ended and sent.section and present == (sent.section,):
        return  # a transmission of its own, whole from start to end: the others come by themselves
    place = case.place("/sections", "/classification")
    if present == tuple(range(1, total + 1)):
        return
    absent = [str(number) for number in range(1, total + 1) if number not in present]
    if absent:
        yield Finding(f"{_sections(absent)} of {total} missing", *place)
    doubled = sorted({number for number in present if present.count(number) > 1})
    if doubled:
        yield Finding(f"{_sections([str(one) for one in doubled])} twice", *place)


def _sections(numbers: list[str]) -> str:
    return ("section " if len(numbers) == 1 else "sections ") + ", ".join(numbers)


@rule("S0403", needs="mrn", given=_stated)
def serials_differ(case: Case) -> Iterator[Finding]:
    """A section of the telegram has another serial than the first; all sections share one.

    Source: released telegrams in several sections; the section stands behind the station serial of the DE line
    Bad:
        DE RUEHTU #1118/01 1301039
        C O N F I D E N T I A L SECTION 01 OF 02 TUNIS 001118
        1. (C) THE HARBOR BOARD MET IN MAY.

        TUNIS 00001118  002 OF 002

        C O N F I D E N T I A L SECTION 02 OF 02 TUNIS 001119

        2. (C) IT AGREED ON LITTLE.
    Good:
        DE RUEHTU #1118/01 1301039
        C O N F I D E N T I A L SECTION 01 OF 02 TUNIS 001118
        1. (C) THE HARBOR BOARD MET IN MAY.

        TUNIS 00001118  002 OF 002

        C O N F I D E N T I A L SECTION 02 OF 02 TUNIS 001118

        2. (C) IT AGREED ON LITTLE.
    """
    if case.telegram.mrn_inferred or case.mrn_serial is None or not case.stated_section:
        return
    if case.text.count("SECTION ", *case.extent) < 2:
        return
    station = case.mrn.post if case.mrn else ""
    for match in beginning_with("SECTION ", _HEAD, case.text, *case.extent):
        same = match["station"].replace(" ", "") == station
        if same and int(match["serial"]) != case.mrn_serial:
            message = f"section {int(match['section'])} has {match['serial']}, the telegram is {case.mrn}"
            yield Finding(message, *match.span("serial"))


@rule("S0404", needs="mrn pages")
def page_of_another_telegram(case: Case) -> Iterator[Finding]:
    """A page line carries the serial of another telegram.

    Source: page furniture of telegrams of 1973 to 1995
    Bad (1976):
        1. THE HARBOR BOARD MET IN MAY.
        CONFIDENTIAL
        PAGE 02        TUNIS  01119  041501Z
        2. IT AGREED ON LITTLE.
    Good (1976):
        1. THE HARBOR BOARD MET IN MAY.
        CONFIDENTIAL
        PAGE 02        TUNIS  01118  041501Z
        2. IT AGREED ON LITTLE.
    """
    if not case.mrn or case.telegram.mrn_inferred or not isinstance(case.mrn.serial, int):
        return
    for match in case.once(page_lines):
        if int(match["serial"]) != case.mrn.serial:
            yield Finding(
                f"a page of {match['station'].strip()} {match['serial']}, not of {case.mrn}",
                *match.span("serial"),
            )
            return


@rule("S0405", given=_stated)
def totals_differ(case: Case) -> Iterator[Finding]:
    """A page line counts another number of sections than the classification line.

    Source: page lines of telegrams of the 2000s
    Bad:
        DE RUEHTU #1118/01 1301039
        C O N F I D E N T I A L SECTION 01 OF 02 TUNIS 001118
        1. (C) THE HARBOR BOARD MET IN MAY.

        TUNIS 00001118  002 OF 003

        2. (C) IT AGREED ON LITTLE.
    Good:
        DE RUEHTU #1118/01 1301039
        C O N F I D E N T I A L SECTION 01 OF 02 TUNIS 001118
        1. (C) THE HARBOR BOARD MET IN MAY.

        TUNIS 00001118  002 OF 002

        2. (C) IT AGREED ON LITTLE.
    """
    stated = case.stated_section
    for match in case.once(_parts) if stated else ():
        if stated and int(match["serial"]) == case.mrn_serial and int(match["of"]) != stated[1]:
            message = f"{int(match['of'])} sections here, {stated[1]} on the classification line"
            yield Finding(message, *match.span("of"))
            return


@rule("S0406", needs="pages")
def pages_not_rising(case: Case) -> Iterator[Finding]:
    """The numbers of the pages do not rise by one; each section counts anew.

    Source: page furniture of telegrams of 1973 to 1995
    Bad (1976):
        1. THE HARBOR BOARD MET IN MAY.
        CONFIDENTIAL
        PAGE 02        TUNIS  01118  041501Z
        2. IT AGREED ON LITTLE.
        CONFIDENTIAL
        PAGE 04        TUNIS  01118  041501Z
        3. THE NEXT MEETING IS IN JUNE.
    Good (1976):
        1. THE HARBOR BOARD MET IN MAY.
        CONFIDENTIAL
        PAGE 02        TUNIS  01118  041501Z
        2. IT AGREED ON LITTLE.
    """
    last: tuple[int, str | None] | None = None
    for match in case.once(page_lines):
        page, section = int(match["page"]), match["section"]
        if last and page != last[0] + 1 and not (page == 1 and section != last[1]):
            yield Finding(f"page {page} follows page {last[0]}", *match.span("page"))
            return
        last = page, section
