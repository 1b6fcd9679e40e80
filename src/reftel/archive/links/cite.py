"""Citations of a telegram, as the National Archives, Foreign Relations of the United States and Chicago have them.

Sources: the National Archives' General Information Leaflet 17, Citing Records in the National Archives; the headings
of the volumes of the Foreign Relations series; The Chicago Manual of Style, 17th edition, on manuscript collections
(14.221-14.231). What a telegram does not say is left out.
"""

from __future__ import annotations

from reftel.archive.index.documents import post_of
from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Addressee, Noun, Telegram
from reftel.vocabulary import posts

FORMS = ("archives", "frus", "chicago")
DEPARTMENT = "the Department of State"
_FILES = (1973, 1979)
_SERIES = (
    "Central Foreign Policy Files, 1973–79/Electronic Telegrams, "
    "RG 59: General Records of the Department of State, U.S. National Archives"
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_KINDS = {
    "embassy": "the Embassy in {}",
    "consulate or consulate general": "the Consulate in {}",
    "mission to an international organization": "the Mission in {}",
    "liaison office": "the Liaison Office in {}",
    "interests section": "the Interests Section in {}",
}


class Citation(Noun, frozen=True):
    """One telegram cited in one form."""

    form: str
    text: str


def cited(telegram: Telegram) -> tuple[Citation, ...]:
    """The telegram in every form."""
    makers = {"archives": _archives, "frus": _frus, "chicago": _chicago}
    return tuple(Citation(form, " ".join(makers[form](telegram).split())) for form in FORMS)


def day_of(iso: str | None) -> str:
    """`February 5, 1976`, as exact as the date is; empty for none."""
    parts = [int(part) for part in (iso or "")[:10].split("-") if part.isdigit()]
    if not parts:
        return ""
    month = _MONTHS[parts[1] - 1] if len(parts) > 1 else ""
    return " ".join(
        part for part in (f"{month} {parts[2]}," if len(parts) > 2 else month, str(parts[0])) if part
    )


def title_of(telegram: Telegram) -> str:
    """The subject as a title: what stands all in capitals is set in small letters with great initials."""
    subject = (telegram.subject or "").strip()
    small = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"}
    if subject != subject.upper():
        return subject
    words = subject.lower().split()
    return " ".join(
        word if at and word in small else word[:1].upper() + word[1:] for at, word in enumerate(words)
    )


def station(name: str | None, place: str | None = None) -> str:
    """A post as it is written in a heading: `the Embassy in Suva`, `the Department of State`."""
    post = posts.find(name) if name else None
    if post is None:
        return place or name or "an unknown post"
    if post.name == "STATE":
        return DEPARTMENT
    return _KINDS.get(post.kind, "{}").format(post.city or post.spaced.title())


def recipients(telegram: Telegram) -> tuple[str, ...]:
    """The action addressees as they are written in a heading."""
    return tuple(_addressee(addressee) for addressee in telegram.action)


def sender(telegram: Telegram) -> str:
    """Who sent it, as it is written in a heading."""
    name = telegram.originator.name.title() if telegram.originator and telegram.originator.name else None
    return station(post_of(telegram), name)


def _to(telegram: Telegram) -> str:
    named = recipients(telegram)
    if not named:
        return ""
    if len(named) > 3:
        return f"{named[0]} and {len(named) - 1} other addressees"
    return " and ".join(named) if len(named) < 3 else f"{named[0]}, {named[1]}, and {named[2]}"


def _addressee(addressee: Addressee) -> str:
    post = posts.named(addressee.name)
    return station(post.name) if post else addressee.name.title()


def _number(telegram: Telegram) -> str:
    mrn = parse_mrn(telegram.mrn) if telegram.mrn else None
    return str(mrn.serial) if mrn else ""


def _from_to(telegram: Telegram) -> str:
    to = _to(telegram)
    return f"from {sender(telegram)}" + (f" to {to}" if to else "")


def files_of(telegram: Telegram) -> str:
    """The files that hold it: the series of 1973-79, else the collection that this copy came from."""
    year = int(telegram.dtg[:4]) if telegram.dtg else 0
    if _FILES[0] <= year <= _FILES[1]:
        return _SERIES
    return telegram.provenance.collection or ""


def _archives(telegram: Telegram) -> str:
    title = title_of(telegram)
    parts = (
        f"Telegram {_number(telegram)} {_from_to(telegram)}",
        f"“{title},” {day_of(telegram.dtg)}" if title else day_of(telegram.dtg),
        telegram.mrn or "",
        files_of(telegram),
    )
    return ", ".join(part for part in parts if part).replace(",” ,", ",”") + "."


def _frus(telegram: Telegram) -> str:
    post = posts.find(post_of(telegram) or "")
    city = "Washington" if post and post.name == "STATE" else post.city if post else ""
    time = f"{telegram.dtg[11:13]}{telegram.dtg[14:16]}Z" if telegram.dtg and len(telegram.dtg) >= 16 else ""
    head = f"Telegram {_number(telegram)} {_from_to(telegram)}".replace(" from ", " From ", 1).replace(
        " to ", " to "
    )
    place = ", ".join(part for part in (city, day_of(telegram.dtg), time) if part)
    return f"{head}. {place}." if place else f"{head}."


def _chicago(telegram: Telegram) -> str:
    title = title_of(telegram)
    post = station(post_of(telegram)).removeprefix("the ")
    to = _to(telegram)
    parts = (
        f"{post} to {to}" if to else post,
        f"“{title},”" if title else "",
        f"telegram {telegram.mrn or _number(telegram)}".strip() + ",",
        day_of(telegram.dtg) + ",",
        files_of(telegram),
    )
    kept = [part for part in parts if part.strip(", ")]
    return (kept[0] + ", " + " ".join(kept[1:])).rstrip(", ") + "."
