"""A telegram as one row of a table: what tables of all kinds have in common."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from reftel.archive import Filed
from reftel.archive.index.documents import post_of
from reftel.export.wording import body_of, officer_of
from reftel.model.telegram import Addressee, Officer

Value = str | int | tuple[str, ...] | None


class Column(msgspec.Struct, frozen=True):
    """One column: its name, its kind (text, number, list of texts) and what it holds of a telegram."""

    name: str
    of: Callable[[Filed], Value]
    kind: str = "text"


def _names(addressees: tuple[Addressee, ...]) -> tuple[str, ...]:
    return tuple(one.name for one in addressees)


def _sender(filed: Filed) -> str | None:
    sender = filed.telegram.originator
    return sender.name if sender else None


def _instruction(filed: Filed) -> str | None:
    order = filed.telegram.declassification
    return order.instruction if order else None


def _classifier(filed: Filed) -> str | None:
    officer = filed.telegram.classified_by
    return officer_of(officer) if officer else None


def _officers(several: tuple[Officer, ...]) -> tuple[str, ...]:
    return tuple(said for one in several if (said := officer_of(one)))


COLUMNS = (
    Column("key", lambda filed: filed.key),
    Column("mrn", lambda filed: filed.telegram.mrn),
    Column("dtg", lambda filed: filed.telegram.dtg),
    Column("dtg_precision", lambda filed: filed.telegram.dtg_precision),
    Column("post", lambda filed: post_of(filed.telegram)),
    Column("from", _sender),
    Column("to", lambda filed: _names(filed.telegram.action), "list"),
    Column("info", lambda filed: _names(filed.telegram.info), "list"),
    Column("exempt", lambda filed: _names(filed.telegram.exempt), "list"),
    Column("precedence", lambda filed: filed.telegram.precedence.action),
    Column("info_precedence", lambda filed: filed.telegram.precedence.info),
    Column("level", lambda filed: filed.telegram.classification.level),
    Column("caveats", lambda filed: filed.telegram.classification.caveats, "list"),
    Column("captions", lambda filed: filed.telegram.captions, "list"),
    Column("tags", lambda filed: filed.telegram.tags, "list"),
    Column("subject", lambda filed: filed.telegram.subject),
    Column(
        "references", lambda filed: tuple(one.mrn or one.text for one in filed.telegram.references), "list"
    ),
    Column("passing", lambda filed: tuple(one.text for one in filed.telegram.passing), "list"),
    Column("declassification", _instruction),
    Column("classified_by", _classifier),
    Column("reasons", lambda filed: filed.telegram.reasons, "list"),
    Column("drafted_by", lambda filed: _officers(filed.telegram.drafted_by), "list"),
    Column("cleared_by", lambda filed: _officers(filed.telegram.cleared_by), "list"),
    Column("approved_by", lambda filed: _officers(filed.telegram.approved_by), "list"),
    Column("signature", lambda filed: filed.telegram.signature),
    Column("text", lambda filed: body_of(filed.telegram)),
    Column("kind", lambda filed: filed.telegram.kind),
    Column("layout", lambda filed: filed.telegram.layout),
    Column("completeness", lambda filed: filed.telegram.completeness),
    Column("collection", lambda filed: filed.telegram.provenance.collection),
    Column("legal_status", lambda filed: filed.telegram.provenance.legal_status),
    Column("path", lambda filed: filed.telegram.provenance.path),
    Column("id", lambda filed: filed.telegram.id),
)
CARRIED = frozenset({
    "key", "number", "date", "sender", "addressees", "precedence", "classification", "captions", "tags", "subject",
    "references", "passing", "declassification", "officers", "signature", "words", "order", "portion marks", "kind",
    "provenance",
})  # fmt: skip
