"""Format line 5: precedence, date-time group, message instructions (ACP 127(G) paras 113, 150-152, 205).

`O P 101039Z MAY 06`: the first prosign is for the action addressees, the second for those informed.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from reftel.model.dtg import MONTHS, full_year, moment
from reftel.model.ledger import Ledger
from reftel.vocabulary import precedence
from reftel.wire.instructions import Placed, instructions_of
from reftel.wire.lines import Line, Word

_FIGURE = "[0-9OIl]"
_PREAMBLE = re.compile(
    r"(?P<signs>(?:[ZOPRY0]{1,2} {0,3}){0,4})"
    rf"(?P<group>(?P<digits>{_FIGURE}{{2}} ?{_FIGURE}{{4}}) ?(?P<zone>[A-Z])"
    rf"(?: {{0,3}}(?P<month>[A-Z0-9]{{3}})(?P<rest>[A-Z]{{0,6}})\.?(?: {{0,3}}(?P<year>{_FIGURE}{{4}}|{_FIGURE}{{2}}))?"
    r"| {0,3}(?P<alone>[0-9]{2}))?)(?![0-9A-Z])(?P<tail>.{0,120})\Z"
)
_PRINTED = re.compile(r"[0-9]{6}[A-Z] [A-Z]{3} [0-9]{2,4}\Z")
_DIGITS = str.maketrans("OIl", "011")


class Preamble(NamedTuple):
    """Line 5. `prosigns` are two at most; `sent` is None where the group is impossible or incomplete.

    `tail` is all that stands behind the group: message instructions, a message's name on naval circuits.
    """

    prosigns: tuple[Word, ...]
    group: Word
    sent: datetime | None
    signals: tuple[Word, ...]
    placed: tuple[Placed, ...] = ()
    tail: Word | None = None


def read_preamble(line: Line, ledger: Ledger) -> Preamble | None:
    """Line 5, or None if the line is none. A group without month counts only behind a prosign."""
    match = _PREAMBLE.match(line.text)
    if match is None or not (match["signs"].strip() or match["month"]):
        return None
    group = line.word(match, "group")
    words = line.words(match.start("tail"))
    found = instructions_of(words, ledger)
    tail = (
        Word(line.text[words[0].start - line.start :], words[0].start, line.end)
        if any(one.isalnum() for one in match["tail"])
        else None
    )
    signs = _prosigns(line.word(match, "signs"), ledger)
    return Preamble(signs, group, _moment(match, line, ledger), found.signals, found.placed, tail)


def words_of(prosigns: tuple[Word, ...]) -> tuple[str, ...]:
    """The precedences in words, action first: `IMMEDIATE`, `PRIORITY`."""
    found = (precedence.by_prosign(sign.text) for sign in prosigns)
    return tuple(one.word for one in found if one)


def _prosigns(signs: Word, ledger: Ledger) -> tuple[Word, ...]:
    """The first two different prosigns. A nought is read as O; order and number are remarked."""
    letters = signs.text.replace("0", "O")
    if letters != signs.text:
        end = signs.start + len(signs.text.rstrip())
        ledger.repair("Q33", signs.start, end, signs.text.strip(), letters.strip())
    apart = [Word(sign, at, at + 1) for at, sign in enumerate(letters, signs.start) if sign != " "]
    if len(apart) > 1:
        printed = Line(letters, signs.start).words()
        single = [word.read_as(word.text[0]) for word in printed if len(set(word.text)) == 1]
        _remark_order(single if len(single) == len(printed) else apart, ledger)
    found = {word.text: word for word in reversed(apart)}
    return tuple(reversed(found.values()))[:2]


def _remark_order(prosigns: list[Word], ledger: Ledger) -> None:
    """T0504, T0505: at most two prosigns, the higher one first."""
    if len(prosigns) < 2:
        return
    place = (prosigns[0].start, prosigns[-1].end)
    ranks = [found.rank for sign in prosigns if (found := precedence.by_prosign(sign.text))]
    if len(prosigns) > 2:
        ledger.remark("T0505", "more than two precedences before the date-time group", *place)
    elif ranks[0] == ranks[1]:
        ledger.remark("T0504", "the same precedence twice: one is enough", *place, prosigns[0].text)
    elif ranks[0] > ranks[1]:
        higher_first = f"{prosigns[1].text} {prosigns[0].text}"
        ledger.remark("T0504", "the higher precedence stands first", *place, higher_first)


def _moment(match: re.Match[str], line: Line, ledger: Ledger) -> datetime | None:
    """The instant that the group means; what had to be repaired or is missing is put down."""
    group = line.word(match, "group")
    place = (group.start, group.end)
    if not match["year"] or not match["month"]:
        ledger.remark("Q39", f"{group.text} lacks its month or its year", *place)
        return None
    month = _month(match["month"], line.word(match, "month"), ledger)
    if month is None:
        return None
    digits = match["digits"].replace(" ", "").translate(_DIGITS)
    year = match["year"].translate(_DIGITS)
    read = f"{digits}{match['zone']} {month} {year}"
    _record(match, group, read, ledger)
    if match["zone"] != "Z":
        ledger.remark("T0503", f"the zone is {match['zone']}, not Z", *place)
    day, hour, minute = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    sent = moment(full_year(year), MONTHS[month], day, hour, minute, match["zone"])
    if sent is None:
        ledger.remark("T0502", f"there is no such time: {group.text}", *place)
    return sent


def _month(name: str, place: Word, ledger: Ledger) -> str | None:
    """The month; a misspelt one if a single other month is a letter away or has the same letters (Q39)."""
    if name in MONTHS:
        return name
    near = [month for month in MONTHS if _near(name, month)]
    if len(near) != 1:
        ledger.remark("Q39", f"{name} is no month", place.start, place.end)
        return None
    ledger.repair("Q39", place.start, place.end, name, near[0])
    return near[0]


def _near(name: str, month: str) -> bool:
    differing = sum(one != other for one, other in zip(name, month, strict=True))
    return differing == 1 or sorted(name) == sorted(month)


def _record(match: re.Match[str], group: Word, read: str, ledger: Ledger) -> None:
    """Q33, Q34, Q35: figures that were letters, blanks too many or too few."""
    digits = match["digits"]
    if digits.replace(" ", "") != read[:6] or match["year"].translate(_DIGITS) != match["year"]:
        ledger.repair("Q33", group.start, group.end, group.text, read)
    elif " " in group.text[: match.end("zone") - match.start("group")]:
        ledger.repair("Q34", group.start, group.end, group.text, read)
    elif not match["rest"] and not _PRINTED.match(group.text) and " " not in group.text:
        ledger.repair("Q35", group.start, group.end, group.text, read)
