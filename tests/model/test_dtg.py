"""A date-time group names one instant, or none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.model.dtg import full_year, group, iso, parse_dtg, two_digit_year


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("101039Z MAY 06", "2006-05-10T10:39:00Z"),
        ("O P 101039Z MAY 06", "2006-05-10T10:39:00Z"),
        ("101039Z MAY 2006", "2006-05-10T10:39:00Z"),
        ("071729ZJUN75", "1975-06-07T17:29:00Z"),
        ("041633 Z OCT 73", "1973-10-04T16:33:00Z"),
        ("312400Z DEC 99", "2000-01-01T00:00:00Z"),
        ("010030Z SEPT 77", "1977-09-01T00:30:00Z"),
        ("101039A MAY 06", "2006-05-10T09:39:00Z"),
        ("101039R MAY 06", "2006-05-10T15:39:00Z"),
        ("101039J MAY 06", None),
        ("310000Z JUN 80", None),
        ("100862Z MAY 06", None),
        ("002400Z MAY 06", None),
        ("1039Z MAY 06", None),
        ("041622Z OTC 73", None),
        ("", None),
    ],
)
def test_a_group_names_an_instant(text: str, instant: str | None) -> None:
    found = parse_dtg(text)
    assert (iso(found) if found else None) == instant


@given(st.datetimes(datetime(1930, 1, 1), datetime(2029, 12, 31, 23, 59), timezones=st.just(UTC)))
def test_a_written_group_reads_back(instant: datetime) -> None:
    assert parse_dtg(group(instant)) == instant.replace(second=0, microsecond=0)


@given(st.text(max_size=60))
def test_any_text_is_an_instant_in_utc_or_none(text: str) -> None:
    found = parse_dtg(text)
    assert found is None or found.utcoffset() == timedelta(0)


def test_two_digits_turn_at_thirty() -> None:
    assert [two_digit_year(number) for number in (0, 29, 30, 99)] == [2000, 2029, 1930, 1999]
    assert full_year("1975") == full_year("75") == 1975


@given(st.datetimes(timezones=st.just(UTC)))
def test_the_form_of_the_contract_reads_back_in_any_year(instant: datetime) -> None:
    assert datetime.fromisoformat(iso(instant)) == instant.replace(microsecond=0)
