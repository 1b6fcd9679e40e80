"""The REF line: other telegrams and papers that a telegram refers to, lettered where there are several.

One reference stands alone; more are lettered A, B, C. A number without a station takes the station before it, a
number without a year the year of the telegram: both are marked as inferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Reference
from reftel.text.plain import trimmed
from reftel.text.reference_item import Found, Sender
from reftel.text.reference_items import read_item
from reftel.text.reference_lines import letter_of
from reftel.text.reference_patterns import ENUMERATOR

_ALL_NOTAL = re.compile(r"\b(?:ALL|BOTH)\s+NOTAL\b", re.IGNORECASE)
_LITTER = " \t\n,;&-"
_NONE = frozenset({"N/A", "NONE", "NA", "NIL", ""})


def read_references(
    strand: Strand, start: int, end: int, ledger: Ledger, *, sender: Sender, first: int = 0
) -> tuple[Reference, ...]:
    """The references of a REF block in their order; pointers count from `/references/<first>`."""
    found: list[Found] = []
    for letter, at, stop in _items(strand.text, start, end, ledger):
        found.extend(read_item(strand.text, at, stop, letter, found[-1] if found else None, sender, ledger))
    for index, item in enumerate(found, start=first):
        ledger.mark(f"/references/{index}", item.start, item.end)
    references = tuple(item.reference for item in found)
    if _ALL_NOTAL.search(strand.text, start, end):
        return tuple(msgspec.structs.replace(reference, notal=True) for reference in references)
    return references


def _items(text: str, start: int, end: int, ledger: Ledger) -> Iterator[tuple[str | None, int, int]]:
    """Letter and stretch of each item; what stands before the first letter is an item without one."""
    letter, at = None, start
    for mark_letter, mark_start, mark_end in _marks(text, start, end, ledger):
        yield from _item(text, letter, at, mark_start)
        letter, at = mark_letter, mark_end
    yield from _item(text, letter, at, end)


def _item(text: str, letter: str | None, start: int, end: int) -> Iterator[tuple[str | None, int, int]]:
    at, stop = trimmed(text, start, end, _LITTER)
    if text[at:stop].upper().strip(".") not in _NONE:
        yield letter, at, stop


def _marks(text: str, start: int, end: int, ledger: Ledger) -> Iterator[tuple[str, int, int]]:
    """The enumerators that go on with the sequence, or begin a line; an initial in a name does neither."""
    last = ""
    for found in ENUMERATOR.finditer(text, start, end):
        letter = letter_of(found)
        step = (
            ord(letter[-1]) - ord(last[-1])
            if last
            else ord(letter[-1]) - ord("1" if letter.isdigit() else "A")
        )
        begins = not text[max(start, text.rfind("\n", start, found.start()) + 1) : found.start()].strip()
        if (begins and -1 < step < 12) or step == (1 if last else 0):
            _compare(found, letter, ledger)
            yield letter, found.start(), found.end()
            last = letter


def _compare(found: re.Match[str], letter: str, ledger: Ledger) -> None:
    """Composing systems set their own letter before the drafter's; `A. B) LIMA 12` contradicts itself."""
    again = found["again"]
    if again and again.upper() != letter:
        ledger.remark(
            "S1003", f"The item is lettered {letter} and {again.upper()}.", found.start(), found.end()
        )
