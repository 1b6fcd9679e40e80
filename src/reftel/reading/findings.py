"""What one witness says of a telegram: fields of the contract, and the letters they were read from.

A telegram can have several witnesses: its own text, the labels that the archive printed around it, the attribute
block of the National Archives, the name of its file. The text wins; the others fill what it leaves open.
"""

from __future__ import annotations

from typing import Any

from reftel.model.ledger import Ledger
from reftel.model.strand import Span
from reftel.model.telegram import Classification, Precedences

_EMPTY: tuple[Any, ...] = (None, "", (), Precedences(), Classification())


class Findings:
    """Fields by name with their spans by JSON Pointer; lives while one telegram is put together."""

    def __init__(self) -> None:
        self.fields: dict[str, Any] = {}
        self.spans: dict[str, tuple[Span, ...]] = {}

    def put(self, name: str, value: object, *spans: Span) -> None:
        """Take over a value, if it says anything."""
        if value in _EMPTY:
            return
        self.fields[name] = value
        if spans:
            self.spans["/" + name] = spans

    def get(self, name: str) -> Any:
        """The value of a field, or None."""
        return self.fields.get(name)

    def drop(self, name: str) -> None:
        """Take back a field with its places."""
        self.fields.pop(name, None)
        pointer = "/" + name
        for place in [place for place in self.spans if place == pointer or place.startswith(pointer + "/")]:
            del self.spans[place]

    def take_spans(self, ledger: Ledger) -> None:
        """Take over all places that a ledger holds."""
        self.spans.update(ledger.spans)

    def fill_from(self, other: Findings) -> None:
        """Take from a weaker witness what this one leaves open, with its places."""
        for name, value in other.fields.items():
            if name in self.fields:
                continue
            self.fields[name] = value
            pointer = "/" + name
            for place, spans in other.spans.items():
                if place == pointer or place.startswith(pointer + "/"):
                    self.spans[place] = spans
