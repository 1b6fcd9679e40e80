"""The posts between which the invented traffic runs: real ones, each of its own size, in the years of its name."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from reftel.synthetic.shares import Draw, draw, shares
from reftel.vocabulary import posts
from reftel.vocabulary.posts import Post

DEPARTMENT = "STATE"
_SEEN = (1973, 1979)  # the years for which the list says what posts were seen


@cache
def network(year: int) -> Draw:
    """The posts of a year by their canonical names, without the Department, each as often as its size says."""
    return draw({post.name: _size(post) for post in posts.all_posts() if _served(post, year)})


def _served(post: Post, year: int) -> bool:
    """Whether the post sent under its name in that year and its printed forms lead back to it."""
    kinds: dict[str, float] = shares()["posts"]["kinds"]
    if post.kind not in kinds or not post.plain_address or posts.in_year(post, year) != post:
        return False
    since, until = posts.years_of_name(post)
    if (since or 0) > year or (until or 9999) < year:
        return False
    if _SEEN[0] <= year <= _SEEN[1] and not post.seen_in_1970s:
        return False
    return posts.find(post.spaced) == post and posts.named(post.plain_address) == post


@cache
def _size(post: Post) -> float:
    """How much a post sends beside an embassy of the middle size: drawn from its name, the same in every corpus."""
    said: dict[str, Any] = shares()["posts"]
    kind: float = said["kinds"][post.kind]
    own = random.Random(post.name).lognormvariate(0.0, said["spread"])  # noqa: S311 - chance for sizes
    return min(own, float(said["largest"])) * kind * (4.0 if post.name in said["large"].split() else 1.0)
