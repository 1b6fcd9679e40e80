"""What is missing: telegrams referred to but absent, gaps in serials and in continuity numbers, what was withheld."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from reftel.archive.addresses import keys_of
from reftel.archive.missing.series import Series, day_of, posts_of, series_of
from reftel.archive.query.compiler import Compiler, all_of
from reftel.archive.query.search import Wanted as Page
from reftel.archive.query.search import find
from reftel.archive.query.tree import And, Field, Node, Word, disjunction
from reftel.model.mrn import FIRST_YEAR, LAST_YEAR
from reftel.model.telegram import Noun
from reftel.vocabulary import known_holes

if TYPE_CHECKING:
    from reftel.archive.view import View

MOST_WANTED = 50
MOST_NAMED = 10
MOST_WITHHELD = 1000
FARTHEST = 1000  # between two continuity numbers; farther apart they are not of one count
KINDS = ("withdrawal", "index-entry", "stub")
_NUMBER = re.compile(r"([0-9]{4})([A-Z]+)([0-9]{1,6})\Z")


class Missing(Noun, frozen=True):
    """A telegram that others refer to and the archive has not. `after` and `before` are days, null where nothing tells.

    They are those of its neighbours by serial, and no later than the first telegram that cites it. `hole` is a known
    loss that may explain it.
    """

    mrn: str
    cited: int
    by: tuple[str, ...] = ()
    after: str | None = None
    before: str | None = None
    hole: str | None = None


class Run(Noun, frozen=True):
    """Serials of which no telegram is held, both ends included, and the days between which they were sent."""

    first: int
    last: int
    after: str | None = None
    before: str | None = None
    hole: str | None = None


class Year(Noun, frozen=True):
    """A post's series of one year: telegrams held, the last serial held, how many before it are missing, and which."""

    post: str
    year: int
    held: int
    last: int
    missing: int
    runs: tuple[Run, ...] = ()


class Count(Noun, frozen=True):
    """The count of what a post sent to one addressee: how many numbers are held, how many between them are missing."""

    post: str
    addressee: str
    held: int
    missing: int
    runs: tuple[tuple[int, int], ...] = ()


class Gaps(Noun, frozen=True):
    """What is missing of one post, or of all. `wanted` are the most cited of all `absent` that telegrams cite."""

    post: str | None
    wanted: tuple[Missing, ...] = ()
    absent: int = 0
    years: tuple[Year, ...] = ()
    counts: tuple[Count, ...] = ()
    withheld: tuple[str, ...] = ()


def gaps(archive: View, post: str | None, most: int = MOST_WANTED) -> Gaps:
    """What is missing of a post (canonical name), or of all posts; the `most` wanted."""
    compiler = archive.compiler()
    known: dict[str, dict[int, Series]] = {}
    for name in [post] if post else posts_of(compiler):
        known[name] = {series.year: series for series in series_of(compiler, name)}
    cited = absent_numbers(compiler, post)
    return Gaps(
        post=post,
        wanted=tuple(_wanted(archive, compiler, cited.most_common(most), known)),
        absent=len(cited),
        years=tuple(_year(series) for years in known.values() for series in years.values()),
        counts=tuple(_counts(compiler, post)) if post else (),
        withheld=_withheld(archive, compiler, post),
    )


def absent_numbers(compiler: Compiler, post: str | None) -> Counter[str]:
    """The numbers with a year that telegrams refer to and none has, with how many telegrams cite each."""
    starts = [f"{year}{post}" for year in range(FIRST_YEAR, LAST_YEAR + 1)] if post else ["19", "20"]
    held = dict(_terms(compiler, "number", starts))
    cited: Counter[str] = Counter()
    for field in ("reference", "mention"):
        for number, count in _terms(compiler, field, starts):
            if number not in held:
                cited[number] += count
    return Counter({number: cited[number] for number in sorted(cited) if _is_of(number, post)})


