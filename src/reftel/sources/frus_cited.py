"""Telegrams that the editors of a volume cite in their footnotes, with number, post, day and film number.

`In telegram 47709 to Kinshasa, March 3, the Department ... (National Archives, RG 59, ..., D770074–0264)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reftel.model.mrn import Mrn
from reftel.sources.frus_notes import FILM
from reftel.vocabulary import posts

_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_CITED = re.compile(
    r"[Tt]elegrams? (?P<serials>\d{1,6}(?:(?:, and|,| and) \d{1,6}){0,8}) (?P<way>from|to)"
    r" (?P<place>(?!the )[A-Za-z][\w.’' -]{2,30}?)(?=,|;|\.| and )"
    rf".{{0,80}}?(?:{_MONTH} \d{{1,2}}\b(?:, (?P<year>19\d\d))?|\Z)"
)
_SERIAL = re.compile(r"\d+")
_REACH = 600  # letters behind a citation in which its film number stands


def cited(notes: Iterable[str], year: int) -> Iterator[str]:
    """The message reference numbers, each with its film number, if one is printed: `1977STATE47709 (D770074-0264)`.

    `year` is taken where a footnote prints none, as the series does for telegrams of the document's own year.
    """
    for note in notes:
        found = list(_CITED.finditer(note))
        for at, one in enumerate(found):
            stop = found[at + 1].start() if at + 1 < len(found) else len(note)
            film = FILM.search(note, one.end(), min(stop, one.end() + _REACH))
            place = f" ({film['reel']}-{film['frame']})" if film else ""
            for number in _numbers(one, year):
                yield f"{number}{place}"


def _numbers(one: re.Match[str], year: int) -> Iterator[Mrn]:
    """From a post its own numbers, to a post the Department's."""
    post = posts.find("STATE" if one["way"] == "to" else one["place"].upper())
    if post is not None:
        for serial in _SERIAL.findall(one["serials"]):
            yield Mrn(int(one["year"] or year), post.name, int(serial))
