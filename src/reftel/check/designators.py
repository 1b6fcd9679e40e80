"""Addressees against the lists of stations and posts: indicators, collectives, exemptions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.vocabulary import posts, routing_indicators
from reftel.wire.address_line import unknown_precedence

_NO_POST = frozenset({"other US agency"})  # kinds of senders in the list of posts that are none
_ODD = re.compile(r"[A-Z0-9]{4,8}/")  # what stands before the stroke is an indicator, if a garbled one
TO_ACT = (" ACTION", " NIACT")  # words that ask an addressee to act, where they were taken into its name
_DIPLOMATIC = ("DIPL POSTS", "DIPLOMATIC", "CONSULAR POSTS")


def uncommon_addressees(case: Case) -> bool:
    """Whether with some addressee anything may be wrong, looked at by itself: its indicator, its name, or the two."""
    return not all(_is_common(one.routing_indicator, one.name) for one in case.named)


@lru_cache(4096)
def _is_common(indicator: str | None, name: str) -> bool:
    """Whether an indicator is well formed and that of the name, which has no word that belongs behind it."""
    if indicator is None or not routing_indicators.well_formed(indicator) or _mispaired(indicator, name):
        return False
    return not name.endswith(TO_ACT) and not unknown_precedence(name)


@rule("T0702", needs="transmission addressees", given=uncommon_addressees)
def indicator_missing(case: Case) -> Iterator[Finding]:
    """Some addressees have an indicator or ZEN before the name, and this one has neither.

    On a message with several addressees all have one, or none; only collectives go without.

    Source: ACP 127(G), Annex B
    Bad:
        PP RUEHC RUEHFR
        INFO RUEHFR/AMEMBASSY PARIS 1419
        AMEMBASSY ROME 0938
    Good:
        PP RUEHC RUEHFR
        INFO RUEHFR/AMEMBASSY PARIS 1419
        ZEN/AMEMBASSY ROME 0938
    """
    with_one = [one for one in case.named if one.routing_indicator or one.zen]
    if not with_one or not case.telegram.transmission:
        return
    for pointer, one in case.addressees:
        if not (one.routing_indicator or one.zen or one.collective or _ODD.match(one.name)):
            known = routing_indicators.of(one.name)
            right = f"{known[0].indicator}/{one.name}" if len(known) == 1 else None
            message = f"{one.name} has neither indicator nor ZEN, and others have"
            yield Finding(message, *case.place(f"{pointer}/name", pointer), right)


@rule("T0706", needs="addressees", given=uncommon_addressees)
def not_a_pair(case: Case) -> Iterator[Finding]:
    """The lists know the indicator and the name of an addressee, but not the one with the other.

    An indicator can serve several stations and a station have several, and the lists are of 2011 and 2015: a copy of
    another year can be right.

    Source: ACP 117 CAN-US SUPP-1 of 2011 and 2015; State routing indicators of released telegrams
    Bad:
        PP RUEHFR RUEHRO
        TO RUEHFR/SECSTATE WASHDC PRIORITY 7466
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
    """
    for pointer, one in case.addressees:
        served, right = _mispaired(one.routing_indicator, one.name) or ("", ())
        if right and not one.collective:
            message = (
                f"{one.routing_indicator} is {served}; {one.name} is listed under {', '.join(right[:3])}"
            )
            yield Finding(message, *case.place(f"{pointer}/routing_indicator", pointer), right[0])


@lru_cache(4096)
def _mispaired(indicator: str | None, name: str) -> tuple[str, tuple[str, ...]] | None:
    """Whom an indicator serves and the indicators of a name, where both are listed and not with each other."""
    served, right = _served_by(indicator or ""), _indicators_of(name)
    return (served[0], right) if served and right and indicator not in right else None


def _served_by(indicator: str) -> tuple[str, ...]:
    stations = (station.plain_address for station in routing_indicators.find(indicator))
    return tuple(
        dict.fromkeys((*stations, *(post.plain_address for post in posts.by_routing_indicator(indicator))))
    )


def _indicators_of(name: str) -> tuple[str, ...]:
    post = posts.named(name)
    listed = (station.indicator for station in routing_indicators.of(name))
    return tuple(dict.fromkeys((*listed, *(post.routing_indicators if post else ()))))


@rule("T0902", needs="exempt addressees")
def exempt_but_no_member(case: Case) -> Iterator[Finding]:
    """XMT exempts a station that the collective cannot contain.

    Members of numbered lists are not public. Of posts it is told: a station that the lists know and that is no
    post cannot be exempt from a collective of diplomatic or consular posts.

    Source: ACP 127(G) on format line 9
    Bad:
        TO ALL DIPLOMATIC AND CONSULAR POSTS PRIORITY
        XMT JOINT STAFF WASHINGTON DC
    Good:
        TO ALL DIPLOMATIC AND CONSULAR POSTS PRIORITY
        XMT AMEMBASSY ALGIERS
    """
    lists = [one.name for _, one in case.addressees if one.collective]
    if not lists or not all(any(words in name for words in _DIPLOMATIC) for name in lists):
        return
    for at, one in enumerate(case.telegram.exempt):
        post = posts.named(one.name)
        if post.kind in _NO_POST if post else routing_indicators.of(one.name):
            message = f"{one.name} is no post, so that {lists[0]} does not contain it"
            yield Finding(message, *case.place(f"/exempt/{at}/name", f"/exempt/{at}"))
