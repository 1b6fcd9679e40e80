"""What the labels of the Department's archive say of a telegram, in the terms of the contract."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache

from reftel.model.dtg import iso, parse_dtg
from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Addressee, Officer, Originator, Precedences
from reftel.reading.findings import Findings
from reftel.reading.labels import Label, Labels
from reftel.text.head import read_head
from reftel.text.passing import read_passing
from reftel.vocabulary import captions, posts, precedence
from reftel.wire.address_line import misspelt_precedence
from reftel.wire.address_names import is_collective
from reftel.wire.lines import Line, Word
from reftel.wire.preamble import read_preamble

_NOTHING = frozenset({"", "N/A", "UNKNOWN", "NONE"})
_WORD = re.compile(
    r"(?<![ ])[ ]*+(?<!\w)(ROUTINE|PRIORITY|NIACT[ ]IMMEDIATE|IMMEDIATE|FLASH)[ ]*\Z", re.IGNORECASE
)
_GAP = re.compile(r"\n[ ]*\n")
_DAY = re.compile(r"([A-Z][a-z]{2}) (\d{1,2}), (\d{4})")
_OFFICER = re.compile(
    r"(?P<office>[A-Z][A-Z0-9/ &-]{0,30}):[ ]*(?P<surname>[^,:\n]{1,60})(?:,[ ]*(?P<given>[^,:\n]{1,60}))?"
)
_ROUTED = re.compile(r"(R[A-Z]{4,7})/")


def findings(strand: Strand, labels: Labels) -> Findings:
    """What the labels say of the telegram, in the terms of the contract."""
    found = Findings()
    ledger = Ledger(strand)
    _head_elements(strand, labels, found, ledger)
    for key, read in _READERS:
        item = labels.values.get(key)
        if item and item.value.upper() not in _NOTHING:
            read(found, ledger, item)
    _precedence(found, ledger, labels.values)
    found.take_spans(ledger)
    found.repairs += ledger.repairs
    return found


def _head_elements(strand: Strand, labels: Labels, found: Findings, ledger: Ledger) -> None:
    """E.O., TAGS, references and subject are written as in a telegram's own head, below a list of any length."""
    date = labels.values.get("Date/DTG")
    sent = _moment(date) if date else None
    above = labels.values.get("Action")
    start = above.end if above and above.end < labels.start else labels.head
    head = read_head(strand, start, labels.start, ledger, sent=sent)
    for name in ("tags", "subject", "subject_marking", "declassification"):
        found.put(name, getattr(head, name))
    if labels.values.get("Reference", Label("n/a", 0, 0)).value.upper() not in _NOTHING:
        found.put("references", head.references)


def _sent(found: Findings, ledger: Ledger, item: Label) -> None:
    moment = _moment(item) or _mended_moment(item, ledger)
    day = _DAY.search(item.value)
    if moment and (moment.hour or moment.minute):
        found.put("dtg", iso(moment))
        found.put("dtg_precision", "minute")
    elif moment or day:
        moment = moment or _on(day)
        found.put("dtg", iso(moment) if moment else None)
        found.put("dtg_precision", "day" if moment else None)
    ledger.mark("/dtg", item.start, item.end)


@lru_cache(16)  # the head is dated by it, and then the telegram
def _moment(item: Label) -> datetime | None:
    """The date-time group behind the stroke: `Jan 28, 1985 / 280653Z JAN 85`."""
    return parse_dtg(item.value.partition("/")[2])


def _mended_moment(item: Label, ledger: Ledger) -> datetime | None:
    """The same of a group that has to be repaired."""
    day, stroke, group = item.value.partition("/")
    text = group.lstrip()
    start = item.start + len(day) + len(stroke) + len(group) - len(text)
    preamble = read_preamble(Line(text, start), ledger)
    return preamble.sent if preamble else None


def _on(day: re.Match[str] | None) -> datetime | None:
    try:
        return datetime.strptime(f"{day[0]} +0000", "%b %d, %Y %z") if day else None
    except ValueError:
        return None


def _sender(found: Findings, ledger: Ledger, item: Label) -> None:
    post = posts.named(item.value) or posts.find(item.value)
    found.put("originator", Originator(name=item.value, post=post.name if post else None))
    ledger.mark("/originator", item.start, item.end)


def _addressees(field: str, found: Findings, ledger: Ledger, item: Label) -> None:
    read: list[Addressee] = []
    at = item.start
    for piece in _list_of(item.value).split(";"):
        begin = at + len(piece) - len(piece.lstrip())
        if piece.strip():
            ledger.mark(f"/{field}/{len(read)}", begin, begin + len(piece.strip()))
            read.append(_addressee(" ".join(_mended(piece.strip(), begin, ledger).split())))
        at += len(piece) + 1
    found.put(field, tuple(read))


