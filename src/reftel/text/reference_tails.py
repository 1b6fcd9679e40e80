"""What stands behind the number of a reference: its date, NOTAL and other remarks, its title."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.dtg import full_year
from reftel.text import reference_patterns as patterns
from reftel.text.plain import squeeze
from reftel.vocabulary import posts
from reftel.vocabulary.head_words import listed


class Tail(NamedTuple):
    """What stands behind a number: year of a date, NOTAL, a title, and where it ends."""

    end: int
    year: int | None = None
    notal: bool = False
    title: str | None = None


def read_tail(text: str, at: int, end: int) -> Tail:
    """Dates, remarks and a title behind a reference's number, in any order."""
    tail = Tail(at)
    for _ in range(6):
        longer = _longer(text, tail, end)
        if not longer:
            break
        tail = longer
    return tail


def _longer(text: str, tail: Tail, end: int) -> Tail | None:
    """The tail with one more date, remark or title, or None if nothing of the kind follows."""
    dated = patterns.DATE.match(text, tail.end, end)
    if dated and not tail.year:
        digits = next(group for group in dated.groups() if group)
        return tail._replace(end=dated.end(), year=full_year(digits))
    remark = patterns.REMARK.match(text, tail.end, end)
    if remark:
        return tail._replace(end=remark.end(), notal=tail.notal or bool(remark["notal"]))
    title = None if tail.title else _title(text, tail.end, end)
    return tail._replace(end=title.end(), title=squeeze(title["title"])) if title else None


def _title(text: str, at: int, end: int) -> re.Match[str] | None:
    quoted = patterns.QUOTED.match(text, at, end)
    if quoted:
        return quoted
    dashed = patterns.DASHED.match(text, at, end)
    return dashed and patterns.DASHED.match(
        text, at, next_telegram(text, dashed.start("title"), dashed.end())
    )


def next_telegram(text: str, at: int, end: int) -> int:
    """Where behind `at` a separator and another telegram of a known station follow; `end` if nowhere."""
    for separator in patterns.MORE.finditer(text, at, end):
        found = patterns.TELEGRAM.match(text, separator.end(), end)
        if found and _is_station(found["station"]):
            return separator.start()
    return end


def _is_station(name: str) -> bool:
    words = name.upper().split()
    if words[-1] in listed("no station"):
        return False
    return posts.find(name) is not None or (name.isupper() and posts.near(name) is not None)
