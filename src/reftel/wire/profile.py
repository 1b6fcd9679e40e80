"""Which procedure of the family a heading follows, and by what that is told.

Told from the lines that only one of them has, the surest first: the line 2 of fixed positions, the number sign before
the station serial, the serial without one, called and calling station in one line. Who knows the circuit may say it.
"""

from __future__ import annotations

from typing import NamedTuple

PROFILES = ("acp126", "acp127", "acp127us", "janap128", "acp128", "doi103")
"""What a caller can ask for. Where the line of the calling station is lost, a heading is `partial`."""

_BY = {
    "acp126": "called and calling station in one line",
    "acp127": "station serial without number sign",
    "acp127us": "number sign before the station serial",
    "janap128": "line 2 of fixed positions",
    "acp128": "line 2 of fixed positions, a release code in the security warning",
    "doi103": "line 2 of fixed positions, a classification letter that JANAP 128 does not have",
    "partial": "no line of a calling station",
}
_FIXED = frozenset({"janap128", "acp128"})  # told apart by a release code only, which may be absent
BY_CALLER = "said by the caller"


class Choice(NamedTuple):
    """A profile and what it was told by."""

    profile: str
    by: str


def choose(told: str, forced: str | None) -> Choice:
    """The profile that the caller forced, else the one that the lines tell; what speaks against it is said."""
    if forced is None:
        return Choice(told, _BY[told])
    against = told not in {forced, "partial"} and not {told, forced} <= _FIXED
    return Choice(
        forced, f"{BY_CALLER} against the lines, which are {told}: {_BY[told]}" if against else BY_CALLER
    )


def known(profile: str | None) -> str | None:
    """The profile that a caller asks for. ValueError names those that there are."""
    if profile is None or profile in PROFILES:
        return profile
    raise ValueError(f"no such profile: {profile!r}; there are {', '.join(PROFILES)}")
