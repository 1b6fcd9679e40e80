"""Stub sheets, which stand in a telegram's place in files taken apart for release: sender, number, day, subject.

They come machine-read: B is P or F (`AMFEMPASSY`, `NUNPER`), one letter of a word is another (`SECSTAVE`), a small
letter stands among capitals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.strand import Span
from reftel.model.telegram import Addressee, Classification, Originator, Repair, Telegram
from reftel.vocabulary import classification, posts

_OFFICE = r"(?:SECSTA[TV]E|A[A-Z]{2,4}[BP]ASSY|AMCONSUL|AMCONGEN|USMISSION|USUN|USINT|USLO)"
_NEXT_SHEET = (
    r"[^A-Za-z0-9\n]{0,4}(?:DEP(?:ARTMENT|T) OF STATE (?:IN|OUT|A)"
    rf"|[FP]ROM:?[ ]{{0,3}}{_OFFICE}[A-Za-z ]{{1,40}}\d)"
)
_LABELLED = rf"(?:\n+(?!{_NEXT_SHEET})[^\n]{{0,120}}){{1,8}}"
_SENT = re.compile(
    r"(?m)^[^A-Za-z0-9\n]{0,4}[FP]ROM:?[ ]{0,3}"
    rf"(?P<sender>{_OFFICE}[A-Za-z ]{{1,40}}?)[ ]{{1,3}}(?P<serial>\d{{1,6}})[ .]{{0,4}}(?=\n)(?P<rest>{_LABELLED})"
)
_TITLED = re.compile(
    r"(?m)^[^A-Za-z0-9\n]{0,4}DEP(?:ARTMENT|T) OF STATE (?:(?:INCOMING|OUTGOING) TELEGRA.|A[IT]RGRAM\b)[^\n]{0,40}"
    rf"(?P<rest>{_LABELLED}\n?)"
)
_PARTY = re.compile(
    rf"(?m)^[^A-Za-z0-9\n]{{0,4}}(?:FROM (?P<sender>[A-Z][A-Z -]{{2,30}}) TO (?P<department>SECRETARY OF STATE)"
    rf"|FROM (?P<office>{_OFFICE}),?[^A-Za-z\n]{{1,4}}(?P<place>[A-Z][A-Z -]{{2,30}})(?=\n)"
    rf"|T[OQ]:[^A-Za-z\n]{{0,6}}(?P<addressee>{_OFFICE} [A-Z][A-Z ]{{2,30}}[A-Z]))"
)
_SERIAL = re.compile(r"\b[NW]U[MN]?[BPFM]?[BPF]ER[:,]? (\d{1,5})\b")
_DAY = re.compile(r"\b[A-Z]?ATE[:;]?[^A-Za-z0-9\n]{0,4}(\d{1,2}) ([A-Z]{3})[A-Z]{0,6} (\d{4})")
_LEVEL = re.compile(r"CLASSIFICATION[:;][^A-Za-z\n]{0,5}([A-Z ]{4,30}[A-Z])")
_SUBJECT = re.compile(
    r"SUB?[JSP]?[A-Z]{0,2}EC?T[:;][ ]{0,3}([^\n]{3,200}"
    r"(?:(?:\n|(?<= OF| IN| TO|AND|FOR|THE)\n\n)(?![^A-Za-z\n]{0,4}[A-Z]{3,14}[:;])[A-Z][^\n]{3,100})?)"
)  # over a blank line only where a word is still to come
_SMALL = re.compile(r"[a-z]+")
_EMBASSY = re.compile(r"^A[A-Z]{2,4}[BP]ASSY\b")
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
    """A sheet headed `FROM AMEMBASSY LIMA 2883`; from the Department, `FROM SECSTATE WASHDC STATE 252001`."""
    sender, repairs = _mended(match["sender"], match.start("sender"))
    base = _common(match)
    station = sender
    if sender.startswith("SECSTA"):
        sender, station = sender.rpartition(" ")[0] or sender, "STATE"
    mrn = parse_mrn(f"{station} {match['serial']}", _year(base))
    spans = base.spans | {
        "/mrn": (Span(match.start("sender"), match.end("serial")),),
        "/originator": (Span(*match.span("sender")),),
    }
    return base.replace(mrn=_text(mrn), originator=_originator(sender), spans=spans, repairs=repairs)


def _mended(printed: str, at: int) -> tuple[str, tuple[Repair, ...]]:
    """A station's name without the machine's small letters and with its office word set right (Q51)."""
    name = " ".join(_SMALL.sub("", printed).split())
    name = _EMBASSY.sub("AMEMBASSY", name, count=1)
    if name == " ".join(printed.split()):
        return name, ()
    return name, (Repair("Q51", at, at + len(printed), printed, name),)


def _titled(plain: str, start: int, end: int) -> Iterator[tuple[re.Match[str], Telegram]]:
    """Sheets for telegrams and airgrams of the 1950s and 60s, headed `DEPT OF STATE OUTGOING TELEGRAM`."""
    for match in _TITLED.finditer(plain, start, end):
        party = _PARTY.search(match["rest"])
        if party:
            yield match, _of_party(match, party)


def _of_party(match: re.Match[str], party: re.Match[str]) -> Telegram:
    """To a post: sent by the Department. From one: to the Secretary of State, with a number of the post's."""
    base = _common(match)
    at = match.start("rest")
    kind = next(kind for kind in ("sender", "office", "addressee") if party[kind])
    name, repairs = _mended(party[kind], at + party.start(kind))
    places = {"/action/0" if kind == "addressee" else "/originator": party.span(kind)}
    originator, mrn = _originator(name), None
    action: tuple[Addressee, ...] = ()
    if kind == "addressee":
        originator, action = Originator(name="SECSTATE WASHDC", post="STATE"), (Addressee(name),)
    elif kind == "office":
        originator = _originator(f"{name} {party['place'].strip()}")
    else:
        action = (Addressee(party["department"]),)
        places["/action/0"] = party.span("department")
        serial = _SERIAL.search(match["rest"])
        mrn = parse_mrn(f"{name} {serial[1]}", _year(base)) if serial else None
    spans = {pointer: (Span(at + low, at + high),) for pointer, (low, high) in places.items()}
    return base.replace(
        mrn=_text(mrn),
        mrn_inferred=bool(_text(mrn)),
        originator=originator,
        action=action,
        spans=base.spans | spans,
        repairs=repairs,
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
