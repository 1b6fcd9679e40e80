"""Pages of a transmission as ACP 127(G) para 208 has them: twenty lines each, five at most, labelled from the second.

Only a text that has such labels is judged. The page lines of the Department's archive are others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.model.telegram import Transmission
from reftel.vocabulary import classification
from reftel.wire.fixed_position import unpadded

_LABEL = re.compile(
    r"(?<![^\r\n])PAGE[ ]{1,3}(?P<page>\d{1,2}|[A-Z]{3,5})[ ]{1,3}(?P<station>[RQU][A-Z]{3,7})[ ]{1,3}"
    r"#?(?P<serial>\d{1,6})[A-Z]?(?P<level>(?:[ ]{1,3}[A-Z]{1,8}\b){0,20})[ \t]*(?=[\r\n]|\Z)"
)
_LINE = re.compile(r"(?<![^\r\n])[^\S\r\n]*+\S[^\r\n]*+")
_DATE = re.compile(r"(?<![^\r\n])(?:[ZOPRY] ){1,2}[0-9]{6}Z [A-Z]{3} [0-9]{2,4}")
_END = re.compile(r"(?<![^\r\n])NNNN[ \t]*(?=[\r\n]|\Z)")
_BREAK = re.compile(r"(?<![^\r\n])BT[ \t]*(?=[\r\n]|\Z)")
_NUMERALS = {
    "ONE": 1,
    "TWO": 2,
    "THREE": 3,
    "FOUR": 4,
    "FIVE": 5,
    "SIX": 6,
    "SEVEN": 7,
    "EIGHT": 8,
    "NINE": 9,
}
_MOST_LINES = 20
_MOST_PAGES = 5


class _Page(NamedTuple):
    """The label of a page, None of the first one of a message; how many lines hold something; where they stand."""

    label: re.Match[str] | None
    lines: int
    start: int
    end: int


def _pages(case: Case) -> list[_Page]:
    """The pages of a labelled text, message by message; none where there are no labels."""
    start, stop = case.extent
    if case.telegram.transmission is None or case.text.find("PAGE ", start, stop) < 0:
        return []
    return [page for message in _messages(case) for page in _pages_of(case, *message)]


def _messages(case: Case) -> list[tuple[int, int]]:
    """Where each section that went as a message of its own stands, the first one from the line of the date on."""
    start, stop = case.line_of(case.place("/dtg", "/originator")[0])[0], case.extent[1]
    if case.telegram.sections.of == 1:
        return [(start, stop)]
    ends = [match.end() for match in _END.finditer(case.text, start, stop)]
    starts = [start, *(_date_line(case, low, stop) for low in ends)]
    return list(zip(starts, [*ends, stop], strict=True))


def _date_line(case: Case, start: int, stop: int) -> int:
    match = _DATE.search(case.text, start, stop)
    return match.start() if match else start


def _pages_of(case: Case, begin: int, stop: int) -> list[_Page]:
    labels = list(_LABEL.finditer(case.text, begin, stop))
    places = [(None, begin), *((label, label.end()) for label in labels)]
    ends = [*(label.start() for label in labels), _end(case, labels[-1].end(), stop) if labels else stop]
    pages = [
        _Page(label, sum(1 for _ in _LINE.finditer(case.text, low, high)), low, high)
        for (label, low), high in zip(places, ends, strict=True)
    ]
    return pages if labels else []


def _end(case: Case, start: int, stop: int) -> int:
    match = _BREAK.search(case.text, start, stop)
    return match.start() if match else stop


def _counted(pages: list[_Page]) -> Iterator[tuple[int, _Page]]:
    """Each page with its number in its message."""
    number = 0
    for page in pages:
        number = number + 1 if page.label else 1
        yield number, page


def _number(label: re.Match[str]) -> int | None:
    page = label["page"]
    return int(page) if page.isdigit() else _NUMERALS.get(page)


@rule("T1206", needs="transmission pages")
def label_wrong(case: Case) -> Iterator[Finding]:
    """The label of a page does not fit: its number, station, station serial or classification is another.

    Source: ACP 127(G) para 208
    Bad:
        2. (C) THE BOARD ASKED FOR MORE TIME UNTIL JUNE.

        PAGE 3 RUEHTU 1118 C O N F I D E N T I A L
        3. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
    Good:
        2. (C) THE BOARD ASKED FOR MORE TIME UNTIL JUNE.

        PAGE 2 RUEHTU 1118 C O N F I D E N T I A L
        3. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
    """
    for expected, page in _counted(case.once(_pages)):
        label = page.label
        wrong = _what_is_wrong(case, label, expected) if label else None
        if label and wrong:
            yield Finding(wrong, label.start(), label.start() + len(label[0].rstrip()))


def _what_is_wrong(case: Case, label: re.Match[str], expected: int) -> str | None:
    sent = case.telegram.transmission
    level = classification.level_of(label["level"].strip())
    if _number(label) != expected:
        return f"page {label['page']} where page {expected} begins"
    if sent and sent.calling and label["station"] not in {sent.calling, *_unfilled(sent)}:
        return f"a page of {label['station']}, not of {sent.calling}"
    drift = (int(label["serial"]) - sent.station_serial) % 10_000 if sent and sent.station_serial else 0
    if sent and drift >= case.telegram.sections.of:  # each section may have a serial of its own
        return f"a page of serial {label['serial']}, not of {sent.station_serial}"
    if level and case.level and level != case.level:
        return f"a page that is {level}, of a telegram that is {case.level}"
    return None


def _unfilled(sent: Transmission) -> tuple[str, ...]:
    """The calling station of a line of fixed positions without the letters that fill it up."""
    return unpadded(sent.calling) if sent.positions and sent.calling else ()


@rule("T1207", needs="transmission pages")
def page_too_long(case: Case) -> Iterator[Finding]:
    """A page has more than twenty lines; the first one is counted from the line of the date, labels are not counted.

    Source: ACP 127(G) para 208
    Bad:
        2. (C) THE BOARD ASKED FOR MORE TIME UNTIL JUNE.

        PAGE 2 RUEHTU 1118 C O N F I D E N T I A L
        3. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
        [21 x IT MEETS EACH MONTH.]
    Good:
        2. (C) THE BOARD ASKED FOR MORE TIME UNTIL JUNE.

        PAGE 2 RUEHTU 1118 C O N F I D E N T I A L
        3. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
        [9 x IT MEETS EACH MONTH.]
    """
    for number, page in _counted(case.once(_pages)):
        if page.lines > _MOST_LINES:
            place = page.label.span() if page.label else case.line_of(page.start)
            yield Finding(f"page {number} has {page.lines} lines", *place)


@rule("T1208", needs="transmission pages")
def too_many_pages(case: Case) -> Iterator[Finding]:
    """A transmission has more than five pages of text; a longer message goes in sections.

    Source: ACP 127(G) para 208
    Bad:
        2. (C) THE BOARD ASKED FOR MORE TIME UNTIL JUNE.

        PAGE 2 RUEHTU 1118 C O N F I D E N T I A L
        3. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
        PAGE 3 RUEHTU 1118 C O N F I D E N T I A L
        IT MEETS EACH MONTH.
        PAGE 4 RUEHTU 1118 C O N F I D E N T I A L
        IT MEETS IN THE MORNING.
        PAGE 5 RUEHTU 1118 C O N F I D E N T I A L
        IT MEETS IN THE HALL.
        PAGE 6 RUEHTU 1118 C O N F I D E N T I A L
        IT MEETS AT NOON.
    Good:
        2. (C) THE BOARD ASKED FOR MORE TIME UNTIL JUNE.

        PAGE 2 RUEHTU 1118 C O N F I D E N T I A L
        3. (U) IT WILL MEET AGAIN AFTER THE HOLIDAY.
    """
    for number, page in _counted(case.once(_pages)):
        if number == _MOST_PAGES + 1 and page.label:
            place = page.label.start(), page.label.start() + len(page.label[0].rstrip())
            yield Finding(f"more than {_MOST_PAGES} pages", *place)
