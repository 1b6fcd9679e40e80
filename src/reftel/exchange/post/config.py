"""The configuration of a post: `post.toml`. Every mistake is told with file, line and remedy."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from reftel.exchange.seam import PRECEDENCES, Circuit
from reftel.vocabulary import classification, posts, precedence, routing_indicators

NAME = "post.toml"
ROLES = ("drafter", "clearer", "approver", "releaser", "communicator")
_PLACE = re.compile(r"\(at line (?P<line>\d+), column \d+\)")
_PATH = re.compile(r"`\$\.?(?P<path>[^`]*)`$")
_FIELD = re.compile(r"(?:unknown|missing required) field `(?P<key>[^`]*)`")
_HEAD = re.compile(r"^\s*\[\[?\s*(?P<name>[A-Za-z_]+)[^\]]*\]")


class PostError(Exception):
    """A post cannot be used as it is configured, or what is asked of it is not allowed; the words say the remedy."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the configuration: an entry that nobody knows is a mistake."""


class Route(_Table, frozen=True):
    """A circuit with the routing indicators that are reached over it.

    `routes`: the begins of these indicators; of several circuits that reach one the longest begin wins, and among equal
    ones the lowest `order`, the others being its alternates. `level`: the highest level it is approved for.
    `collectives`: what comes over it may call collective indicators, which are entered once (R-17).
    """

    name: str
    kind: str
    far: str
    routes: tuple[str, ...] = ()
    order: int = 1
    level: str = "UNCLASSIFIED"
    speed: float | None = None
    numbers: str = "running"
    collectives: bool = False
    settings: dict[str, Any] = {}


class Office(_Table, frozen=True):
    """An office of the post. `clears`: it clears what is drafted on these TAGS. `level`: what it may hold."""

    symbol: str
    name: str = ""
    clears: tuple[str, ...] = ()
    level: str = "TOP SECRET"
    allowed: tuple[str, ...] = ()


class Person(_Table, frozen=True):
    """Someone at the post. `ceiling`: the highest precedence they may release."""

    name: str
    office: str
    roles: tuple[str, ...]
    signs: str = ""
    ceiling: str = "FLASH"
    level: str = "TOP SECRET"
    releases_own: bool = False

    def may(self, role: str) -> bool:
        """Whether they have this role."""
        return role in self.roles


class Rule(_Table, frozen=True):
    """One line of the dissemination profile: what all of a telegram must show, and who then gets it.

    Every list that is given must have one entry that fits; `only` closes the telegram to all other offices.
    """

    name: str
    captions: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    originators: tuple[str, ...] = ()
    precedences: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    action: str | None = None
    info: tuple[str, ...] = ()
    only: bool = False


class Clearing(_Table, frozen=True):
    """A line of the table of clearances: what a draft must show, any of it, for this office to have to clear it."""

    name: str
    office: str
    captions: tuple[str, ...] = ()
    precedences: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Identity(_Table, frozen=True):
    """The table `[post]`: who the post is."""

    name: str
    routing_indicators: tuple[str, ...] = ()
    serves: tuple[str, ...] = ()
    signing: str = ""
    level: str = "TOP SECRET"
    archive: str = "archive"
    duty_office: str = ""
    answer_within_days: float = 3.0
    two_persons: tuple[str, ...] = ("FLASH",)
    declassify_after_years: int = 10
    reroute_after_seconds: float = 60.0


class Config(_Table, frozen=True, dict=True):
    """All of `post.toml`. `directory`: addressees with their indicators, before those of the lists."""

    post: Identity
    circuit: tuple[Route, ...] = ()
    office: tuple[Office, ...] = ()
    person: tuple[Person, ...] = ()
    clearance: tuple[Clearing, ...] = ()
    distribution: tuple[Rule, ...] = ()
    directory: dict[str, str] = {}
    collectives: dict[str, tuple[str, ...]] = {}
    watch: dict[str, int] = {}

    @cached_property
    def circuits(self) -> dict[str, Route]:
        """The circuits by name."""
        return {one.name: one for one in self.circuit}

    @cached_property
    def offices(self) -> dict[str, Office]:
        """The offices by symbol."""
        return {one.symbol: one for one in self.office}

    @cached_property
    def own_indicators(self) -> frozenset[str]:
        """The routing indicators that lead to this post."""
        return frozenset(self.post.routing_indicators)

    @property
    def indicator(self) -> str:
        """The routing indicator under which the post calls."""
        return self.post.routing_indicators[0]

    @cached_property
    def plain_address(self) -> str:
        """The plain language address of the post itself: that of the list, else the first that it serves."""
        known = posts.find(self.post.name)
        return known.plain_address if known else self.post.serves[0]

    def person_named(self, name: str) -> Person:
        """The person of that name; raises `PostError` that names those there are."""
        for one in self.person:
            if one.name.lower() == name.lower():
                return one
        near = get_close_matches(name, [one.name for one in self.person], 3, 0.3)
        remedy = f"; give --who {' or '.join(near)}" if near else ": enter them as [[person]] in post.toml"
        raise PostError(f"{name} is no person of this post{remedy}")

    def handed(self, route: Route, folder: Path) -> Circuit:
        """The circuit as its transport is told of it."""
        return Circuit(
            name=route.name,
            kind=route.kind,
            far=route.far,
            settings=route.settings,
            folder=folder,
            speed=route.speed,
            numbers=route.numbers,
        )


