"""Writes an entry as the National Archives release a telegram of 1973-79: pages, distribution, dash line."""

from __future__ import annotations

from collections.abc import Iterable

from reftel.synthetic.acp127 import Numbers
from reftel.synthetic.entry import Entry, plain_address, spaced, split_precedence
from reftel.synthetic.lines import date_time_group, day_time, first_line_level, of_section, prosigns, wrapped
from reftel.vocabulary import posts

WIDTH = 61
PAGE = 38  # lines of text on a page
RELEASED = "Declassified/Released US Department of State EO Systematic Review {}"
BANNERS = {
    1973: "30 JUN 2005",
    1974: "30 JUN 2005",
    1975: "05 JUL 2006",
    1976: "04 MAY 2006",
    1977: "22 May 2009",
}
# Regional bureaus of the 1970s with rough bounds in degrees: west, east, south, north. The first that holds, counts.
REGIONS = (
    ("ARA", -130.0, -30.0, -60.0, 33.0),
    ("EUR", -130.0, -30.0, 33.0, 75.0),
    ("EUR", -30.0, 30.0, 37.0, 75.0),
    ("EUR", 30.0, 60.0, 38.0, 75.0),
    ("NEA", 24.0, 40.0, 22.0, 38.0),
    ("NEA", 40.0, 92.0, 12.0, 38.0),
    ("NEA", 60.0, 92.0, 0.0, 12.0),
    ("AF", -30.0, 60.0, -40.0, 37.0),
    ("EA", 92.0, 181.0, -60.0, 75.0),
    ("EA", -181.0, -130.0, -60.0, 75.0),
)
ORDERS = {"UNCLASSIFIED": "N/A", "LIMITED OFFICIAL USE": "N/A"}


def _serial(entry: Entry) -> str:
    return f"{entry.serial:0{6 if entry.sender == 'STATE' else 5}d}"


def _page_line(entry: Entry, page: int, section: int) -> str:
    part = f"  {section:02d} OF {entry.sections:02d}" if entry.sections > 1 else ""
    time = "" if entry.sender == "STATE" else f"  {day_time(entry.sent)}"
    return f"PAGE {page:02d}  {spaced(entry.sender)[:6].strip()}  {_serial(entry)}{part}{time}"


def _bureau(entry: Entry) -> str:
    """The bureau that a telegram goes to: the drafter's in the Department, else that of the sender's region."""
    if entry.sender == "STATE":
        return entry.drafted.split("/")[0].split(":")[0] or "OPR"
    post = posts.find(entry.sender)
    if post is None or post.longitude is None or post.latitude is None:
        return "IO"
    regions = (
        bureau for bureau, west, east, south, north in REGIONS if _within(post, west, east, south, north)
    )
    return next(regions, "IO")


def _within(post: posts.Post, west: float, east: float, south: float, north: float) -> bool:
    return west <= (post.longitude or 0.0) < east and south <= (post.latitude or 0.0) < north


def _distribution(entry: Entry) -> list[str]:
    role = "ORIGIN" if entry.sender == "STATE" else "ACTION"
    copies = {"OCT": 1, "ISO": 0, "SS": 15, "INR": 7, "NSC": 5}
    total = sum(copies.values()) + 12
    lines = [f"{role} {_bureau(entry)}-12", ""]
    lines += ["INFO  " + " ".join(f"{name}-{count:02d}" for name, count in copies.items())]
    lines.append(f" /{total:03d} {'R' if role == 'ORIGIN' else 'W'}")
    if entry.sender == "STATE" and entry.drafted:
        lines += ["", f"DRAFTED BY {entry.drafted}", f"APPROVED BY {entry.approved}", *entry.cleared]
    lines.append(f"{' ' * 20}--------------------- {entry.serial * 131 % 130000:06d}")
    return lines


def _addressees(entry: Entry, numbers: Numbers) -> list[str]:
    lines: list[str] = []
    for label, group in (("TO", entry.action), ("INFO", entry.info)):
        for index, addressee in enumerate(group):
            name, word = split_precedence(addressee)
            address = plain_address(name)
            number = str(numbers.get(name, ""))
            lines.append(" ".join(filter(None, (label if index == 0 else "", address, word, number))))
    return lines


