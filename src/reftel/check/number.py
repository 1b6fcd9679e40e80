"""The message reference number: station and serial against the rest of the telegram."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.check import periods
from reftel.check.case import Case
from reftel.check.registry import Finding, Fix, rule
from reftel.model.mrn import LARGEST_SERIAL, SERIES
from reftel.vocabulary import posts

_SERIAL = re.compile(r"(?<!\d)(?P<serial>\d++)\s*\Z")
_SERIES = re.compile(r"\b(?P<series>TOSEC|SECTO|TODEP|DEPTO|TOTAS|TASTO)\s+\d{1,6}\b")
_BY_THE_DEPARTMENT = frozenset({"TOSEC", "TODEP", "TOTAS"})
# Words that were taken into identifiers; USMISSION and the like belong to some, AMEMBASSY to none.
_INTRUDER = re.compile(
    r"\b(?:SECTION(?: \d{1,2} OF \d{1,2})?|EFTO|NOFORN|SUSPECTED DUPLICATE|(?:AMEMB(?:ASSY)?|AMCONSUL|AMCONGEN)\b)"
)
_DRIFT = 1  # year
_NOUGHT = re.compile(r"\b(?P<serial>0+|\d{7,})[ \t]*(?=[\r\n]|\Z)")


@rule("S0301")
def unknown_station(case: Case) -> Iterator[Finding]:
    """The station of the message reference number is no post on the list.

    Source: posts attested in telegram identifiers and in ACP 117
    Bad:
        FM AMEMBASSY QUTTUL
        C O N F I D E N T I A L QUTTUL 001118
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    station = case.mrn.post if case.mrn else case.station
    if station and station not in SERIES and not posts.find(station):
        yield Finding(f"{station} is no post on the list", *case.place("/mrn"))


@rule("S0302", needs="as-sent uncommon-line")
def impossible_serial(case: Case) -> Iterator[Finding]:
    """The serial is nought or has more than six figures.

    Source: message reference numbers count from 1 for each station and year
    Bad:
        C O N F I D E N T I A L TUNIS 000000
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    place = case.place("/classification")
    match = _NOUGHT.search(case.text, place[1], case.line_of(place[1])[1] + 1) if place[1] else None
    if match and not 0 < int(match["serial"]) <= LARGEST_SERIAL:
        yield Finding(f"{match['serial']} is no serial", *match.span("serial"))


@rule("S0303")
def padding(case: Case) -> Iterator[Finding]:
    """The serial is not filled up with noughts to six figures, as composing systems since 2002 do.

    Source: released telegrams of 2002 to 2009
    Bad:
        C O N F I D E N T I A L TUNIS 1118
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    match = _SERIAL.search(case.letters("/mrn"))
    if (
        not match
        or not case.as_sent
        or not case.day
        or case.day < periods.SIX_DIGIT_SERIALS
        or len(match["serial"]) >= 6
    ):
        return
    end = case.telegram.spans["/mrn"][-1].end
    right = match["serial"].zfill(6)
    start = end - len(match["serial"])
    if case.line_of(start) != case.line_of(case.place("/classification")[1]):
        return
    yield Finding("a serial has six figures", start, end, right, (Fix(start, end, right),))


@rule("S0304", needs="mrn day")
def name_of_other_years(case: Case) -> Iterator[Finding]:
    """The station was not yet, or no longer, called by this name, or was not open.

    A year's difference is left alone: names went on being used for some months. What no list dates is not judged.

    Source: the list of posts, with the years of openings, closings and renamings
    Bad:
        FM AMCONSUL BOMBAY
        C O N F I D E N T I A L BOMBAY 001118
    Good:
        FM AMCONSUL MUMBAI
        C O N F I D E N T I A L MUMBAI 001118
    """
    post = posts.find(case.mrn.post) if case.mrn and case.day else None
    if not post or not case.day or not case.mrn or post.name != case.mrn.post:
        return
    since, until = posts.years_of_name(post)
    if until and case.day.year > until + _DRIFT:
        later = posts.find(post.successor) if post.successor else None
        if not later or later.name != post.name:
            called = later.spaced if later else None
            yield Finding(f"{post.spaced} was used until {until}", *case.place("/mrn"), suggestion=called)
    elif since and case.day.year < since - _DRIFT:
        yield Finding(f"{post.spaced} was not used before {since}", *case.place("/mrn"))