def read_config(path: Path) -> Config:
    """The configuration in a file. Raises `PostError` with the line and what to write instead."""
    try:
        text = path.read_text("utf-8-sig")
        entries = tomllib.loads(text)
        config = msgspec.convert(entries, Config)
    except OSError as error:
        remedy = "`reftel post init DIR` makes one"
        raise PostError(
            f"{path}: there is no configuration of a post here ({error.strerror}); {remedy}"
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        place = _PLACE.search(str(error))
        line = f" line {place['line']}" if place else ""
        raise PostError(f"{path}{line}: {_PLACE.sub('', str(error)).strip()}: write it as TOML") from error
    except msgspec.ValidationError as error:
        raise PostError(f"{path} line {_line_of_error(text, str(error))}: {_words(str(error))}") from error
    config = _filled(config)
    for where, message in _mistakes(config):
        raise PostError(f"{path} line {_line(text, *where)}: {message}")
    return config


def _filled(config: Config) -> Config:
    """With what the lists know of the post where the configuration leaves it open."""
    known = posts.find(config.post.name)
    if known is None:
        return config
    identity = msgspec.structs.replace(
        config.post,
        routing_indicators=config.post.routing_indicators or known.routing_indicators,
        serves=config.post.serves or (known.plain_address,),
    )
    return msgspec.structs.replace(config, post=identity)


_Place = tuple[str, int, str]


def _mistakes(config: Config) -> Iterator[tuple[_Place, str]]:
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
    if post.duty_office and post.duty_office not in config.offices:
        yield ("post", 0, "duty_office"), f"there is no [[office]] {post.duty_office}"
    yield from _of_circuits(config)
    yield from _of_people(config)
    for at, clearing in enumerate(config.clearance):
        if clearing.office not in config.offices:
            yield ("clearance", at, "office"), f"there is no [[office]] {clearing.office}"
    for at, rule in enumerate(config.distribution):
        for office in (*filter(None, (rule.action,)), *rule.info):
            if office not in config.offices:
                key = "action" if office == rule.action else "info"
                yield ("distribution", at, key), f"there is no [[office]] {office}"


def _of_circuits(config: Config) -> Iterator[tuple[_Place, str]]:
    names = Counter(one.name for one in config.circuit)
    for at, one in enumerate(config.circuit):
        if not re.fullmatch("[A-Z]{3}", one.name):
            yield ("circuit", at, "name"), f"{one.name!r} is no channel designator: write three letters, TSA"
        if names[one.name] > 1:
            yield ("circuit", at, "name"), f"two circuits are named {one.name}: give each its own designator"
        for key, indicators in (("far", (one.far,)), ("routes", one.routes)):
            for indicator in indicators:
                if not re.fullmatch("[RQU][A-Z]{0,7}", indicator):
                    yield (
                        ("circuit", at, key),
                        f"{indicator!r} is no routing indicator: write RUEHC, or how it begins",
                    )
        if one.numbers not in {"running", "daily"}:
            yield ("circuit", at, "numbers"), f'{one.numbers!r}: write "running" or "daily"'
        yield from _of_levels("circuit", at, level=one.level)
    for at, indicator in enumerate(config.post.routing_indicators):
        if not routing_indicators.well_formed(indicator):
            yield ("post", at, "routing_indicators"), f"{indicator!r} is no routing indicator: write RUEHC"


def _of_people(config: Config) -> Iterator[tuple[_Place, str]]:
    for at, one in enumerate(config.person):
        if one.office not in config.offices:
            yield ("person", at, "office"), f"there is no [[office]] {one.office}"
        for role in one.roles:
            if role not in ROLES:
                yield ("person", at, "roles"), f"there is no role {role}: write one of {', '.join(ROLES)}"
        if precedence.by_word(one.ceiling) is None:
            yield ("person", at, "ceiling"), f"{one.ceiling!r}: write one of {', '.join(precedence.ladder())}"
        yield from _of_levels("person", at, level=one.level)
    for at, office in enumerate(config.office):
        yield from _of_levels("office", at, level=office.level)


def _of_levels(table: str, at: int, *, level: str) -> Iterator[tuple[_Place, str]]:
    if classification.rank(level) < 0:
        yield (
            (table, at, "level"),
            f"{level!r} is no level: write UNCLASSIFIED, CONFIDENTIAL, SECRET or TOP SECRET",
        )


def _words(error: str) -> str:
    what = (
        error.partition(" - at ")[0]
        .replace("`", "")
        .replace("Object contains unknown field", "there is no entry")
    )
    what = what.replace("Object missing required field", "this entry is missing:")
    return f"{what[:1].lower()}{what[1:]}"


def _line_of_error(text: str, error: str) -> int:
    """The line that an error of the shape speaks of; its path is `$.circuit[0].far`."""
    found, field = _PATH.search(error), _FIELD.search(error)
    parts = re.findall(r"[A-Za-z_]+|\[\d+\]|\[\.\.\.\]", found["path"]) if found else []
    numbers = [int(part[1:-1]) for part in parts if part[1:-1].isdigit()]
    words = [part for part in parts if not part.startswith("[")]
    key = field["key"] if field else words[-1] if len(words) > 1 else ""
    if not words:
        return _line(text, key, 0, "") if key else 1
    return _line(text, words[0], numbers[0] if numbers else 0, key)


def _line(text: str, table: str, at: int, key: str) -> int:
    """The line of a key in the table of that name which stands in place `at` among those of the same name."""
    inside, seen, begun = False, -1, 1
    for number, line in enumerate(text.splitlines(), start=1):
        head = _HEAD.match(line)
        if head and ("." not in line or head["name"] != table):
            seen += head["name"] == table
            inside = head["name"] == table and (seen == at or not line.lstrip().startswith("[["))
            begun = number if inside else begun
        elif inside and key and re.match(rf"\s*\"?{re.escape(key)}\"?\s*=", line):
            return number
    return begun


def urgency(prosign: str) -> int:
    """0 for the most urgent prosign; one that nobody knows goes with ROUTINE."""
    return PRECEDENCES.index(prosign) if prosign in PRECEDENCES else PRECEDENCES.index("R")
