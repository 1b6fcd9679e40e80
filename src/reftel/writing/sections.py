"""A long text cut into sections and pages (ACP 127(G) paras 208-209): twenty lines to a page, five pages to a section.

A section ends with a paragraph where it can, else inside a sentence that visibly goes on. A page ends anywhere but at
an empty line that means something: readers take a page's joint for a mere line end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reftel.text import reflow
from reftel.text.body_written import Body

PAGE = 20
PAGES = 5
MOST_SECTIONS = 99  # two figures count them
_LEAST = 8  # lines of a section that ends early for the sake of a paragraph
_LEAST_OF_A_PAGE = 3
_RATHER = 6  # lines that a page may stay short for the sake of a paragraph


class Part(NamedTuple):
    """A stretch of the body's lines, `[start, end)`."""

    start: int
    end: int


def sections(
    body: Body, first: int, later: int, fits: Callable[[Part, bool], bool] = lambda _part, _later: True
) -> tuple[Part, ...]:
    """The stretches that go out in one section each; of the lines of each, `first` and `later` stand above the text.

    `fits` says of a stretch, and whether it is a later one, if it takes no more pages than a section may have: pages
    that are turned early for the sake of a paragraph may take one more than the lines alone.
    """
    parts: list[Part] = []
    at = 0
    while at < len(body.lines):
        room = max(_LEAST, PAGE * PAGES - (later if parts else first))
        part = _stretch(body, at, room)
        while room > _LEAST and not fits(part, bool(parts)):
            room -= 1
            part = _stretch(body, at, room)
        parts.append(part)
        at = _behind(body.lines, part.end)
    return tuple(parts) or (Part(0, 0),)


def _stretch(body: Body, at: int, room: int) -> Part:
    """As many lines from `at` on as there is room for, to a place where the text may be cut."""
    end = len(body.lines)
    full = min(at + room, end)
    stop = end if full == end else _last(full, at + _LEAST, lambda line: _parts(body, line)) or full
    return Part(at, stop)


def _last(high: int, low: int, may: Callable[[int], bool]) -> int | None:
    """The last line above `low`, `high` included, before which the text may be cut."""
    return next((line for line in range(high, low, -1) if may(line)), None)


def _behind(lines: Sequence[str], stop: int) -> int:
    """Where the text goes on: an empty line at a cut is left away."""
    return stop + 1 if stop < len(lines) and not lines[stop] else stop


def _parts(body: Body, line: int) -> bool:
    """Whether a section may end before this line: at the empty line between paragraphs, or in a sentence."""
    if line + 1 in body.starts and not body.lines[line]:
        return True
    before, after = body.lines[line - 1], body.lines[line]
    if not before or not after or "   " in after or reflow.is_item(after.lstrip()):
        return False
    return not reflow.has_ended(before) and reflow.goes_on(before, after)


def paged(
    lines: Sequence[str],
    counted: int,
    turned: Callable[[int], Sequence[str]],
    groups: frozenset[int],
    most: int = PAGE,
) -> list[str]:
    """The lines in pages of `most`, with what stands above the second and later ones; the first `counted` are on none.

    `groups` are the lines at which a paragraph or a label begins: near its end a page is rather turned at the empty
    line before one than in the middle of it.
    """
    found = list(lines[:counted])
    at, page, end = counted, 1, len(lines)
    while True:
        full = min(at + most, end)
        stop = end if full == end else _turn(lines, at, full, groups)
        found += lines[at:stop]
        if stop == end:
            return found
        page += 1
        found += turned(page)
        at = _behind(lines, stop)


def _turn(lines: Sequence[str], at: int, full: int, groups: frozenset[int]) -> int:
    """Where a page is turned that is full before the line `full`."""

    def group(line: int) -> bool:
        return line + 1 in groups and not lines[line]

    def anywhere(line: int) -> bool:
        return bool(lines[line - 1] and lines[line])

    return _last(full, full - _RATHER, group) or _last(full, at + _LEAST_OF_A_PAGE, anywhere) or full
