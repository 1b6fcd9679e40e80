"""What is wrong in the configuration of a post that the shape of its tables does not show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reftel.exchange.post.config import Config
from reftel.vocabulary import classification, precedence, routing_indicators

ROLES = ("drafter", "clearer", "approver", "releaser", "communicator")
Where = tuple[str, int, str]


def mistakes(config: Config) -> Iterator[tuple[Where, str]]:
    """What the shape of the entries does not show: each with its table, its place among such tables, and its key."""
    post = config.post
    if not post.routing_indicators or not post.serves:
        yield (
            ("post", 0, "name"),
            (
                f"no list knows the post {post.name}: "
                'add routing_indicators = ["R..."] and serves = ["AMEMBASSY ..."]'
            ),
        )
    yield from _of_levels("post", 0, level=post.level)
    for key in ("quarantine_messages", "quarantine_bytes"):
        if getattr(post, key) < 1:
            yield ("post", 0, key), "write 1 or more"
    if post.duty_office and post.duty_office not in config.offices:
        yield ("post", 0, "duty_office"), f"there is no [[office]] {post.duty_office}"
    yield from _of_precedences("post", 0, "two_persons", post.two_persons)
    yield from _of_circuits(config)
    yield from _of_people(config)
    for at, clearing in enumerate(config.clearance):
        if clearing.office not in config.offices:
            yield ("clearance", at, "office"), f"there is no [[office]] {clearing.office}"
        yield from _of_precedences("clearance", at, "precedences", clearing.precedences)
    for at, rule in enumerate(config.distribution):
        yield from _of_precedences("distribution", at, "precedences", rule.precedences)
        for office in (*filter(None, (rule.action,)), *rule.info):
            if office not in config.offices:
                key = "action" if office == rule.action else "info"
                yield ("distribution", at, key), f"there is no [[office]] {office}"


def _of_circuits(config: Config) -> Iterator[tuple[Where, str]]:
    names = Counter(one.name for one in config.circuit)
    for at, one in enumerate(config.circuit):
        if not re.fullmatch("[A-Z]{3}", one.name):
            yield ("circuit", at, "name"), f"{one.name!r} is no channel designator: write three letters, TSA"
        if names[one.name] > 1:
            yield ("circuit", at, "name"), f"two circuits are named {one.name}: give each its own designator"
        for key, indicators in (("far", (one.far,)), ("routes", one.routes), ("origins", one.origins)):
            for indicator in indicators:
                if not re.fullmatch("[RQU][A-Z]{0,7}", indicator):
                    yield (
                        ("circuit", at, key),
                        f"{indicator!r} is no routing indicator: write RUEHC, or how it begins",
                    )
        if not re.fullmatch("[A-Z]{0,2}", one.release):
            yield (
                ("circuit", at, "release"),
                f'{one.release!r}: write the one or two letters of a partner, "C"',
            )
        if one.numbers not in {"running", "daily"}:
            yield ("circuit", at, "numbers"), f'{one.numbers!r}: write "running" or "daily"'
        yield from _of_levels("circuit", at, level=one.level)
    for at, indicator in enumerate(config.post.routing_indicators):
        if not routing_indicators.well_formed(indicator):
            yield ("post", at, "routing_indicators"), f"{indicator!r} is no routing indicator: write RUEHC"


def _of_people(config: Config) -> Iterator[tuple[Where, str]]:
    for at, one in enumerate(config.person):
        if one.office not in config.offices:
            yield ("person", at, "office"), f"there is no [[office]] {one.office}"
        for role in one.roles:
            if role not in ROLES:
                yield ("person", at, "roles"), f"there is no role {role}: write one of {', '.join(ROLES)}"
        yield from _of_precedences("person", at, "ceiling", (one.ceiling,))
        yield from _of_levels("person", at, level=one.level)
    for at, office in enumerate(config.office):
        yield from _of_levels("office", at, level=office.level)


def _of_precedences(table: str, at: int, key: str, words: tuple[str, ...]) -> Iterator[tuple[Where, str]]:
    """A word that is no precedence would never fit, and what it guards would be open."""
    for word in words:
        if word not in precedence.ladder():
            yield (table, at, key), f"{word!r}: write one of {', '.join(precedence.ladder())}"


def _of_levels(table: str, at: int, *, level: str) -> Iterator[tuple[Where, str]]:
    if classification.rank(level) < 0:
        yield (
            (table, at, "level"),
            f"{level!r} is no level: write UNCLASSIFIED, CONFIDENTIAL, SECRET or TOP SECRET",
        )
