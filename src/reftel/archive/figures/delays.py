"""How long replies took: the time from a telegram to one that refers to it, over the newest that do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reftel.archive.index.documents import post_of
from reftel.archive.links.answers import hours_between
from reftel.archive.links.threads import Links
from reftel.model.telegram import Noun

if TYPE_CHECKING:
    from reftel.archive.view import View

SAMPLE = 150
PAGE = 50


class Delay(Noun, frozen=True):
    """One reply: the telegram that refers, the first that it refers to of another post, and the hours between."""

    key: str
    to: str
    post: str
    hours: float


def delays(archive: View, query: str, most: int = SAMPLE) -> tuple[Delay, ...]:
    """The replies among the newest `most` telegrams of a query that refer to others, shortest delay first.

    A reply refers in its REF line to a telegram of another post that the archive holds; both must be dated to the
    minute, and the reply must be the later one.
    """
    links = Links(archive)
    found: list[Delay] = []
    cursor: str | None = None
    for _ in range(0, most, PAGE):
        asked = f"({query}) has:reference" if query.strip() else "has:reference"
        page = archive.search(asked, limit=PAGE, sort="-date", cursor=cursor)
        found += [one for hit in page.hits if (one := _delay(links, hit.key))]
        cursor = page.cursor
        if cursor is None:
            break
    return tuple(sorted(found, key=lambda one: (one.hours, one.key)))


def _delay(links: Links, key: str) -> Delay | None:
    reply = links.record(key)
    post = post_of(reply.telegram) if reply else None
    for number in links.cites(key) if reply and post else ():
        earlier = links.record(number)
        if earlier is None or post_of(earlier.telegram) == post:
            continue
        hours = hours_between(earlier.telegram.dtg, reply.telegram.dtg) if reply else None
        if hours is not None and hours >= 0 and post:
            return Delay(key, earlier.key, post, hours)
    return None
