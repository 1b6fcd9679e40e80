"""A transmission as a mail, and what a mail is that came: no input or output of its own.

The original goes along, sealed with the secret of the two stations; servers between may do with the rest what they
like. A mail without the seal is a stranger's, whatever its fields say.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from email import message_from_bytes
from email.message import Message
from typing import NamedTuple

from reftel.exchange.mail.settings import Settings
from reftel.exchange.sealing import seal_of
from reftel.exchange.seam import Circuit, Incoming, Outgoing
from reftel.model.telegram import Originator, Telegram
from reftel.reading import NotATelegram, parse
from reftel.sources.mail_text import parts_of
from reftel.vocabulary import precedence
from reftel.wire.mail.heard import hear
from reftel.wire.mail.written import Gateway, write_mail
from reftel.wire.start_of_message import channels_of

SEAL = "Telegram-Seal"
_MOST_HOPS = 30
_TAG = 16
_ENVELOPE = re.compile(r"(?P<sent>[0-9]{1,15})\.(?P<number>[0-9]{1,4})\.(?P<tag>[0-9a-f]{16})\Z")
_FIRST_LINE = re.compile(r"[^\n]*\n")


class Letter(NamedTuple):
    """A mail that goes out, with the parameters of its envelope where the server has them.

    `options` by the extension that they need; `priority` and `policy_priority`: MT-PRIORITY by STANAG 4406 and MIXER.
    """

    data: bytes
    envelope: str
    notify: str
    priority: int
    mixer: int
    deliver_by: int | None


def letter_of(sent: Outgoing, settings: Settings, secret: bytes) -> Letter:
    """The mail of a transmission."""
    identification = "".join((sent.channel, *sent.earlier))
    original = f"VZCZC{identification} {sent.handling}".rstrip() + f"\n{sent.text}"
    gateway = Gateway(settings.domain, policy=settings.policy)
    mail = write_mail(_telegram(original, sent), sent.text, original.encode("utf-8"), gateway=gateway)
    seal = seal_of(secret, original.encode("utf-8"))
    found = precedence.by_prosign(sent.precedence)
    urgent = sent.precedence in "YZO"
    return Letter(
        f"{SEAL}: {seal}\r\n".encode() + mail,
        _envelope(secret, sent.id, int(sent.channel[3:])),
        "SUCCESS,FAILURE" if urgent else "FAILURE",
        found.mt_priority if found else 0,
        found.mixer_priority if found else 0,
        {"Y": 600, "Z": 600, "O": 1800}.get(sent.precedence),
    )


def _telegram(original: str, sent: Outgoing) -> Telegram:
    """The telegram; a service message between neighbours has little to say in fields."""
    try:
        return parse(original)
    except NotATelegram:
        sender = Originator(name=sent.calling) if sent.calling else None
        return Telegram(originator=sender, subject=f"Service message {sent.channel}").with_text(original)


class Failure(NamedTuple):
    """A server says that a transmission did not arrive: this one, under this channel number."""

    sent: int
    number: int
    reason: str


class Looping(Exception):
    """A mail has gone through too many servers."""


def opened(data: bytes, circuit: Circuit, secret: bytes) -> Incoming | Failure | None:
    """What a mail is: a transmission, a stranger's letter, or the word of a server about a failure.

    None for its word that all went well. Raises `Looping`, and `RecursionError` for parts that lie too deep in others.
    """
    mail = message_from_bytes(data)
    if len(mail.get_all("Received", [])) > _MOST_HOPS:
        raise Looping("this mail goes round")
    if mail.get_content_type() == "multipart/report":
        return _report(mail, data, circuit, secret)
    parts = parts_of(mail)
    originals = [part.content for part in parts if part.original]
    if len(originals) != 1 or not _is_sealed(mail, originals[0], secret):
        text = "\n".join(part.text for part in parts if part.body)
        return _stranger(data, text, circuit)
    text = originals[0].decode("utf-8", "replace").replace("\r\n", "\n")
    disagree = _disagreement(mail, text)
    return Incoming(
        circuit=circuit.name,
        raw=data,
        text=text,
        kind="held: the label and the text disagree" if disagree else "message",
        channel=next(iter(channels_of(text.partition("\n")[0].split(" ", 1)[0])), None),
        key=hashlib.sha256(_FIRST_LINE.sub("", text, count=1).encode()).hexdigest(),
        findings=(disagree,) if disagree else (),
        facts={"Message-ID": str(mail.get("Message-ID", "")).strip()[:200]},
    )


def _stranger(data: bytes, text: str, circuit: Circuit) -> Incoming:
    words = "a mail without the seal of the far station"
    return Incoming(circuit=circuit.name, raw=data, text=text, stranger=True, findings=(words,))


def _is_sealed(mail: Message, original: bytes, secret: bytes) -> bool:
    seals = mail.get_all(SEAL, [])
    if len(seals) != 1:
        return False
    given = (
        str(seals[0]).strip().encode("utf-8", "replace")
    )  # letters beyond ASCII cannot be compared as text
    return hmac.compare_digest(given, seal_of(secret, original).encode())


def _disagreement(mail: Message, text: str) -> str:
    """Label and classification line must say the same (F-72); empty if they do, or one says nothing."""
    label = hear(mail).label
    try:
        said = parse(text).classification.level
    except NotATelegram:
        return ""
    if label is None or said is None or label.level == said:
        return ""
    return f"the label says {label.marking or 'nothing that can be read'}, the text {said}"


def _report(mail: Message, data: bytes, circuit: Circuit, secret: bytes) -> Incoming | Failure | None:
    """The word of a server (RFC 3464). One that does not name a transmission of ours is a stranger's."""
    fields = [part for one in mail.walk() if one.get_content_type() == "message/delivery-status"
              for part in one.get_payload() if isinstance(part, Message)]  # fmt: skip
    named = next((str(one["Original-Envelope-Id"]) for one in fields if one["Original-Envelope-Id"]), "")
    found = _ENVELOPE.match(named.strip())
    sent, number = (int(found["sent"]), int(found["number"])) if found else (0, 0)
    if found is None or not hmac.compare_digest(found[0], _envelope(secret, sent, number)):
        return _stranger(data, "", circuit)
    failed = [one for one in fields if str(one.get("Action", "")).strip().lower() == "failed"]
    if not failed:
        return None
    reason = " ".join(str(failed[0].get("Diagnostic-Code") or failed[0].get("Status", "")).split())
    return Failure(sent, number, reason[:300])


def _envelope(secret: bytes, sent: int, number: int) -> str:
    """What a server names when it tells what became of a mail; nobody else can make it."""
    tag = hmac.new(secret, b"envelope %d %d" % (sent, number), "sha256").hexdigest()[:_TAG]
    return f"{sent}.{number}.{tag}"
