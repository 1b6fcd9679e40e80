"""The heading of a message that came: all that routing, recognition and delivery need (R-34, R-35, R-37, R-38)."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from reftel.exchange.routing.copies import without_line_1
from reftel.exchange.seam import PRECEDENCES
from reftel.model.dtg import iso
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Transmission
from reftel.vocabulary import classification
from reftel.wire.heading import Heading, read_heading
from reftel.wire.service import is_marked, read_service

_HEADING = 60_000  # letters in which a heading ends, with five hundred addressees
_LETTERS = bytes(sign if chr(sign).isalnum() and sign < 128 else 32 for sign in range(256))
_PAGE = re.compile(r"^PAGE [0-9]{1,3} [^\n]{0,80}\n", re.MULTILINE)
_SECTION = re.compile(r"SECTION 0{0,2}([0-9]{1,2}) OF 0{0,2}([0-9]{1,2})")
_PREAMBLE = re.compile(r"^[ZOPRY](?: [ZOPRY])? [0-9]{6}Z ", re.MULTILINE)
_TEXT = 12  # format line
_ANEW = ("ZDS", "ZEL", "ZFG")
"""Signals of a corrected copy, and of one that must be delivered all the same: transmissions of a known message."""


class Analysed(NamedTuple):
    """What a message says of itself. `text` begins at line 2 or its pilot.

    `identity`: calling station, serial, filing time, section: what makes two transmissions the same message (para 427).
    `words`: the hash of the text from line 5 on, without page lines and line functions. `level`: the higher of warning
    and classification line; `lower`: the warning says less than the text (T0404). `doubtful`: letters of its text are
    garbled, and a correct copy follows (ZDG). `anew`: signals that make a known message one to be delivered again.
    """

    heading: Heading
    transmission: Transmission
    identity: str
    words: bytes
    text: str
    prosign: str
    level: int
    lower: bool
    service: bool
    suspected: bool
    doubtful: bool
    anew: tuple[str, ...]
    section: int | None
    of: int | None

    @property
    def called(self) -> tuple[str, ...]:
        """The stations that this transmission is for: those of the pilots where relays put some in front."""
        piloted = tuple(dict.fromkeys(one for pilot in self.transmission.pilots for one in pilot.called))
        return piloted or self.transmission.called


class NotAnalysed(ValueError):
    """The heading cannot be used; the words say why."""


def analyse(text: str) -> Analysed:
    """Read the heading of one message. Raises `NotAnalysed`; it goes to the service position with its text."""
    strand = Strand.whole(text)
    ledger = Ledger(strand)
    heading = read_heading(strand, 0, min(len(text), _HEADING), ledger)
    sent = heading.transmission
    if sent is None or not sent.called or not sent.calling:
        raise NotAnalysed("no routing line or no calling station can be read")
    prosign = (sent.precedence_prosign or "")[:1]
    if prosign not in PRECEDENCES:
        raise NotAnalysed(f"{sent.precedence_prosign!r} is no precedence")
    body = text[heading.end : heading.end + 400]
    section = _SECTION.search(body)
    warned, said = _warned(sent), _said(body)
    signals = {one.signal for one in sent.signals}
    return Analysed(
        heading=heading,
        transmission=sent,
        identity=_identity(sent, text, heading),
        words=words_of(text),
        text=without_line_1(text),
        prosign=prosign,
        level=max(warned, said),
        lower=0 <= warned < said and said >= classification.rank("CONFIDENTIAL"),
        service=_is_service(heading, text),
        suspected="ZFD" in signals,
        doubtful="ZDG" in signals,
        anew=tuple(one for one in _ANEW if one in signals),
        section=int(section[1]) if section else sent.section,
        of=int(section[2]) if section else None,
    )


def words_of(text: str) -> bytes:
    """The hash by which two texts of one message are known (R-39): line functions, pages, headings and ends apart."""
    low, high = line_5(text) or 0, text.rfind("\nBT")
    plain = _PAGE.sub("", text[low : high if high > low else len(text)])
    letters = plain.upper().encode("ascii", "replace").translate(_LETTERS)
    return hashlib.sha256(b" ".join(letters.split())).digest()


def line_5(text: str) -> int | None:
    """Where line 5 begins, the precedence and the date-time group; None where there is none."""
    found = _PREAMBLE.search(text)
    return found.start() if found else None


def _identity(sent: Transmission, text: str, heading: Heading) -> str:
    if sent.station_serial is None or heading.abbreviated:
        return f"words {words_of(text).hex()[:32]}"
    return f"{sent.calling} {sent.station_serial} {sent.filed or ''} {sent.section or 0}"


def _warned(sent: Transmission) -> int:
    """The level of line 4. HH asks for an approved circuit; without any warning the same is asked (para 203)."""
    if sent.security_prosign in {"UU", "ZNR"}:
        return 0
    found = classification.of_zny(sent.security_characters or "")
    return classification.rank(found) if found else classification.rank("CONFIDENTIAL")


def _said(body: str) -> int:
    first = next((line for line in body.splitlines() if line.strip()), "")
    return max(classification.rank(classification.level_of(first.strip())), 0)


def _is_service(heading: Heading, text: str) -> bool:
    """A service message: marked so, or between neighbours, without addresses and break or with signals only."""
    if is_marked(text, heading.end, len(text)) or (heading.abbreviated and not heading.broken):
        return True
    sent = heading.transmission
    if heading.abbreviated and sent and any(one.line == _TEXT for one in sent.signals):
        return True  # the line was read with the heading: between neighbours no break parts them
    ledger = Ledger(Strand.whole(text))
    end = text.rfind("NNNN")
    return heading.abbreviated and bool(
        read_service(text, heading.end, end if end >= 0 else len(text), ledger, 0, marked=False)
    )


def dtg_of(heading: Heading) -> str | None:
    """The date-time group, ISO 8601."""
    return iso(heading.dtg) if heading.dtg else None