def first_line(entry: Entry, section: int) -> str:
    """The classification line of one section; of a text that holds all without their heads where it is 0."""
    part = f" SECTION {section} OF {entry.sections}" if entry.sections > 1 and section else ""
    return f"{first_line_level(entry.level)}{part} {spaced(entry.sender)} {entry.serial}"


def head(entry: Entry) -> list[str]:
    """Captions to references."""
    order = entry.order or f"11652: {ORDERS.get(entry.level, 'GDS')}"
    lines = [line for caption in entry.captions for line in (caption, "")]
    lines += [line for passing in entry.passing for line in (passing, "")]
    lines += [
        f"E.O. {order}",
        f"TAGS: {', '.join(entry.tags)}",
        *wrapped(f"SUBJECT: {entry.subject}", WIDTH),
        "",
    ]
    if entry.refs:
        lettered = [f"{chr(65 + index)}) {text}" for index, text in enumerate(entry.refs)]
        lines += [*wrapped("REF: " + ", ".join(lettered if len(lettered) > 1 else entry.refs), WIDTH), ""]
    return lines


def _paged(entry: Entry, lines: list[str], section: int) -> list[str]:
    """The lines with the foot, the head and the page line of the next page where a page is full."""
    pages = [lines[at : at + PAGE] for at in range(0, len(lines), PAGE)]
    found = list(pages[0])
    for page, text in enumerate(pages[1:], start=2):
        found += [entry.level, "", entry.level, "", _page_line(entry, page, section), "", *text]
    return found


def _attributes(entry: Entry, lines: int) -> list[str]:
    sent = entry.sent.strftime("%d %b %Y").upper()
    release = BANNERS.get(entry.sent.year, "20 Mar 2014")
    return [
        "*** Current Handling Restrictions *** n/a",
        "*** Current Classification *** UNCLASSIFIED",
        "",
        "Message Attributes",
        "Automatic Decaptioning: X",
        "Capture Date: 01 JAN 1994",
        "Channel Indicators: n/a",
        "Current Classification: UNCLASSIFIED",
        f"Document Number: {entry.sent.year}{spaced(entry.sender)[:6].replace(' ', '')}{_serial(entry)}",
        f"Draft Date: {sent}",
        f"Film Number: D{entry.sent:%y}0{entry.serial % 900 + 100}-0{entry.serial % 700 + 100}",
        f"From: {spaced(entry.sender)}",
        f"Line Count: {lines}",
        f"Original Classification: {entry.level}",
        f"Original Handling Restrictions: {', '.join(entry.captions) or 'n/a'}",
        f"Subject: {entry.subject}",
        f"TAGS: {', '.join(entry.tags)}",
        "Type: TE",
        f"Markings: {RELEASED.format(release)}",
    ]


def body(entry: Entry) -> list[str]:
    """The text in capitals, and the signature."""
    return [*wrapped(entry.text.upper(), WIDTH), entry.sign]


def _sections(entry: Entry, heading: list[str], chosen: Iterable[int]) -> list[str]:
    """Each section with a heading of its own and pages counted from 1; only the first has the labels."""
    text = body(entry)
    lines: list[str] = []
    for section in chosen:
        part = of_section(text, section, entry.sections)
        labels = head(entry) if section == 1 else []
        telegram = [*heading, first_line(entry, section), "", *labels, *part]
        top = [entry.level, "", _page_line(entry, 1, section), "", *_distribution(entry)]
        lines += [*top, *_paged(entry, telegram, section), "", entry.level, ""]
    return lines


def write(entry: Entry, numbers: Numbers, section: int = 0) -> str:
    """The telegram as it is released, in capitals, with its pages; or one of its sections."""
    preamble = [f"{prosigns(entry)} {date_time_group(entry.sent)}", f"FM {plain_address(entry.sender)}"]
    chosen = [section] if section else range(1, entry.sections + 1)
    return "\n".join([*_sections(entry, [*preamble, *_addressees(entry, numbers)], chosen), "NNN"]) + "\n"


def write_with_attributes(entry: Entry, numbers: Numbers, section: int = 0) -> str:
    """The same between the archive's headings, with its block of attributes below."""
    text = write(entry, numbers, section)
    attributes = "\n".join(_attributes(entry, text.count("\n")))
    return f"Message Text\n\n{text}{attributes}\n"
