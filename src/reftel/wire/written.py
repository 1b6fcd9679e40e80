"""The transmission lines as they are written on State circuits (ACP 127(G) and its US supplement; 5 FAH-2 H-230).

What the telegram was received with is kept. What it leaves open is filled in from what it says elsewhere: stations
called from the addressees, precedence from their words, security warning from the level, serial from the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from reftel.model.dtg import group
from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Addressee, Precedences, Telegram, Transmission
from reftel.vocabulary import classification, posts, precedence, routing_indicators

LIMIT = 69
_UNATTENDED = "ZZH"  # stands on nearly all State traffic behind the security warning
_ROUTINE = "ROUTINE"


class CannotTransmit(ValueError):
    """A transmission line cannot be written: the message says which, what is missing, and the remedy."""


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


def write_ends(telegram: Telegram, sent: datetime, section: int | None = None) -> Ends:
    """All lines around the text of a telegram, or of one of its sections; raises `CannotTransmit`."""
    stated = telegram.transmission or Transmission("acp127us")
    signs = _prosigns(telegram)
    station, serial = _station(telegram), _serial(telegram)
    first = [stated.identifier] if stated.identifier and section in {None, 1} else []
    procedure = (
        *first,
        *_routing(stated.precedence_prosign or signs[0] * 2, stated.called or _called(telegram), telegram),
        _calling(station, serial, stated.filed, sent, section),
        _security(telegram, stated),
    )
    preamble = (f"{' '.join(signs)} {group(sent)}", *_addresses(telegram), "BT")
    return Ends(station, serial, procedure, preamble, ("BT", f"#{serial:04d}", *[""] * 7, "NNNN"))


def indicator_of(name: str) -> str | None:
    """The routing indicator of an address: of the very address, else of the post that it names; None for an unknown."""
    stations = routing_indicators.of(name)
    if stations:
        return stations[0].indicator
    post = posts.named(name)
    return post.routing_indicators[0] if post and post.routing_indicators else None


def _prosigns(telegram: Telegram) -> tuple[str, ...]:
    """The highest precedence of those who act, then of those informed where it is another."""
    words = telegram.precedence
    if words.action is None:
        words = Precedences(*(_highest(group) for group in (telegram.action, telegram.info)))
    signs = (
        found.prosign for word in (words.action, words.info) if word and (found := precedence.by_word(word))
    )
    return tuple(dict.fromkeys(sign for sign in signs if sign)) or ("R",)


def _highest(addressees: Sequence[Addressee]) -> str | None:
    words = (one.precedence or _ROUTINE for one in addressees)
    return min(words, key=lambda word: precedence.rank(word) or 99, default=None)


def _serial(telegram: Telegram) -> int:
    """The station's serial of four figures: that received, else the last four of the telegram's own."""
    if telegram.transmission and telegram.transmission.station_serial is not None:
        return telegram.transmission.station_serial % 10_000
    number = parse_mrn(telegram.mrn) if telegram.mrn else None
    if number is None or not isinstance(number.serial, int):
        raise CannotTransmit(
            "line 3 needs a serial and the telegram has no number: give it one, or write it plain"
        )
    return number.serial % 10_000


def _called(telegram: Telegram) -> tuple[str, ...]:
    """Each station once, in the order of the addressees."""
    both = (*telegram.action, *telegram.info)
    found = (one.routing_indicator or indicator_of(one.name) for one in both)
    return tuple(dict.fromkeys(one for one in found if one))


def _routing(prosign: str, called: Sequence[str], telegram: Telegram) -> Iterator[str]:
    """Line 2, going on over further lines without the prosign."""
    if not called:
        names = ", ".join(one.name for one in (*telegram.action, *telegram.info)) or "no addressee"
        raise CannotTransmit(
            f"line 2 has no station to call: no routing indicator is known for {names}; "
            "put it before the name, RUEHC/SECSTATE WASHDC, or write the telegram plain"
        )
    line = prosign
    for indicator in called:
        if len(line) + 1 + len(indicator) > LIMIT:
            yield line
            line = indicator
        else:
            line += f" {indicator}"
    yield line


def _calling(station: str, serial: int, filed: str | None, sent: datetime, section: int | None) -> str:
    """Line 3: `DE RUEHDBU #0862/01 1301039`."""
    part = f"/{section:02d}" if section else ""
    when = datetime.fromisoformat(filed) if filed else sent
    return f"DE {station} #{serial:04d}{part} {when:%j%H%M}"


def _station(telegram: Telegram) -> str:
    sender = telegram.originator
    stated = telegram.transmission.calling if telegram.transmission else None
    found = stated or (
        sender and (sender.routing_indicator or indicator_of(sender.name or sender.post or ""))
    )
    if not found:
        name = sender.name if sender else "the sender, who is not named"
        raise CannotTransmit(
            f"line 3 has no calling station: no routing indicator is known for {name}; "
            "put it before the sender's name, or write the telegram plain"
        )
    return found


def _security(telegram: Telegram, stated: Transmission) -> str:
    """Line 4; never for a circuit that is approved for less than the telegram's level."""
    letters, level = stated.security_characters, telegram.classification.level
    if letters is None or _covers(letters) < classification.rank(level):
        letters = (
            "EEEEE" if "EFTO" in telegram.classification.caveats else classification.zny_letters(level or "")
        )
    signals = stated.operating_signals if telegram.transmission else (_UNATTENDED,)
    return " ".join(("ZNR" if letters == "UUUUU" else "ZNY", letters, *signals))


def _covers(letters: str) -> int:
    """The rank up to which a circuit is approved; administrative controls are sent as unclassified."""
    rank = classification.rank(classification.of_zny(letters.partition("/")[0]))
    return max(rank, classification.rank("LIMITED OFFICIAL USE"))


def _addresses(telegram: Telegram) -> Iterator[str]:
    """Lines 6 to 9."""
    sender = telegram.originator
    name = sender and (sender.name or sender.post)
    if not name:
        raise CannotTransmit("line 6 has no originator: say who sends the telegram, or write it plain")
    yield f"FM {name}"
    for label, addressees in (("TO", telegram.action), ("INFO", telegram.info), ("XMT", telegram.exempt)):
        for at, line in enumerate(map(write_address, addressees)):
            yield f"{label} {line}" if at == 0 else line


def write_address(addressee: Addressee) -> str:
    """`RUEHC/SECSTATE WASHDC IMMEDIATE 7466`, with the indicator of the lists where the addressee has none."""
    indicator = addressee.routing_indicator or indicator_of(addressee.name)
    name = f"{indicator}/{addressee.name}" if indicator else addressee.name
    number = f"{addressee.continuity_number:04d}" if addressee.continuity_number else None
    return " ".join(filter(None, (name, addressee.precedence, number)))


def without_indicator(addressees: Iterable[Addressee]) -> Iterator[int]:
    """Which addressees no station is known for: the routing line does not call them."""
    for at, one in enumerate(addressees):
        if not (one.routing_indicator or indicator_of(one.name)):
            yield at