@rule("S0305", needs="mrn")
def another_sender(case: Case) -> Iterator[Finding]:
    """The sender's address and the station of the number are different posts.

    Source: the number counts the telegrams of the station that sends
    Bad:
        FM AMEMBASSY ALGIERS
    Good:
        FM AMEMBASSY TUNIS
    """
    originator = case.telegram.originator
    if not originator or not originator.post or not case.mrn or case.mrn.post in SERIES:
        return
    if originator.post != case.mrn.post and posts.find(case.mrn.post):
        place = case.place("/originator/name", "/originator")
        yield Finding(f"from {originator.post}, but the number is of {case.mrn.post}", *place)


@rule("S0306", wire="T0308", needs="transmission")
def station_serial(case: Case) -> Iterator[Finding]:
    """The station serial of the DE line is not the last four figures of the message reference number.

    Source: Department practice (`#0862` for serial 000862); ACP 127 US supplement
    Bad:
        DE RUEHTU #1119 1301039
        #1119
    Good:
        DE RUEHTU #1118 1301039
        #1118
    """
    transmission, mrn = case.telegram.transmission, case.mrn
    end = case.place("/transmission/station_serial")[1]
    if (
        not transmission
        or transmission.station_serial is None
        or case.text[end : end + 1].isdigit()
        or not mrn
        or not isinstance(mrn.serial, int)
    ):
        return
    if case.telegram.mrn_inferred or transmission.station_serial == mrn.serial % 10_000:
        return
    place = case.place("/transmission/station_serial", "/transmission")
    message = (
        f"station serial {transmission.station_serial:04d}, but the number ends in {mrn.serial % 10_000:04d}"
    )
    yield Finding(message, *place, suggestion=f"#{mrn.serial % 10_000:04d}")


@rule("S0307", needs="mrn uncommon-line")
def series_of_the_wrong_end(case: Case) -> Iterator[Finding]:
    """A series label of a travelling party is used by the wrong end: the Department sends TOSEC, the party SECTO.

    Source: instruction telegrams of 1975 and 1976
    Bad:
        C O N F I D E N T I A L TUNIS 001118 TOSEC 010044
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    post = case.telegram.originator.post if case.telegram.originator else None
    if not post or not case.mrn or case.mrn.post != post:
        return
    start, end = case.place("/classification")
    match = _SERIES.search(case.text, start, case.line_of(start)[1]) if end else None
    if match and (post == "STATE") != (match["series"] in _BY_THE_DEPARTMENT):
        right = "the Department" if match["series"] in _BY_THE_DEPARTMENT else "the party"
        yield Finding(f"{match['series']} is the series of {right}, not of {post}", *match.span())


@rule("S0308", needs="mrn uncommon-line")
def words_in_the_number(case: Case) -> Iterator[Finding]:
    """Words that are no part of it stand inside the message reference number: a section, a control word, an office.

    Source: identifiers of released telegrams into which such words were taken
    Bad:
        C O N F I D E N T I A L TUNIS EFTO 001118
    Good:
        C O N F I D E N T I A L TUNIS 001118
    """
    spans = case.telegram.spans.get("/mrn")
    match = _INTRUDER.search(case.text, spans[0].start, spans[-1].end) if spans else None
    if match and case.line_of(match.start()) == case.line_of(spans[-1].end - 1 if spans else 0):
        yield Finding(f"{match[0]} inside the message reference number", *match.span())
