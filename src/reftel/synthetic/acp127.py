"""Writes an entry as a State telegram of the 2000s with its ACP 127 transmission lines.

The copy is the archive's: the heading of section 1 stands, those of the later sections have shrunk to page lines
that fall where they fall.
"""

from __future__ import annotations

from collections import Counter

from reftel.synthetic.entry import Entry, plain_address, spaced, split_precedence
from reftel.synthetic.lines import date_time_group, first_line_level, prosigns, reference_lines, wrapped
from reftel.vocabulary import posts, routing_indicators

WIDTH = 66
SECURITY = {"UNCLASSIFIED": "ZNR UUUUU ZZH", "CONFIDENTIAL": "ZNY CCCCC ZZH", "SECRET": "ZNY SSSSS ZZH"}


class Ledgers:
    """The running numbers of the invented world: each post counts what it sends to each addressee."""

    def __init__(self) -> None:
        self._sent: Counter[tuple[str, str]] = Counter()

    def continuity(self, sender: str, addressee: str) -> int:
        """The next continuity number of a post's telegrams to an addressee."""
        self._sent[sender, addressee] += 1
        start = sum(map(ord, sender)) * 7 + sum(map(ord, addressee)) % 911
        return start % 7000 + 400 + self._sent[sender, addressee]


def routing_indicator(address: str) -> str:
    """The first routing indicator of a post or an address; empty where none is known."""
    post = posts.find(address)
    if post and post.routing_indicators:
        return post.routing_indicators[0]
    stations = routing_indicators.of(plain_address(address))
    return stations[0].indicator if stations else ""


def _addressee(entry: Entry, addressee: str, ledgers: Ledgers) -> str:
    name, word = split_precedence(addressee)
    address = plain_address(name)
    indicator = routing_indicator(name)
    counted = posts.find(name) and "COLLECTIVE" not in address
    number = f"{ledgers.continuity(entry.sender, address):04d}" if counted else ""
    return " ".join(filter(None, (f"{indicator}/{address}" if indicator else address, word, number)))


def _heading(entry: Entry, ledgers: Ledgers) -> list[str]:
    own = routing_indicator(entry.sender)
    signs = prosigns(entry)
    section = "/01" if entry.sections > 1 else ""
    filed = f"{entry.sent:%j%H%M}"
    action = [_addressee(entry, one, ledgers) for one in entry.action]
    info = [_addressee(entry, one, ledgers) for one in entry.info]
    return [
        f"VZCZCXRO{entry.serial * 7 % 9000 + 1000}",
        f"{signs[0] * 2} {own}",
        f"DE {own} #{entry.serial % 10000:04d}{section} {filed}",
        SECURITY[entry.level],
        f"{signs} {date_time_group(entry.sent)}",
        f"FM {plain_address(entry.sender)}",
        *(f"{'TO ' if index == 0 else ''}{line}" for index, line in enumerate(action)),
        *(f"{'INFO ' if index == 0 else ''}{line}" for index, line in enumerate(info)),
        "",
    ]


def _order(entry: Entry) -> str:
    if entry.order:
        return f"E.O. {entry.order}"
    if entry.level == "UNCLASSIFIED":
        return "E.O. 12958: N/A"
    return f"E.O. 12958: DECL: {entry.sent:%m/%d}/{entry.sent.year + 10}"


def _head(entry: Entry) -> list[str]:
    section = f" SECTION 01 OF {entry.sections:02d}" if entry.sections > 1 else ""
    lines = [f"{first_line_level(entry.level)}{section} {spaced(entry.sender)} {entry.serial:06d}", ""]
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


def _sections(entry: Entry, body: list[str]) -> list[str]:
    """The body with a page line where each later section begins, in mid-sentence where it falls so."""
    lines = list(body)
    for section in range(entry.sections, 1, -1):
        at = len(body) * (section - 1) // entry.sections
        page = f"{spaced(entry.sender)[:10]} {entry.serial:08d}  {section:03d} OF {entry.sections:03d} "
        lines[at:at] = ["", page, ""]
    return lines


def write(entry: Entry, ledgers: Ledgers) -> str:
    """The telegram's text with its transmission lines, as an archive copy holds it."""
    body = [*wrapped(entry.text, WIDTH), entry.sign]
    return "\n".join([*_heading(entry, ledgers), *_head(entry), *_sections(entry, body)]) + "\n"
