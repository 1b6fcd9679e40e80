"""What is missing: telegrams wanted, gaps in serials and continuity numbers, coverage of months."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.missing.series import Series, days_near
from reftel.archive.tiers import Viewer
from reftel.vocabulary import known_holes

Write = Callable[..., Path]
NEW_YEAR = date(2006, 1, 1).toordinal()


def test_what_telegrams_refer_to_and_is_not_there_is_wanted(demo: Archive) -> None:
    wanted = {one.mrn: one for one in demo.gaps().wanted}
    assert wanted["1977DARESSALAAM2604"].by == ("1977DARESSALAAM2987",)
    assert (wanted["1977DARESSALAAM2604"].after, wanted["1977DARESSALAAM2604"].before) == (
        "1977-06-28",
        "1977-08-30",
    )
    assert wanted["1974REYKJAVIK1733"].before == "1975-04-16"  # no neighbours: no later than what cites it
    held = {hit.mrn for hit in demo.search("", limit=200).hits}
    assert not held & set(wanted)


def test_the_most_cited_comes_first(write: Write, place: Path) -> None:
    ingest(place, [write(4, ref=70001), write(2, folder="more", first=10, ref=70002)], workers=1)
    with open_archive(place) as archive:
        gaps = archive.gaps("state")
    assert [(one.mrn, one.cited) for one in gaps.wanted] == [("2006STATE70001", 4), ("2006STATE70002", 2)]
    assert gaps.absent == 2


def test_gaps_in_serials_are_counted_from_one_to_the_last_that_is_held(archive: Archive) -> None:
    (year,) = archive.gaps("ankara").years
    assert (year.post, year.year, year.held, year.last, year.missing) == ("ANKARA", 2006, 4, 10, 6)
    assert [(run.first, run.last, run.after, run.before) for run in year.runs] == [
        (2, 3, "2006-05-02", "2006-05-05"),
        (5, 6, "2006-05-05", "2006-05-08"),
        (8, 9, "2006-05-08", "2006-05-11"),
    ]


def test_gaps_in_the_count_of_what_an_addressee_was_sent_are_named(archive: Archive) -> None:
    counts = {count.addressee: count for count in archive.gaps("ankara").counts}
    assert (counts["STATE"].held, counts["STATE"].missing) == (4, 6)
    assert counts["STATE"].runs == ((2, 3), (5, 6), (8, 9))


def test_an_addressee_whose_name_is_damaged_has_a_count_too(write: Write, place: Path) -> None:
    for path in write(6).iterdir():
        path.write_text(
            path.read_text("utf-8").replace("AMEMBASSY BERLIN 0001", "AMEMBASSY BER>LIN 0001"), "utf-8"
        )
    ingest(place, [place.parent / "telegrams"], workers=1)
    with open_archive(place) as archive:
        counts = {count.addressee: count.held for count in archive.gaps("ankara").counts}
    assert sum("BER" in name for name in counts) == 1


def test_a_day_tells_of_a_telegram_only_near_the_year_of_its_number() -> None:
    near = [year for year in range(2003, 2010) if date(year, 7, 1).toordinal() in days_near(2006)]
    assert near == [2005, 2006, 2007]
    assert date(2004, 12, 31).toordinal() not in days_near(2006)
    assert date(2007, 12, 31).toordinal() in days_near(2006)


def test_a_known_hole_is_named_where_it_may_explain_a_gap(write: Write, place: Path) -> None:
    ingest(place, [write(28, month="JUN", yy="76")], workers=1)
    with open_archive(place) as archive:
        runs = archive.gaps("tokyo").years[0].runs
        assert all("June" in (run.hole or "") or "this month" in (run.hole or "") for run in runs[1:])
        assert any(month.hole for month in archive.coverage("tokyo"))


def test_known_holes_are_of_the_years_of_the_electronic_files() -> None:
    assert all(hole.first.year >= 1973 and hole.last.year <= 1979 for hole in known_holes.all_holes())
    assert all(
        hole.first <= hole.last and 0 < hole.share <= 1 and hole.source for hole in known_holes.all_holes()
    )
    assert known_holes.between(date(1975, 11, 1), date(1975, 12, 2)) is not None
    assert known_holes.between(date(2006, 1, 1), date(2006, 12, 31)) is None


def test_what_is_hidden_from_a_viewer_is_missing_for_them(write: Write, place: Path) -> None:
    ingest(place, [write(4), write(1, folder="high", first=7, level="S E C R E T", ref=5)], workers=1)
    with open_archive(place) as archive:
        seen = archive.seen_by(Viewer("UNCLASSIFIED"))
        assert [year.last for year in archive.gaps("ankara").years] == [7]
        assert [year.held for year in archive.gaps("ankara").years] == [3]
        assert "2006STATE5" in {one.mrn for one in archive.gaps().wanted}
        assert "2006STATE5" not in {one.mrn for one in seen.gaps().wanted}


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(0, 364)), max_size=40))
def test_gaps_and_what_is_held_make_up_the_whole_series(found: list[tuple[int, int]]) -> None:
    series = Series("ANKARA", 2006, [(serial, NEW_YEAR + day) for serial, day in found])
    missing = {serial for first, last in series.gaps() for serial in range(first, last + 1)}
    held = {serial for serial in series.held if serial <= series.last}
    assert not missing & held
    assert missing | held == set(range(1, series.last + 1))


@given(st.sets(st.integers(1, 200), min_size=1), st.data())
def test_the_volume_implied_lies_within_bounds_that_hold_the_truth(
    held: set[int], data: st.DataObject
) -> None:
    days = sorted(data.draw(st.lists(st.integers(0, 364), min_size=200, max_size=200)))
    series = Series("ANKARA", 2006, [(serial, NEW_YEAR + days[serial - 1]) for serial in held])
    for month in range(1, 13):
        day = date(2006, month, 1).toordinal()
        estimate, least, most = series.issued_before(day)
        assert least <= sum(NEW_YEAR + one < day for one in days)
        assert most is None or sum(NEW_YEAR + one < day for one in days[: series.last]) <= most
        assert least <= estimate <= (least if most is None else most)


def test_one_misread_serial_does_not_stretch_the_series() -> None:
    points = [(serial, NEW_YEAR + serial) for serial in range(1, 50)] + [(90_000, NEW_YEAR + 20)]
    assert Series("ANKARA", 2006, points).last == 49
