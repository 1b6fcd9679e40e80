"""All rules together. A new group is one file and its name here."""

from __future__ import annotations

from functools import cache

from reftel.check import (
    addresses,
    blocks,
    called,
    calling,
    captions,
    channels,
    classifier,
    dates,
    designators,
    distribution,
    first_line,
    frame,
    layout,
    marks,
    number,
    order,
    pages,
    paragraphs,
    passing,
    precedences,
    references,
    repaired,
    routing,
    sections,
    security,
    signature,
    subject,
    tag_line,
    tags,
    terms,
    times,
    whole,
)
from reftel.check.registry import Rule, entered

GROUPS = (
    whole,
    layout,
    first_line,
    number,
    sections,
    captions,
    channels,
    passing,
    order,
    terms,
    tags,
    tag_line,
    subject,
    references,
    classifier,
    paragraphs,
    marks,
    blocks,
    signature,
    distribution,
    addresses,
    precedences,
    routing,
    called,
    security,
    times,
    calling,
    dates,
    designators,
    pages,
    frame,
    repaired,
)


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    names = {group.__name__ for group in GROUPS}
    return {rule.code: rule for rule in sorted(entered()) if rule.finder.__module__ in names}


def find_rule(code: str) -> Rule | None:
    """The rule that reports `code`, under either of its two codes; None if no rule does."""
    rules = all_rules()
    return rules.get(code) or next((one for one in rules.values() if one.wire_code == code), None)
