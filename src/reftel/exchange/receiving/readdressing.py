"""Readdressal: a telegram that the post holds goes on to others, under a heading of its own (ACP 127(G) paras 501-504).

Lines 1 to 4 are the post's; from the original line 5 on everything stays letter by letter, but for the number behind
the text, which is the new serial. Each section is readdressed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from reftel.exchange.keeping import journal, numbers
from reftel.exchange.post.config import Config, Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.analysis import Analysed, analyse, line_5
from reftel.exchange.receiving.originating import originate
from reftel.exchange.routing.directory import indicators_of
from reftel.model.dtg import group
from reftel.model.mrn import parse_mrn
from reftel.vocabulary import posts, precedence

_CIPHER = re.compile(r"\nBT\n(?:[A-Z]{5}[ \n]+){3,}BT\b")
_VALIDATION = re.compile(r"^#[0-9]{4}$", re.MULTILINE)


class _New(NamedTuple):
    """What the new heading says: addressees with their indicators, the prosign or none, the moment."""

    to: tuple[tuple[str, str], ...]
    info: tuple[tuple[str, str], ...]
    prosign: str | None
    moment: datetime


def readdress(
    place: Place, mrn: str, who: Person, *, to: Sequence[str], info: Sequence[str] = (), word: str = ""
) -> tuple[int, ...]:
    """Send a telegram on, for action and for information; the messages that go out, one for each section.

    `word`: the precedence; that of the original where it is empty. Raises `PostError`, and nothing is sent then.
    """
    who.require("releaser", "communicator")
    action, informed = (tuple(_addressee(place.config, name) for name in names) for names in (to, info))
    new = _New(action, informed, _prosign(word), datetime.fromtimestamp(place.book.clock(), UTC))
    number = parse_mrn(mrn)
    sql = "SELECT id, text FROM message WHERE mrn = ? AND kind = 'telegram' AND state = 'taken' ORDER BY section, id"
    with place.book.transaction():
        rows = place.book.rows(sql, str(number) if number else mrn)
        if not rows:
            raise PostError(
                f"{mrn}: this post holds no such telegram; `reftel post track {mrn}` tells its path"
            )
        sent = tuple(_sent(place, text, new) for _, text in rows)
        for (message, _), again in zip(rows, sent, strict=True):
            said = {"to": [name for _, name in action], "info": [name for _, name in informed]}
            journal.enter(place.book, who.name, f"message {message}", "readdressed", message=again, **said)
    return sent


def _addressee(config: Config, name: str) -> tuple[str, str]:
    """Indicator and plain language address."""
    known = posts.find(name)
    address = known.plain_address if known else " ".join(name.upper().split())
    indicators = indicators_of(config, address)
    if not indicators:
        raise PostError(
            f"{name}: no list knows it; enter it under [directory] in post.toml, with its indicator"
        )
    return indicators[0], address


def _prosign(word: str) -> str | None:
    known = precedence.by_word(word.upper()) if word else None
    if word and not (known and known.prosign):
        raise PostError(f"{word} is no precedence: write one of {', '.join(precedence.ladder())}")
    return known.prosign if known else None


def _sent(place: Place, text: str, new: _New) -> int:
    """One section with its new heading, on its way."""
    found = analyse(text)
    serial = (numbers.following(place.book, "service") - 1) % 9999 + 1
    heading = "".join(f"{line}\n" for line in _heading(place.config, found, new, serial))
    return originate(place.book, place.config, heading + _original(text, serial))


def _heading(config: Config, found: Analysed, new: _New, serial: int) -> Iterator[str]:
    """Lines 2 to 7; the warning is that of the original, and an approved circuit where it has none (para 203)."""
    sent, prosign = found.transmission, new.prosign or found.prosign
    letters = sent.security_characters
    yield f"{prosign * 2} {' '.join(dict.fromkeys(indicator for indicator, _ in (*new.to, *new.info)))}"
    yield f"DE {config.indicator} #{serial:04d} {new.moment:%j%H%M}"
    yield f"{sent.security_prosign} {letters}" if letters else "ZNY CCCCC"
    yield f"{prosign} {group(new.moment)}"
    yield f"FM {config.plain_address}"
    for label, addressees in (("TO", new.to), ("INFO", new.info)):
        for at, (indicator, name) in enumerate(addressees):
            yield f"{label} {indicator}/{name}" if at == 0 else f"{indicator}/{name}"


def _original(text: str, serial: int) -> str:
    """The original from line 5 on, with the new number behind its text."""
    if _CIPHER.search(text):
        raise PostError(
            "its text is in cipher: whoever it is for may not hold the key, so it is not readdressed"
        )
    begin, end = line_5(text), text.rfind("\nBT")
    if begin is None or end < begin:
        raise PostError("the telegram has no line 5 or no break: it cannot be readdressed as it is")
    return text[begin:end] + _VALIDATION.sub(f"#{serial:04d}", text[end:], count=1)
