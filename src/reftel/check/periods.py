"""When things were in force. Dates are the first day on which something holds."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

# Executive order, TAGS and subject lines compulsory (TAGS handbook of 1974, section 1).
LINES_COMPULSORY = date(1973, 3, 1)
# Portion marks come with E.O. 12065.
MARKS_BEGIN = date(1978, 12, 1)
ORDER_12065 = date(1978, 12, 1)
ORDER_12356 = date(1982, 8, 1)
ORDER_12958 = date(1995, 10, 14)
# E.O. 13292 amends 12958: reasons move from section 1.5 to 1.4, X1 to X8 end on 22 September 2003.
ORDER_AMENDED = date(2003, 3, 25)
X_CODES_END = date(2003, 9, 22)
ORDER_13526 = date(2010, 6, 27)
# LIMITED OFFICIAL USE gave way to SBU in 1995.
NO_MORE_LOU = date(1996, 1, 1)
NO_MORE_RESTRICTED = date(1953, 11, 5)
# Mixed case and the full ASCII set come with the systems of about 2000.
MIXED_CASE = date(2000, 1, 1)
SIX_DIGIT_SERIALS = date(2002, 1, 1)
SIPDIS_BEGINS = date(1998, 1, 1)
# 5 FAH-1 H-246 of July 2004: 55 letters a line.
NARROW_LINES = date(2004, 7, 1)
# The year of a date-time group has four figures (ACP 127 US supplement of 2006).
FOUR_DIGIT_YEARS = date(2006, 1, 1)
LABELLED_FIELDS = date(2010, 1, 1)
# PRIORITY is absent from 5 FAH-2 H-420 of 2017.
NO_MORE_PRIORITY = date(2017, 1, 1)

TURNS = tuple(sorted({date.min, *(day for day in globals().values() if isinstance(day, date))}))
"""All of them in order: between two nothing changes."""


def turn(day: date) -> date:
    """The last turn up to a day."""
    return TURNS[bisect_right(TURNS, day) - 1]
