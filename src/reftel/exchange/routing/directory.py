"""Addressees and the routing indicators that lead to them (R-04, R-17; ACP 127(G) para 205).

The post's own entries go before those of the lists. A collective is expanded here, by the post that sends to it and by
nobody behind it; who is exempted gets no copy by this path, unless addressed by name besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reftel.exchange.post.config import Config
from reftel.exchange.routing.circuits import ways_to
from reftel.model.telegram import Addressee, Telegram
from reftel.vocabulary import collectives, posts, routing_indicators


class Reached(NamedTuple):
    """The indicators that an addressee's copy goes to; `members` of a collective by name. Empty: nobody knows it."""

    addressee: Addressee
    indicators: tuple[str, ...]
    members: tuple[str, ...] = ()


def reach(config: Config, telegram: Telegram) -> tuple[tuple[Reached, ...], tuple[Reached, ...]]:
    """The action and the information addressees with what leads to them; those served by other means are left out."""
    exempt = frozenset(_plain(one.name) for one in telegram.exempt)
    year = int(telegram.dtg[:4]) if telegram.dtg else None
    groups = (telegram.action, telegram.info)
    first, second = (
        tuple(_reached(config, one, exempt, year) for one in group if not one.zen) for group in groups
    )
    return first, second


def _reached(config: Config, addressee: Addressee, exempt: frozenset[str], year: int | None) -> Reached:
    names = members_of(config, addressee.name, year)
    if names:
        kept = [name for name in names if _plain(name) not in exempt]
        found = (indicator for name in kept for indicator in indicators_of(config, name))
        return Reached(addressee, tuple(dict.fromkeys(found)), tuple(kept))
    return Reached(addressee, indicators_of(config, addressee.name, addressee.routing_indicator))


def indicators_of(config: Config, name: str, stated: str | None = None) -> tuple[str, ...]:
    """What leads to an addressee: the post's own entry, what the draft states, the list; empty for an unknown.

    Of several indicators that the list has for a station the first that a circuit leads to (R-19).
    """
    own = next((value for key, value in config.directory.items() if _plain(key) == _plain(name)), None)
    if own or stated:
        return (own or stated or "",)
    if any(_plain(name) == _plain(served) for served in config.post.serves):
        return (config.indicator,)
    known = tuple(others_of(name))
    reached = next((one for one in known if ways_to(config, one)), None)
    return (reached or known[0],) if known else ()


def others_of(name: str) -> Iterator[str]:
    """Every indicator that the lists have for an addressee, in their order (a station may have several)."""
    post = posts.named(name)
    yield from (one.indicator for one in routing_indicators.of(name))
    yield from post.routing_indicators if post else ()


def members_of(config: Config, name: str, year: int | None) -> tuple[str, ...]:
    """The addressees of a collective, from the configuration or from the list of states; none for a single one."""
    own = next((value for key, value in config.collectives.items() if _plain(key) == _plain(name)), ())
    if own:
        return own
    states = collectives.members(name)
    return tuple(_embassies(states, year)) if states else ()


def _embassies(states: frozenset[str], year: int | None) -> Iterator[str]:
    for post in posts.all_posts():
        since, until = posts.years_of_name(post)
        there = year is None or ((since or 0) <= year and (not until or year <= until))
        if post.kind == "embassy" and post.iso3166 in states and there:
            yield post.plain_address


def serves(config: Config, addressee: Addressee) -> bool:
    """Whether the post delivers to this addressee."""
    names = {_plain(name) for name in config.post.serves}
    return addressee.routing_indicator in config.own_indicators or _plain(addressee.name) in names


def unknown(groups: Iterable[tuple[Reached, ...]]) -> Iterator[Addressee]:
    """The addressees that nothing leads to."""
    for group in groups:
        yield from (one.addressee for one in group if not one.indicators)


def canonical(name: str) -> str:
    """What names of one post are told by: its own name; of any other addressee the words, in capitals."""
    found = posts.find(name)
    return found.name if found else _plain(name)


def _plain(name: str) -> str:
    return " ".join(name.upper().split())
