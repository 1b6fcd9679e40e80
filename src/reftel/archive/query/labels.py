"""What the values of facets mean, for people."""

from __future__ import annotations

from collections.abc import Callable

from reftel.archive.results import Count
from reftel.vocabulary import posts, tags


def _post(value: str) -> str:
    post = posts.find(value)
    return post.plain_address if post else ""


def _tag(value: str) -> str:
    tag = tags.meaning(value, None)
    return tag.name if tag else ""


_LABELS: dict[str, Callable[[str], str]] = {"post": _post, "tag": _tag}


def labelled(facets: dict[str, tuple[Count, ...]]) -> dict[str, tuple[Count, ...]]:
    """The same counts with a label where the vocabulary knows one."""
    return {
        name: tuple(Count(count.value, count.count, _LABELS[name](count.value)) for count in counts)
        if name in _LABELS
        else counts
        for name, counts in facets.items()
    }
