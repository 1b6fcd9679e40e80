"""What is told of a copy as a whole, beside what its lines say: a list of small looks, each for one malformation."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reftel.model.strand import Span
from reftel.model.telegram import Diagnostic
from reftel.reading.damage import LOOKS as OF_DAMAGE
from reftel.reading.landmarks import Landmark
from reftel.reading.look import Look
from reftel.reading.sections import hinges_of
from reftel.text.plain import line_end

_GLUED = re.compile(r"N{3,4}[A-MO-Z]")
_DUPLICATES = "DUP"  # what stands in every one of these words
_DUPLICATE = re.compile(r"(?:POSS|POSSIBLE|SUSP|SUSPECTED)\.?[ ]DUP(?:E|LICATE)?\b")
_LINES_ABOVE = frozenset({"page", "torn", "start", "prosign", "calling", "dtg"})
_CORRECTED = "CORRECTED COPY"


def tell(look: Look) -> list[Diagnostic]:
    """Everything that the looks find, in their order."""
    return [remark for one in _LOOKS for remark in one(look)]


def _totals_disagree(look: Look) -> Iterator[Diagnostic]:
    """Q124: classification lines of one telegram that count its sections otherwise."""
    stated = [number for number in hinges_of(look.piece) if number.of]
    other = next((number for number in stated if number.of != stated[0].of), None)
    if other:
        message = f"One section says that there are {stated[0].of}, another {other.of}; the higher counts."
        yield Diagnostic("Q124", "note", message, start=other.start, end=other.end)


def _ends(look: Look) -> Iterator[Diagnostic]:
    """Q122: several ends of message, or letters that were added to one."""
    ends = [mark for mark in look.piece.marks if mark.kind == "end" and look.below <= mark.start < look.end]
    named = [mark for mark in ends if look.plain[mark.start] in "N<"]
    glued = next((mark for mark in named if _GLUED.match(look.plain, mark.start, mark.end)), None)
    if glued or len(named) > 1:
        message = "The end of message stands more than once, or has letters added."
        mark = glued or named[1]
        yield Diagnostic("Q122", "note", message, start=mark.start, end=mark.end)
    elif named and not look.labels:
        yield from _below_the_end(look, named[-1])


def _below_the_end(look: Look, last: Landmark) -> Iterator[Diagnostic]:
    """Q122: letters below the end of message that no landmark explains."""
    at = last.end
    for mark in (*look.piece.marks, Landmark("end", look.end, look.end)):
        if mark.start < last.end:
            continue
        words = look.plain[at : mark.start].strip()
        if words:
            start = look.plain.index(words[0], at)
            message = "Letters below the end of message are none of the telegram's text."
            yield Diagnostic("Q122", "note", message, start=start, end=start + len(words))
            return
        at = max(at, mark.end)


def _another_version(look: Look) -> Iterator[Diagnostic]:
    """Q131: the copy says that it corrects or repeats another."""
    captions = look.found.get("captions") or ()
    if _CORRECTED in captions:
        place = look.found.spans.get(f"/captions/{captions.index(_CORRECTED)}", (Span(0, 0),))[0]
        yield Diagnostic(
            "Q131", "note", "This copy corrects an earlier one.", start=place.start, end=place.end
        )
    for mark in look.piece.marks if _DUPLICATES in look.plain else ():
        if mark.kind not in _LINES_ABOVE:
            continue
        found = _DUPLICATE.search(look.plain, mark.start, line_end(look.plain, mark.start, mark.start + 200))
        if found:
            message = "This copy may repeat one that was sent before."
            yield Diagnostic("Q131", "note", message, start=found.start(), end=found.end())
            return


def _telegram_inside(look: Look) -> Iterator[Diagnostic]:
    """Q132: the classification line of another telegram stands in the text; its head is not this one's."""
    own = look.piece.own
    if not own or not own.serial:
        return
    others = [
        number
        for number in look.piece.numbers.values()
        if number.kind in {"level", "section"}
        and number.serial
        and look.below <= number.start < look.end
        and not number.same(own)
    ]
    # Another number behind the words of a section that the telegram counts is a fault of that section.
    counted = {one.of for one in hinges_of(look.piece) if one.of} if others else ()
    number = next((one for one in others if one.of not in counted), None)
    if number:
        name = f"{number.station} {number.serial}" if number.station else str(number.serial)
        message = f"Another telegram, {name}, stands in the text."
        yield Diagnostic("Q132", "note", message, start=number.start, end=number.end)


def _two_heads(look: Look) -> Iterator[Diagnostic]:
    """Q143: labels of the archive stand above the telegram's own head."""
    label = look.labels.values.get("MRN") if look.labels else None
    if label and look.headed:
        message = "The archive's labels stand above the telegram's own head, which counts where they differ."
        place = (
            look.found.spans.get("/classification") or look.found.spans.get("/subject") or (Span(0, 0),)
        )[0]
        yield Diagnostic("Q143", "note", message, start=place.start, end=place.end)


_LOOKS: tuple[Callable[[Look], Iterator[Diagnostic]], ...] = (
    _totals_disagree,
    _ends,
    _another_version,
    _telegram_inside,
    _two_heads,
    *OF_DAMAGE,
)
