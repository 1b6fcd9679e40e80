"""A draft before its release: set as it would be sent, checked by the rules, its addressees looked up (R-04, R-05)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from reftel.check import check
from reftel.exchange.drafting.roles import require_level
from reftel.exchange.post.config import Config, NotAllowed, Person
from reftel.exchange.routing.circuits import plan
from reftel.exchange.routing.directory import Reached, reach, unknown
from reftel.model.dtg import iso
from reftel.model.telegram import Addressee, Noun, Telegram, Transmission
from reftel.reading import parse
from reftel.vocabulary import classification, precedence
from reftel.writing import CannotWrite, write
from reftel.writing.draft import read_draft
from reftel.writing.draft_form import DraftError, line_of, read_form
from reftel.writing.draft_places import led_back

FORMAT = "acp127us"
_LONG = 200  # words of FLASH and IMMEDIATE that the handbooks ask to stay below
_URGENT = frozenset({"FLASH", "NIACT IMMEDIATE", "IMMEDIATE"})


class Finding(Noun, frozen=True):
    """What is wrong with a draft, or worth knowing. `line` counts in the draft; 0 for none."""

    severity: str
    code: str
    message: str
    line: int = 0

    @property
    def told(self) -> str:
        """The finding in one sentence: `line 7: S0305 ...`."""
        return f"{f'line {self.line}: ' if self.line else ''}{self.code} {self.message}"


class Examined(Noun, frozen=True):
    """A draft as it would be sent now; None and the reason among the findings where it cannot be set."""

    telegram: Telegram | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What must be mended before it may be released."""
        return tuple(one for one in self.findings if one.severity == "error")


def filled(config: Config, data: str, serial: int, now: float, ending: str = "", signs: str = "") -> Telegram:
    """The telegram of a draft, with what the release gives it: serial, moment, declassification, signature, stations.

    `ending` is put below the text; `signs` signs what neither draft nor post has a name for. Raises `DraftError`.
    """
    sent = datetime.fromtimestamp(now, UTC).replace(second=0, microsecond=0)
    draft = read_form(data)
    more: dict[str, Any] = {
        "serial": serial,
        "sent": iso(sent),
        "sign": draft.sign or config.post.signing or signs,
    }
    if not draft.order and classification.rank(draft.level.upper()) >= classification.rank("CONFIDENTIAL"):
        more["order"] = f"DECL: {_later(sent, config.post.declassify_after_years):%m/%d/%Y}"
    if ending:
        more["text"] = f"{draft.text.rstrip()}\n\n{ending}\n"
    telegram = read_draft(data, **more)
    reached = {one.addressee: one for group in reach(config, telegram) for one in group}
    called = [station for one in reached.values() for station in one.indicators]
    onward = tuple(dict.fromkeys(one for one in called if one not in config.own_indicators))
    action, info = (
        tuple(_with_indicator(one, reached) for one in group) for group in (telegram.action, telegram.info)
    )
    sent_as = Transmission(FORMAT, called=onward, calling=config.indicator)
    return telegram.replace(transmission=sent_as, action=action, info=info)


def _with_indicator(addressee: Addressee, reached: dict[Addressee, Reached]) -> Addressee:
    """With the indicator that leads to it, unless it is a collective."""
    found = reached.get(addressee)
    single = found is not None and not found.members and found.indicators
    indicator = found.indicators[0] if found and single else addressee.routing_indicator
    return msgspec.structs.replace(addressee, routing_indicator=indicator)


def _later(sent: datetime, years: int) -> datetime:
    try:
        return sent.replace(year=sent.year + years)
    except ValueError:  # the 29th of February
        return sent.replace(year=sent.year + years, day=28) + timedelta(days=1)


def examine(config: Config, data: str, now: float, who: Person | None = None) -> Examined:
    """All findings about a draft; `who` is to release it."""
    try:
        telegram = filled(config, data, 1, now)
    except DraftError as error:
        return Examined(None, (Finding("error", "draft", str(error), error.line),))
    findings = [
        *_of_rules(
            data, telegram if telegram.signature or not who else telegram.replace(signature=who.signs)
        ),
        *_of_addressees(config, data, telegram),
        *_of_level(config, data, telegram),
    ]
    findings += [*_of_precedence(data, telegram, who), *_of_person(data, telegram, who)]
    return Examined(telegram, tuple(findings))


def _of_rules(data: str, telegram: Telegram) -> Iterator[Finding]:
    """What `reftel check` finds in the telegram as it would be sent, at its places in the draft."""
    try:
        sent = parse(write(telegram, FORMAT).data)
    except (CannotWrite, ValueError) as error:
        yield Finding("error", "write", str(error))
        return
    for one in check(sent, "draft"):
        remedy = f"; write {one.suggestion!r}" if one.suggestion else ""
        yield Finding(one.severity, one.code, one.message + remedy, led_back(one, sent, data).line)


def _of_addressees(config: Config, data: str, telegram: Telegram) -> Iterator[Finding]:
    """Every addressee must be known, and some circuit must lead to it that is approved for the level."""
    groups = reach(config, telegram)
    for one in unknown(groups):
        line = line_of(data, "action" if one in telegram.action else "info")
        remedy = "write its routing indicator before it, RUEHC/SECSTATE WASHDC, or enter it in [directory]"
        yield Finding("error", "address", f"nobody knows the way to {one.name}: {remedy}", line)
    level = classification.rank(telegram.classification.level)
    stations = dict.fromkeys(station for group in groups for one in group for station in one.indicators)
    for station, reason in plan(config, stations, level, lambda _name: True).held.items():
        yield Finding("error", "route", f"{_named(groups, station)}: {reason}", line_of(data, "action"))


def _named(groups: tuple[tuple[Reached, ...], ...], station: str) -> str:
    names = (one.addressee.name for group in groups for one in group if station in one.indicators)
    return next(names, station)


def _of_level(config: Config, data: str, telegram: Telegram) -> Iterator[Finding]:
    level = telegram.classification.level
    if classification.rank(level) > classification.rank(config.post.level):
        message = f"this post may hold {config.post.level} at most, the draft is {level}"
        yield Finding("error", "level", message, line_of(data, "level"))


def _of_person(data: str, telegram: Telegram, who: Person | None) -> Iterator[Finding]:
    try:
        if who:
            require_level(who, telegram.classification.level)
    except NotAllowed as error:
        yield Finding("error", "level", str(error), line_of(data, "level"))


def highest(telegram: Telegram) -> str:
    """The most urgent precedence word of a telegram."""
    words = [one.precedence or "ROUTINE" for one in (*telegram.action, *telegram.info)]
    return min(words, key=lambda word: precedence.rank(word) or 99, default="ROUTINE")


def _of_precedence(data: str, telegram: Telegram, who: Person | None) -> Iterator[Finding]:
    word = highest(telegram)
    count = sum(len(one.text.split()) for one in telegram.paragraphs)
    if word in _URGENT and count > _LONG:
        yield Finding(
            "warning",
            "length",
            f"{count} words at {word}: {_LONG} or fewer are asked for",
            line_of(data, "text"),
        )
    if word == "NIACT IMMEDIATE":
        yield Finding("note", "niact", "paragraph 1 must give the reason for calling the duty officer", 0)
    if who and (precedence.rank(word) or 99) < (precedence.rank(who.ceiling) or 99):
        message = f"{who.name} may release {who.ceiling} at most, the draft is {word}"
        yield Finding("error", "ceiling", message, line_of(data, "action"))
