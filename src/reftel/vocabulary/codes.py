"""Codes of diagnostics and repairs, and how grave each is.

S: rules for the telegram proper. T: rules for the transmission lines. Q: malformations that readers see and
repair. C: what the copies of one telegram say together. Two profiles: `draft`, about to be sent, and `archive`,
received as it is.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.vocabulary.table import rows

PROFILES = ("draft", "archive")
SEVERITIES = ("error", "warning", "note", "off")


class Code(NamedTuple):
    """One code; `draft` and `archive` are its severity in each profile: error, warning, note or off."""

    code: str
    name: str
    group: str
    draft: str
    archive: str
    source: str


@cache
def all_codes() -> dict[str, Code]:
    """Every code, in file order."""
    columns = ("code", "name", "group", "draft", "archive", "source")
    return {row["code"]: Code(*(row[column] for column in columns)) for row in rows("codes")}


def find(code: str) -> Code | None:
    """The row of a code; None for an unknown one."""
    return all_codes().get(code)


def severity(code: str, profile: str) -> str:
    """How grave a code is in a profile, `error`, `warning`, `note` or `off`. KeyError for an unknown code."""
    found = all_codes()[code]
    return found.draft if profile == "draft" else found.archive
