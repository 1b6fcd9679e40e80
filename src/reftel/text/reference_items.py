"""One item of the REF block: a telegram or several of one station, an airgram, a date-time group, another paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from reftel.model.dtg import full_year
from reftel.model.ledger import Ledger
from reftel.model.mrn import Mrn
from reftel.model.telegram import Reference
from reftel.text import reference_patterns as patterns
from reftel.text.plain import squeeze, trimmed
from reftel.text.reference_item import Found, Item, Sender
from reftel.text.reference_stations import DEPARTMENT, ENDED, kind_of_paper, station_of
from reftel.text.reference_tails import next_telegram, read_tail
from reftel.vocabulary import posts

_LITTER = " \t\n,;&-"
_BETWEEN = _LITTER + "."  # a full stop can end an item, and the block
_AND = re.compile(r"(?:AND|and|SEE|ALSO|IN)\s++")
_POSSESSIVE = re.compile(r"['’]S\Z")
_MOST_OF_A_RANGE = 20
_CLOSE = 20
_LARGEST_OF_A_POST = 60_000  # only the Department numbers higher in a year


def read_item(
    text: str, start: int, end: int, letter: str | None, before: Found | None, sender: Sender, ledger: Ledger
) -> Iterator[Found]:
    """The references of `text[start:end]`, the part between two enumerators; `before` is the reference before it."""
    item = Item(text, end, letter, sender, ledger)
    at = _skip(text, start, end)
    found: list[Found] = []
    while at < end:
        group = _telegrams(item, at, found[-1] if found else before)
        if not group:
            group = _other(item, at, found[-1] if found else None)
            if found and group[0].start == found[-1].start:
                found.pop()
        found.extend(group)
        at = _skip(text, max(at + 1, group[-1].end), end)
    yield from found


def _skip(text: str, at: int, end: int) -> int:
    at = trimmed(text, at, end, _BETWEEN)[0]
    word = _AND.match(text, at, end)
    return _skip(text, word.end(), end) if word else at


def _telegrams(item: Item, at: int, last: Found | None) -> list[Found]:
    """The telegram at `at`, with the further numbers of a range or stroke; empty if none stands there."""
    airgram = _airgram(item, at)
    if airgram:
        return airgram
    found = patterns.TELEGRAM.match(item.text, at, item.end)
    if found and (number := _numbered(item, found)):
        return number
    found = patterns.NUMBER_FIRST.match(item.text, at, item.end)
    if found and posts.find(found["station"]):
        item.ledger.repair("Q90", *found.span(), found[0], f"{found['station']} {found['serial']}")
        return _finished(item, found, _post(found["station"]), None, [int(found["serial"])])
    found = patterns.SERIAL.match(item.text, at, item.end)
    if found and ENDED.match(item.text, found.end(), item.end):
        return _bare(item, found, last)
    return _by_group(item, at)


def _numbered(item: Item, found: re.Match[str]) -> list[Found]:
    year, serials = _serials(found, item)
    station = station_of(item, found)
    if not station or not serials:
        return []
    return _finished(item, found, station, year, serials)


def _serials(found: re.Match[str], item: Item) -> tuple[int | None, list[int]]:
    """The year if printed before or within the number, and the number, or both ends of what is a range."""
    printed, digits = found["serial"], found["serial"].replace(",", "").replace("O", "0")
    if printed != digits:
        item.ledger.repair("Q91", *found.span("serial"), printed, digits)
    year, serial = found["year"], int(digits)
    if found["year_in"]:
        first, place = int(found["year_in"]), (found.start("year_in"), found.end("serial"))
        if 0 < serial - first <= _MOST_OF_A_RANGE and not found["year_in"].startswith("0"):
            serials = list(range(first, serial + 1))
            item.mend("Q98", *place, ", ".join(map(str, serials)))
            return None, serials
        year = year or found["year_in"]
        item.mend("Q88", *place, f"{serial} of {full_year(year)}")
    return full_year(year) if year else None, [serial] if serial else []


def _bare(item: Item, found: re.Match[str], last: Found | None) -> list[Found]:
    """A number alone: of the station before it, else of the telegram's own, or of the Department if too high."""
    serial = int(found["serial"].replace("O", "0"))
    if last and last.station:
        code = "Q87" if last.reference.label == item.letter else "Q89"
        item.mend(code, *found.span(), f"{last.station} {serial}")
        return _finished(item, found, last.station, None if last.year_inferred else last.year, [serial])
    station = DEPARTMENT if serial > _LARGEST_OF_A_POST else item.sender.post
    if not station or not serial:
        return []
    item.ledger.repair("Q89", *found.span(), found[0], f"{station} {serial}")
    return _finished(item, found, station, None, [serial])


