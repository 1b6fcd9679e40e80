"""The ending: second break, validation number, end of message (ACP 127(G) paras 114, 138, 211; JANAP 128).

`BT`, `#0862`, `NNNN`, each on its own line. They are looked for from the end backwards, because the text may say BT.
ITA2 has no number sign: four figures between the other two are the number all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Noun
from reftel.wire.lines import Line

_END = re.compile(r"N{3,4}(?:[A-Z]{0,2}AFVVZCZ)?\Z")
_VALIDATION = re.compile(r"#(?P<number>[0-9]{3,6})(?:/[0-9]{1,2})?\Z")
_FIGURES = re.compile(r"(?P<number>[0-9]{4})(?:/[0-9]{1,2})?\Z")
_CORRECTION = re.compile(r"C (?:W[AB] |A[AB] |PAGE |LINE |PARA |[0-9])|CORRECT(?:ION)?:? ")
_CANCELLED = re.compile(r"(?:E ?){8}\.? ?AR\Z")
_KINDS = (
    ("break", re.compile(r"BT\Z").match),
    ("end", _END.match),
    ("validation", _VALIDATION.match),
    ("figures", _FIGURES.match),
    ("correction", _CORRECTION.match),
    ("cancelled", _CANCELLED.match),
)
# What begins an ending, seen from below: an end of message or a number, or a break that is the very last line.
_LINE = re.compile(r"[^\S\n]*+(?:NNN|#|(?:BT|E[ E])[^\n]*+\s*+\Z)")
_BELOW = re.compile(r"\n" + _LINE.pattern)
_CHANNEL = re.compile(r"V?ZCZC ?[A-Z]{3}[0-9]{3}")
_FIRST = "BN#CE0123456789"  # what a line of the ending begins with
_MOST_BELOW = 60
"""Lines that may stand below the end of message: labels and footers of archives."""
_LONGEST = 400
_MOST_REMARKS = 20


class Ending(Noun, frozen=True):
    """How the transmission ends.

    `end_of_text` is the strand offset where the text is over; `validation` the number behind `#`; `complete` says
    that the end of message was received, `broken` that the second break was found, `cancelled` that the sender broke
    off with eight E and AR. `end` is the offset behind the last line of the ending. `corrections`: what the operator
    of the originating station corrected behind the text, `C WA BOXES - OF VISA FORMS`, the first one first.
    """

    end_of_text: int
    validation: int | None = None
    complete: bool = False
    broken: bool = False
    cancelled: bool = False
    end: int = 0
    corrections: tuple[str, ...] = ()


def read_ending(strand: Strand, start: int, end: int, ledger: Ledger) -> Ending:
    """Find the ending between the end of the heading and the end of the message. Never raises.

    A second start of message ends the text before it (T0102); marks of start and end that stand in the text are
    remarked (T1205).
    """
    text = strand.text
    stop = _second_start(text, start, end, ledger)
    reading = _Backwards()
    for line in _last_lines(text, start, stop) if _may_end(text, start, stop) else ():
        if not reading.take(line):
            break
    ending = reading.ending(start + len(text[start:stop].rstrip()), ledger)
    for place in _places(text, "NNNN", start, ending.end_of_text):
        _remark_inside(text, "NNNN", place, ledger)
    if ending.cancelled:
        ledger.remark("T1602", "the sender broke off and cancelled this", ending.end_of_text, ending.end)
    return ending


class _Backwards:
    """The ending as far as it is read, from its last line up."""

    def __init__(self) -> None:
        self.found: dict[str, Line] = {}
        self._corrections: list[Line] = []
        self._below = 0  # lines of no meaning
        self._figures: Line | None = None  # the validation number, if a break stands above them

    def take(self, line: Line) -> bool:
        """Read the line above; False when the ending is over."""
        kind = _kind(line.text)
        if self._figures is not None:
            return self._above_figures(kind, line, self._figures)
        if kind == "figures" and list(self.found) == ["end"]:
            self._figures = line
            return True
        if kind == "end" and self.found:
            return False
        if kind in {"end", "validation"} or (kind == "correction" and self.found):
            return self._enter(kind, line)
        if kind in {"break", "cancelled"} and (self.found or not self._below):
            self._enter(kind, line)
            return False
        self._below += 1
        return not self.found

    def _above_figures(self, kind: str | None, line: Line, figures: Line) -> bool:
        """Below a break they are the number on a circuit that has no number sign; else they are text."""
        if kind == "break":
            self._enter("validation", figures)
            self._enter(kind, line)
        return False

    def _enter(self, kind: str, line: Line) -> bool:
        self.found[kind] = line
        if kind == "correction":
            self._corrections.insert(0, line)
        return True

    def ending(self, text_end: int, ledger: Ledger) -> Ending:
        """What was found; the text ends at `text_end` where there is no ending."""
        found = self.found if len(self.found) > 1 or "validation" not in self.found else {}
        number = found["validation"].text if "validation" in found else ""
        match = _VALIDATION.match(number) or _FIGURES.match(number)
        start = min((line.start for line in found.values()), default=text_end)
        if match:
            ledger.mark("/transmission/validation", found["validation"].start, found["validation"].end)
        for at, line in enumerate(self._corrections if found else ()):
            ledger.mark(f"/transmission/corrections/{at}", line.start, line.end)
        return Ending(
            end_of_text=start,
            validation=int(match["number"]) if match else None,
            complete="end" in found and "cancelled" not in found,
            broken="break" in found,
            cancelled="cancelled" in found,
            end=max((line.end for line in found.values()), default=text_end),
            corrections=tuple(line.text for line in self._corrections) if found else (),
        )


def _kind(text: str) -> str | None:
    if text[0] not in _FIRST:
        return None
    return next((kind for kind, is_one in _KINDS if is_one(text)), None)


def _may_end(text: str, start: int, stop: int) -> bool:
    """Whether an ending can stand among the last lines; most copies that archives keep have none."""
    low = max(start, stop - 2 * _MOST_BELOW * _LONGEST)
    return _LINE.match(text, low, stop) is not None or _BELOW.search(text, low, stop) is not None


def _last_lines(text: str, start: int, stop: int) -> Iterator[Line]:
    """The last lines that hold something, the last one first; it ends at one that is too long."""
    for _ in range(_MOST_BELOW * 2):
        if stop <= start:
            return
        at = text.rfind("\n", max(start, stop - _LONGEST), stop) + 1
        if at == 0 and stop - start > _LONGEST:
            return
        at = max(at, start)
        words = text[at:stop].strip()
        if words:
            yield Line(words, text.index(words, at))
        stop = at - 1


def _second_start(text: str, start: int, end: int, ledger: Ledger) -> int:
    """Where the next message begins, else `end`. If this one has not ended by then, they are glued (T0102)."""
    for place in _places(text, "ZCZC", start, end):
        begin = place - 1 if text.startswith("V", place - 1) and place > start else place
        match = _CHANNEL.match(text, begin, end)
        if match and _begins_line(text, start, begin):
            above = next(_last_lines(text, start, begin), None)
            if above is None or not _END.match(above.text):
                ledger.remark("T0102", "another message begins before this one has ended", begin, match.end())
            return begin
        _remark_inside(text, "ZCZC", place, ledger)
    return end


def _begins_line(text: str, start: int, at: int) -> bool:
    line = text.rfind("\n", start, at) + 1
    return at > start and not text[max(line, at - _LONGEST) : at].strip()


def _places(text: str, mark: str, start: int, end: int) -> Iterator[int]:
    place = text.find(mark, start, end)
    for _ in range(_MOST_REMARKS):
        if place < 0:
            return
        yield place
        place = text.find(mark, place + len(mark), end)


def _remark_inside(text: str, mark: str, place: int, ledger: Ledger) -> None:
    """T1205, where the letters are no part of a longer word."""
    stop = place + len(mark)
    before = text[place - 1 : place] if place else ""
    if not (before.isalpha() and before != "V") and not text[stop : stop + 1].isalpha():
        ledger.remark("T1205", f"{mark} in the text: a switch would cut here", place, stop)
