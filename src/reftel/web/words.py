"""Dates, numbers and names as people read them."""

from __future__ import annotations

from urllib.parse import quote

from reftel.model.counting import counted

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHADES = {
    "UNCLASSIFIED": "u",
    "LIMITED OFFICIAL USE": "lou",
    "SENSITIVE BUT UNCLASSIFIED": "lou",
    "RESTRICTED": "c",
    "CONFIDENTIAL": "c",
    "SECRET": "s",
    "TOP SECRET": "ts",
}
# Control characters would vanish or end the page's text; each has a picture of its own, one letter for one.
PICTURES = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"} | {127: 0x2421}


def day(iso: str | None) -> str:
    """`10 May 2006` of an ISO 8601 date, as exact as it is: `May 2006`, `2006`; empty for none."""
    parts = (iso or "")[:10].split("-")
    if not parts[0].isdigit() or not all(part.isdigit() for part in parts):
        return iso or ""
    names = [str(int(parts[0]))]
    if len(parts) > 1 and 1 <= int(parts[1]) <= 12:
        names.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        names.insert(0, str(int(parts[2])))
    return " ".join(names)


def moment(iso: str | None, precision: str | None = "minute") -> str:
    """`10 May 2006, 10:39 UTC`; without the time where the date is less exact than a minute."""
    if iso and len(iso) >= 16 and precision in {None, "minute"}:
        return f"{day(iso)}, {iso[11:16]} UTC"
    wanted = {"year": 4, "month": 7}.get(precision or "", 10)
    return day(iso[:wanted]) if iso else ""


def delay(hours: float | None) -> str:
    """A time between telegrams as people say it: `3 hours`, `2 days`; empty where it is not known."""
    if hours is None:
        return ""
    return counted(round(hours), "hour") if hours < 48 else counted(round(hours / 24), "day")


def shade(level: str | None) -> str:
    """The style of a classification level: u, lou, c, s, ts; `none` where no level was read."""
    return SHADES.get(level or "", "none")


def named(value: str, label: str) -> tuple[str, str]:
    """A value and its label as name and remark; a label that holds the value in it stands for both."""
    if value in label.replace(" ", ""):
        return label, ""
    return value, label


def printable(text: str) -> str:
    """The text with control characters as their pictures, letter for letter, so that offsets stay true."""
    return text.translate(PICTURES)


def telegram_url(key: str, **query: str) -> str:
    """The address of a telegram's page."""
    tail = (
        "?" + "&".join(f"{name}={quote(value, safe='/')}" for name, value in query.items()) if query else ""
    )
    return f"/telegram/{quote(key, safe='')}{tail}"


def post_url(name: str) -> str:
    """The address of a post's page."""
    return f"/post/{quote(name, safe='')}"


def tag_url(code: str) -> str:
    """The address of the page of a TAGS code."""
    return f"/tag/{quote(code, safe='')}"


def search_url(query: str, sort: str = "relevance", page: int = 1) -> str:
    """The address of a search, without what goes without saying."""
    address = f"/search?q={quote(query, safe=':')}"
    if sort != "relevance":
        address += f"&sort={quote(sort)}"
    return address + (f"&page={page}" if page > 1 else "")


def term(field: str, value: str) -> str:
    """A `field:value` term as the query language takes it, quoted where the value has blanks."""
    plain = value.replace('"', "")
    return (
        f'{field}:"{plain}"' if not plain.replace("/", "").replace("-", "").isalnum() else f"{field}:{plain}"
    )
