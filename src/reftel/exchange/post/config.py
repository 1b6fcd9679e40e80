"""What the configuration of a post says: the tables of `post.toml`."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from reftel.exchange.seam import PRECEDENCES, Circuit
from reftel.vocabulary import posts


class PostError(Exception):
    """A post cannot be used as it is configured, or what is asked of it is not allowed; the words say the remedy."""


class NotAllowed(PostError):
    """Someone asks for what their roles do not allow."""


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of the configuration: an entry that nobody knows is a mistake."""


class Route(_Table, frozen=True):
    """A circuit with the routing indicators that are reached over it.

    `routes`: the begins of these indicators; of several circuits that reach one the longest begin wins, and among equal
    ones the lowest `order`, the others being its alternates. `level`: the highest level it is approved for.
    `collectives`: what comes over it may call collective indicators, which are entered once (R-17). `origins`: how the
    indicators begin of the stations whose messages may come over it; any, if none is named. `release`: the
    letters of a partner whose circuit it is: of what is classified it carries only what is released to that partner.
    """

    name: str
    kind: str
    far: str
    routes: tuple[str, ...] = ()
    order: int = 1
    level: str = "UNCLASSIFIED"
    release: str = ""
    speed: float | None = None
    numbers: str = "running"
    collectives: bool = False
    origins: tuple[str, ...] = ()
    settings: dict[str, Any] = {}


class Office(_Table, frozen=True):
    """An office of the post. `clears`: it clears what is drafted on these TAGS. `level`: what it may hold."""

    symbol: str
    name: str = ""
    clears: tuple[str, ...] = ()
    level: str = "TOP SECRET"
    allowed: tuple[str, ...] = ()


class Person(_Table, frozen=True):
    """Someone at the post. `ceiling`: the highest precedence they may release.

    `level`: the highest level of what they may submit, clear, approve and release. `signs`: the name below what they
    release, where neither the draft nor the post has one.
    """

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

    def require(self, *roles: str) -> None:
        """Raise `NotAllowed` where they have none of these roles."""
        if not any(map(self.may, roles)):
            raise NotAllowed(f"{self.name} is no {' or '.join(roles)}: give the role in post.toml")


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
    quarantine_messages: int = 1000
    quarantine_bytes: int = 64 * 1024 * 1024


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


def urgency(prosign: str) -> int:
    """0 for the most urgent prosign; one that nobody knows goes with ROUTINE."""
    return PRECEDENCES.index(prosign) if prosign in PRECEDENCES else PRECEDENCES.index("R")
