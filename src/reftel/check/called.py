"""The stations called: those that are called for nothing, left out, or too many."""

from __future__ import annotations

from collections.abc import Iterator

from reftel.check.case import Case
from reftel.check.registry import Finding, rule

_NATIONS = frozenset("ABCDEFGIKNOPQXYZ")  # second letters of the nations, of NATO: X
_MOST_FOR_TRANSFER = 2
_FEWEST_ON_THREE = 3
_ENTERED, _DELIVERED = "RHCR", "RUCR"


@rule("T0207", needs="transmission addressees")
def called_without_reason(case: Case) -> Iterator[Finding]:
    """A station is called that no addressee has and that is not the sender's own.

    It may be a relay that delivers, or the copy may have lost addressees.

    Source: ACP 127(G) para 204
    Bad:
        PP RUEHC RUEHFR RUEHRO RUEHAS
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    transmission = case.telegram.transmission
    named = {*case.indicators} - {None}
    if not transmission or not named or named.issuperset(transmission.called):
        return
    if any(one.collective for one in case.named):
        return
    for at, called in enumerate(transmission.called):
        if called not in named and called != transmission.calling:
            yield Finding(
                f"{called} is called, and no addressee has it",
                *case.place(f"/transmission/called/{at}", "/transmission/called"),
            )


@rule("T0206", needs="transmission addressees")
def called_in_part(case: Case) -> Iterator[Finding]:
    """The routing line calls only some of the stations that the addresses name: a copy for a part of the circuit.

    A relay leaves on each circuit only the stations that it reaches there, so that this is no fault.

    Source: ACP 127(G) paras 301 to 313, routing line segregation
    Bad:
        PP RUEHC RUEHFR
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    sent = case.telegram.transmission
    if not sent or not sent.called:
        return
    named = [one.routing_indicator for one in case.named if one.routing_indicator and not one.zen]
    left = [one for one in dict.fromkeys(named) if one not in sent.called and one != sent.calling]
    if left:
        message = f"the routing line leaves out {len(left)} of the stations addressed, {left[0]} first"
        yield Finding(message, *case.place("/transmission/called/0", "/transmission/called"))


@rule("T0208", needs="transmission")
def too_many_for_a_transfer(case: Case) -> Iterator[Finding]:
    """Stations of another nation's network are called, and the routing line runs over more than two lines.

    A transfer station takes two. Networks are told apart by the second letter of the indicators, which is a guess
    where a gateway has an indicator of its own.

    Source: ACP 127(G) para 306; ACP 117 CAN-US SUPP-1 on the letters of the nations
    Bad:
        PP RUEHC RUEHFR RUEHRO
        RXVGMF
        RXVGHA
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
        RXVGMF/MINFOR GARNET
        RXVGHA/HARBOR BOARD GARNET
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    sent = case.telegram.transmission
    if not sent or not sent.calling or len(sent.called) < _FEWEST_ON_THREE:
        return
    own = _nation(sent.calling)
    abroad = [one for one in sent.called if own and _nation(one) not in {None, own}]
    place = case.place("/transmission/called/0", "/transmission/called")
    last = case.place(f"/transmission/called/{len(sent.called) - 1}", "/transmission/called")
    lines = case.position(last[0])[0] - case.position(place[0])[0] + 1
    if abroad and lines > _MOST_FOR_TRANSFER:
        yield Finding(f"{lines} routing lines, and {abroad[0]} is in another network", place[0], last[1])


def _nation(indicator: str) -> str | None:
    """Whose network an indicator belongs to; H and U are both the United States, unknown letters are nobody's."""
    letter = indicator[1:2]
    return "U" if letter in "HU" else letter if letter in _NATIONS else None


@rule("T0213", needs="transmission")
def collective_as_delivered(case: Case) -> Iterator[Finding]:
    """A collective is called by the indicator that the network puts on delivered copies, which nobody may enter.

    The network expands a collective once, from the indicator that the entitled station enters, RHCR and three letters;
    a station that receives RUCR and those letters must not send it in again.

    Source: ACP 117 CAN-US SUPP-1, General Instructions, on collective routing indicators
    Bad:
        PP RUEHC RUEHFR RUEHRO RUCRJCC
        INFO RUEHFR/AMEMBASSY PARIS 1419
        RUEHRO/AMEMBASSY ROME 0938
        ALL AFRICAN DIPLOMATIC POSTS
    Good:
        PP RUEHC RUEHFR RUEHRO
    """
    sent = case.telegram.transmission
    for at, called in enumerate(sent.called if sent else ()):
        if called.startswith(_DELIVERED):
            entered = _ENTERED + called.removeprefix(_DELIVERED)
            place = case.place(f"/transmission/called/{at}", "/transmission/called")
            yield Finding(f"{called} is the delivered form of a collective", *place, entered)
