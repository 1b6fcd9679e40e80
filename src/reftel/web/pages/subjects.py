"""A post and a TAGS code, each with what it has in common with the rest of the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from reftel.archive.missing.gaps import Missing
from reftel.archive.results import Count, Hit
from reftel.archive.view import in_order
from reftel.vocabulary import posts, tags
from reftel.web.plots.bars import over_time, rows
from reftel.web.setting.cards import cards
from reftel.web.view import Asked, View
from reftel.web.words import search_url, term

if TYPE_CHECKING:
    from reftel.archive import Archive

MOST, NEWEST, WANTED = 12, 4, 8
Counts = dict[str, tuple[Count, ...]]


class PostPage(View, frozen=True):
    """A post: what it sent (`sent`, by facet), who wrote to it (`received`, by post), what is missing of it.

    `missing` counts the serials before the last held of each year; `wanted` are the most cited of `absent` telegrams.
    """

    template: ClassVar[str] = "post.html"

    name: str
    address: str
    place: str
    note: str
    total: int
    sent: Counts
    received: tuple[Count, ...]
    missing: int
    absent: int
    wanted: tuple[Missing, ...]
    latest: tuple[Hit, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """Its telegrams over time, its correspondents, TAGS and signers as bars."""
        query = term("post", self.name)
        to_it = term("addressee", self.name)
        return {
            "query": "",
            "asked": query,
            "time": _time(self.sent, query),
            "to": rows("addressee", self.sent.get("addressee", ()), MOST, query),
            "from_": rows("post", self.received, MOST, to_it),
            "tags": rows("tag", self.sent.get("tag", ()), MOST, query),
            "signers": rows("signer", self.sent.get("signer", ()), MOST, query),
            "levels": rows("class", self.sent.get("class", ()), MOST, query),
            "latest": cards(self.latest),
        }


class TagPage(View, frozen=True):
    """A TAGS code: what it means, and by facet the telegrams that bear it."""

    template: ClassVar[str] = "tag.html"

    code: str
    meaning: str
    kind: str
    definition: str
    total: int
    borne: Counts
    latest: tuple[Hit, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """Its telegrams over time, its posts, the TAGS that stand beside it, classifications as bars."""
        query = term("tag", self.code)
        beside = tuple(one for one in self.borne.get("tag", ()) if one.value != self.code)
        return {
            "asked": query,
            "time": _time(self.borne, query),
            "posts": rows("post", self.borne.get("post", ()), MOST, query),
            "beside": rows("tag", beside, MOST, query),
            "levels": rows("class", self.borne.get("class", ()), MOST, query),
            "latest": cards(self.latest),
        }


def _time(counts: Counts, query: str) -> Any:
    months, years = in_order(counts.get("month", ())), in_order(counts.get("year", ()))
    return over_time(months, years, lambda unit: search_url(f"{query} date:{unit}"))


def post_page(archive: Archive, asked: Asked) -> PostPage:
    """The post that the address names, in any form."""
    given = " ".join(asked.path["name"].split())
    post = posts.find(given)
    name = post.name if post else given.upper()
    query = term("post", name)
    found = archive.search(query, limit=NEWEST, sort="-date")
    gaps = archive.gaps(name)
    return PostPage(
        name,
        post.plain_address if post else name,
        ", ".join(filter(None, (post.city, post.country))) if post else "",
        post.note if post else "",
        found.total,
        archive.counted(query),
        archive.counted(term("addressee", name)).get("post", ()),
        sum(year.missing for year in gaps.years),
        gaps.absent,
        gaps.wanted[:WANTED],
        found.hits,
    )


def tag_page(archive: Archive, asked: Asked) -> TagPage:
    """The TAGS code that the address names."""
    code = " ".join(asked.path["code"].upper().split())
    tag = tags.meaning(code, None)
    query = term("tag", code)
    found = archive.search(query, limit=NEWEST, sort="-date")
    meaning = (tag.name, tag.kind, tag.definition) if tag else ("", "", "")
    return TagPage(code, *meaning, found.total, archive.counted(query), found.hits)
