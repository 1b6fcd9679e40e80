"""Writes the page of all rules, `docs/rules.md`, from their docstrings and the table of codes.

python -m reftel.check.page docs/rules.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reftel.check.examples import DEFAULT, Example, page_of, specimen
from reftel.check.groups import all_rules
from reftel.check.registry import Rule
from reftel.vocabulary import codes

_HEAD = """\
# Rules

What `reftel check` looks for. This page is made from the rules themselves by `make docs`; the tests run each
example. Severity depends on the profile: **draft** for a telegram about to be sent, **archive** for one received
as it is.
A fact is reported once: where a rule has two codes, the one that begins with T holds where transmission lines
stand above the text.

An example shows only the lines that matter. They stand in the place of their like in one of the telegrams at
the [end of the page](#the-telegrams-of-the-examples), which have no fault; `[no TAGS]` takes a line away.
"""
_FOOT = "## The telegrams of the examples\n\nPosts are real, people and numbers are invented.\n"


def page() -> str:
    """The whole page."""
    rules = all_rules()
    groups: dict[str, list[Rule]] = {}
    for rule in rules.values():
        row = codes.find(rule.code)
        groups.setdefault(row.group if row else "", []).append(rule)
    parts = [_HEAD, "\n".join(_contents(groups))]
    for group, members in groups.items():
        parts.append(f"## {group.capitalize()}")
        parts.extend("\n".join(entry(rule)) for rule in members)
    parts.append(_FOOT)
    years = sorted({page_of(rule).bad.year for rule in rules.values()} | {DEFAULT})
    parts.extend(f"### {year}\n\n```\n{specimen(year).rstrip()}\n```" for year in years)
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def _contents(groups: dict[str, list[Rule]]) -> Iterator[str]:
    total = sum(len(members) for members in groups.values())
    yield f"{total} rules:\n"
    for group, members in groups.items():
        names = ", ".join(f"[{rule.code}](#{rule.code.lower()})" for rule in members)
        yield f"- {group}: {names}"


def entry(rule: Rule) -> Iterator[str]:
    """What is to be said of one rule, as Markdown lines."""
    said, row = page_of(rule), codes.find(rule.code)
    yield f"### {rule.code}\n"
    if row:
        yield f"**{row.name.capitalize()}.** Draft: {row.draft}. Archive: {row.archive}.{_wire(rule)}\n"
    yield said.wrong + (f"\n\n{said.more}" if said.more else "") + "\n"
    yield f"*Source:* {said.source}\n"
    yield _example("Bad", said.bad)
    yield _example("Good", said.good)


def _wire(rule: Rule) -> str:
    row = codes.find(rule.wire_code) if rule.wire_code else None
    return (
        f" With transmission lines: {row.code} (draft: {row.draft}, archive: {row.archive})." if row else ""
    )


def _example(word: str, example: Example) -> str:
    year = "" if example.year == DEFAULT else f", {example.year}"
    return f"{word}{year}:\n\n```\n{example.lines}\n```\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
