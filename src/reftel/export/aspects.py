"""What there is to a filed telegram, aspect by aspect: each format says which of them it carries and so which it loses.

Every field of `Telegram` and of `Filed` belongs to an aspect, so that nothing can be lost without a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reftel.archive import Filed
from reftel.model.telegram import Noun, Telegram


class Aspect(Noun, frozen=True):
    """A side of a telegram under a short name; `title` is what people are told was left out.

    `fields` are paths from `Filed`: `telegram.paragraphs.marking` is the marking of each paragraph. The first `free`
    values are not counted: one copy of a telegram is the telegram, and only further ones are lost.
    """

    name: str
    title: str
    fields: tuple[str, ...]
    free: int = 0


def _of_telegram(name: str, title: str, *fields: str, free: int = 0) -> Aspect:
    return Aspect(name, title, tuple(f"telegram.{field}" for field in fields), free)


ASPECTS = (
    _of_telegram("number", "message reference numbers", "mrn"),
    _of_telegram("date", "dates", "dtg", "dtg_precision"),
    _of_telegram("sender", "senders", "originator.name", "originator.post"),
    _of_telegram("addressees", "names of addressees", "action.name", "info.name", "exempt.name"),
    _of_telegram("precedence", "precedences of telegrams", "precedence.action", "precedence.info"),
    _of_telegram(
        "address details",
        "routing indicators, precedences and continuity numbers of single addressees",
        *(f"{group}.{fact}" for group in ("action", "info", "exempt") for fact in (
            "routing_indicator", "precedence", "continuity_number", "collective", "zen")),
        "originator.routing_indicator",
    ),
    _of_telegram("classification", "classifications", "classification.level", "classification.caveats"),
    _of_telegram("captions", "captions", "captions"),
    _of_telegram("tags", "TAGS", "tags"),
    _of_telegram("subject", "subjects", "subject"),
    _of_telegram("references", "references", "references.mrn", "references.text"),
    _of_telegram(
        "reference details",
        "labels, kinds and titles of references",
        *(f"references.{fact}" for fact in ("label", "kind", "year_inferred", "notal", "title")),
    ),
    _of_telegram("words", "words of paragraphs", "paragraphs.text"),
    _of_telegram(
        "order",
        "numbers and headings of paragraphs",
        "paragraphs.number", "paragraphs.heading", "paragraphs.section",
    ),
    _of_telegram("roles", "roles of paragraphs (summary, comment ...)", "paragraphs.role", "paragraphs.blocks"),
    _of_telegram("portion marks", "portion marks", "paragraphs.marking", "subject_marking"),
    _of_telegram("signature", "signatures", "signature"),
    _of_telegram("kind", "kinds, layouts and completeness", "kind", "layout", "completeness"),
    _of_telegram("sections", "section numbers", "sections"),
    _of_telegram("passing", "passing and attention lines", "passing"),
    _of_telegram("declassification", "declassification instructions", "declassification", "reasons"),
    _of_telegram(
        "officers", "officers who classified, drafted, cleared and approved",
        "classified_by", "drafted_by", "cleared_by", "approved_by",
    ),
    _of_telegram("distribution", "entries of distribution blocks", "distribution"),
    _of_telegram("release", "stamps of releases", "release"),
    _of_telegram("transmission", "transmission lines and readdressals", "transmission", "originals"),
    _of_telegram("mentions", "words that point at other telegrams", "mentions"),
    _of_telegram("aliases", "further names of telegrams", "aliases"),
    _of_telegram("spans", "places of values in the source text", "spans"),
    _of_telegram("repairs", "repairs", "repairs", "mrn_inferred"),
    _of_telegram("diagnostics", "remarks of the reader", "diagnostics"),
    _of_telegram("source text", "source texts as a whole", "text"),
    _of_telegram("source bytes", "source texts byte for byte", "source"),
    _of_telegram(
        "provenance", "collections, paths, hashes and legal status", "id", "provenance.collection",
        "provenance.path", "provenance.sha256", "provenance.legal_status",
    ),
    _of_telegram(
        "facts", "facts that a collection states beside the text",
        "provenance.facts", "provenance.offset", "provenance.length",
    ),
    Aspect("copies", "further copies, and places where a copy was found again", ("copies",), free=1),
    Aspect(
        "composition", "which copy says what, and where copies disagree",
        ("parts", "sources", "differences"), free=1,
    ),
    Aspect("corrections", "corrections, as who made them when and why", ("corrections",)),
    Aspect("former names", "names that a telegram had before", ("former",)),
    Aspect("key", "keys of telegrams", ("key",)),
)  # fmt: skip
ALL = frozenset(aspect.name for aspect in ASPECTS)
_EMPTY = Filed("", Telegram())


def count(aspect: Aspect, filed: Filed) -> int:
    """How many values of this aspect a telegram has; what every telegram has by default counts for nothing."""
    found = sum(1 for path in aspect.fields for value in _values(filed, _EMPTY, path.split(".")) if value)
    return max(0, found - aspect.free)


def _values(value: Any, empty: Any, path: list[str]) -> Iterator[Any]:
    """What stands at a path and is not what an empty telegram has there."""
    if not path:
        several = isinstance(value, tuple | dict)
        yield from value if several else () if value == empty else (value,)
    elif isinstance(value, tuple):
        for one in value:
            yield from _values(one, None, path)
    elif value is not None:
        yield from _values(getattr(value, path[0]), getattr(empty, path[0], None), path[1:])
