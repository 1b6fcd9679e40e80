"""Pages: every hit once and to the last, whatever is filed meanwhile; facets within a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reftel.archive import Archive, ArchiveError, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.query import facets
from reftel.archive.query.paging import SORTS
from reftel.archive.tiers import Viewer

Write = Callable[..., Path]
QUERY = "ministry OR grain OR river"


def pages(archive: Archive, sort: str, cursor: str | None, limit: int = 5) -> list[str]:
    """The keys of all that follows, page by page."""
    keys: list[str] = []
    while cursor is not None:
        results = archive.search(QUERY, sort=sort, limit=limit, cursor=cursor)
        keys += [hit.key for hit in results.hits]
        cursor = results.cursor
    return keys


@pytest.mark.parametrize("viewer", [Viewer(), Viewer("CONFIDENTIAL")], ids=["owner", "restricted"])
@pytest.mark.parametrize("sort", SORTS)
def test_pages_go_on_where_they_were_when_telegrams_are_filed(
    write: Write, place: Path, sort: str, viewer: Viewer
) -> None:
    ingest(place, [write(14)], workers=1)
    with open_archive(place) as opened:
        archive = opened.seen_by(viewer) if viewer.level else opened
        before = [hit.key for hit in archive.search(QUERY, sort=sort, limit=50).hits]
        first = archive.search(QUERY, sort=sort, limit=4)
        ingest(place, [write(8, folder="more", first=20, extra="The grain and the river again.")], workers=1)
        assert archive.search(QUERY, sort=sort).total == 22
        shown = [hit.key for hit in first.hits] + pages(archive, sort, first.cursor)
    assert [key for key in shown if key in before] == before
    assert len(set(shown)) == len(shown)


def test_another_program_leaves_out_what_was_filed_since(write: Write, place: Path) -> None:
    ingest(place, [write(14)], workers=1)
    with open_archive(place) as archive:
        cursor = archive.search(QUERY, limit=4).cursor
        before = {hit.key for hit in archive.search(QUERY, limit=50).hits}
    ingest(place, [write(8, folder="more", first=20)], workers=1)
    with open_archive(place) as archive:
        assert set(pages(archive, "relevance", cursor)) <= before


@pytest.mark.parametrize(
    "cursor", ["", "date:", "date:2006ANKARA9999", "-date:1", "relevance:x", "relevance:1:2:3:4"]
)
def test_what_is_no_cursor_is_refused(demo: Archive, cursor: str) -> None:
    with pytest.raises(ArchiveError, match="is no cursor"):
        demo.search("ferry", sort="date" if "date" in cursor else "relevance", cursor=cursor)


def test_a_hidden_telegram_is_no_place_to_go_on_from(write: Write, place: Path) -> None:
    folder = write(6)
    secret = folder / "00003.txt"
    secret.write_text(
        secret.read_text("utf-8").replace("UNCLAS", "S E C R E T").replace("(U)", "(S)"), "utf-8"
    )
    ingest(place, [folder], workers=1)
    with open_archive(place) as archive:
        seen = archive.seen_by(Viewer("UNCLASSIFIED"))
        assert seen.search("", sort="date", cursor="date:2006ANKARA4").hits
        assert archive.search("", sort="date", cursor="date:2006DUSHANBE3").hits
        for key in ("2006DUSHANBE3", "2006DUSHANBE9999"):  # one is hidden, one was never filed
            with pytest.raises(ArchiveError, match="is no cursor of an answer in this order"):
                seen.search("", sort="date", cursor=f"date:{key}")


def test_facets_that_a_time_cut_say_so_and_go_on(
    write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(place, [write(14)], workers=1)
    with open_archive(place) as archive:
        whole = archive.search("ministry", facets=True)
    monkeypatch.setattr(facets, "SLICE", 4)
    with open_archive(place) as archive:
        monkeypatch.setattr(facets, "BUDGET", 0.0)
        found = [archive.search("ministry", facets=True) for _ in range(5)]
        left = [results.uncounted for results in found]
        assert left[0] > left[1] > left[-1] == 0
        for results in found:
            assert sum(one.count for one in results.facets["post"]) == 14 - results.uncounted
        assert found[-1].facets == whole.facets
        seen = archive.seen_by(Viewer("SECRET")).search("ministry", facets=True)
        assert (seen.uncounted, seen.facets["post"]) == (0, whole.facets["post"])
