"""The number of a telegram, its year, and the other names under which archives know it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from reftel.model.mrn import FIRST_YEAR, LARGEST_SERIAL, LAST_YEAR, Mrn, aliases, parse_mrn
from reftel.reading.hinge import Number
from reftel.vocabulary import posts

_IN_NAME = re.compile(r"(?:\A|[_-])((?:19|20)?\d\d[A-Z]{3,20}\d{1,6})(?=\Z|[_-])")
_NEW_YEAR = 2  # days around 1 January in which the sender's clock and Z disagree about the year


class Identity(NamedTuple):
    """The message reference number; `inferred` if it or its year is not the telegram's own word.

    `other_year` is the year of a number elsewhere on the record that contradicts the date-time group.
    """

    mrn: Mrn | None
    inferred: bool
    aliases: tuple[str, ...]
    other_year: int | None = None


def number_of_file(path: str | None) -> Mrn | None:
    """The number that a file's name is, if it is one with a year: `1975STATE133602.body.txt`."""
    if not path:
        return None
    stem = path.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    mrn = parse_mrn(stem)
    if mrn and mrn.year:
        return mrn
    inside = _IN_NAME.search(stem)
    mrn = parse_mrn(inside[1]) if inside else None
    return mrn if mrn and mrn.year and posts.find(mrn.post) else None


def identify(
    own: Number | None,
    sender: str | None,
    sent: datetime | None,
    stated: list[Mrn],
    file: Mrn | None,
) -> Identity:
    """Settle the number. `own`: from the telegram's lines; `stated`: by labels and archives; `file`: its name.

    The telegram's lines give post and serial, its date-time group the year; what others state fills gaps.
    """
    written = _written(own, sender, sent)
    others = [*stated, *([file] if file else [])]
    if written is None:
        found = next(iter(others), None)
        return Identity(found, bool(found) and not stated, _names(found, others))
    same = [mrn for mrn in others if (mrn.post, mrn.serial) == (written.post, written.serial)]
    if written.year is None:
        year = next((mrn.year for mrn in same), None) or next((mrn.year for mrn in others), None)
        found = _in_year(written, year)
        return Identity(found, not (same and same[0] in stated), _names(found, others))
    differs = next((mrn for mrn in same if mrn in stated and mrn.year != written.year), None)
    if differs is None:
        return Identity(written, False, _names(written, others))
    keep = differs if sent and _near_new_year(sent, differs.year) else written
    return Identity(keep, False, _names(keep, [*others, written]), differs.year)


def _written(own: Number | None, sender: str | None, sent: datetime | None) -> Mrn | None:
    """Post and serial from the telegram's lines; the sender decides where a cut station could be two posts."""
    if own is None or not own.serial:
        return None
    station = own.station or sender
    if not station:
        return None
    if posts.find(station) is None and sender:
        station = sender
    year = sent.year if sent else None
    mrn = _of_list(station, own.serial, year) or parse_mrn(f"{station} {own.serial}", year)
    return _in_year(mrn, year) if mrn else None


def _of_list(station: str, serial: int, year: int | None) -> Mrn | None:
    """The number of a station that the list has under this very name; it need not be read as a printed one."""
    post = posts.find(station)
    if post is None or not post.numbers_telegrams or posts.never_a_station(post.name):
        return None
    possible = serial <= LARGEST_SERIAL and (year is None or FIRST_YEAR <= year <= LAST_YEAR)
    return Mrn(year, post.name, serial) if possible else None


def _in_year(mrn: Mrn, year: int | None) -> Mrn | None:
    if year is None:
        return mrn._replace(year=None)
    post = posts.find(mrn.post)
    return Mrn(year, posts.in_year(post, year).name if post else mrn.post, mrn.serial)


def _near_new_year(sent: datetime, year: int | None) -> bool:
    if year is None:
        return False
    turn = datetime(max(year, sent.year), 1, 1, tzinfo=sent.tzinfo)
    return abs(year - sent.year) == 1 and abs((sent - turn).days) < _NEW_YEAR


def _names(mrn: Mrn | None, others: list[Mrn]) -> tuple[str, ...]:
    names = () if mrn is None else aliases(mrn) if mrn.year else (str(mrn),)
    contradicting = tuple(str(other) for other in others if mrn and other != mrn)
    return tuple(dict.fromkeys((*names, *contradicting)))