def _is_of(number: str, post: str | None) -> bool:
    """Whether a term is a number with its year, and of the post itself: that of another may begin with its name."""
    found = _NUMBER.match(number)
    return found is not None and post in (None, found[2])


def _terms(compiler: Compiler, field: str, starts: Iterable[str]) -> Iterable[tuple[str, int]]:
    """The terms of a field that begin so, as far as the viewer may see, with how many telegrams have each."""
    guard = None
    if not compiler.viewer.sees_all:
        level = {"reference": "tier", "mention": "every"}.get(field, "levels")
        guard = all_of((compiler.visible(), compiler.guard(level)))
    return chain.from_iterable(compiler.searcher.terms_with_prefix(field, start, guard) for start in starts)


def _wanted(
    archive: View, compiler: Compiler, cited: list[tuple[str, int]], known: dict[str, dict[int, Series]]
) -> Iterable[Missing]:
    for number, count in cited:
        found = _NUMBER.match(number)
        years = known.get(found[2], {}) if found else {}
        series = years.get(int(found[1])) if found else None
        after, before = series.days_around(int(found[3]), int(found[3])) if found and series else (None, None)
        by, first = _citing(archive, compiler, number)
        before = min((day for day in (before, first) if day), default=None)
        after = after if after and (before is None or after <= before) else None
        yield Missing(number, count, by, _said(after), _said(before), _hole(after, before))


def _citing(archive: View, compiler: Compiler, number: str) -> tuple[tuple[str, ...], date | None]:
    """The keys of the first telegrams that cite a number, and the day of the first."""
    page = Page(MOST_NAMED, 0, "date")
    rows = [row for row, _ in find(archive.index, compiler, Field("cites", Word(number)), page).rows]
    keys = keys_of(archive.store, rows, compiler.viewer)
    day = day_of(compiler, rows[0]) if rows else None
    return tuple(keys[row] for row in rows if row in keys), date.fromordinal(day) if day else None


def _said(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hole(after: date | None, before: date | None) -> str | None:
    hole = known_holes.between(after, before)
    return f"{hole.first} to {hole.last}: {hole.what} ({hole.source})" if hole else None


def _year(series: Series) -> Year:
    found = series.gaps()
    runs = []
    for first, last in found:
        days = series.days_around(first, last)
        runs.append(Run(first, last, _said(days[0]), _said(days[1]), _hole(*days)))
    missing = sum(last - first + 1 for first, last in found)
    return Year(series.post, series.year, len(series.held), series.last, missing, tuple(runs))


def _counts(compiler: Compiler, post: str) -> Iterable[Count]:
    """The continuity numbers of what a post sent to each addressee."""
    guard = None if compiler.viewer.sees_all else compiler.visible()
    numbers: dict[str, list[str]] = defaultdict(list)
    for term, _ in compiler.searcher.terms_with_prefix("continuity", f"{post}>", guard):
        addressed, _, number = term.rpartition(">")
        numbers[addressed].append(number)
    for addressed in sorted(numbers):
        addressee, held = addressed[len(post) + 1 :], sorted(map(int, numbers[addressed]))
        runs = [(low + 1, high - 1) for low, high in pairwise(held) if 1 < high - low <= FARTHEST]
        missing = sum(last - first + 1 for first, last in runs)
        yield Count(post, addressee, len(held), missing, tuple(runs))


def _withheld(archive: View, compiler: Compiler, post: str | None) -> tuple[str, ...]:
    """The keys of records that say that a telegram exists and is withheld."""
    tree: Node = disjunction(Field("is", Word(kind)) for kind in KINDS)
    tree = And((tree, Field("post", Word(post)))) if post else tree
    found = find(archive.index, compiler, tree, Page(MOST_WITHHELD, 0, "date"))
    keys = keys_of(archive.store, [row for row, _ in found.rows], compiler.viewer)
    return tuple(keys[row] for row, _ in found.rows if row in keys)
