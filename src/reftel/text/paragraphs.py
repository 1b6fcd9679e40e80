"""Where paragraphs begin: which figures at a line start are paragraph numbers.

A number is the next one expected, or a plausible restart or skip behind a finished sentence; `1.` behind
`ON THE MORNING OF MARCH` is a day of the month on a wrapped line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, islice
from typing import NamedTuple

from reftel.model.noun import Noun
from reftel.text.portion_marks import BRACKETED, CLEAN, Mark, clean_mark
from reftel.text.reflow import has_ended
from reftel.vocabulary import text_words

_BODY = (
    r"(?P<line>)[ \t¶]*+(?=[\d(\"“])(?P<begin>)[\"“]?(?P<before>"
    + BRACKETED
    + r"[ \t]*)?(?P<open>\()?(?P<number>\d{1,3})"
    r"(?:[ \t]?(?P<stop>[.)])(?!\d)(?:[ \t]?\.)?|[ \t]+(?=" + BRACKETED + r"|(?:BEGIN|SUMMARY|COMMENT)\b))"
    r"(?P<after>)(?:" + CLEAN + r")?"
)
_LINE_START = re.compile(r"\n" + _BODY)
_TEXT_START = re.compile(_BODY)
_MARKED = re.compile(r"[ \t]*" + BRACKETED)
_MID_LINE = re.compile(r"[.?!)\"][ \t]+(?P<number>\d{1,3})[ \t]?\.[ \t]+(?=[A-Z(\"])")
MOST = 10_000  # the longest telegrams known have some hundred paragraphs
_LONG_LINE = 300  # letters a line on the average: above it, line ends were lost
_SHORT_LINE = 100
_WIDEST_SKIP = 4
_WINDOW = 200  # letters above a figure that are looked at


class Start(Noun, frozen=True):
    """Where a numbered paragraph begins, where its number stands, where the text behind the number begins.

    `line` is where its line begins, blanks and a publisher's pilcrow included.
    """

    line: int
    start: int
    number: int
    figures: tuple[int, int]
    after: int
    before: int | None = None  # where a mark that stands in front of the number begins
    mark: Mark | None = None  # behind the number, if there is nothing doubtful about it


class _Gap(NamedTuple):
    """What speaks for a figure at a line start, and the word before it.

    `blank`: an empty line above, or nothing. `ended`: a finished sentence above. `listed`: the next figure at a
    line start is one more, or the paragraph above is one short line.
    """

    blank: bool
    ended: bool
    listed: bool
    last_word: str


def find_starts(text: str, start: int, end: int) -> tuple[list[Start], list[tuple[int, int]]]:
    """The numbered paragraphs between two offsets, and the figures at line starts that are none.

    Of figures at line starts MOST are looked at; what stands below them belongs to the last paragraph.
    """
    starts: list[Start] = []
    refused: list[tuple[int, int]] = []
    last = outer = 0
    dotted = False
    candidates = [*_candidates(text, start, end)]
    numbers = [int(found["number"]) for found in candidates]
    notices = text.find("ENTIRE", start, end) >= 0
    for found, number, following in zip(candidates, numbers, [*numbers[1:], 0], strict=False):
        mark = clean_mark(found, end, notices=notices) if found["mark"] else None
        marked = (found["mark"] or found["before"] or _MARKED.match(text, found.end("after"))) is not None
        if _can_start(found, number, marked=marked, dotted=dotted) and (
            marked
            or (number == last + 1 and _is_apart(text, start, found.start()))
            or _fits(
                found,
                number,
                last,
                outer,
                _gap(text, start, found, followed=following == number + 1 or _alone(text, starts, found)),
            )
        ):
            dotted = dotted or found["stop"] == "."
            if (number == 1 and last > 1) or (number < last and str(last + 1).startswith(str(number))):
                outer = last
            last = number
            starts.append(_start(found, number, mark))
        elif found["stop"] == ".":
            refused.append(found.span("number"))
    return _with_mid_line(text, start, end, starts), refused


def _candidates(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    first = _TEXT_START.match(text, start, end)
    below = islice(_LINE_START.finditer(text, start, end), MOST)
    return chain([first], below) if first else below


def _start(found: re.Match[str], number: int, mark: Mark | None) -> Start:
    before = found.start("before") if found["before"] else None
    return Start(
        found.start("line"),
        found.start("begin"),
        number,
        found.span("number"),
        found.end("after"),
        before,
        mark,
    )


def _is_apart(text: str, start: int, at: int) -> bool:
    """Whether it can be seen at once that an empty line stands above the line end at `at`."""
    return at > start and text[at] == "\n" == text[at - 1]


def _gap(text: str, start: int, found: re.Match[str], *, followed: bool) -> _Gap:
    window = text[max(start, found.start() - _WINDOW) : found.start()]
    above = window.rstrip(" \t\n")
    if not above:
        return _Gap(True, True, followed, "")
    if window.find("\n", len(above)) >= 0:
        return _Gap(True, has_ended(above), followed, "")
    words = above.rstrip(" \t.").rsplit(None, 1)
    return _Gap(
        False, has_ended(above), followed, "THE" if above[-1] == "," else words[-1].upper() if words else ""
    )


def _alone(text: str, starts: list[Start], found: re.Match[str]) -> bool:
    """Whether the paragraph before is one short line, as in a table of contents."""
    if not starts or found.start() - starts[-1].after > _SHORT_LINE:
        return False
    return text.find("\n", starts[-1].after, found.start() + 1) == found.start()


def _can_start(found: re.Match[str], number: int, *, marked: bool, dotted: bool) -> bool:
    """Whether figure and sign have a form that a paragraph number of this text can have."""
    stop = found["stop"]
    return not (number == 0 or (found["open"] and stop != ")") or (stop == ")" and dotted and not marked))


def _fits(found: re.Match[str], number: int, last: int, outer: int, gap: _Gap) -> bool:
    """Whether a figure without a mark behind it takes its place among the numbers before it."""
    calls = (
        not gap.blank
        and (not gap.ended or gap.last_word == "NO")
        and gap.last_word in text_words.listed("before a figure")
    )
    if number == last + 1:
        return not calls
    if found["stop"] is None or calls or not (gap.blank or gap.ended or gap.listed):
        return False
    return (
        number in (1, outer + 1)
        or (gap.blank and 0 < outer < number <= outer + 2)  # 21, then 2 for 22, then 23
        or gap.listed
        or last <= number <= last + _WIDEST_SKIP
        or (gap.blank and number < last)
    )


def _with_mid_line(text: str, start: int, end: int, starts: list[Start]) -> list[Start]:
    """The starts, and between them those in mid-line, where the copy has lost its line ends."""
    if (end - start) < _LONG_LINE * (text.count("\n", start, end) + 1):
        return starts
    found: list[Start] = []
    edges = [(start, 0), *((one.after, one.number) for one in starts)]
    for place, (low, last) in enumerate(edges):
        found += starts[place - 1 : place] if place else []
        following = starts[place] if place < len(starts) else None
        found += _mid_line(text, low, following.line if following else end, last, following)
    return found


def _mid_line(text: str, low: int, high: int, last: int, following: Start | None) -> Iterator[Start]:
    found: list[Start] = []
    for one in _MID_LINE.finditer(text, low, high):
        number = int(one.group("number"))
        if number == last + 1 and not (following and following.number == number):
            last = number
            found.append(
                Start(one.start("number"), one.start("number"), number, one.span("number"), one.end())
            )
    if not (found and found[0].number == 1 and len(found) == 1):
        yield from found
