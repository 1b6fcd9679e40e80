"""Stub sheets, which stand in a telegram's place in files taken apart for release: sender, number, day, subject."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from reftel.model.mrn import Mrn, parse_mrn
from reftel.model.strand import Span
from reftel.model.telegram import Classification, Originator, Telegram
from reftel.vocabulary import classification, posts

_STUB = re.compile(
    r"(?m)^[^A-Za-z0-9\n]{0,4}[FP]ROM:?[ ]{0,3}"
    r"(?P<sender>(?:SECSTA[TV]E|AMEMBASSY|AMCONSUL|AMCONGEN|USMISSION|USUN|USINT|USLO)[A-Z ]{1,40}?)"
    r"[ ]{1,3}(?P<serial>\d{2,6})[ .]{0,4}(?=\n)(?P<rest>(?:\n+(?![^A-Za-z0-9\n]{0,4}[FP]ROM)[^\n]{0,120}){1,8})"
)
_DAY = re.compile(r"[A-Z]ATE[:;]?[ ]{0,3}(\d{1,2}) ([A-Z]{3})[A-Z]{0,6} (\d{4})")
_LEVEL = re.compile(r"CLASSIFICATION[:;][ ]{0,3}([A-Z ]{4,30}[A-Z])")
_SUBJECT = re.compile(
    r"SUB[JS]?[A-Z]{0,2}ECT[:;][ ]{0,3}([^\n]{3,200}(?:\n(?![ ]*[A-Z]{3,14}[:;])[A-Z][^\n]{3,100})?)"
)


class Stub(NamedTuple):
    """One sheet: where it stands and what it says."""

    start: int
    end: int
    telegram: Telegram


def find_stubs(plain: str, start: int, end: int) -> Iterator[Stub]:
    """The stub sheets of a text, in order. A line is repaired nowhere: what cannot be read stays open."""
    if "DATE" not in plain and "CLASSIFICATION" not in plain:
        return
    for match in _STUB.finditer(plain, start, end):
        yield Stub(match.start(), match.end(), _telegram(match))


def _telegram(match: re.Match[str]) -> Telegram:
    rest = match["rest"]
    sender = " ".join(match["sender"].split())
    day, level, subject = _DAY.search(rest), _LEVEL.search(rest), _SUBJECT.search(rest)
    sent = _on(day) if day else None
    mrn = _number(sender, match["serial"], sent)
    post = posts.find(sender)
    base = match.start("rest")
    spans = {
        "/mrn": (Span(match.start("sender"), match.end("serial")),),
        "/originator": (Span(*match.span("sender")),),
    }
    for pointer, found in (
        ("/dtg", day if sent else None),
        ("/classification", level),
        ("/subject", subject),
    ):
        if found:
            spans[pointer] = (Span(base + found.start(1), base + found.end(found.lastindex or 1)),)
    return Telegram(
        mrn=str(mrn) if mrn and mrn.year else None,
        kind="stub",
        layout="form",
        dtg=sent,
        dtg_precision="day" if sent else None,
        originator=Originator(name=sender, post=post.name if post else None),
        classification=Classification(level=classification.level_of(level[1]) if level else None),
        subject=" ".join(subject[1].split()).strip(" .:-") if subject else None,
        completeness="header only",
        spans=spans,
    )


def _number(sender: str, serial: str, sent: str | None) -> Mrn | None:
    """`SECSTATE WASHDC STATE 252295` and `AMEMBASSY KINGSTON 2883`."""
    year = int(sent[:4]) if sent else None
    return parse_mrn(f"{sender} {serial}", year)


def _on(day: re.Match[str]) -> str | None:
    try:
        moment = datetime.strptime(" ".join(day.groups()).title(), "%d %b %Y")
    except ValueError:
        return None
    return moment.strftime("%Y-%m-%dT00:00:00Z")
