"""Writes the page of all rules, `docs/rules.md`, from their docstrings and the table of codes.

python -m reftel.check.page docs/rules.md
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from reftel.check.examples import DEFAULT, Example, Page, page_of, specimen
from reftel.check.groups import all_rules, find_rule
from reftel.check.registry import Rule
from reftel.check.run import examine
from reftel.reading import parse
from reftel.vocabulary import codes

_HEAD = """\
# Rules

What `reftel check` looks for, and [what readers remark on](#what-readers-remark-on) before it. This page is made
from the rules themselves and the table of codes by `make docs`; the tests run each example. Severity depends on the
profile: **draft** for a telegram about to be sent, **archive** for one received as it is.
A fact is reported once: where a rule has two codes, the one that begins with T holds where transmission lines
stand above the text.

An example shows only the lines that matter. They stand in the place of their like in one of the telegrams at
the [end of the page](#the-telegrams-of-the-examples), which have no fault; `[no TAGS]` takes a line away.
"""
_REMARKS = """\
## What readers remark on

Reading comes before checking, and a reader sees what no rule can see afterwards: letters that it mended, marks that
it passed over. Its remarks are among the findings of `reftel check` under these codes, and its repairs stand in the
record of the telegram under the same ones. What is off in a profile is left out there. Where a rule above looks
for the same fault, its code leads to it.

| Code | What it is | Draft | Archive | Source |
| --- | --- | --- | --- | --- |
"""
# The rooms that read, and how a code stands in them.
_READERS = ("wire", "text", "reading")
_CODE = re.compile(r'"([QT]\d{1,4})"')
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
    parts.append(_REMARKS + "\n".join(_remarks()))
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


@cache
def codes_of_readers() -> tuple[codes.Code, ...]:
    """The malformations and faults of transmission lines that readers name, in the order of the table."""
    package = files("reftel")
    named = {code for room in _READERS for code in _codes_in(package.joinpath(room))}
    return tuple(row for row in codes.all_codes().values() if row.code in named)


def _codes_in(room: Traversable) -> Iterator[str]:
    for entry in room.iterdir():
        if entry.name.endswith(".py"):
            yield from _CODE.findall(entry.read_text(encoding="utf-8"))


def _remarks() -> Iterator[str]:
    for row in codes_of_readers():
        rule = find_rule(row.code)
        code = f"[{row.code}](#{rule.code.lower()})" if rule else row.code
        name = row.name[0].upper() + row.name[1:]
        yield f"| {code} | {name} | {row.draft} | {row.archive} | {row.source} |"


def entry(rule: Rule) -> Iterator[str]:
    """What is to be said of one rule, as Markdown lines."""
    said, row = page_of(rule), codes.find(rule.code)
    yield f"### {rule.code}\n"
    if row:
        yield f"**{row.name.capitalize()}.** Draft: {row.draft}. Archive: {row.archive}.{_wire(rule)}{_mends(said)}\n"
    yield said.wrong + (f"\n\n{said.more}" if said.more else "") + "\n"
    yield f"*Source:* {said.source}\n"
    yield _example("Bad", said.bad)
    yield _example("Good", said.good)


def _mends(said: Page) -> str:
    """Whether the fault of the example is one that can be mended without judgment."""
    telegram = parse(said.bad.telegram())
    return " Mended by `--fix`." if any(found.fixes for found in examine(telegram, "draft")) else ""


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
