"""The head of a telegram, decoded: labelled rows of values, each with its meaning and its letters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reftel.model.telegram import Addressee, Officer, Reference, Telegram
from reftel.web.setting.body import spans_attribute
from reftel.web.setting.source import shortened, spans_of
from reftel.web.words import day, moment, search_url, telegram_url, term

FOLD = 8
LETTERS = 120


class Value(NamedTuple):
    """One value. `detail` stands after it in small letters, `gloss` explains it.

    `others` finds the telegrams that share it; `url` is the telegram that it names, `missing` if not here.
    """

    text: str
    pointer: str = ""
    spans: str = ""
    gloss: str = ""
    detail: str = ""
    others: str = ""
    url: str = ""
    missing: bool = False


class Row(NamedTuple):
    """A labelled row. `kind` styles it: inline (values run on), list (one a line), people, codes."""

    label: str
    values: tuple[Value, ...]
    kind: str = "inline"
    folded: bool = False


class Desk:
    """Makes values of one telegram: knows what each pointer means and where its letters stand."""

    def __init__(self, telegram: Telegram, meanings: Mapping[str, str]) -> None:
        self.telegram = telegram
        self.meanings = meanings
        self.others = dict(_others(telegram))

    def value(self, text: str | None, pointer: str, detail: str = "", extra: str = "") -> Value | None:
        """The value at `pointer`, or None where there is none. `extra` is added to its meaning."""
        if not text:
            return None
        said = (self.meanings.get(pointer, ""), extra)
        gloss = ". ".join(part[0].upper() + part[1:].rstrip(".") for part in said if part)
        spans = spans_attribute(self.telegram, pointer)
        return Value(text, pointer, spans, gloss and f"{gloss}.", detail, self.others.get(pointer, ""))

    def letters(self, pointer: str) -> str:
        """What stands in the source for a value, on one line, at most LETTERS of it."""
        stretches = (self.telegram.text[span.start : span.end] for span in spans_of(self.telegram, pointer))
        return shortened(" ".join(stretches), LETTERS)


def _others(telegram: Telegram) -> Iterator[tuple[str, str]]:
    if telegram.originator and telegram.originator.post:
        yield "/originator", search_url(term("post", telegram.originator.post))
    if telegram.classification.level:
        yield "/classification/level", search_url(term("class", telegram.classification.level))
    for field, values in (("tag", telegram.tags), ("caption", telegram.captions)):
        for at, value in enumerate(values):
            yield f"/{field}s/{at}", search_url(term(field, value))


def _row(label: str, *values: Value | None, kind: str = "inline") -> Row | None:
    there = tuple(value for value in values if value)
    return Row(label, there, kind, kind == "list" and len(there) > FOLD) if there else None


def _addressee(desk: Desk, group: str, at: int, one: Addressee) -> Value | None:
    extra = []
    if one.precedence:
        extra.append(f"precedence {one.precedence}")
    if one.routing_indicator:
        extra.append(f"routing indicator {one.routing_indicator}")
    if one.continuity_number is not None:
        extra.append(f"continuity number {one.continuity_number}: the originator's count of messages to it")
    detail = one.precedence.lower() if one.precedence else ""
    return desk.value(one.name, f"/{group}/{at}", detail, "; ".join(extra))


def _addressees(desk: Desk) -> Iterator[Row | None]:
    telegram = desk.telegram
    if telegram.originator:
        name = telegram.originator.name or telegram.originator.post
        routing = telegram.originator.routing_indicator
        extra = f"routing indicator {routing}" if routing else ""
        yield _row("From", desk.value(name, "/originator", extra=extra))
    groups = {"To": "action", "Info": "info", "Exempt": "exempt"}
    for label, group in groups.items():
        ones: tuple[Addressee, ...] = getattr(telegram, group)
        yield _row(label, *(_addressee(desk, group, at, one) for at, one in enumerate(ones)), kind="list")


def _sending(desk: Desk) -> Iterator[Row | None]:
    telegram = desk.telegram
    original = desk.letters("/dtg") if "/dtg" in telegram.spans else ""
    yield _row("Date", desk.value(moment(telegram.dtg, telegram.dtg_precision), "/dtg", original))
    yield _row(
        "Precedence",
        desk.value(telegram.precedence.action, "/precedence/action", "for action"),
        desk.value(telegram.precedence.info, "/precedence/info", "for information"),
    )
    yield _row(
        "Classification",
        desk.value(telegram.classification.level, "/classification/level"),
        *(
            desk.value(one, f"/classification/caveats/{at}")
            for at, one in enumerate(telegram.classification.caveats)
        ),
    )
    yield _row("Captions", *(desk.value(one, f"/captions/{at}") for at, one in enumerate(telegram.captions)))
    yield _sections(desk)


def _sections(desk: Desk) -> Row | None:
    sections = desk.telegram.sections
    if sections.of <= 1:
        return None
    here = ", ".join(map(str, sections.present)) or "none"
    whole = len(sections.present) >= sections.of
    return _row(
        "Sections", desk.value(str(sections.of), "/sections", "all here" if whole else f"here: {here}")
    )


def _handling(desk: Desk) -> Iterator[Row | None]:
    telegram = desk.telegram
    passing = enumerate(telegram.passing)
    yield _row(
        "Passing",
        *(desk.value(one.text or " ".join(one.offices), f"/passing/{at}") for at, one in passing),
        kind="list",
    )
    order = telegram.declassification
    if order:
        until = f"declassify on {day(order.on)}" if order.on else ""
        words = " ".join(filter(None, (order.order and f"E.O. {order.order}", order.instruction)))
        yield _row("Order", desk.value(words, "/declassification", until))
    yield _row(
        "TAGS",
        *(desk.value(tag, f"/tags/{at}") for at, tag in enumerate(telegram.tags)),
        kind="codes",
    )


def _officer(desk: Desk, pointer: str, one: Officer) -> Value | None:
    return desk.value(one.name or one.text, pointer, ", ".join(filter(None, (one.position, one.office))))


def _people(desk: Desk) -> Iterator[Row | None]:
    telegram = desk.telegram
    if telegram.classified_by:
        yield _row("Classified by", _officer(desk, "/classified_by", telegram.classified_by))
    yield _row(
        "Reasons",
        *(desk.value(one, f"/reasons/{at}") for at, one in enumerate(telegram.reasons)),
        kind="codes",
    )
    groups = {"Drafted by": "drafted_by", "Cleared by": "cleared_by", "Approved by": "approved_by"}
    for label, group in groups.items():
        ones: tuple[Officer, ...] = getattr(telegram, group)
        yield _row(label, *(_officer(desk, f"/{group}/{at}", one) for at, one in enumerate(ones)))


def _reference(desk: Desk, at: int, one: Reference, held: frozenset[str]) -> Value | None:
    label = f"{one.label}. " if one.label else ""
    inferred = "the year is inferred" if one.year_inferred else ""
    notal = "not sent to all addressees" if one.notal else ""
    there = one.mrn is not None and one.mrn in held
    absent = "not in this archive" if one.mrn and not there else ""
    detail = "; ".join(filter(None, (one.title, absent, inferred, notal)))
    url = telegram_url(one.mrn) if one.mrn else ""
    text = f"{label}{one.mrn or one.text}"
    value = desk.value(text, f"/references/{at}", detail)
    return value and value._replace(url=url, missing=bool(absent))


def _release(desk: Desk) -> Iterator[Row | None]:
    release = desk.telegram.release
    if not release:
        return
    for label, name in (("Stamps", "stamps"), ("Case", "case_numbers"), ("Exemptions", "exemptions")):
        values: tuple[str, ...] = getattr(release, name)
        yield _row(label, *(desk.value(one, f"/release/{name}/{at}") for at, one in enumerate(values)))
    yield _row("Released", desk.value(day(release.on), "/release/on"))


def head(desk: Desk, held: frozenset[str]) -> tuple[Row, ...]:
    """The rows of the head in reading order; `held` are the numbers of references that the archive has."""
    references = tuple(_reference(desk, at, one, held) for at, one in enumerate(desk.telegram.references))
    rows = (
        *_addressees(desk),
        *_sending(desk),
        *_handling(desk),
        _row("References", *references, kind="references"),
        *_people(desk),
        *_release(desk),
    )
    return tuple(row for row in rows if row)


def transmission(desk: Desk) -> tuple[Row, ...]:
    """What the transmission lines say, ACP 127 format lines 1 to 4, and the distribution block of the 1970s."""
    sent = desk.telegram.transmission
    rows: list[Row | None] = []
    if sent:
        names = {
            "Identifier": "identifier",
            "Precedence prosign": "precedence_prosign",
            "Calling": "calling",
            "Station serial": "station_serial",
            "Section": "section",
            "Security prosign": "security_prosign",
            "Security characters": "security_characters",
        }
        rows += [_sent(desk, label, name, getattr(sent, name)) for label, name in names.items()]
        rows.insert(2, _codes(desk, "Called", "called", sent.called))
        rows.insert(5, _row("Filed", desk.value(moment(sent.filed), "/transmission/filed")))
        rows.append(_codes(desk, "Operating signals", "operating_signals", sent.operating_signals))
    copies = (
        desk.value(
            one.office,
            f"/distribution/{at}",
            f"{one.role} {one.copies if one.copies is not None else ''}".strip(),
        )
        for at, one in enumerate(desk.telegram.distribution)
    )
    rows.append(_row("Distribution", *copies))
    return tuple(row for row in rows if row)


def _sent(desk: Desk, label: str, name: str, value: str | int | None) -> Row | None:
    return _row(label, desk.value(None if value is None else str(value), f"/transmission/{name}"))


def _codes(desk: Desk, label: str, name: str, values: tuple[str, ...]) -> Row | None:
    return _row(
        label, *(desk.value(one, f"/transmission/{name}/{at}") for at, one in enumerate(values)), kind="codes"
    )