def _post(name: str) -> str:
    post = posts.find(name)
    return post.name if post else name


def _finished(
    item: Item, found: re.Match[str], station: str, year: int | None, serials: list[int]
) -> list[Found]:
    """The references of one station from its number on, with range, date, remarks and title."""
    serials, at = _more_serials(item, found.end(), serials)
    tail = read_tail(item.text, at, item.end)
    written = year or tail.year
    if tail.year and not year:
        item.mend("Q88", at, tail.end, f" of {tail.year}")
    sent = item.sender.sent
    counted = written or (sent.year if sent else None)
    post = posts.find(station)
    name = posts.in_year(post, counted).name if post and counted else station
    return [
        Found(
            Reference(
                item.letter,
                "telegram",
                str(Mrn(counted, name, serial)) if counted else None,
                squeeze(item.text[found.start() : tail.end]),
                year_inferred=written is None and counted is not None,
                notal=tail.notal,
                title=tail.title,
            ),
            found.start(),
            tail.end,
            station,
            counted,
            written is None,
        )
        for serial in serials
    ]


def _more_serials(item: Item, at: int, serials: list[int]) -> tuple[list[int], int]:
    """The numbers of `12-15` and `12/13`, and the offset behind them."""
    last = serials[-1]
    several = patterns.RANGE.match(item.text, at, item.end)
    if several:
        if 0 < int(several["last"]) - last < _MOST_OF_A_RANGE:
            more = list(range(last + 1, int(several["last"]) + 1))
            item.mend("Q98", at, several.end(), "".join(f", {serial}" for serial in more))
            return [*serials, *more], several.end()
        return serials, at if " " in several[0] else several.end()
    stroke = patterns.SLASH.match(item.text, at, item.end)
    if stroke:
        printed = str(last)
        other = int(printed[: max(0, len(printed) - len(stroke["other"]))] + stroke["other"])
        if 0 < other - last <= _CLOSE:
            item.mend("Q87", at, stroke.end(), f", {other}")
            return [*serials, other], stroke.end()
    return serials, at


def _airgram(item: Item, at: int) -> list[Found]:
    found = patterns.AIRGRAM.match(item.text, at, item.end)
    if not found:
        return []
    tail = read_tail(item.text, found.end(), item.end)
    station = _post(_POSSESSIVE.sub("", found["station"])) if found["station"] else None
    sent = item.sender.sent
    year = full_year(found["year"]) if found["year"] else tail.year
    counted = year or (sent.year if sent else None)
    mrn = str(Mrn(counted, station, f"A-{int(found['serial'])}")) if counted and station else None
    words = squeeze(item.text[at : tail.end])
    inferred = mrn is not None and year is None
    return [
        Found(Reference(item.letter, "airgram", mrn, words, inferred, tail.notal, tail.title), at, tail.end)
    ]


def _by_group(item: Item, at: int) -> list[Found]:
    found = patterns.BY_GROUP.match(item.text, at, item.end)
    if not found:
        return []
    tail = read_tail(item.text, found.end(), item.end)
    words = squeeze(item.text[at : tail.end])
    return [
        Found(Reference(item.letter, "dtg", None, words, notal=tail.notal, title=tail.title), at, tail.end)
    ]


def _other(item: Item, at: int, last: Found | None) -> list[Found]:
    """What is no telegram: the title of the one before it in the item, or a paper of its own."""
    parted = item.text.find(";", at, item.end)
    end = next_telegram(item.text, at, item.end if parted < 0 else parted)
    stop = trimmed(item.text, at, end, _LITTER)[1]
    words = squeeze(item.text[at:stop])
    kind = kind_of_paper(words)
    if last and not kind and not last.reference.title and last.reference.kind == "telegram":
        titled = msgspec.structs.replace(
            last.reference, title=words.strip('"'), text=squeeze(item.text[last.start : stop])
        )
        return [last._replace(reference=titled, end=stop)]
    notal = "NOTAL" in words.upper()
    return [Found(Reference(item.letter, kind or "other", None, words, notal=notal), at, max(stop, at + 1))]
