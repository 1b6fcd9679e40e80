"""Mail: single messages and mailboxes; the telegram in the body, as an attachment, or in a mail that is attached.

An attached original is the telegram as it was received, and the body its copy for reading. Fields of military
mail (RFC 6477) are heard as what the mail states.
"""

from __future__ import annotations

import io
import re
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from typing import BinaryIO

from reftel.sources import pdf
from reftel.sources.files import Refused, printable
from reftel.sources.line_pieces import LIMIT, line_pieces
from reftel.sources.mail_stated import facts_of, stated_by
from reftel.sources.mail_text import Part, parts_of
from reftel.sources.record import Place
from reftel.sources.source import Given, Source

_DEEPEST = 5  # mails inside mails
_SEPARATOR = rb"From \S[^\n]{0,200}\d{4}[^\n]{0,20}\n(?:>?[A-Za-z][A-Za-z0-9-]{0,60}:|\s*\n)"
_BEGINS = re.compile(rb"\n(?=" + _SEPARATOR + rb")")
_MAILBOX = re.compile(_SEPARATOR)
_STUFFED = re.compile(rb"(?m)^>(?=>*From )")
_HEAD = re.compile(rb"(?:[!-9;-~]{1,60}:[^\n]*\n(?:[ \t][^\n]*\n)*+)+\r?\n")
_SURE = re.compile(
    rb"(?im)^(message-id|mime-version|received|return-path|delivered-to|content-transfer-encoding|mmhs-[a-z-]+):"
)
_FEWEST_SURE = 2


def _is_mailbox(head: bytes, _name: str) -> bool:
    return head.startswith(b"From ") and _MAILBOX.match(head) is not None


def _is_mail(head: bytes, _name: str) -> bool:
    if b":" not in head[:80]:
        return False
    fields = _HEAD.match(head)
    return fields is not None and len({name.lower() for name in _SURE.findall(fields[0])}) >= _FEWEST_SURE


def _mailbox_records(stream: BinaryIO, place: Place) -> Given:
    for mail in line_pieces(stream, _BEGINS):
        at = f" mail {mail.number}"
        if mail.size > len(mail.data):
            remedy = "save this mail by itself, and its attachments beside it"
            yield Refused(place.path + at, "failed", f"a mail of {mail.size >> 20} MB", remedy, mail.line)
            continue
        _, _, content = mail.data.partition(b"\n")
        yield from _records_of(content, _STUFFED.sub(b"", content), place, at, mail.line)


def _mail_records(stream: BinaryIO, place: Place) -> Given:
    data = stream.read(LIMIT + 1)
    if len(data) > LIMIT:
        reason, remedy = f"a mail larger than {LIMIT >> 20} MB", "save its attachments and name these"
        yield Refused(place.path, "failed", reason, remedy)
        return
    yield from _records_of(data, data, place, "", 1)


def _records_of(data: bytes, mail: bytes, place: Place, at: str, line: int) -> Given:
    """The records of one mail; `data` are its bytes as they lie in the file, `mail` the same without stuffing."""
    try:
        yield from _of_message(message_from_bytes(mail), data, place, at, line)
    except RecursionError:
        reason = "a mail whose parts lie too deep inside each other"
        yield Refused(place.path + at, "failed", reason, "save its attachments and name these", line)
    except (MessageError, LookupError, ValueError) as error:
        reason = f"a mail whose fields or parts are damaged: {error}"
        yield Refused(place.path + at, "failed", reason, "save its text and name this", line)


def _of_message(message: Message, data: bytes, place: Place, at: str, line: int, depth: int = 0) -> Given:
    parts = parts_of(message)
    originals = [part for part in parts if part.original] or [part for part in parts if part.body][:1]
    facts, stated = facts_of(message), stated_by(message)
    for part in originals:
        text = part.text
        if text.strip():
            yield place.record(data, text, at=at, line=line, facts=facts, stated=stated)
    for number, part in enumerate((part for part in parts if part.attached), start=1):
        name = f"{at}!/{printable(part.name or f'part {number}')}"
        yield from _of_attachment(part, place, name, line, facts, depth)


def _of_attachment(
    part: Part, place: Place, name: str, line: int, facts: dict[str, str], depth: int
) -> Given:
    if part.mail is not None:
        if depth == _DEEPEST:
            yield Refused(place.path + name, "failed", "mails lie too deep inside each other", line=line)
        else:
            yield from _of_message(part.mail, part.mail.as_bytes(), place, name, line, depth + 1)
    elif part.content.startswith(b"%PDF-"):
        yield from pdf.SOURCE.records(io.BytesIO(part.content), place.member(name.partition("!/")[2]))
    elif part.readable:
        yield place.record(part.content, part.text, at=name, line=line, facts=facts)
    else:
        reason = f"an attachment of the type {part.type}, no text"
        yield Refused(place.path + name, "skipped", reason, "save it and take its text out", line)


MAILBOX = Source(
    name="mbox",
    title="Mailboxes (mbox), mail by mail",
    sign="a line `From` with a sender and a year, and a header field below it",
    recognises=_is_mailbox,
    records=_mailbox_records,
)
MAIL = Source(
    name="mail",
    title="Mail (EML), with its attachments and the fields of RFC 6477",
    sign="header fields at the begin, two of them such as only mail has (`Message-ID`, `MIME-Version`, `Received` ...)",
    recognises=_is_mail,
    records=_mail_records,
)
