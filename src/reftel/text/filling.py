"""Words set in lines, as a telegram is typed: 55 letters to a line, 69 at most, no word divided (5 FAH-1 H-246).

A line must not begin so that a reader takes it for something else: a paragraph's number, a label, an item of a list.
Where a break would make one, the line is broken a word earlier, or, up to the limit, later.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

WIDTH = 55
LIMIT = 69
Mistaken = Callable[[str, str], bool]
_AHEAD = 6  # words behind a break that show what a line begins with


def filled(
    words: str, mistaken: Mistaken, *, width: int = WIDTH, indent: str = "", before: str = ""
) -> list[str]:
    """The words in lines of at most `width` letters; a word that is longer has a line of its own.

    `mistaken` says of the word before a break and the beginning of the line behind it that this line would be read
    as something else. `before` stands before
    the first word, `indent` before every later line. Doubled blanks are kept and never broken.
    """
    pieces = words.split(" ")
    lines: list[str] = []
    at = 0
    while at < len(pieces):
        front = indent if lines else before
        room = width - len(front)
        stop = _fitting(pieces, at, room)
        if stop < len(pieces):
            stop = _better(pieces, at, stop, LIMIT - len(front), mistaken)
        lines.append(front + " ".join(pieces[at:stop]))
        at = stop
    return lines


def _fitting(pieces: Sequence[str], at: int, room: int) -> int:
    """The end of the longest row of words from `at` on that fits; one word at least."""
    length = len(pieces[at])
    stop = at + 1
    while stop < len(pieces) and length + 1 + len(pieces[stop]) <= room:
        length += 1 + len(pieces[stop])
        stop += 1
    return stop


def _better(pieces: Sequence[str], at: int, stop: int, most: int, mistaken: Mistaken) -> int:
    """The break nearest to `stop` that nothing can mistake: earlier first, then later; `stop` if there is none."""
    for earlier in range(stop, at, -1):
        if _parts(pieces, earlier, mistaken):
            return earlier
    for later in range(stop + 1, _fitting(pieces, at, most) + 1):
        if later == len(pieces) or _parts(pieces, later, mistaken):
            return later
    return stop


def _parts(pieces: Sequence[str], place: int, mistaken: Mistaken) -> bool:
    """Whether a line may end before the word at `place`: not at a doubled blank, nor behind a hyphen."""
    last, first = pieces[place - 1], pieces[place]
    if not last or not first or last.endswith("-"):
        return False
    return not mistaken(last, " ".join(pieces[place : place + _AHEAD]))
