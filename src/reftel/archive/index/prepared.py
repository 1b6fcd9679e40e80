"""A document as the engine takes it up: its fields as JSON, made by the process that read the telegram.

What is left to the one writer is to put the numbers before it that hang on the telegram's row in the store.
"""

from __future__ import annotations

from datetime import date

import msgspec

from reftel.archive.index.documents import SHIFT, Document
from reftel.archive.index.normal import normal

LEVELLED = ("para", "summary", "comment")
LEVELS = ("tier", "levels", "subject_tier")
LAST = (1 << 63) - 1
ROWS = (1 << SHIFT) - 1
_LATEST = (LAST >> SHIFT) - 1  # in the year 4355; what a clock says beyond stands there
_BEFORE_1800 = date(1800, 1, 1).toordinal() - 1
_json = msgspec.json.Encoder().encode


class Prepared(msgspec.Struct, array_like=True, frozen=True):
    """All of a document that does not hang on its row; `fields` is a JSON object, which has a field at least.

    `post` and `seconds` are the document's, by which it is placed among others.
    """

    post: str
    seconds: int
    fields: str


def level_field(name: str, tier: int) -> str:
    """The field that holds the words of one level."""
    return f"{name}{tier}"


def prepared(document: Document) -> Prepared:
    """The document with its words in the form in which they are indexed."""
    fields: dict[str, int | list[str]] = {"serial": document.serial}
    levels = ((document.tier,), document.levels, (document.subject_tier,))
    fields |= {name: [str(tier) for tier in tiers] for name, tiers in zip(LEVELS, levels, strict=True)}
    fields |= {name: list(map(normal, texts)) for name, texts in document.words.items()}
    fields |= {name: list(values) for name, values in document.terms.items()}
    words: dict[str, list[str]] = {}
    for portion in document.portions:
        name = level_field(portion.field, portion.tier) if portion.field in LEVELLED else portion.field
        words.setdefault(name, []).append(normal(portion.text))
    return Prepared(document.post, document.seconds, _json(fields | words).decode())


def engine_document(row: int, check: int, document: Prepared) -> str:
    """The JSON document of the telegram in a row of the store, whose copies have this check value."""
    moment = (min(document.seconds, _LATEST) << SHIFT) | (row & ROWS)
    placed = {
        "row": row,
        "check": check,
        "alphabet": place_in_alphabet(document.post, document.seconds, row),
        "moment": moment,
        "rising": moment if document.seconds else LAST - ROWS + moment,
    }
    return f"{_json(placed).decode()[:-1]},{document.fields[1:]}"


def place_in_alphabet(post: str, seconds: int, row: int) -> int:
    """A number by which telegrams stand in the order of their posts, then of their days, then of their filing.

    Six letters tell all posts of the list apart (28 signs, 29 bits); days count from 1800 (17 bits); what is left are
    the last 18 bits of the row, so that the order of a day's telegrams does not depend on where the engine keeps them.
    """
    letters = [ord(letter) - 64 if "A" <= letter <= "Z" else 27 for letter in post.upper()[:6]]
    made = 0
    for value in (*letters, *(0 for _ in range(6 - len(letters)))):
        made = made * 28 + value
    day = min(max(seconds // 86400 - _BEFORE_1800, 0), (1 << 17) - 1)
    return (made << 17 | day) << 18 | (row & ((1 << 18) - 1))
