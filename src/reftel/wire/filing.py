"""Filing time: when the message was handed to the originating station (ACP 127(G) paras 113, 116).

`1301039` is day of the year and time, `14/1015Z` day of the month and time. Neither says the year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from reftel.model.ledger import Ledger
from reftel.wire.lines import Word

FORM = re.compile(
    r"(?P<julian>[0-9OIl]{3})(?P<time>[0-9OIl]{4})Z?|(?P<day>[0-9OIl]{2})/(?P<clock>[0-9OIl]{4})[A-Z]"
)
_DIGITS = str.maketrans("OIl", "011")
_HALF_A_YEAR = 180


class Filing(NamedTuple):
    """Day of the year or, with `monthly`, of the month, and the time of that day."""

    day: int
    hour: int
    minute: int
    monthly: bool
    place: Word

    @property
    def possible(self) -> bool:
        """Whether there can be such a day and time in some year."""
        return self.hour < 24 and self.minute < 60 and 0 < self.day <= (31 if self.monthly else 366)

    def moment(self, sent: datetime) -> datetime | None:
        """The instant in UTC, in the year or month that brings it nearest to `sent`; None if it cannot be."""
        if not self.possible:
            return None
        days = _of_months(self.day, sent) if self.monthly else _of_years(self.day, sent)
        moments = (day + timedelta(hours=self.hour, minutes=self.minute) for day in days)
        return min(moments, key=lambda moment: abs(moment - sent), default=None)


def read_filing(word: Word, ledger: Ledger) -> Filing | None:
    """The filing time that a word is, or None. Letters that stand for figures are repaired."""
    match = FORM.fullmatch(word.text)
    if match is None:
        return None
    digits = word.text.translate(_DIGITS)
    if digits != word.text:
        ledger.repair("Q33", word.start, word.end, word.text, digits)
    day = (match["julian"] or match["day"]).translate(_DIGITS)
    clock = (match["time"] or match["clock"]).translate(_DIGITS)
    return Filing(int(day), int(clock[:2]), int(clock[2:]), bool(match["day"]), word)


def _of_years(day: int, sent: datetime) -> Iterator[datetime]:
    """The days of the year of `sent` and of the two beside it; of that year alone where none of these can be nearer."""
    beside = 0 if day < 366 and abs(day - sent.timetuple().tm_yday) < _HALF_A_YEAR else 1
    for year in range(max(sent.year - beside, 1), min(sent.year + beside, 9998) + 1):
        moment = datetime(year, 1, 1, tzinfo=UTC) + timedelta(days=day - 1)
        if day and moment.year == year:
            yield moment


def _of_months(day: int, sent: datetime) -> Iterator[datetime]:
    for shift in (-1, 0, 1):
        month = sent.year * 12 + sent.month - 1 + shift
        try:
            yield datetime(month // 12, month % 12 + 1, day, tzinfo=UTC)
        except ValueError:
            continue  # a month without such a day
