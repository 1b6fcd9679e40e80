"""The preamble, format line 5: precedence prosigns, date-time group, message instructions (ACP 127(G) para 205)."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from reftel.model.dtg import MONTHS, parse_dtg
from reftel.model.ledger import Ledger
from reftel.model.telegram import Precedences
from reftel.vocabulary import precedence
from reftel.wire.lines import Line

_PREAMBLE = re.compile(
    r"(?P<signs>(?:[ZOPRYMW0]{1,2} {0,2}){0,3})(?P<group>(?P<digits>[0-9OIl]{6}) ?(?P<zone>Z)"
    r"(?: {0,2}(?P<month>[A-Z0-9]{3})[A-Z]{0,6}(?![A-Z])\.? {0,2}(?P<year>[0-9]{4}|[0-9]{2})?)?)(?![0-9])"
)
_DIGITS = str.maketrans("OIl", "011")


class Preamble(NamedTuple):
    """What line 5 says: the two precedences and the moment, None where it cannot be."""

    precedence: Precedences
    sent: datetime | None


def read_preamble(line: Line, ledger: Ledger) -> Preamble | None:
    """Line 5, or None if the line is none."""
    match = _PREAMBLE.match(line.text)
    if not match or not (match["signs"] or match["month"]):
        return None
    ledger.mark("/dtg", line.start + match.start("group"), line.start + match.end("group"))
    return Preamble(_precedences(match, line, ledger), _moment(match, line, ledger))


def _precedences(match: re.Match[str], line: Line, ledger: Ledger) -> Precedences:
    """The prosigns as words: the first for action, the second for information; further ones are doubles."""
    signs = [sign.replace("0", "O")[0] for sign in match["signs"].split()]
    words = [row.word for sign in dict.fromkeys(signs) if (row := precedence.by_prosign(sign))][:2]
    low, high = match.span("signs")
    if "0" in match["signs"]:
        ledger.repair("Q33", line.start + low, line.start + high, match["signs"].strip(), " ".join(signs))
    fields = ("action", "info")[: len(words)]
    for field in fields:
        ledger.mark(f"/precedence/{field}", line.start + low, line.start + low + len(match["signs"].rstrip()))
    return Precedences(**dict(zip(fields, words, strict=True)))


def _moment(match: re.Match[str], line: Line, ledger: Ledger) -> datetime | None:
    digits = match["digits"].translate(_DIGITS)
    low, high = line.start + match.start("group"), line.start + match.end("group")
    if digits != match["digits"]:
        ledger.repair("Q33", low, low + 6, match["digits"], digits)
    if not match["month"] or not match["year"]:
        ledger.remark("Q39", "the date-time group lacks its month or its year", low, high)
        return None
    month = match["month"]
    if month not in MONTHS:
        month = _near_month(month) or ""
        if not month:
            ledger.remark("Q39", f"{match['month']} is no month", low, high)
            return None
        ledger.repair("Q39", low, high, match["month"], month)
    sent = parse_dtg(f"{digits}Z {month} {match['year']}")
    if sent is None:
        ledger.remark("Q40", f"no such day or time: {match['group']}", low, high)
    return sent


def _near_month(word: str) -> str | None:
    """The one month that differs in one letter or in the order of its letters; None if two do."""
    near = [
        month
        for month in MONTHS
        if sum(one != other for one, other in zip(word, month, strict=True)) == 1
        or sorted(word) == sorted(month)
    ]
    return near[0] if len(near) == 1 else None
