"""Names of addressees: the office word and the place, as posts print them and as they are misspelt."""

from __future__ import annotations

from reftel.model.ledger import Ledger
from reftel.vocabulary import posts, routing_indicators
from reftel.wire.address_line import OFFICES
from reftel.wire.lines import Word
from reftel.wire.spelling import one_apart


def office_of(name: str) -> str | None:
    """The office word that a name begins with, `AMEMBASSY`; None where it begins with none."""
    first = name.partition(" ")[0]
    return first if first in OFFICES else None


def bare_place(name: str) -> str | None:
    """The full address of a post that is named by its place alone, `AMEMBASSY TUNIS` for `TUNIS`; None for others."""
    post = posts.named(name)
    if post is None:
        return None
    office, _, place = post.plain_address.partition(" ")
    return post.plain_address if place == name and office in OFFICES else None


def mended(name: Word, ledger: Ledger) -> Word:
    """The name, or the one address of the list that is a single letter away (Q51).

    Only names that begin with an office word, well spelt or nearly so, are mended.
    """
    first = name.text.partition(" ")[0]
    if posts.named(name.text) or routing_indicators.of(name.text):
        return name
    if first not in OFFICES and not any(one_apart(first, office) for office in OFFICES):
        return name
    post = posts.near(name.text)
    if post is None or not one_apart(_letters(name.text), _letters(post.plain_address)):
        return name
    ledger.repair("Q51", name.start, name.end, name.text, post.plain_address)
    return name._replace(text=post.plain_address)


def _letters(name: str) -> str:
    return "".join(letter for letter in name if letter.isalpha())
