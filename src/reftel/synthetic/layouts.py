"""The layouts that an invented telegram can be written in."""

from __future__ import annotations

from collections.abc import Callable

from reftel.synthetic import aad, acp127, bare, card, form, smart
from reftel.synthetic.acp127 import Ledgers, Numbers
from reftel.synthetic.damage import damaged
from reftel.synthetic.entry import Entry, split_precedence

Writer = Callable[[Entry, Numbers, int], str]
WRITERS: dict[str, Writer] = {
    "acp127": acp127.write,
    "aad": aad.write,
    "aad+attributes": aad.write_with_attributes,
    "bare": bare.write,
    "text": lambda entry, _, __: bare.write_text(entry),
    "smart": lambda entry, _, __: smart.write(entry),
    "form": lambda entry, _, __: form.write(entry),
    "card": lambda entry, _, __: card.write(entry),
}
IN_SECTIONS = frozenset({"acp127", "aad", "aad+attributes", "bare"})
"""The layouts in which each section of a telegram can be a file of its own; texts without heading are whole."""


def written(entry: Entry, ledgers: Ledgers) -> bytes:
    """The bytes of one entry in its layout, with its damage. An unknown layout is a KeyError."""
    name = "aad+attributes" if entry.attributes else entry.layout
    numbers = ledgers.numbers(
        entry.sender, (split_precedence(one)[0] for one in (*entry.action, *entry.info))
    )
    return damaged(WRITERS[name](entry, numbers, 0), entry.damage).encode()
