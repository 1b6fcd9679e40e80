"""What a person does with what the post could not handle: reads it as it came, and takes it in once mended (R-34).

What strangers sent is shown and never taken in.
"""

from __future__ import annotations

from email import message_from_bytes

from reftel.exchange.keeping import journal
from reftel.exchange.post.config import Config, Person, PostError
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.entering import Fate
from reftel.exchange.receiving.taking import decide
from reftel.exchange.seam import Incoming
from reftel.sources.mail_text import parts_of
from reftel.wire.circuit import LIMIT, CircuitReader

_MENDABLE = ("service", "aside")


def as_it_came(place: Place, subject: str) -> str:
    """The letters of `inbound 12`, or of `message 12` from its routing line on. Raises `PostError` for none."""
    kind, _, number = subject.partition(" ")
    if kind == "message" and number.isdigit():
        found = place.book.one("SELECT text FROM message WHERE id = ?", int(number))
    elif kind == "inbound" and number.isdigit():
        found = place.book.one("SELECT circuit, raw FROM inbound WHERE id = ?", int(number))
    else:
        raise PostError(
            f"{subject!r}: write `inbound 12`, a reception, or `message 12`, as the watch names them"
        )
    if not found:
        raise PostError(f"this post has no {subject}")
    return str(found[0]) if len(found) == 1 else _letters(place.config, *found)


def take_again(place: Place, row: int, who: Person, text: str = "") -> Fate:
    """Take in a reception that lies at the service position, as it came or with the letters of `text` in its place.

    The bytes as they came are kept. Raises `PostError` where it still cannot be handled, and changes nothing then.
    """
    who.require("communicator")
    with place.book.transaction():
        found = place.book.one("SELECT circuit, channel, raw, fate FROM inbound WHERE id = ?", row)
        if not found or found[3] not in _MENDABLE:
            raise PostError(
                f"inbound {row} does not wait at the service position: `reftel post service` names those"
            )
        circuit, channel, raw, _ = found
        letters = text or _letters(place.config, circuit, raw)
        incoming = Incoming(circuit=circuit, raw=raw, text=letters, channel=channel)
        fate = decide(place.book, place.config, incoming, row)
        if fate.message is None:
            raise PostError(
                f"inbound {row} cannot be taken in: {fate.reason}; mend a copy and name it with --text"
            )
        reason = f"taken in by {who.name}{', mended' if text else ''}"
        sql = "UPDATE inbound SET fate = ?, reason = ?, message = ? WHERE id = ?"
        place.book.put(sql, fate.fate, reason, fate.message, row)
        subject = f"message {fate.message}"
        journal.enter(place.book, who.name, subject, "taken in by hand", inbound=row, mended=bool(text))
    return fate


def _letters(config: Config, circuit: str, raw: bytes) -> str:
    """What came over a circuit, as letters with plain line ends."""
    route = config.circuits.get(circuit)
    if route is not None and route.kind == "tcp":
        reader = CircuitReader(str(route.settings.get("alphabet", "ia5")), limit=max(LIMIT, 2 * len(raw)))
        return "".join(one.text for one in (*reader.feed(raw), *reader.end()))
    if route is not None and route.kind == "mail":
        originals = [part.content for part in parts_of(message_from_bytes(raw)) if part.original]
        raw = originals[0] if len(originals) == 1 else raw
    return raw.decode("utf-8", "replace").replace("\r\n", "\n")
