"""What the fields of a mail say of the telegram in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from typing import NamedTuple

from reftel.model.telegram import Addressee
from reftel.wire.mail import fields
from reftel.wire.mail.fields import Label

_AUTHORISED, _SENT = "MMHS-Extended-Authorisation-Info", "Date"


class Heard(NamedTuple):
    """The statements of a mail; None or empty where it makes none.

    `sent`: the date-time group, the authorisation's or else the mail's date, cut to the minute, in UTC. `day`: an ISO
    date, where only that is known. `originator`: the plain language address of line 6, or else whom `From` shows.
    `primary`, `copy`: words of precedence; None for a nation's own number too, which is none of the wire's.
    """

    originator: str | None
    sent: datetime | None
    day: str | None
    primary: str | None
    copy: str | None
    action: tuple[Addressee, ...]
    info: tuple[Addressee, ...]
    exempt: tuple[Addressee, ...]
    label: Label | None
    reference: str
    subject: str
    captions: tuple[str, ...]
    tags: tuple[str, ...]


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


def hear(message: Message) -> Heard:
    """All that the fields state."""
    label = field(message, "SIO-Label")
    told = _told(message)
    return Heard(
        originator=field(message, "MMHS-Originator-PLAD") or next(names(message, "From"), "") or None,
        sent=_sent(message),
        day=field(message, "Telegram-Date") or None,
        primary=fields.read_precedence(field(message, "MMHS-Primary-Precedence")),
        copy=fields.read_precedence(field(message, "MMHS-Copy-Precedence")),
        action=tuple(_addressees(message, "To", told)),
        info=tuple(_addressees(message, "Cc", told)),
        exempt=tuple(Addressee(name) for name in names(message, "MMHS-Exempted-Address")),
        label=fields.read_label(label) if label else None,
        reference=field(message, "MMHS-Originator-Reference"),
        subject=field(message, "Subject"),
        captions=fields.read_list(field(message, "Telegram-Captions")),
        tags=fields.read_list(field(message, "Telegram-Tags")),
    )


def _sent(message: Message) -> datetime | None:
    for name in (_AUTHORISED, _SENT):
        try:
            sent = parsedate_to_datetime(field(message, name))
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if sent.tzinfo is not None:
            return sent.astimezone(UTC).replace(second=0, microsecond=0)
    return None


def names(message: Message, name: str) -> Iterator[str]:
    """The names shown of a list of addresses, which are plain language addressees."""
    for shown, address in getaddresses([field(message, name)]):
        if shown or address:
            yield shown or address


def _addressees(message: Message, name: str, told: dict[str, list[Addressee]]) -> Iterator[Addressee]:
    for shown in names(message, name):
        known = told.get(fields.military(shown))
        more = known.pop(0) if known else Addressee(shown)
        yield Addressee(shown, precedence=more.precedence, continuity_number=more.continuity_number)
    indicator = "MMHS-Other-Recipients-Indicator-" + ("To" if name == "To" else "CC")
    for shown in fields.read_sequence(field(message, indicator)):
        yield Addressee(shown, zen=True)


def _told(message: Message) -> dict[str, list[Addressee]]:
    """What `Telegram-Addressee` fields say, by name; who stands in both lists has one for each."""
    told: dict[str, list[Addressee]] = {}
    for value in message.get_all("Telegram-Addressee", []):
        found = fields.read_addressee(str(value))
        if found:
            told.setdefault(found.name, []).append(found)
    return told
