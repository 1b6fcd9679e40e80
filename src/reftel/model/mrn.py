"""Message reference numbers: year, post, serial. Canonical is `2006DUSHANBE862`.

Every printed form leads there: `06DUSHANBE862`, `2006 DUSHANBE 000862`, `1975STATE133602`, `73 STATE 1`, the cut
station codes of the 1970s (`1976USUNN00327`), airgrams (`1974TEHRAN A-40`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.dtg import full_year
from reftel.vocabulary import posts

FIRST_YEAR, LAST_YEAR = 1945, 2030
LARGEST_SERIAL = 999_999

_WHOLE = re.compile(
    r"\s*(?:MRN:?\s+)?(?P<year>(?:19|20)[0-9]{2}|[0-9]{4}(?=[A-Z])|[0-9]{2})?[\s-]*"
    r"(?P<station>[A-Z][A-Z .'/&-]{0,40}?)[\s.]*(?P<serial>A-[0-9]{1,5}|[0-9]{1,6})(?:[_-][0-9]{1,3})?\s*\Z"
)
# Words that were taken into the station by the systems that made the identifier.
_INTRUDERS = re.compile(r"SECTION ?[0-9]{1,2} ?OF ?[0-9]{1,2}|E ?F ?T ?O(?=[ A-Z])|NOFORN|AMEMBASSY")
_SECOND_NUMBER = re.compile(
    r"(?<=[A-Z])(\s*[0-9]{1,6})\s*(?:TOSEC|SECTO|TODEP|TOTAS|TOPAR|Z[A-Z]{2}|SUSPECTED DUPLICATE)\s*[0-9]{1,6}\s*\Z"
)
_DOUBLED_YEAR = re.compile(r"\A([0-9]{2})\1(?=[A-Z ])")
SERIES = frozenset({"SECTO", "TOSEC", "TODEP", "DEPTO", "TOTAS", "TASTO", "PARTO", "TOPAR", "TOHAK", "HAKTO"})


class Mrn(NamedTuple):
    """A message reference number. `year` is None where none was written; an airgram's serial is `A-40`."""

    year: int | None
    post: str
    serial: int | str

    def __str__(self) -> str:
        """Canonical: four-digit year, post without blanks, serial without leading zeros."""
        return f"{self.year or ''}{self.post}{self.serial}"


def _year(digits: str | None, otherwise: int | None) -> int | None:
    if not digits:
        return otherwise
    year = full_year(digits)
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def _station(name: str) -> str:
    post = posts.find(name)
    return post.name if post else re.sub(r"[^A-Z]", "", name)


def parse_mrn(text: str, year: int | None = None) -> Mrn | None:
    """The number that `text` means as a whole, or None. `year` is taken where the text has none.

    A station that no table knows is kept as it is written, without blanks; a cut that two posts share too.
    """
    cleaned = _DOUBLED_YEAR.sub(r"\1", " ".join(text.upper().split()))
    cleaned = _SECOND_NUMBER.sub(r"\1", _INTRUDERS.sub("", cleaned))
    match = _WHOLE.match(cleaned)
    if not match:
        return None
    station = _station(match["station"])
    serial = match["serial"]
    found = _year(match["year"], year)
    if not station or (match["year"] and not found):
        return None
    if serial.startswith("A-"):
        return Mrn(found, station, f"A-{int(serial[2:])}")
    return Mrn(found, station, int(serial)) if 0 < int(serial) <= LARGEST_SERIAL else None


def aliases(mrn: Mrn) -> tuple[str, ...]:
    """Other forms in which the number is printed: two-digit year, unpadded and padded to the width of its era."""
    if mrn.year is None or isinstance(mrn.serial, str):
        return ()
    short = f"{mrn.year % 100:02d}{mrn.post}"
    width = 6 if mrn.post == "STATE" or mrn.year >= 2000 else 5
    return tuple(dict.fromkeys((f"{short}{mrn.serial}", f"{short}{mrn.serial:0{width}d}")))
