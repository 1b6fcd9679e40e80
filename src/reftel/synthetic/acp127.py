"""Writes an entry as a State telegram of the 2000s with its ACP 127 transmission lines.

The copy is the archive's: the heading of section 1 stands, those of the later sections have shrunk to page lines
that fall where they fall.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from reftel.synthetic.entry import Entry, plain_address, spaced, split_precedence
from reftel.synthetic.lines import (
    date_time_group,
    first_line_level,
    of_section,
    prosigns,
    reference_lines,
    wrapped,
)
from reftel.vocabulary import posts, routing_indicators

WIDTH = 66
SECURITY = {
    "UNCLASSIFIED": "ZNR UUUUU ZZH",
    "LIMITED OFFICIAL USE": "ZNR UUUUU ZZH",
    "CONFIDENTIAL": "ZNY CCCCC ZZH",
    "SECRET": "ZNY SSSSS ZZH",
}
Numbers = Mapping[str, int]  # the continuity number of each addressee, by its name without the precedence


class Ledgers:
    """The running numbers of the invented world: each post counts what it sends to each addressee."""

    def __init__(self) -> None:
        self._sent: Counter[tuple[str, str]] = Counter()

    def continuity(self, sender: str, addressee: str) -> int:
        """The next continuity number of a post's telegrams to an addressee; four digits, then from 1 again."""
        self._sent[sender, addressee] += 1
        return (_first_number(sender, addressee) + self._sent[sender, addressee]) % 10_000 or 10_000

    def numbers(self, sender: str, names: Iterable[str]) -> Numbers:
        """The numbers that a telegram to these takes up: one for each post, none for collectives."""
        return {
            name: self.continuity(sender, plain_address(name))
            for name in names
            if posts.find(name) and "COLLECTIVE" not in name
        }


@cache
def _first_number(sender: str, addressee: str) -> int:
    return (sum(map(ord, sender)) * 7 + sum(map(ord, addressee)) % 911) % 7000 + 400


@cache
def routing_indicator(address: str) -> str:
    """The first routing indicator of a post or an address; empty where none is known."""
    post = posts.find(address)
    if post and post.routing_indicators:
        return post.routing_indicators[0]
    stations = routing_indicators.of(plain_address(address))
    return stations[0].indicator if stations else ""


def _addressee(addressee: str, numbers: Numbers) -> str:
    name, word = split_precedence(addressee)
    address = plain_address(name)
    indicator = routing_indicator(name)
    number = f"{numbers[name]:04d}" if name in numbers else ""
    return " ".join(filter(None, (f"{indicator}/{address}" if indicator else address, word, number)))


def addresses(entry: Entry, numbers: Numbers) -> list[str]:
    """The lines from the originator to the last information addressee."""
    action = [_addressee(one, numbers) for one in entry.action]
    info = [_addressee(one, numbers) for one in entry.info]
    return [
        f"FM {plain_address(entry.sender)}",
        *(f"{'TO ' if index == 0 else ''}{line}" for index, line in enumerate(action)),
        *(f"{'INFO ' if index == 0 else ''}{line}" for index, line in enumerate(info)),
    ]


def _heading(entry: Entry, numbers: Numbers, section: int) -> list[str]:
    own = routing_indicator(entry.sender)
    signs = prosigns(entry)
    part = f"/{section or 1:02d}" if entry.sections > 1 else ""
    filed = f"{entry.sent.timetuple().tm_yday:03d}{entry.sent.hour:02d}{entry.sent.minute:02d}"
    return [
        f"VZCZCXRO{entry.serial * 7 % 9000 + 1000}",
        f"{signs[0] * 2} {own}",
        f"DE {own} #{entry.serial % 10000:04d}{part} {filed}",
        SECURITY[entry.level],
        f"{signs} {date_time_group(entry.sent)}",
        *addresses(entry, numbers),
        "",
    ]


def _order(entry: Entry) -> str:
    if entry.order:
        return f"E.O. {entry.order}"
    if entry.level == "UNCLASSIFIED":
        return "E.O. 12958: N/A"
    return f"E.O. 12958: DECL: {entry.sent:%m/%d}/{entry.sent.year + 10}"


def head(entry: Entry, section: int = 0) -> list[str]:
    """The telegram's own head, classification line to classifier; every section has one."""
    part = f" SECTION {section or 1:02d} OF {entry.sections:02d}" if entry.sections > 1 else ""
    lines = [f"{first_line_level(entry.level)}{part} {spaced(entry.sender)} {entry.serial:06d}", ""]
    for caption in entry.captions:
        lines += [caption, ""]
    if entry.passing:
        lines += [*entry.passing, ""]
    lines += [
        _order(entry),
        f"TAGS: {' '.join(entry.tags)}",
        *wrapped(f"SUBJECT: {entry.subject}", WIDTH),
        "",
    ]
    if entry.refs:
        lines += [*reference_lines(entry), ""]
    if entry.classified_by:
        lines += [*wrapped(f"Classified By: {entry.classified_by} for reasons {entry.reasons}.", WIDTH), ""]
    return lines


def body(entry: Entry, section: int = 0) -> list[str]:
    """The text and the signature, or one section's part of them.

    Where all sections stand together, a page line marks where each later one begins, in mid-sentence where it falls so.
    """
    lines = [*wrapped(entry.text, WIDTH), entry.sign]
    if section:
        return of_section(lines, section, entry.sections)
    length = len(lines)
    for later in range(entry.sections, 1, -1):
        at = length * (later - 1) // entry.sections
        page = f"{spaced(entry.sender)[:10]} {entry.serial:08d}  {later:03d} OF {entry.sections:03d} "
        lines[at:at] = ["", page, ""]
    return lines


def write(entry: Entry, numbers: Numbers, section: int = 0) -> str:
    """The telegram's text with its transmission lines, as an archive copy holds it; or one of its sections."""
    return (
        "\n".join([*_heading(entry, numbers, section), *head(entry, section), *body(entry, section)]) + "\n"
    )
