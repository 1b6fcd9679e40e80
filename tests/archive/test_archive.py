"""Finding what was filed: by words, fields, numbers and hashes; counting it; taking it out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reftel.archive import Archive, ArchiveError, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.index.documents import Document, Portion
from reftel.archive.index.prepared import prepared

Write = Callable[..., Path]


def keys(archive: Archive, query: str) -> set[str]:
    return {hit.key for hit in archive.search(query, limit=50).hits}


@pytest.mark.parametrize(
    ("query", "serials"),
    [
        ("ministry", range(1, 13)),
        ("grain", (6, 12)),
        ("GRAIN prices", (6, 12)),
        ("grain navigation", ()),
        ("grain OR navigation", (1, 6, 7, 12)),
        ("prices -grain", ()),
        ("-grain -navigation -consular -radio -harbour", (5, 11)),
        ('"within the week"', range(1, 13)),
        ('"the within week"', ()),
        ("navig*", (1, 7)),
        ("(grain OR radio) post:dushanbe", (3, 6, 9, 12)),
        ("from:ankara", (1, 4, 7, 10)),
        ("from:ruehak", (1, 4, 7, 10)),
        ("to:secstate", range(1, 13)),
        ("to:berlin grain", (6, 12)),
        ("tag:prel grain", (6, 12)),
        ("class:u grain", (6, 12)),
        ("caption:sipdis grain", (6, 12)),
        ("precedence:immediate grain", (6, 12)),
        ("layout:acp127 grain", (6, 12)),
        ("subject:grain", (6, 12)),
        ("subject:ministry", ()),
        ("ref:06STATE70006", (6,)),
        ('ref:"STATE 70006"', (6,)),
        ("date:2006-05-07", (6,)),
        ("date:2006-05-07..2006-05-08", (6, 7)),
        ("date:>=2006-05-12", (11, 12)),
        ("date:<2006-05-04", (1, 2)),
        ("date:2006", range(1, 13)),
        ("date:2005", ()),
        ("6x6", (6,)),
    ],
)
def test_a_query_finds_the_telegrams_it_means(archive: Archive, query: str, serials: tuple[int, ...]) -> None:
    posts = ("DUSHANBE", "ANKARA", "TOKYO")
    assert keys(archive, query) == {f"2006{posts[serial % 3]}{serial}" for serial in serials}


@pytest.mark.parametrize(
    "typed", ["06DUSHANBE6", "2006DUSHANBE00006", "DUSHANBE 6", "06 Dushanbe 000006", "mrn:DUSHANBE6"]
)
def test_a_number_in_any_printed_form_finds_its_telegram_first(archive: Archive, typed: str) -> None:
    assert archive.search(typed).hits[0].key == "2006DUSHANBE6"
    if ":" not in typed:
        assert [filed.key for filed in archive.find(typed)] == ["2006DUSHANBE6"]


def test_a_telegram_is_found_by_the_begin_of_its_hash(archive: Archive) -> None:
    (hit,) = archive.search("mrn:06DUSHANBE6").hits
    for text in (hit.id, hit.id[7:15], hit.id[7:22].upper()):
        assert [filed.key for filed in archive.find(text)] == ["2006DUSHANBE6"]
    assert archive.find("deadbeef00") == ()
    assert archive.find("no such thing") == ()


def test_accents_and_leading_zeros_make_no_difference(write: Write, place: Path) -> None:
    ingest(place, [write(1, extra="Señor Müller paid 0075 crowns.")], workers=1)
    with open_archive(place) as archive:
        for query in ("senor muller", "SEÑOR MÜLLER", "75 crowns", "0075", '"paid 75 crowns"'):
            (hit,) = archive.search(query).hits
            lit = [hit.snippet[start:end] for start, end in hit.highlights]
            assert lit, query
            assert all(word in ["Señor", "Müller", "paid", "0075", "crowns"] for word in lit)


def test_a_hit_says_who_wrote_to_whom_about_what(archive: Archive) -> None:
    (hit,) = archive.search("6x6").hits
    assert (hit.mrn, hit.dtg, hit.post, hit.sender) == (
        "2006DUSHANBE6",
        "2006-05-07T10:39:00Z",
        "DUSHANBE",
        "AMEMBASSY DUSHANBE",
    )
    assert hit.subject == "TALKS ABOUT GRAIN PRICES"
    assert hit.level == "UNCLASSIFIED"
    assert hit.recipients == ("SECSTATE WASHDC",)
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["6x6"]


def test_facets_count_exactly_what_was_found_and_each_value_can_be_asked_for(archive: Archive) -> None:
    results = archive.search("grain OR radio", limit=1, facets=True)
    assert results.total == 4
    assert {count.value: count.count for count in results.facets["post"]} == {"DUSHANBE": 4}
    for name, counts in archive.search("", facets=True).facets.items():
        for count in counts:
            assert archive.search(f'{name}:"{count.value}"').total == count.count, (name, count)


def test_the_subject_weighs_more_than_the_text(write: Write, place: Path) -> None:
    ingest(place, [write(6, subject="TALKS", extra="Nothing on asbestos.")], workers=1)
    ingest(place, [write(1, folder="one", first=40, subject="ASBESTOS")], workers=1)
    with open_archive(place) as archive:
        assert archive.search("asbestos").hits[0].subject == "ASBESTOS"


def test_sorting_by_date_goes_both_ways_and_pages_do_not_overlap(archive: Archive) -> None:
    oldest = [hit.dtg or "" for hit in archive.search("ministry", sort="date").hits]
    newest = [hit.dtg or "" for hit in archive.search("ministry", sort="-date").hits]
    assert oldest == sorted(oldest)
    assert newest == oldest[::-1]
    for sort in ("relevance", "date", "-date"):
        pages = [archive.search("ministry", limit=5, offset=at, sort=sort).hits for at in (0, 5, 10, 15)]
        whole = archive.search("ministry", limit=50, sort=sort).hits
        assert [hit.key for page in pages for hit in page] == [hit.key for hit in whole]


def test_a_telegram_without_a_date_comes_last_when_the_oldest_come_first(write: Write, place: Path) -> None:
    folder = write(2)
    (folder / "note.txt").write_text(
        "UNCLAS\n\nSUBJECT: UNDATED NOTE\n\n1. (U) The ministry wrote nothing more.\n"
    )
    ingest(place, [folder], workers=1)
    with open_archive(place) as archive:
        assert archive.search("ministry", sort="date").hits[-1].dtg is None
        assert archive.search("ministry", sort="-date").hits[-1].dtg is None


def test_what_cites_a_telegram_and_what_the_archive_holds(archive: Archive) -> None:
    assert [hit.key for hit in archive.cited_by("2006STATE70006")] == ["2006DUSHANBE6"]
    assert archive.cited_by("2006STATE1") == ()
    assert archive.holds(["2006DUSHANBE6", "06ANKARA00001", "2006STATE70006", "nonsense"]) == {
        "2006DUSHANBE6",
        "06ANKARA00001",
    }


def test_the_archive_counts_what_it_holds(archive: Archive) -> None:
    stats = archive.stats()
    assert (stats.telegrams, stats.copies) == (12, 12)
    assert {count.value: count.count for count in stats.by_post} == {"ANKARA": 4, "DUSHANBE": 4, "TOKYO": 4}
    assert [(count.value, count.count) for count in stats.by_month] == [("2006-05", 12)]
    assert [(count.value, count.count) for count in stats.by_level] == [("UNCLASSIFIED", 12)]
    assert (stats.first, stats.last) == ("2006-05-02T10:39:00Z", "2006-05-13T10:39:00Z")


def test_a_filed_telegram_is_what_was_read(write: Write, place: Path) -> None:
    from reftel.check import check
    from reftel.reading import parse

    folder = write(1)
    ingest(place, [folder], workers=1)
    read = parse((folder / "00001.txt").read_bytes())
    with open_archive(place) as archive:
        (filed,) = archive.find("06ANKARA1")
    assert filed.telegram.text == read.text
    assert filed.telegram.replace(provenance=read.provenance, diagnostics=read.diagnostics) == read
    assert filed.telegram.diagnostics == check(read, "archive")
    assert filed.telegram.provenance.path == str(folder / "00001.txt")


def test_a_removed_telegram_is_gone_and_is_not_filed_again(write: Write, place: Path) -> None:
    folder = write(6, extra="The word zanzibarite stands here.")
    other = write(6, folder="other", extra="The word zanzibarite stands here too.")
    ingest(place, [folder, other], workers=1)
    with open_archive(place, writable=True) as archive:
        assert (
            archive.remove("06DUSHANBE3", reason="belongs to someone else", who="a.archivist")
            == "2006DUSHANBE3"
        )
        assert archive.find("06DUSHANBE3") == ()
        assert archive.search("zanzibarite").total == 5
        assert archive.verify() == ()
        (stone,) = {row[1:] for row in archive.store.rows("SELECT sha256, key, who, reason FROM tombstone")}
        assert stone == ("2006DUSHANBE3", "a.archivist", "belongs to someone else")
    report = ingest(place, [folder, other], workers=1)
    assert (report.filed, report.merged) == (0, 0)
    moved = folder.rename(folder.with_name("moved"))
    report = ingest(place, [moved], workers=1)
    assert report.filed == 0
    assert [(Path(one.path).name, one.reason) for one in report.skipped] == [
        ("00003.txt", "removed from the archive, and not filed again")
    ]


def test_the_bytes_of_a_removed_telegram_and_its_words_leave_the_disk(write: Write, place: Path) -> None:
    ingest(place, [write(3), write(1, folder="secret", first=77, extra="quetzalcoatlus")], workers=1)

    def on_disk(content: bytes) -> bool:
        return any(content in path.read_bytes() for path in place.glob("reftel.sqlite*"))

    with open_archive(place, writable=True) as archive:
        (hit,) = archive.search("quetzalcoatlus").hits
        sql = "SELECT source, record FROM copy WHERE sha256 = ?"
        ((source, record),) = archive.store.rows(sql, bytes.fromhex(hit.id[7:]))
        archive.store.checkpoint()
        assert on_disk(source)
        assert on_disk(record)
        before = {path.name for path in (place / "index").glob("g-*")}
        archive.remove(hit.key, reason="test", who="test")
    assert not on_disk(source)
    assert not on_disk(record)
    assert not before & {path.name for path in (place / "index").glob("g-*")}


def test_removal_needs_one_telegram_and_the_writer(archive: Archive, place: Path) -> None:
    with pytest.raises(ArchiveError, match="opened for reading only"):
        archive.remove("06DUSHANBE6", reason="x", who="y")
    with open_archive(place, writable=True) as writer, pytest.raises(ArchiveError, match="names no telegram"):
        writer.remove("06DUSHANBE999", reason="x", who="y")


def test_a_backup_opens_and_holds_the_same(archive: Archive, tmp_path: Path) -> None:
    archive.backup(tmp_path / "copy")
    with open_archive(tmp_path / "copy") as copy:
        assert copy.stats() == archive.stats()
        assert copy.verify() == ()
    with pytest.raises(ArchiveError, match="is there already and not empty"):
        archive.backup(tmp_path / "copy")


def test_verify_names_a_copy_whose_bytes_were_altered(archive: Archive, place: Path) -> None:
    with open_archive(place, writable=True) as writer:
        writer.store.execute("UPDATE copy SET source = (SELECT source FROM copy WHERE id = 2) WHERE id = 1")
        writer.store.execute("UPDATE copy SET record = X'00' WHERE id = 3")
        messages = " ".join(problem.message for problem in writer.verify())
    assert "is not that of its hash" in messages
    assert "its record cannot be read" in messages


def test_verify_names_what_the_index_lacks_or_has_too_much(archive: Archive, place: Path) -> None:
    with open_archive(place, writable=True) as writer:
        writer.index.drop((1,))
        writer.index.commit(writer.index.reached)
        writer.store.execute("DELETE FROM telegram WHERE id = 2")
        writer.index.put(3, 862, prepared(Document((Portion("head", 0, "another text"),))))
        writer.index.commit(writer.index.reached)
        messages = " ".join(problem.message for problem in writer.verify())
        assert "is not in the index" in messages
        assert "has another text in the index" in messages
        assert "is in the index and not in the store" in messages


def test_several_threads_search_at_once(archive: Archive) -> None:
    totals: list[int] = []

    def ask() -> None:
        for _ in range(20):
            totals.append(archive.search("ministry", facets=True).total)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == [12] * 80


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.text(max_size=40), st.sampled_from(["relevance", "date", "-date"]))
def test_no_text_makes_a_search_fail(archive: Archive, typed: str, sort: str) -> None:
    results = archive.search(typed, sort=sort, facets=True)
    assert 0 <= len(results.hits) <= results.total <= 12
    for hit in results.hits:
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.highlights)
