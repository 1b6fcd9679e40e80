"""When telegrams are sent: years by their volume, few at weekends, most in office hours. Times are minutes since 1970.

Hours are those of Washington for all posts, seen from Greenwich: the night there is quiet.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate

from reftel.synthetic.shares import volume

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 1440
WEEKEND = 0.25  # of a working day
_HOURS = (3, 2, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 6, 6, 6, 7, 8, 8, 8, 7, 6, 5, 4)


def moment(minute: int) -> datetime:
    """The time that a number of minutes since 1970 means."""
    return EPOCH + timedelta(minutes=minute)


class Timeline:
    """The minutes of some years, the first and the last included, laid out so that equal parts have equal traffic."""

    def __init__(self, first: int, last: int) -> None:
        self.start = (date(first, 1, 1) - EPOCH.date()).days
        self.stop = (date(last + 1, 1, 1) - EPOCH.date()).days
        weights = [_weight(number) for number in range(self.start, self.stop)]
        self._days = list(accumulate(weights, initial=0.0))
        self._hours = list(accumulate(_HOURS, initial=0))

    @property
    def end(self) -> int:
        """The first minute after the last year."""
        return self.stop * DAY

    def minute(self, part: float) -> int:
        """The minute at which this part (from 0 to 1) of all traffic has been sent."""
        reached = part * self._days[-1]
        day = min(bisect_right(self._days, reached), len(self._days) - 1) - 1
        left = (reached - self._days[day]) / (self._days[day + 1] - self._days[day])
        return (self.start + day) * DAY + self._time(left)

    def _time(self, part: float) -> int:
        reached = part * self._hours[-1]
        hour = min(bisect_right(self._hours, reached), len(_HOURS)) - 1
        return hour * 60 + min(59, int(60 * (reached - self._hours[hour]) / _HOURS[hour]))


def _weight(number: int) -> float:
    """The traffic of a day, counted from 1970, in days of its year."""
    day = EPOCH.date() + timedelta(days=number)
    return volume(day.year) * (WEEKEND if day.weekday() >= 5 else 1.0)
