"""Channel captions: which may stand together, and to whom a channel reaches."""

from __future__ import annotations

from collections.abc import Iterator

from reftel.check.captions import NARROW, caption_names, caption_places
from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.vocabulary import captions as vocabulary
from reftel.vocabulary import posts, routing_indicators

_ALONE = ("AGREMENT CHANNEL", "DIRGEN CHANNEL")


def _channels(case: Case) -> list[str]:
    return [
        name
        for name in case.once(caption_names)
        if (found := vocabulary.find(name)) and found.kind == "channel"
    ]


@rule("S0504", needs="several-captions")
def two_channels(case: Case) -> Iterator[Finding]:
    """A telegram has more than one channel caption.

    Source: 5 FAH-2 H-440 (2023)
    Bad:
        ROGER CHANNEL
        DS CHANNEL
    Good:
        ROGER CHANNEL
    """
    channels = [name for name in _channels(case) if "CHEROKEE" not in name and "KHMER" not in name]
    if len(channels) > 1 and not set(channels) & set(_ALONE):
        yield Finding(
            "more than one channel: " + ", ".join(channels), *case.once(caption_places)[channels[1]]
        )


@rule("S0505", needs="several-captions")
def channel_not_alone(case: Case) -> Iterator[Finding]:
    """AGREMENT CHANNEL or DIRGEN CHANNEL stands with another caption; both stand alone.

    Source: 5 FAH-2 H-440 (2023)
    Bad:
        DIRGEN CHANNEL
        NOFORN
    Good:
        DIRGEN CHANNEL
    """
    names = case.once(caption_names)
    for name in _ALONE:
        others = [other for other in names if other != name]
        if name in names and others and not (name == "AGREMENT CHANNEL" and set(others) <= NARROW):
            yield Finding(
                f"{name} stands alone, here with {', '.join(others)}", *case.once(caption_places)[name]
            )


@rule("S0506", needs="several-captions")
def agreement_channel(case: Case) -> Iterator[Finding]:
    """AGREMENT CHANNEL stands with NODIS or EXDIS.

    Source: 5 FAH-2 H-440 (2008)
    Bad:
        EXDIS
        AGREMENT CHANNEL
    Good:
        AGREMENT CHANNEL
    """
    names = set(case.once(caption_names))
    narrow = names & NARROW
    if "AGREMENT CHANNEL" in names and narrow:
        yield Finding(
            f"AGREMENT CHANNEL does not go with {min(narrow)}", *case.once(caption_places)["AGREMENT CHANNEL"]
        )


@rule("S0511", needs="draft captions addressees")
def outside_the_channel(case: Case) -> Iterator[Finding]:
    """A channel caption stands on a telegram to an address outside the channel.

    Channels run between posts and one office of the Department, so that another agency or a command is outside
    each of them; AGREMENT CHANNEL goes to other posts only if it goes to the Department too. Addresses that no
    list has are not judged.

    Source: 5 FAH-2 H-440 (2008, 2023)
    Bad:
        PP RUEHC RUEKJCS RUEHFR RUEHRO
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        RUEKJCS/SECDEF WASHINGTON DC PRIORITY
        ROGER CHANNEL
    Good:
        TO RUEHC/SECSTATE WASHDC PRIORITY 7466
        ROGER CHANNEL
    """
    channels = _channels(case)
    if not channels:
        return
    for pointer, one in case.addressees:
        if _is_outside(one.name):
            message = f"{one.name} is outside {channels[0]}"
            yield Finding(message, *case.place(f"{pointer}/name", pointer))
    departments = [one for _, one in case.addressees if "SECSTATE" in one.name]
    if "AGREMENT CHANNEL" in channels and not departments and not _from_the_department(case):
        yield Finding(
            "AGREMENT CHANNEL without the Department among the addressees",
            *case.once(caption_places)["AGREMENT CHANNEL"],
        )


def _is_outside(name: str) -> bool:
    post = posts.named(name)
    if post:
        return not post.numbers_telegrams
    kinds = {station.kind for station in routing_indicators.of(name)}
    return bool(kinds) and not kinds & {"diplomatic", "collective"}


def _from_the_department(case: Case) -> bool:
    originator = case.telegram.originator
    return originator is not None and originator.post == "STATE"
