"""Stub sheets, which stand in a telegram's place in files taken apart for release: sender, number, day, subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.strand import Span
from reftel.model.telegram import Addressee, Classification, Originator, Telegram
from reftel.vocabulary import classification, posts

_OFFICE = r"(?:SECSTA[TV]E|A[MN]E[MP][BP]ASSY|AMCONSUL|AMCONGEN|USMISSION|USUN|USINT|USLO)"
_LABELLED = r"(?:\n+(?![^A-Za-z0-9\n]{0,4}(?:[FP]ROM\b|DEPT))[^\n]{0,120}){1,8}"
_SENT = re.compile(
    r"(?m)^[^A-Za-z0-9\n]{0,4}[FP]ROM:?[ ]{0,3}"
    rf"(?P<sender>{_OFFICE}[A-Z ]{{1,40}}?)[ ]{{1,3}}(?P<serial>\d{{2,6}})[ .]{{0,4}}(?=\n)(?P<rest>{_LABELLED})"
)
_TITLED = re.compile(
    r"(?m)^[^A-Za-z0-9\n]{0,4}DEP(?:ARTMENT|T) OF STATE (?P<way>INCOMING|OUTGOING) TELEGRA.[^\n]{0,40}\n"
    r"(?P<rest>(?:[^A-Za-z0-9\n]{0,4}(?!DEPT OF STATE (?:IN|OUT))[^\n]{0,120}\n+){2,8})"
)
_PARTY = re.compile(
    rf"(?m)^[^A-Za-z0-9\n]{{0,4}}(?:FROM (?P<sender>[A-Z][A-Z -]{{2,30}}) TO SECRETARY OF STATE"
    rf"|T[OQ]:[^A-Za-z\n]{{0,6}}(?P<addressee>{_OFFICE} [A-Z][A-Z ]{{2,30}}[A-Z]))"
)
_SERIAL = re.compile(r"\b[NW]U[MN]?[BPFM]?[BPF]ER[:,]? (\d{1,5})\b")
_DAY = re.compile(r"\b[A-Z]?ATE[:;]?[^A-Za-z0-9\n]{0,4}(\d{1,2}) ([A-Z]{3})[A-Z]{0,6} (\d{4})")
_LEVEL = re.compile(r"CLASSIFICATION[:;][^A-Za-z\n]{0,5}([A-Z ]{4,30}[A-Z])")
_SUBJECT = re.compile(
    r"SUB?[JSP]?[A-Z]{0,2}ECT[:;][ ]{0,3}([^\n]{3,200}(?:\n(?![^A-Za-z\n]{0,4}[A-Z]{3,14}[:;])[A-Z][^\n]{3,100})?)"
)
_NO_SUBJECT = re.compile(r"NONE GIVEN")


class Stub(NamedTuple):
    """One sheet: where it stands and what it says."""

    start: int
    end: int
    telegram: Telegram


def find_stubs(plain: str, start: int, end: int) -> list[Stub]:
    """The stub sheets of a text, in order. Nothing is repaired: what cannot be read stays open."""
    if plain.find("CLASSIFICATION", start, end) < 0 and plain.find("DATE", start, end) < 0:
        return []
    found = [Stub(*match.span(), _sent(match)) for match in _SENT.finditer(plain, start, end)]
    found += [Stub(*match.span(), stub) for match, stub in _titled(plain, start, end)]
    return sorted((stub for stub in found if stub.telegram.dtg), key=lambda stub: stub.start)


def _sent(match: re.Match[str]) -> Telegram:
    sender = " ".join(match["sender"].split())
    base = _common(match)
    station = sender
    if posts.find(sender) is None and posts.find(sender.rpartition(" ")[0]):
        sender, _, station = sender.rpartition(" ")  # SECSTATE WASHDC STATE 252295
    mrn = parse_mrn(f"{station} {match['serial']}", _year(base))
    spans = base.spans | {
        "/mrn": (Span(match.start("sender"), match.end("serial")),),
        "/originator": (Span(*match.span("sender")),),
    }
    return base.replace(mrn=_text(mrn), originator=_originator(sender), spans=spans)


def _titled(plain: str, start: int, end: int) -> Iterator[tuple[re.Match[str], Telegram]]:
    """Sheets for telegrams of the 1950s and 60s, headed `DEPT OF STATE OUTGOING TELEGRAM`."""
    for match in _TITLED.finditer(plain, start, end):
        party = _PARTY.search(match["rest"])
        if party:
            yield match, _of_party(match, party)


def _of_party(match: re.Match[str], party: re.Match[str]) -> Telegram:
    base = _common(match)
    kind = party.lastgroup or "sender"
    at = match.start("rest") + party.start(kind)
    place = {"/originator" if party["sender"] else "/action/0": (Span(at, at + len(party[kind])),)}
    if not party["sender"]:
        name = " ".join(party["addressee"].split())
        return base.replace(
            originator=Originator(name="SECSTATE WASHDC", post="STATE"),
            action=(Addressee(name),),
            spans=base.spans | place,
        )
    serial = _SERIAL.search(match["rest"])
    mrn = parse_mrn(f"{party['sender'].strip()} {serial[1]}", _year(base)) if serial else None
    return base.replace(
        mrn=_text(mrn),
        mrn_inferred=bool(_text(mrn)),
        originator=_originator(party["sender"].strip()),
        spans=base.spans | place,
    )


def _common(match: re.Match[str]) -> Telegram:
    """Day, level and subject, which all sheets give below labels."""
    rest, base = match["rest"], match.start("rest")
    day, level, subject = _DAY.search(rest), _LEVEL.search(rest), _SUBJECT.search(rest)
    if subject and _NO_SUBJECT.search(subject[1]):
        subject = None
    sent = _on(day) if day else None
    spans: dict[str, tuple[Span, ...]] = {}
    for pointer, found in (
        ("/dtg", day if sent else None),
        ("/classification", level),
        ("/subject", subject),
    ):
        if found:
            spans[pointer] = (Span(base + found.start(1), base + found.end(found.lastindex or 1)),)
    return Telegram(
        kind="stub",
        layout="form",
        dtg=sent,
        dtg_precision="day" if sent else None,
        classification=Classification(level=classification.level_of(level[1]) if level else None),
        subject=" ".join(subject[1].split()).strip(" .:-") if subject else None,
        completeness="header only",
        spans=spans,
    )


def _originator(sender: str) -> Originator:
    post = posts.find(sender)
    return Originator(name=sender, post=post.name if post else None)


def _year(telegram: Telegram) -> int | None:
    return int(telegram.dtg[:4]) if telegram.dtg else None


def _text(mrn: Mrn | None) -> str | None:
    return str(mrn) if mrn and mrn.year else None


def _on(day: re.Match[str]) -> str | None:
    try:
        moment = datetime.strptime(" ".join(day.groups()).title(), "%d %b %Y")
    except ValueError:
        return None
    return moment.strftime("%Y-%m-%dT00:00:00Z")
