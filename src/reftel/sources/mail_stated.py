"""What the fields of a mail state: of a military one (RFC 6477) much, of another the number in its subject."""

from __future__ import annotations

import re
from email.message import Message

from reftel.model.dtg import iso
from reftel.model.mrn import parse_mrn
from reftel.model.stated import Stated
from reftel.model.telegram import Classification, Originator, Precedences
from reftel.vocabulary import posts
from reftel.wire.mail.heard import field, hear

_KEPT = frozenset(
    {"from", "to", "cc", "date", "subject", "message-id", "supersedes", "expires", "mt-priority"}
)
_KEPT_FAMILIES = ("mmhs-", "sio-label", "telegram-")
_MILITARY = ("mmhs-", "telegram-addressee")
_NUMBERED = re.compile(
    r"(?:(?:FW|FWD|RE|AW|WG):\s*)*(?P<number>(?:19|20)?\d\d [A-Z][A-Z .'-]{2,30} \d{1,6})\b[ ,:-]*(?P<rest>.*)",
    re.IGNORECASE,
)
_MOST_VALUES = 100  # of one field


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
    heard = hear(message)
    sent, name = heard.sent, heard.originator
    post = posts.find(name) if name else None
    reference = heard.reference.replace(" ", "")
    return Stated(
        mrn=f"{sent.year}{reference}" if sent and reference else None,
        kind="telegram",
        dtg=iso(sent) if sent else heard.day,
        dtg_precision="minute" if sent else "day" if heard.day and len(heard.day) == 10 else None,
        precedence=Precedences(heard.primary, heard.copy),
        originator=Originator(name=name, post=post.name if post else None) if name else None,
        action=heard.action,
        info=heard.info,
        exempt=heard.exempt,
        classification=Classification(heard.label.level if heard.label else None),
        captions=heard.captions,
        tags=heard.tags,
        subject=heard.subject or None,
    )
