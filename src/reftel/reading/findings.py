"""What one witness says of a telegram: fields of the contract, and the letters they were read from.

A telegram can have several witnesses: its own text, the labels that the archive printed around it, the attribute
block of the National Archives, the name of its file. The text wins; the others fill what it leaves open.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from reftel.model.ledger import Ledger
from reftel.model.noun import Noun
from reftel.model.strand import Span
from reftel.model.telegram import Classification, Precedences, Repair

_NOT_LETTERS = re.compile(r"[^A-Z0-9]+")


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text.upper())


# The fields in which two witnesses are compared, and what of them is: order, blanks and signs do not count.
_COMPARED: dict[str, Callable[[Any], object]] = {
    "subject": _letters,
    "tags": lambda tags: frozenset(map(_letters, tags)),
    "captions": frozenset,
    "classification": lambda value: value.level,
    "originator": lambda value: value.post,
    "action": lambda addressees: frozenset(_letters(one.name) for one in addressees),
}
_NOTHING_SAID = (Precedences(), Classification())


class Findings:
    """Fields by name with their spans by JSON Pointer; lives while one telegram is put together.

    `facts`: what no field of the contract holds, under a name that a reader understands. `repairs`: what was read as
    something else on the way.
    """

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.spans: dict[str, tuple[Span, ...]] = {}
        self.facts: dict[str, str] = {}
        self.repairs: list[Repair] = []

    def put(self, name: str, value: object, *spans: Span) -> None:
        """Take over a value, if it says anything."""
        if not value or (isinstance(value, Noun) and value in _NOTHING_SAID):
            return
        self.fields[name] = value
        if spans:
            self.spans["/" + name] = spans

    def get(self, name: str) -> Any:
        """The value of a field, or None."""
        return self.fields.get(name)

    def differing(self, other: Findings) -> list[str]:
        """The fields in which another witness of the same telegram says something else."""
        return [
            name
            for name, essence in _COMPARED.items()
            if name in self.fields
            and name in other.fields
            and essence(self.fields[name]) != essence(other.fields[name])
        ]

    def drop(self, name: str) -> None:
        """Take back a field with its places."""
        self.fields.pop(name, None)
        pointer = "/" + name
        for place in [place for place in self.spans if place == pointer or place.startswith(pointer + "/")]:
            del self.spans[place]

    def take_spans(self, ledger: Ledger) -> None:
        """Take over all places that a ledger holds."""
        if not ledger.empty:
            self.spans.update(ledger.spans)

    def fill_from(self, other: Findings) -> None:
        """Take from a weaker witness what this one leaves open, with its places."""
        places: dict[str, list[str]] = {}
        for place in other.spans:
            places.setdefault(place.split("/", 2)[1], []).append(place)
        for name, value in other.fields.items():
            if name not in self.fields:
                self.fields[name] = value
                self.spans.update((place, other.spans[place]) for place in places.get(name, ()))
