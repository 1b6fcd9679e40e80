"""The heading: format lines 1 to 9, as transmission lines or as the bare head of the 1970s."""

from __future__ import annotations

from datetime import datetime

from reftel.model.ledger import Ledger
from reftel.model.strand import Strand
from reftel.model.telegram import Addressee, Noun, Originator, Precedences, Transmission
from reftel.vocabulary import posts
from reftel.wire.addressees import Addresses
from reftel.wire.lines import lines
from reftel.wire.preamble import Preamble, read_preamble
from reftel.wire.procedure import Procedure


class Heading(Noun, frozen=True):
    """What stands above the telegram proper. `end` is the strand offset where that begins."""

    transmission: Transmission | None = None
    precedence: Precedences = Precedences()
    dtg: datetime | None = None
    originator: Originator | None = None
    action: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    exempt: tuple[Addressee, ...] = ()
    end: int = 0


def read_heading(strand: Strand, start: int, end: int, ledger: Ledger) -> Heading:
    """Read the heading between two strand offsets; `end` is at the latest where the classification line begins."""
    procedure, addresses = Procedure(ledger), Addresses(ledger)
    preamble: Preamble | None = None
    stop = start
    for line in lines(strand.text, start, end):
        if line.text == "BT":
            stop = line.end
            break
        if addresses.originator is None and not addresses.groups["action"]:
            found = read_preamble(line, ledger) if preamble is None else None
            preamble = preamble or found
            if found or procedure.take(line):
                stop = line.end
                continue
        if addresses.take(line):
            stop = line.end
        elif addresses.groups["action"] or addresses.groups["info"]:
            break
    sent = preamble.sent if preamble else None
    groups = {name: tuple(found) for name, found in addresses.groups.items()}
    transmission = procedure.transmission(sent)
    return Heading(
        transmission,
        preamble.precedence if preamble else Precedences(),
        sent,
        _sent_from(addresses.originator, transmission),
        groups["action"],
        groups["info"],
        groups["exempt"],
        min(stop, end),
    )


def _sent_from(originator: Originator | None, transmission: Transmission | None) -> Originator | None:
    """The originator with the calling station's routing indicator, where that station serves its post."""
    if originator is None or originator.routing_indicator or transmission is None or originator.post is None:
        return originator
    post = posts.find(originator.post)
    if post is None or transmission.calling not in post.routing_indicators:
        return originator
    return Originator(transmission.calling, originator.name, originator.post)
