"""A telegram becomes a mail: header fields of military mail, the text to read, the telegram itself attached.

RFC 6477 cannot say everything that a telegram says, so the bytes it was received in go along as `....tel`; they are
what counts, and the text beside them is for reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Addressee, Telegram, Transmission
from reftel.vocabulary import precedence
from reftel.wire.mail import fields
from reftel.wire.mail.addresses import mailbox_of
from reftel.wire.written_received import handling, instructions, pilots, signals_on

LINE = 78
"""Letters of a header line (RFC 5322)."""
_QUOTED = re.compile(r'(["\\])')
_CORRECTED = "ZDS"
_BEHIND_THE_DATE = 5  # format line
_WORD = re.compile(r'(?:"(?:[^"\\\r\n]|\\.)*+"|[^\s"]|")+')
"""A word of a field; blanks inside of quotes part none."""
_SEVEN_BITS = SMTP.clone(cte_type="7bit")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

Fields = Iterator[tuple[str, str | None]]


class Gateway(NamedTuple):
    """Where telegrams become mails.

    `domain`: that of the mailboxes of telegraph addressees and of message identifiers. `mailboxes`: the mail
    address of an addressee who has one elsewhere, by his name in capitals. `policy`: the nation or policy before the
    level of a label. `shown`: put the level before the subject, for programs that show nothing else of a mail.
    `tunnelled`: say the priority in the header too, for servers without MT-PRIORITY (RFC 6758).
    """

    domain: str = "tel.reftel.invalid"
    mailboxes: Mapping[str, str] = MappingProxyType({})
    policy: str = ""
    shown: bool = False
    tunnelled: bool = True

    def address(self, plad: str) -> str:
        """The mail address of an addressee."""
        return self.mailboxes.get(plad.upper()) or f"{mailbox_of(plad)}@{self.domain}"


def write_mail(
    telegram: Telegram,
    text: str,
    original: bytes | None = None,
    *,
    gateway: Gateway | None = None,
    cites: Iterable[str] = (),
) -> bytes:
    """The telegram as a mail with CRLF line ends; the same telegram gives the same bytes.

    `text` is what is read; `original` the telegram as it was received, attached if it is given. `cites`: identifiers of
    the mails of telegrams that it refers to, the last of which it answers. What the telegram does not state has no
    field: one without precedence none, one without date-time group no `Date`.
    """
    at = gateway or Gateway()
    lines = "".join(_field(name, value) for name, value in _fields(telegram, at, tuple(cites)) if value)
    return lines.encode("ascii") + _content(telegram, text, original)


def message_id(telegram: Telegram, domain: str = Gateway().domain) -> str:
    """`<rvkbts.0231.0731015.20260314T0958Z@domain>`: the same for every mail of one telegram.

    From station, serial, section, filing and date-time group; without these from the number of the telegram, or from
    its copy. A corrected copy is another mail: `.c1`.
    """
    sent = telegram.transmission
    moment = _moment(telegram)
    names = _identification(sent) if sent else ()
    parts = [mailbox_of(one) for one in names or (telegram.mrn or telegram.id or _digest(telegram.text),)]
    parts += [f"{moment:%Y%m%dT%H%MZ}"] if moment else []
    parts += ["c1"] if _is_corrected(telegram) else []
    return f"<{'.'.join(parts)}@{domain}>"


def _identification(sent: Transmission) -> tuple[str, ...]:
    """Station, serial, section where there is one, filing time as day of the year."""
    if sent.calling is None or sent.station_serial is None:
        return ()
    filed = [f"{datetime.fromisoformat(sent.filed):%j%H%M}"] if sent.filed else []
    section = [f"{sent.section:02d}"] if sent.section else []
    return (sent.calling, f"{sent.station_serial:04d}", *section, *filed)


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _moment(telegram: Telegram) -> datetime | None:
    if not telegram.dtg or "T" not in telegram.dtg:
        return None
    return datetime.fromisoformat(telegram.dtg).astimezone(UTC)


def _is_corrected(telegram: Telegram) -> bool:
    return telegram.transmission is not None and _CORRECTED in telegram.transmission.operating_signals


def _fields(telegram: Telegram, at: Gateway, cites: tuple[str, ...]) -> Fields:
    yield from _addresses(telegram, at)
    yield from _dates(telegram)
    level = f"[{telegram.classification.level}] " if at.shown and telegram.classification.level else ""
    yield "Subject", _encoded(f"{level}{telegram.subject or ''}")
    own = message_id(telegram, at.domain)
    yield "Message-ID", own
    yield "Supersedes", own.replace(".c1@", "@") if _is_corrected(telegram) else None
    yield "In-Reply-To", cites[-1] if cites else None
    yield "References", " ".join(cites)
    yield from _precedences(telegram, tunnelled=at.tunnelled)
    yield from _originator(telegram)
    yield "SIO-Label", fields.written_label(telegram.classification, at.policy)
    yield from _transmission(telegram.transmission) if telegram.transmission else ()
    yield from _ours(telegram)


def _addresses(telegram: Telegram, at: Gateway) -> Fields:
    sender = telegram.originator
    name = sender and (sender.name or sender.post)
    yield "From", _address(name, at) if name else None
    for field, group in (("To", telegram.action), ("Cc", telegram.info)):
        yield field, ", ".join(_address(one.name, at) for one in group if not one.zen)
    for field, group in (("To", telegram.action), ("CC", telegram.info)):
        names = (one.name for one in group if one.zen)
        yield f"MMHS-Other-Recipients-Indicator-{field}", fields.written_sequence(names)
    yield "MMHS-Exempted-Address", ", ".join(_address(one.name, at) for one in telegram.exempt)


def _address(name: str, at: Gateway) -> str:
    """`"VALEMB TESSEN" <valemb.tessen@tel.gw.example>`."""
    shown = " ".join(_CONTROLS.sub(" ", name).split())
    phrase = '"' + _QUOTED.sub(r"\\\1", shown) + '"' if shown.isascii() else _encoded(shown)
    return f"{phrase} <{at.address(shown)}>"


def _dates(telegram: Telegram) -> Fields:
    moment = _moment(telegram)
    if moment is None:
        yield "Telegram-Date", telegram.dtg  # a day alone: a mail has no field for it
        return
    printed = format_datetime(moment)
    yield "Date", printed
    yield "MMHS-Extended-Authorisation-Info", printed


def _precedences(telegram: Telegram, *, tunnelled: bool) -> Fields:
    """Primary for those who act, copy for those informed; one that is stated stands for both."""
    action = telegram.precedence.action or _highest(telegram.action)
    info = telegram.precedence.info or _highest(telegram.info) or action
    yield "MMHS-Primary-Precedence", fields.written_precedence(action) if action and telegram.action else None
    yield "MMHS-Copy-Precedence", fields.written_precedence(info) if info and telegram.info else None
    found = precedence.by_word((action if telegram.action else info) or "")
    yield "MT-Priority", str(found.mt_priority) if found and tunnelled else None


def _highest(group: Iterable[Addressee]) -> str | None:
    words = (one.precedence for one in group if one.precedence)
    return min(words, key=lambda word: precedence.rank(word) or 99, default=None)


def _originator(telegram: Telegram) -> Fields:
    sender = telegram.originator
    yield "MMHS-Originator-PLAD", fields.military((sender and (sender.name or sender.post)) or "")
    number = parse_mrn(telegram.mrn) if telegram.mrn else None
    if number and isinstance(number.serial, int):
        yield "MMHS-Originator-Reference", fields.military(f"{number.post} {number.serial:06d}")


def _transmission(sent: Transmission) -> Fields:
    station = [sent.calling] if sent.calling else []
    if station and sent.station_serial is not None:
        section = f"/{sent.section:02d}" if sent.section else ""
        filed = [f"{datetime.fromisoformat(sent.filed):%j%H%M}"] if sent.filed else []
        identifier = " ".join((*station, f"{sent.station_serial:04d}{section}", *filed))
        yield "MMHS-Acp127-Message-Identifier", fields.military(identifier)
    items = (*handling(sent), *pilots(sent), *instructions(sent))
    yield "MMHS-Handling-Instructions", fields.written_sequence(items)
    behind = signals_on(_BEHIND_THE_DATE, sent) or filter(None, (sent.instructions,))
    yield "MMHS-Message-Instructions", fields.written_sequence(behind)
    if sent.form == "codress" and sent.groups is not None:
        yield "MMHS-Codress-Message-Indicator", str(sent.groups)
    yield "Telegram-Transmission", fields.military(" ".join(sent.channels))
    yield "Telegram-Called", " ".join(map(fields.military, sent.called))
    yield "Telegram-Accounting", fields.military(sent.prefix or "")


def _ours(telegram: Telegram) -> Fields:
    for one in (one for one in (*telegram.action, *telegram.info) if not one.zen):
        yield "Telegram-Addressee", fields.written_addressee(one)
    yield "Telegram-Captions", fields.written_sequence(telegram.captions)
    yield "Telegram-Tags", fields.written_list(telegram.tags)
    section = telegram.transmission.section if telegram.transmission else None
    if section and telegram.sections.of > 1 and len(telegram.sections.present) == 1:
        yield "Telegram-Section", f"{section:02d}/{telegram.sections.of:02d}"


def _encoded(text: str) -> str:
    """Words of a field, those with other letters encoded (RFC 2047)."""
    plain = " ".join(_CONTROLS.sub(" ", text).split())
    if plain.isascii():
        return plain
    whole = plain.encode("utf-8", "replace").decode()  # half of a letter becomes a question mark
    return Header(whole, "utf-8", maxlinelen=LINE - 12).encode(linesep="\r\n")


def _field(name: str, value: str) -> str:
    """The lines of a field, broken at blanks outside of quotes."""
    lines, line = [], f"{name}:"
    for word in (found[0] for found in _WORD.finditer(value)):
        if len(line) + 1 + len(word) > LINE and line != f"{name}:":
            lines.append(line)
            line = ""
        line = f"{line} {word}"
    return "\r\n".join((*lines, line)) + "\r\n"


def _content(telegram: Telegram, text: str, original: bytes | None) -> bytes:
    """The fields and the parts of the content, in an encoding that every server passes on."""
    mail = EmailMessage(policy=_SEVEN_BITS)
    sound = text.encode("utf-8", "replace").decode()
    mail.set_content(sound, charset="us-ascii" if sound.isascii() else "utf-8")
    if original is not None:
        name = f"{message_id(telegram)[1:].partition('@')[0][:60]}.tel"
        mail.add_attachment(original, maintype="application", subtype="octet-stream", filename=name)
        seam = sha256(text.encode("utf-8", "surrogatepass") + original).hexdigest()[:32]
        mail.set_boundary(f"=_{seam}")
    return mail.as_bytes()
