"""The security warning of the wire against the classification of the text, and operating signals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.vocabulary import classification, operating_signals

_SPECIAL = re.compile(r"(?P<five>[A-Z]{5})(?:/[A-Z]{5})?")


def _place(case: Case) -> tuple[int, int]:
    return case.place("/transmission/security_characters", "/transmission/security_prosign", "/transmission")


def _five(case: Case) -> str | None:
    """The five letters of the warning."""
    transmission = case.telegram.transmission
    if transmission and transmission.profile == "doi103":
        return None  # its letters are not public
    return _first_five(transmission.security_characters or "") if transmission else None


@lru_cache(1024)
def _first_five(characters: str) -> str | None:
    match = _SPECIAL.fullmatch(characters)
    return match["five"] if match else None


def _rank_of_warning(case: Case) -> int | None:
    """How protected the warning says the text is."""
    five = _five(case)
    level = classification.of_zny(five) if five else None
    return classification.rank(level) if level else None


def _uncommon(case: Case) -> bool:
    """Whether the security warning is not of the form in which nothing can be wrong: ZNY and the level's letters."""
    sent = case.telegram.transmission
    if not sent or not sent.security_characters or sent.profile == "doi103":
        return False
    fits = sent.security_prosign == ("ZNY" if case.is_classified else "ZNR")
    return not fits or _rank_of_warning(case) != case.rank


@rule("T0401", needs="lacking")
def warning_missing(case: Case) -> Iterator[Finding]:
    """There is no security warning; such a text needs an approved circuit until somebody knows better.

    Source: ACP 127(G) para 203
    Bad:
        [no ZNY]
    Good:
        ZNY CCCCC ZZH
    """
    transmission = case.telegram.transmission
    if (
        transmission
        and transmission.calling
        and transmission.profile != "acp126"  # which may leave it away
        and transmission.security_prosign is None
    ):
        yield Finding("no ZNR or ZNY line", *case.place("/transmission/calling", "/transmission"))


@rule("T0402", needs="transmission", given=_uncommon)
def letters_not_alike(case: Case) -> Iterator[Finding]:
    """The five letters of the security warning are not alike and are no release code either.

    Source: ACP 127(G) para 124; ACP 117 CAN-US SUPP-1 on release codes
    Bad:
        ZNY CCCSC ZZH
    Good:
        ZNY CCCCC ZZH
    """
    transmission = case.telegram.transmission
    five = _five(case)
    if (
        transmission
        and transmission.security_characters
        and transmission.profile != "doi103"
        and (not five or classification.of_zny(five) is None)
    ):
        yield Finding(f"{transmission.security_characters} is no security warning", *_place(case))


@rule("T0403", needs="transmission", given=_uncommon)
def clear_with_classified_letters(case: Case) -> Iterator[Finding]:
    """ZNR, which says that the text may go in clear, stands with letters other than U.

    Source: ACP 127(G) paras 124 and 203
    Bad:
        ZNR CCCCC ZZH
    Good:
        ZNY CCCCC ZZH
    """
    transmission, five = case.telegram.transmission, _five(case)
    if transmission and transmission.security_prosign == "ZNR" and five and set(five) != {"U"}:
        start, end = case.place("/transmission/security_prosign", "/transmission")
        fixes = (Fix(start, end, "ZNY"),) if case.text[start:end] == "ZNR" else ()
        yield Finding(f"ZNR with {five}", start, end, "ZNY", fixes)


@rule("T0404", needs="transmission", given=_uncommon)
def warning_too_low(case: Case) -> Iterator[Finding]:
    """The security warning is lower than the classification of the text.

    The letters say for which level a circuit must be approved; they may never be lower than the text.

    Source: ACP 127(G) paras 124 and 203
    Bad:
        ZNR UUUUU ZZH
    Good:
        ZNY CCCCC ZZH
    """
    warned = _rank_of_warning(case)
    if warned is not None and case.is_classified and warned < case.rank:
        transmission = case.telegram.transmission
        seen = f"{transmission.security_prosign or ''} {_five(case)}".strip() if transmission else ""
        right = f"ZNY {classification.zny_letters(case.level or '')}"
        yield Finding(f"{seen} on a telegram that is {case.level}", *_place(case), suggestion=right)


@rule("T0405", needs="transmission", given=_uncommon)
def warning_too_high(case: Case) -> Iterator[Finding]:
    """The security warning is higher than the classification of the text.

    Source: ACP 127(G) paras 124 and 203
    Bad:
        ZNY SSSSS ZZH
    Good:
        ZNY CCCCC ZZH
    """
    warned = _rank_of_warning(case)
    if warned is not None and 0 <= case.rank < warned and warned >= classification.rank("RESTRICTED"):
        yield Finding(f"{_five(case)} on a telegram that is {case.level}", *_place(case))


@rule("T0408", needs="transmission")
def unknown_signal(case: Case) -> Iterator[Finding]:
    """An operating signal is on no list.

    Source: ACP 131; ACP 127(G); ACP 117
    Bad:
        ZNY CCCCC ZZH ZQQ
    Good:
        ZNY CCCCC ZZH
    """
    transmission = case.telegram.transmission
    for at, signal in enumerate(transmission.operating_signals if transmission else ()):
        if not _is_known(signal):
            place = case.place(f"/transmission/operating_signals/{at}", "/transmission/operating_signals")
            yield Finding(f"{signal} is no known operating signal", *place)


@lru_cache(4096)
def _is_known(signal: str) -> bool:
    return operating_signals.find(signal.split(maxsplit=1)[0]) is not None


@rule("T0406", needs="transmission")
def pilot_below_the_message(case: Case) -> Iterator[Finding]:
    """A pilot asks for a circuit that is approved for less than the message behind it.

    A relay that puts a pilot in front repeats the level for which the circuit must be approved. Which level a circuit
    is approved for otherwise, no telegram says.

    Source: ACP 127(G) paras 120, 124 and 203
    Bad:
        PP RUEHC ZNR UUUUU ZOV RUEHAS
        PP RUEHC RUEHFR RUEHRO
    Good:
        PP RUEHC ZNY CCCCC ZOV RUEHAS
        PP RUEHC RUEHFR RUEHRO
    """
    sent = case.telegram.transmission
    for at, pilot in enumerate(sent.pilots if sent else ()):
        level = classification.of_zny((pilot.security_characters or "").partition("/")[0])
        if level and case.is_classified and classification.rank(level) < case.rank:
            message = f"the pilot is for circuits approved up to {level}, the telegram is {case.level}"
            yield Finding(message, *case.place(f"/transmission/pilots/{at}", "/transmission"))
