"""The nouns of the transmission lines: what a message was sent with, hop by hop."""

from __future__ import annotations

from reftel.model.noun import Noun


class Signal(Noun, frozen=True):
    """One operating signal or instruction in its place (ACP 127(G) paras 124, 206, 404-438).

    `line` is the format line: 1 handling, 2 a pilot, 4 instructions, 5 behind the date-time group, 12 the text of a
    service message. `asks`: INT stands before it. `parameters` are the words that belong to it, as they stand: an
    identification, a channel number, a part of a text. `signal` is `T` for the instruction who is to deliver. What
    stands before the first signal of a service message, `HMA445 ZES2`, is a parameter of that signal.
    """

    signal: str
    line: int
    asks: bool = False
    parameters: tuple[str, ...] = ()


class Pilot(Noun, frozen=True):
    """What a relay put in front of a message to send it again (ACP 127(G) para 120): its own lines 2 and 4."""

    precedence_prosign: str | None = None
    called: tuple[str, ...] = ()
    security_prosign: str | None = None
    security_characters: str | None = None
    operating_signals: tuple[str, ...] = ()


class Positions(Noun, frozen=True):
    """What only a line 2 of fixed positions says (JANAP 128, ACP 128), letters as they stand.

    `media`: language and media of sender and receiver, positions 2 and 3; `classification`: position 4; `content`:
    content indicator or action identifier, positions 5 to 8; `redundancy`: classification again, positions 30 to 33.
    """

    media: str
    classification: str
    content: str
    redundancy: str


class Transmission(Noun, frozen=True):
    """What the transmission lines say: ACP 127 format lines 1 to 5, 10 and 15. `filed` is the filing time in UTC.

    `profile`: acp126, acp127, acp127us, janap128, acp128, doi103 or, where the calling station is lost, partial;
    `chosen_by` says by what it was told. A heading without any of lines 1 to 4 has no transmission at all.
    `form`: plaindress, abbreviated plaindress or codress (ACP 121; ACP 127(G) para 205).
    `channels`: the identifications of `identifier`, the newest hop first. `pilots`: what relays put in front.
    `signals`: each operating signal with its line and its parameters; `operating_signals` has the bare letters.
    `release_code`: the partners' letters in the five of the security warning. `instructions`: what stands behind the
    date-time group. `prefix`: line 10 as it stands, accounting symbol and group count; `groups`: the count.
    `corrections`: lines 15 of the originating operator; `validation`: the number behind `#`. `ended`: the end of
    message was received; `cancelled`: the sender broke off with eight E and AR.
    """

    profile: str
    identifier: str | None = None
    precedence_prosign: str | None = None
    called: tuple[str, ...] = ()
    calling: str | None = None
    station_serial: int | None = None
    section: int | None = None
    filed: str | None = None
    security_prosign: str | None = None
    security_characters: str | None = None
    operating_signals: tuple[str, ...] = ()
    chosen_by: str | None = None
    form: str | None = None
    channels: tuple[str, ...] = ()
    pilots: tuple[Pilot, ...] = ()
    signals: tuple[Signal, ...] = ()
    positions: Positions | None = None
    release_code: str | None = None
    instructions: str | None = None
    prefix: str | None = None
    groups: int | None = None
    corrections: tuple[str, ...] = ()
    validation: int | None = None
    ended: bool = False
    cancelled: bool = False
