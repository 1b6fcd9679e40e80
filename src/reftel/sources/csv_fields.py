"""The fields of one row of a table, read by itself: fields hold line ends, and one row can be broken."""

from __future__ import annotations

import csv

from reftel.sources.line_pieces import LIMIT


class BadRow(ValueError):
    """A row whose quotation marks do not close, or that has not as many fields as its table has columns."""


def fields(row: str, columns: int) -> list[str]:
    """The fields of one row; quotation marks inside a field are doubled or follow a backslash.

    Raises `BadRow` where they do not close, or where there are not `columns` fields.
    """
    csv.field_size_limit(LIMIT)
    try:
        found = list(csv.reader([row], escapechar="\\", strict=True))
    except csv.Error as error:
        raise BadRow(f"its quotation marks are broken ({error})") from error
    if len(found) != 1 or len(found[0]) != columns:
        raise BadRow(f"it has {len(found[0]) if found else 0} fields and not {columns}")
    return found[0]
