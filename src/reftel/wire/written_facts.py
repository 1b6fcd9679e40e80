"""What the transmission lines of a telegram have to say, whatever circuit they are written for.

What the telegram was received with is kept. What it leaves open is filled in from what it says elsewhere: stations
called from the addressees, precedence from their words, security warning from the level, serial from the number.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from reftel.model.mrn import parse_mrn
from reftel.model.telegram import Addressee, Precedences, Telegram, Transmission
from reftel.vocabulary import classification, posts, precedence, routing_indicators
from reftel.wire.written_received import instructions

_ROUTINE = "ROUTINE"
_SECURITY_LETTERS = 5


class CannotTransmit(ValueError):
    """A transmission line cannot be written: the message says which, what is missing, and the remedy."""


class Facts(NamedTuple):
    """The precedence prosigns, action first; that of the routing line; stations, serial, times; line 4.

    `letters` are the security letters for this level, `pair` is `UU` or `HH` where the telegram was received with one.
    """

    signs: tuple[str, ...]
    prosign: str
    called: tuple[str, ...]
    station: str
    serial: int
    sent: datetime
    filed: datetime
    letters: str
    pair: str | None
    signals: tuple[str, ...]
    identifier: str | None
    telegram: Telegram


def facts_of(telegram: Telegram, sent: datetime) -> Facts:
    """All of them; raises `CannotTransmit` where the telegram lacks what each circuit must have."""
    stated = telegram.transmission or Transmission("")
    signs = prosigns_of(telegram)
    level = telegram.classification.level
    station, serial = _station(telegram), _serial(telegram)
    return Facts(
        signs,
        (stated.precedence_prosign or signs[0])[0],
        _stations(stated.called or _called(telegram), telegram),
        station,
        serial,
        sent,
        datetime.fromisoformat(stated.filed) if stated.filed else sent,
        _letters(telegram, stated.security_characters),
        stated.security_prosign if _pair_covers(stated.security_prosign, level) else None,
        instructions(stated),
        stated.identifier,
        telegram,
    )


def indicator_of(name: str) -> str | None:
    """The routing indicator of an address: of the very address, else of the post that it names; None for an unknown."""
    stations = routing_indicators.of(name)
    if stations:
        return stations[0].indicator
    post = posts.named(name)
    return post.routing_indicators[0] if post and post.routing_indicators else None


def without_indicator(addressees: Iterable[Addressee]) -> Iterator[int]:
    """Which addressees no station is known for: the routing line does not call them, nor are they served otherwise."""
    for at, one in enumerate(addressees):
        if not (one.routing_indicator or one.zen or indicator_of(one.name)):
            yield at


def prosigns_of(telegram: Telegram) -> tuple[str, ...]:
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
    found = (one.routing_indicator or indicator_of(one.name) for one in both if not one.zen)
    return tuple(dict.fromkeys(one for one in found if one))


def _stations(called: tuple[str, ...], telegram: Telegram) -> tuple[str, ...]:
    if not called:
        names = ", ".join(one.name for one in (*telegram.action, *telegram.info)) or "no addressee"
        raise CannotTransmit(
            f"line 2 has no station to call: no routing indicator is known for {names}; "
            "put it before the name, RUEHC/SECSTATE WASHDC, or write the telegram plain"
        )
    return called


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


def _letters(telegram: Telegram, stated: str | None) -> str:
    """The letters received; never those of a circuit that is approved for less than the telegram's level."""
    level = telegram.classification.level
    if stated and len(stated) >= _SECURITY_LETTERS and _covers(stated) >= classification.rank(level):
        return stated
    return "EEEEE" if "EFTO" in telegram.classification.caveats else classification.zny_letters(level or "")


def _covers(letters: str) -> int:
    """The rank up to which a circuit is approved; administrative controls are sent as unclassified."""
    rank = classification.rank(classification.of_zny(letters.partition("/")[0]))
    return max(rank, classification.rank("LIMITED OFFICIAL USE"))


def _pair_covers(pair: str | None, level: str | None) -> bool:
    """`HH` asks for an approved circuit, `UU` for none (ACP 127(G) para 203)."""
    return pair == "HH" or (pair == "UU" and classification.rank(level) < classification.rank("RESTRICTED"))
