"""Which collection a text is of, told by the signs of `data/signs.csv`: banners, stamps, labels, the file's name."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import NamedTuple

ENOUGH = 3
"""Points from which a text is taken to be of a collection; a sure sign has four, a strong one two or three."""
OTHER = "Could also be of"
"""The fact that names the collection whose signs a text bears besides those of its own."""
HEAD = 3072  # bytes: some fifty lines, and what a release or a printer put above them
_MOST_LINES = 8  # lines in which a sign's letters are looked at


class Sign(NamedTuple):
    """One row of `signs.csv`. `where`: a line of the `head`, of the text `anywhere`, or the file's `name`.

    `letters` are found at the speed of memory; only a line in which they stand is held against `pattern`.
    """

    collection: str
    where: str
    points: int
    letters: str
    pattern: re.Pattern[str]
    meaning: str


class Told(NamedTuple):
    """A text's collection with its legal status, and the collection that it could also be of."""

    collection: str | None = None
    legal_status: str | None = None
    other: str | None = None


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this module."""
    text = files("reftel.sources").joinpath(f"data/{name}.csv").read_text("utf-8")
    return list(csv.DictReader(text.splitlines(keepends=True)))


@cache
def signs() -> tuple[Sign, ...]:
    """By what the collections of plain texts are told, in the order of the table."""
    return tuple(
        Sign(
            row["collection"],
            row["where"],
            int(row["points"]),
            row["letters"],
            re.compile(row["pattern"]),
            row["meaning"],
        )
        for row in rows("signs")
    )


@cache
def _legal_status() -> dict[str, str]:
    return {row["collection"]: row["legal_status"] for row in rows("collections")}


def legal_status(collection: str) -> str | None:
    """The legal status of a collection of `data/collections.csv`; None where it depends on the copy."""
    return _legal_status()[collection] or None


@cache
def _by_place(where: str) -> tuple[tuple[str, Sign], ...]:
    return tuple((sign.letters, sign) for sign in signs() if sign.where == where)


def _borne(where: str, text: str) -> list[Sign]:
    """The signs that a text, or a file's name, bears."""
    return [sign for letters, sign in _by_place(where) if letters in text and _bears(sign, text)]


def _bears(sign: Sign, text: str) -> bool:
    """Whether one of the first lines with the sign's letters is as its pattern says."""
    at = text.find(sign.letters)
    for _ in range(_MOST_LINES):
        if at < 0:
            break
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if sign.pattern.search(text[text.rfind("\n", 0, at) + 1 : end].strip()):
            return True
        at = text.find(sign.letters, end)
    return False


def collection_of(data: bytes | str, name: str = "") -> Told:
    """The collection whose signs a text or its file's name bears; the best and the runner-up."""
    text = data if isinstance(data, str) else data.decode("latin-1")
    points: Counter[str] = Counter()
    for sign in (*_borne("head", text[:HEAD]), *_borne("anywhere", text), *_borne("name", name)):
        points[sign.collection] += sign.points
    best = [collection for collection, total in points.most_common(2) if total >= ENOUGH]
    if not best:
        return Told()
    return Told(best[0], legal_status(best[0]), best[1] if len(best) > 1 else None)
