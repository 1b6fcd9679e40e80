"""MINIMIZE: an order to cut normal traffic into an area (R-06; exchange specification, section 10).

What is released into the area all the same is confirmed by the releaser and says MINIMIZE CONSIDERED. An authority that
is lower than the one that imposed it cannot cancel it.
"""

from __future__ import annotations

from typing import NamedTuple

from reftel.exchange.keeping import journal
from reftel.exchange.keeping.book import Book
from reftel.exchange.post.config import Config, Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.routing.directory import canonical, indicators_of, members_of
from reftel.model.telegram import Telegram


class Order(NamedTuple):
    """An order in force. `area`: a post, a collective, or ALL. `until` None: until it is cancelled."""

    area: str
    authority: str
    reason: str
    since: float
    until: float | None


def impose(place: Place, order: Order, who: Person) -> None:
    """Enter an order. Raises `PostError` for an area that nothing is addressed to: it would restrict nothing."""
    who.require("communicator", "releaser")
    book, order = place.book, order._replace(area=_area(place.config, order.area))
    if order.until is not None and order.until <= order.since:
        raise PostError("the order would be over already: give a later moment")
    with book.transaction():
        sql = (
            "INSERT INTO minimize VALUES (?, ?, ?, ?, ?) ON CONFLICT (area) DO UPDATE SET"
            " authority = excluded.authority, reason = excluded.reason, since = excluded.since, until = excluded.until"
        )
        book.put(sql, *order)
        journal.enter(book, who.name, order.area, "MINIMIZE", authority=order.authority, reason=order.reason)


def _area(config: Config, name: str) -> str:
    """The area by its own name: ALL, a post, a collective, an entry of the directory."""
    area = canonical(name)
    if area != "ALL" and not members_of(config, area, None) and not indicators_of(config, area):
        raise PostError(f"{name}: no list knows such an area; write a post, a collective, or ALL")
    return area


def cancel(place: Place, area: str, authority: str, who: Person) -> None:
    """CANCEL MINIMIZE, by the authority that imposed it or by one that stands above it in `[watch]` (F-30)."""
    who.require("communicator", "releaser")
    book, area = place.book, canonical(area)
    with book.transaction():
        found = book.one("SELECT authority FROM minimize WHERE area = ?", area)
        if not found:
            raise PostError(f"MINIMIZE is not in force for {area}")
        rank = place.config.watch.get
        if authority != found[0] and rank(authority, 0) <= rank(found[0], 0):
            journal.enter(book, who.name, area, "CANCEL MINIMIZE refused", authority=authority)
            raise PostError(
                f"MINIMIZE for {area} was imposed by {found[0]}, which {authority} does not stand above"
            )
        book.put("DELETE FROM minimize WHERE area = ?", area)
        journal.enter(book, who.name, area, "CANCEL MINIMIZE", authority=authority)


def in_force(book: Book) -> tuple[Order, ...]:
    """The orders that hold now."""
    sql = "SELECT area, authority, reason, since, until FROM minimize WHERE until IS NULL OR until > ? ORDER BY area"
    return tuple(Order(*row) for row in book.rows(sql, book.clock()))


def areas_of(book: Book, config: Config, telegram: Telegram) -> tuple[str, ...]:
    """The areas under MINIMIZE that a telegram would go into."""
    names = {canonical(one.name) for one in (*telegram.action, *telegram.info)}
    for one in (*telegram.action, *telegram.info):
        names.update(map(canonical, members_of(config, one.name, None)))
    return tuple(
        order.area
        for order in in_force(book)
        if order.area == "ALL"
        or canonical(order.area) in names
        or names.intersection(map(canonical, members_of(config, order.area, None)))
    )