def _mended(piece: str, begin: int, ledger: Ledger) -> str:
    """An addressee whose last word is a precedence that lost a letter, with the word that is meant."""
    if _WORD.search(piece):
        return piece
    name, word = misspelt_precedence(Word(piece, begin, begin + len(piece)), ledger)
    return f"{name.text} {word.text}" if word else piece


def _list_of(value: str) -> str:
    """A list without what stands behind it: over a blank line it goes on only where an item is not complete.

    Complete is an item that ends in a precedence or, in a list without these, anything but a separator.
    """
    worded = _WORD.search(" ".join(value.split(";", maxsplit=1)[0].split()))
    for gap in _GAP.finditer(value):
        last = " ".join(value[: gap.start()].split())
        if _WORD.search(last) if worded else last[-1:] not in {";", ","}:
            return value[: gap.start()]
    return value


def _precedence(found: Findings, ledger: Ledger, values: dict[str, Label]) -> None:
    """The highest precedence of each list: copies born in the new archive have no precedence line."""
    highest: dict[str, str] = {}
    for field, key in (("action", "Action"), ("info", "Info")):
        words = [one.precedence for one in found.get(field) or () if one.precedence]
        if words:
            highest[field] = min(words, key=lambda word: precedence.rank(word) or 0)
            ledger.mark(f"/precedence/{field}", values[key].start, values[key].end)
    found.put("precedence", Precedences(**highest))


def _addressee(text: str) -> Addressee:
    """`BOGOTA, AMEMBASSY ROUTINE` is AMEMBASSY BOGOTA, ROUTINE."""
    word = _WORD.search(text)
    name = text[: word.start()] if word else text
    routed = _ROUTED.match(name)
    name = name[routed.end() :] if routed else name
    place, comma, office = name.partition(",")
    name = f"{office.strip()} {place.strip()}" if comma else name
    rank = precedence.by_word(word[1]) if word else None
    return Addressee(
        name,
        routing_indicator=routed[1] if routed else None,
        precedence=rank.word if rank else None,
        collective=is_collective(name.upper(), routed[1] if routed else ""),
    )


def _action(found: Findings, ledger: Ledger, item: Label) -> None:
    _addressees("action", found, ledger, item)


def _info(found: Findings, ledger: Ledger, item: Label) -> None:
    _addressees("info", found, ledger, item)


def _exempt(found: Findings, ledger: Ledger, item: Label) -> None:
    _addressees("exempt", found, ledger, item)


def _captions(found: Findings, ledger: Ledger, item: Label) -> None:
    words = [word.strip().upper() for word in item.value.split(",")]
    found.put("captions", tuple(word for word in words if captions.find(word)))
    ledger.mark("/captions", item.start, item.end)


def _passing(found: Findings, ledger: Ledger, item: Label) -> None:
    text = ledger.strand.text
    read = list(read_passing(text, item.start, item.end))
    for at, one in enumerate(read):
        ledger.mark(f"/passing/{at}", one.start, one.end)
    found.put("passing", tuple(one.value for one in read))


def _signature(found: Findings, ledger: Ledger, item: Label) -> None:
    found.put("signature", item.value.split("\n")[0].strip())
    ledger.mark("/signature", item.start, item.end)


def _officers(field: str, found: Findings, ledger: Ledger, item: Label) -> None:
    read: list[Officer] = []
    for match in _OFFICER.finditer(item.value):
        name = " ".join(part.strip() for part in (match["given"], match["surname"]) if part)
        ledger.mark(f"/{field}/{len(read)}", item.start + match.start(), item.start + match.end())
        read.append(Officer(name, None, match[0].strip(), match["office"]))
    found.put(field, tuple(read))


def _drafted(found: Findings, ledger: Ledger, item: Label) -> None:
    _officers("drafted_by", found, ledger, item)


def _cleared(found: Findings, ledger: Ledger, item: Label) -> None:
    _officers("cleared_by", found, ledger, item)


def _approved(found: Findings, ledger: Ledger, item: Label) -> None:
    _officers("approved_by", found, ledger, item)


_READERS = (
    ("Date/DTG", _sent),
    ("From", _sender),
    ("Action", _action),
    ("Info", _info),
    ("XMT", _exempt),
    ("Captions", _captions),
    ("Pass Line", _passing),
    ("Signature", _signature),
    ("Drafted By", _drafted),
    ("Cleared By", _cleared),
    ("Approved By", _approved),
)
