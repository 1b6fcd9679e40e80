"""Transmission lines as they are written (ACP 127(G) and its US supplement, JANAP 128, ACP 128, ACP 126).

A `Circuit` says how one network writes them; all take what they say from `written_facts`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import NamedTuple

from reftel.model.dtg import group, two_digit_year
from reftel.model.telegram import Addressee, Original, Telegram, Transmission
from reftel.wire.fixed_position import filled
from reftel.wire.written_facts import CannotTransmit, Facts, facts_of, indicator_of, prosigns_of
from reftel.wire.written_received import handling, pilots, prosigns

LIMIT = 69
_LINE_FEEDS = 7
_CIRCUIT_LETTERS = {
    "E": "U",
    "R": "C",
}  # what a circuit writes that does not have the letter: never less secure
_FULL_YEARS_FROM = 2006  # ACP 127(G) para 113


class Circuit(NamedTuple):
    """How a network writes transmission lines.

    `procedure` gives lines 2 to 4 of a message, or of a section of it. `letters` are the security letters that there
    are. `years` says whether the date-time group has four figures of the year from 2006 on, `validated` whether the
    serial stands again behind the text, `paged` whether a text is cut into pages and sections, `own_serials` whether
    each section has a serial of its own, `counted` whether line 10 tells the number of groups, `filled` whether a
    station is named in the full number of letters.
    """

    name: str
    procedure: Callable[[Facts, int | None], list[str]]
    letters: str
    years: bool = False
    validated: bool = True
    paged: bool = True
    own_serials: bool = False
    counted: bool = False
    filled: bool = False


class Ends(NamedTuple):
    """Lines 1 to 4, lines 5 to 9 with the break, what stands below the text; calling station and its serial."""

    station: str
    serial: int
    procedure: tuple[str, ...]
    preamble: tuple[str, ...]
    ending: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """Everything above the text."""
        return self.procedure + self.preamble

    def counted(self, groups: int, accounting: str = "") -> Ends:
        """With the number of groups on line 10, above the break, behind the symbol of who pays for it."""
        line = f"{accounting} GR {groups}".lstrip()
        return self._replace(preamble=(*self.preamble[:-1], line, self.preamble[-1]))


def write_ends(
    telegram: Telegram, sent: datetime, circuit: Circuit, section: int | None = None, *, last: bool = True
) -> Ends:
    """All lines around the text of a telegram, or of one of its sections; raises `CannotTransmit`.

    The sections of a message whose circuit gives each a serial of its own bear consecutive ones. Corrections stand
    behind the `last` one.
    """
    facts = facts_of(telegram, sent)
    facts = facts._replace(letters=_allowed(facts.letters, circuit.letters))
    if section and circuit.own_serials:
        facts = facts._replace(serial=(facts.serial + section - 1) % 10_000)
    stated = telegram.transmission or Transmission("")
    procedure = (*_above(facts, circuit, section, stated), *circuit.procedure(facts, section))
    group_line = " ".join(filter(None, (*facts.signs, _group(sent, circuit), stated.instructions)))
    prefix = [stated.prefix] if stated.prefix and stated.groups is None else []
    preamble = (group_line, *_addresses(telegram), *_originals(telegram, circuit), *prefix, "BT")
    validation = [f"#{facts.serial:04d}"] if circuit.validated else []
    corrections = stated.corrections if last else ()
    ending = ("BT", *corrections, *validation, *[""] * _LINE_FEEDS, "NNNN")
    station = filled(facts.station) if circuit.filled else facts.station
    return Ends(station, facts.serial, procedure, preamble, ending)


def _above(facts: Facts, circuit: Circuit, section: int | None, stated: Transmission) -> Iterator[str]:
    """Line 1 and the pilots, which stand on the first section; none is known for manual operators."""
    if section not in {None, 1}:
        return
    if facts.identifier:
        yield " ".join((facts.identifier, *handling(stated)))
    if circuit.paged:
        yield from pilots(stated)


def _originals(telegram: Telegram, circuit: Circuit) -> Iterator[str]:
    """Lines 5 to 9 of the headings that a readdressed telegram had before; one without its date cannot be told."""
    for one in telegram.originals:
        if one.dtg is None:
            continue
        sent = _group(datetime.fromisoformat(one.dtg), circuit)
        yield " ".join((*prosigns(one.precedence), sent))
        if one.originator and one.originator.name:
            yield f"FM {one.originator.name}"
        yield from _address_lines(one, write_address)


def security_line(facts: Facts) -> str:
    """Line 4: `ZNY CCCCC ZZH`."""
    prosign = "ZNR" if facts.letters == "UUUUU" else "ZNY"
    return " ".join((prosign, facts.letters, *facts.signals))


def pair_lines(facts: Facts) -> list[str]:
    """Line 4 of networks that write `UU` or `HH`: the pair alone, the signals below it."""
    return [one for one in (facts.pair, " ".join(facts.signals)) if one]


def rows_of(first: str, called: tuple[str, ...], going_on: str = "") -> Iterator[str]:
    """The stations called behind the first words, over as many lines as they need."""
    line = first
    for indicator in called:
        if len(line) + 1 + len(indicator) > LIMIT:
            yield line
            line = going_on + indicator
        else:
            line = f"{line} {indicator}" if line else indicator
    yield line


def _allowed(letters: str, allowed: str) -> str:
    """The letters with another in place of one that the circuit does not have."""
    first = letters[0]
    return letters if first in allowed else _CIRCUIT_LETTERS.get(first, first) * 5


def _group(sent: datetime, circuit: Circuit) -> str:
    """The date-time group, with the whole year where two figures are not to be written or mean another one."""
    written = group(sent)
    full = circuit.years and sent.year >= _FULL_YEARS_FROM
    if full or two_digit_year(sent.year % 100) != sent.year:
        return f"{written[:-2]}{sent.year:04d}"
    return written


def _addresses(telegram: Telegram) -> Iterator[str]:
    """Lines 6 to 9; a CODRESS message has its addresses in the cipher."""
    if telegram.transmission and telegram.transmission.form == "codress":
        return
    sender = telegram.originator
    name = sender and (sender.name or sender.post)
    if not name:
        raise CannotTransmit("line 6 has no originator: say who sends the telegram, or write it plain")
    yield f"FM {name}"
    yield from _address_lines(telegram, write_address)


def bare_preamble(telegram: Telegram, sent: datetime | None) -> Iterator[str]:
    """Lines 5 to 9 without routing indicators, as the Department kept them from 1973 on; the unknown is left out."""
    if sent:
        yield f"{' '.join(prosigns_of(telegram))} {group(sent)}"
    sender = telegram.originator
    if sender and (sender.name or sender.post):
        yield f"FM {sender.name or sender.post}"
    yield from _address_lines(telegram, _bare_address)


def _address_lines(telegram: Telegram | Original, write: Callable[[Addressee], str]) -> Iterator[str]:
    for label, addressees in (("TO", telegram.action), ("INFO", telegram.info), ("XMT", telegram.exempt)):
        for at, line in enumerate(map(write, addressees)):
            yield f"{label} {line}" if at == 0 else line


def _bare_address(addressee: Addressee) -> str:
    return " ".join(filter(None, (addressee.name, *_behind(addressee))))


def _behind(addressee: Addressee) -> tuple[str | None, str | None]:
    """Precedence and running number."""
    number = addressee.continuity_number
    return addressee.precedence, f"{number:04d}" if number else None


def write_address(addressee: Addressee) -> str:
    """`RUEHC/SECSTATE WASHDC IMMEDIATE 7466`, with the indicator of the lists where the addressee has none."""
    found = None if addressee.zen else indicator_of(addressee.name)
    indicator = addressee.routing_indicator or found or ("ZEN" if addressee.zen else None)
    name = f"{indicator}/{addressee.name}" if indicator else addressee.name
    return " ".join(filter(None, (name, *_behind(addressee))))
