"""What the fields of a mail state: of a military one (RFC 6477) much, of another the number in its subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from reftel.model.dtg import iso
from reftel.model.mrn import parse_mrn
from reftel.model.stated import Stated
from reftel.model.telegram import Addressee, Classification, Originator, Precedences
from reftel.vocabulary import classification, posts, precedence

_KEPT = frozenset(
    {"from", "to", "cc", "date", "subject", "message-id", "supersedes", "expires", "mt-priority"}
)
_KEPT_FAMILIES = ("mmhs-", "sio-label", "telegram-")
_MILITARY = ("mmhs-", "telegram-addressee")
_NUMBERS = {"0": "DEFERRED", "1": "ROUTINE", "2": "PRIORITY", "3": "IMMEDIATE", "4": "FLASH", "5": "OVERRIDE"}
_KEYWORD = re.compile(r"\s*(?P<keyword>[A-Za-z]+|\d{1,2})\s*(?:\((?P<comment>[^()]{0,60})\))?")
_MARKING = re.compile(r"\bmarking\s*=\s*\"?([^\";]{1,200})")
_ADDRESSEE = re.compile(
    r"\s*(?P<name>[^;]{1,69}?)\s*(?:;\s*p=(?P<word>[A-Z ]{1,20}))?(?:;\s*n=(?P<number>\d{1,6}))?\s*"
)
_NUMBERED = re.compile(
    r"(?:(?:FW|FWD|RE|AW|WG):\s*)*(?P<number>(?:19|20)?\d\d [A-Z][A-Z .'-]{2,30} \d{1,6})\b[ ,:-]*(?P<rest>.*)",
    re.IGNORECASE,
)
_MOST_VALUES = 100  # of one field


def field(message: Message, name: str) -> str:
    """A header field, decoded, on one line; empty without it."""
    value = message.get(name)
    if value is None:
        return ""
    try:
        text = str(make_header(decode_header(str(value))))
    except (MessageError, LookupError, ValueError):
        text = str(value)
    return " ".join(text.encode("utf-8", "replace").decode().split())


def facts_of(message: Message) -> dict[str, str]:
    """The fields that tell of the telegram, under their own names; all values of one that comes more than once."""
    return {
        name: " | ".join(_values(message, name))
        for name in dict.fromkeys(message.keys())
        if name.lower() in _KEPT or name.lower().startswith(_KEPT_FAMILIES)
    }


def _values(message: Message, name: str) -> list[str]:
    if name.lower() in _KEPT:
        return [field(message, name)]
    return [" ".join(str(value).split()) for value in message.get_all(name, [])[:_MOST_VALUES]]


def stated_by(message: Message) -> Stated:
    """The statements of a mail."""
    if any(name.lower().startswith(_MILITARY) for name in message.keys()):  # noqa: SIM118 - a message, no mapping
        return _military(message)
    found = _NUMBERED.match(field(message, "Subject"))
    if found is None or parse_mrn(found["number"]) is None:
        return Stated()
    return Stated(mrn=found["number"], subject=found["rest"].strip() or None)


def _military(message: Message) -> Stated:
    sent = _sent(message)
    name = field(message, "MMHS-Originator-PLAD") or next(_names(message, "From"), "")
    post = posts.find(name) if name else None
    reference = field(message, "MMHS-Originator-Reference").replace(" ", "")
    return Stated(
        mrn=f"{sent.year}{reference}" if sent and reference else None,
        kind="telegram",
        dtg=iso(sent) if sent else None,
        dtg_precision="minute" if sent else None,
        precedence=Precedences(
            _word(field(message, "MMHS-Primary-Precedence")), _word(field(message, "MMHS-Copy-Precedence"))
        ),
        originator=Originator(name=name, post=post.name if post else None) if name else None,
        action=tuple(_addressees(message, "To")),
        info=tuple(_addressees(message, "Cc")),
        exempt=tuple(Addressee(name) for name in _names(message, "MMHS-Exempted-Address")),
        classification=Classification(_level(field(message, "SIO-Label"))),
        captions=_listed(message, "Telegram-Captions"),
        tags=_listed(message, "Telegram-Tags"),
        subject=field(message, "Subject") or None,
    )


def _sent(message: Message) -> datetime | None:
    """The date-time group: the authorisation's, or else the mail's date; cut to the minute."""
    for name in ("MMHS-Extended-Authorisation-Info", "Date"):
        try:
            sent = parsedate_to_datetime(field(message, name))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if sent.tzinfo is not None:
            return sent.astimezone(UTC).replace(second=0, microsecond=0)
    return None


def _word(printed: str) -> str | None:
    """The word of a precedence: a keyword or a NATO number; national numbers stay facts."""
    found = _KEYWORD.fullmatch(printed)
    if found is None:
        return None
    word = _NUMBERS.get(found["keyword"], found["keyword"].upper())
    if "NIACT" in (found["comment"] or "").upper():
        word = f"NIACT {word}"
    known = precedence.by_word(word)
    return known.word if known else None


def _names(message: Message, name: str) -> Iterator[str]:
    """The names shown of a list of addresses, which are plain language addressees."""
    for shown, address in getaddresses([field(message, name)]):
        if shown or address:
            yield shown or address


def _addressees(message: Message, name: str) -> Iterator[Addressee]:
    told = {found["name"]: found for found in _told(message)}
    for shown in _names(message, name):
        more = told.get(shown)
        word = more["word"].strip() if more and more["word"] else None
        number = int(more["number"]) if more and more["number"] else None
        yield Addressee(shown, precedence=word, continuity_number=number)
    indicator = "MMHS-Other-Recipients-Indicator-" + ("To" if name == "To" else "CC")
    for shown in field(message, indicator).split(";"):
        if shown.strip():
            yield Addressee(shown.strip(), zen=True)


def _told(message: Message) -> Iterator[re.Match[str]]:
    """`Telegram-Addressee: MINFOR HALVARD; p=IMMEDIATE; n=1205`, a field for each."""
    for value in message.get_all("Telegram-Addressee", []):
        found = _ADDRESSEE.fullmatch(" ".join(str(value).split()))
        if found:
            yield found


def _level(label: str) -> str | None:
    """The level in a label's marking, before which a nation or a policy may stand: `VALDORIA CONFIDENTIAL`."""
    marking = _MARKING.search(label)
    words = marking[1].upper().split() if marking else []
    levels = (classification.level_of(" ".join(words[at:])) for at in range(len(words)))
    return next(filter(None, levels), None)


def _listed(message: Message, name: str) -> tuple[str, ...]:
    return tuple(filter(None, (word.strip() for word in re.split("[,;]", field(message, name)))))
