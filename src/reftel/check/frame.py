"""The frame of a message on the wire: begin, breaks, validation number, end.

Archive copies are cut out of their frame on purpose. Where none of its parts is left there is nothing to note;
where some are left, what is missing is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.check.case import Case
from reftel.check.registry import Finding, rule
from reftel.check.signs import first_with
from reftel.wire import corrections

_BREAK = re.compile(r"(?<![^\r\n])BT[ \t]*(?=[\r\n]|\Z)")
_VALIDATION = re.compile(r"(?<![^\r\n])#(?P<serial>\d{4})[ \t]*(?=[\r\n]|\Z)")
_END = re.compile(r"(?<![^\r\n])NNNN[ \t]*(?=[\r\n]|\Z)")
_BELOW = (("BT", _BREAK), ("#", _VALIDATION), ("NNNN", _END))
_LONG_NUMBER = re.compile(r"(?<=[A-Z]{3})[0-9]{4}(?![0-9])")
_CORRECTION = re.compile(r"(?<![^\r\n])C [^\r\n]{1,300}")
_START = re.compile(r"(?<![^\r\n])V?ZCZC")
_PROFILES_WITH_VALIDATION = frozenset({"acp127us", "janap128"})


def _tail(case: Case) -> tuple[int, int]:
    """From the end of the text to the end of the source, a page at most."""
    start = max(case.body[1], case.place("/signature")[1])
    return start, min(case.extent[1], start + 2000)


def _signs_below(case: Case) -> dict[str, re.Match[str]]:
    """The first of each of the signs that stand on lines of their own below the text."""
    found = [first_with(sign, pattern, case.text, *case.once(_tail)) for sign, pattern in _BELOW]
    return {sign: match for (sign, _), match in zip(_BELOW, found, strict=True) if match}


def _first_break(case: Case) -> re.Match[str] | None:
    return first_with("BT", _BREAK, case.text, *case.heading)


def _framed(case: Case) -> bool:
    """Whether the frame is to be judged: in a draft always, in a copy if a part of it is left."""
    if not case.text or not case.telegram.transmission or not case.telegram.paragraphs or not case.heading[1]:
        return False
    return case.is_draft or bool(case.once(_first_break) or case.once(_signs_below))


@rule("T0107", needs="transmission")
def long_channel_number(case: Case) -> Iterator[Finding]:
    """The channel number of line 1 has four digits on an ACP 127 circuit, which has three.

    State circuits of the 2000s print four; they are told by the sign before the station's serial.

    Source: ACP 127(G) para 112; practice seen in released telegrams
    Bad:
        VZCZCTUX0012
        DE RUEHTU 1118 1301039
        P R 101039Z MAY 2006
    Good:
        VZCZCTUX0012
        DE RUEHTU #1118 1301039
    """
    sent = case.telegram.transmission
    told = sent and sent.profile == "acp127" and sent.identifier
    match = _LONG_NUMBER.search(told) if told else None
    if match:
        yield Finding(f"{match[0]}: ACP 127 has three digits", *case.place("/transmission/identifier"))


def _abbreviated(case: Case) -> bool:
    """Whether it goes without breaks, as service messages between neighbours do."""
    sent = case.telegram.transmission
    return sent is not None and sent.form == "abbreviated plaindress"


@rule("T1101", needs="transmission", given=_framed)
def no_first_break(case: Case) -> Iterator[Finding]:
    """The sign BT does not stand between heading and text.

    Source: ACP 127(G) on format line 11
    Bad:
        [no first BT]
    Good:
        P R 101039Z MAY 06
    """
    if not _abbreviated(case) and not case.once(_first_break):
        yield Finding("no BT above the text", *case.place("/classification/level", "/classification"))


@rule("T1205", needs="transmission")
def frame_in_the_text(case: Case) -> Iterator[Finding]:
    """Signs that begin or end a message or its text stand inside the text; a relay would cut it there.

    A line that is BT alone is looked for in telegrams of one section: each section has breaks of its own.

    Source: ACP 127(G): ZCZC and NNNN stand nowhere else
    Bad:
        1. (C) THE HARBOR BOARD MET IN MAY.
        ZCZC IS WHAT THEY WROTE.

        2. (C) IT AGREED ON LITTLE.
    Good:
        1. (C) THE HARBOR BOARD MET IN MAY.

        2. (C) IT AGREED ON LITTLE.
    """
    breaks = (("BT", _BREAK),) if case.telegram.sections.of == 1 else ()
    for sign, pattern in (("ZCZC", _START), ("NNNN", _END), *breaks):
        stands = case.text.find(sign, *case.body) >= 0
        found = pattern.finditer(case.text, *case.body) if stands else ()
        match = next((one for one in found if not _between_sections(case, one.start())), None)
        if match:
            yield Finding(f"{match[0].strip()} inside the text", *match.span())


def _between_sections(case: Case, at: int) -> bool:
    """Whether a place is cut out of the text of a telegram that came in several messages."""
    if case.telegram.sections.of == 1:
        return False
    return any(low <= at < high for low, high in case.telegram.spans.get("/cuts", ()))


@rule("T1301", needs="transmission", given=_framed)
def no_second_break(case: Case) -> Iterator[Finding]:
    """The sign BT does not stand below the text.

    Source: ACP 127(G) on format line 13
    Bad:
        [no last BT]
    Good:
        P R 101039Z MAY 06
    """
    if not _abbreviated(case) and "BT" not in case.once(_signs_below):
        end = case.once(_tail)[0]
        yield Finding("no BT below the text", max(end - 1, 0), end)


@rule("T1501", needs="transmission", given=_framed)
def no_validation_number(case: Case) -> Iterator[Finding]:
    """The station serial does not stand again behind the text.

    Source: ACP 127 US supplement on format line 15
    Bad:
        [no #]
    Good:
        DE RUEHTU #1118 1301039
    """
    transmission = case.telegram.transmission
    wanted = transmission is not None and transmission.profile in _PROFILES_WITH_VALIDATION
    if (
        wanted
        and transmission
        and transmission.station_serial is not None
        and "#" not in case.once(_signs_below)
    ):
        end = case.once(_tail)[0]
        yield Finding("no validation number", max(end - 1, 0), end, f"#{transmission.station_serial:04d}")


@rule("T1502", needs="transmission paragraphs")
def validation_of_another(case: Case) -> Iterator[Finding]:
    """The number behind the text is not the station serial of the heading: two messages ran into one another.

    Source: ACP 127 US supplement on format line 15
    Bad:
        #1120
    Good:
        #1118
    """
    transmission = case.telegram.transmission
    serial = transmission.station_serial if transmission else None
    last = bool(
        case.telegram.sections.of > 1 and case.text.find("NNNN", *case.body) >= 0
    )  # a serial of its own
    judged = serial is not None and not last
    match = case.once(_signs_below).get("#") if judged else None
    if match and serial is not None and int(match["serial"]) != serial % 10_000:
        yield Finding(f"#{match['serial']} below, #{serial:04d} above", *match.span())


@rule("T1503", needs="transmission paragraphs")
def correction_without_place(case: Case) -> Iterator[Finding]:
    """A correction behind the text names a word, line or page that the text does not have, or has more than once.

    Corrections are kept and never applied.

    Source: ACP 127(G) para 211
    Bad:
        WINTERS
        BT
        C WA LAMPS - OF THE EAST PIER
    Good:
        WINTERS
        BT
        C WA HOLIDAY - OF THE BOARD
    """
    body, tail = case.body, case.once(_tail)
    if case.text.find("\nC ", *tail) < 0:
        return
    for match in _CORRECTION.finditer(case.text, *tail):
        line = match[0].rstrip()
        if corrections.is_correction(line):
            correction = corrections.read_correction(line)
            why = (
                corrections.hindrance(correction, case.text[slice(*body)])
                if correction
                else "it has no known form"
            )
            if why:
                yield Finding(
                    f"the correction cannot be applied: {why}", match.start(), match.start() + len(line)
                )


@rule("T1601", needs="transmission", given=_framed)
def no_end(case: Case) -> Iterator[Finding]:
    """The end of the message, NNNN, is missing.

    Source: ACP 127(G) on format line 16
    Bad:
        [no NNNN]
    Good:
        P R 101039Z MAY 06
    """
    if "NNNN" not in case.once(_signs_below):
        end = case.once(_tail)[0]
        yield Finding("no NNNN", max(end - 1, 0), end)
