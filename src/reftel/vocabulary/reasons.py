"""Reasons for classification: the sections and letters that telegrams cite, `1.4(b)`, and exemption codes, `25X1`."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows


class Reason(NamedTuple):
    """One reason under one order; 12958 from 2003 on counts as an order of its own, `12958 as amended`."""

    order: str
    code: str
    meaning: str
    era: str
    confidence: str
    source: str


@cache
def all_reasons() -> dict[str, tuple[Reason, ...]]:
    """Each code as the list prints it, `1.4(b)`, to its meaning under every order that has it."""
    found: dict[str, tuple[Reason, ...]] = {}
    for row in rows("classification_reasons"):
        reason = Reason(
            row["order"], row["code"], row["summary"], row["era_notes"], row["confidence"], row["source"]
        )
        found[reason.code] = (*found.get(reason.code, ()), reason)
    return found


def find(code: str, order: str | None = None) -> Reason | None:
    """The reason of a code in its printed form; the one of `order` if it is given and has the code."""
    found = all_reasons().get(code, ())
    own = (reason for reason in found if order is not None and reason.order.startswith(order))
    return next(own, found[0] if found else None)


def known(code: str) -> bool:
    """Whether any order has that code."""
    return code in all_reasons()
