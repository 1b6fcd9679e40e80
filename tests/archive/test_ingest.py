"""Filing: every telegram once, every file accounted for, whatever the files hold."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.archive.conftest import invented

from reftel.archive import ArchiveError, open_archive
from reftel.archive.copies import settling
from reftel.archive.errors import index_errors
from reftel.archive.filing import feeding, readers
from reftel.archive.filing import ingest as ingest_module
from reftel.archive.filing.entries import Outcome, Task
from reftel.archive.filing.ingest import ingest
from reftel.archive.filing.prepare import prepare
from reftel.archive.filing.worker import Worker
from reftel.archive.store.packing import Packer
from reftel.reading import parse

Write = Callable[..., Path]


def test_each_telegram_of_a_folder_is_filed_and_a_second_run_files_nothing(write: Write, place: Path) -> None:
    folder = write(8)
    first = ingest(place, [folder], workers=1)
    assert (first.filed, first.merged, first.unchanged) == (8, 0, 0)
    assert first.skipped == first.failed == ()
    second = ingest(place, [folder], workers=1)
    assert (second.filed, second.merged, second.unchanged) == (0, 0, 8)


def test_several_processes_file_the_same_as_one(write: Write, place: Path, tmp_path: Path) -> None:
    folder = write(150)
    report = ingest(place, [folder], workers=2)
    assert report.filed == 150
    ingest(tmp_path / "other", [folder], workers=1)
    with open_archive(place) as many, open_archive(tmp_path / "other") as one:
        assert many.stats() == one.stats()
        assert many.verify() == ()


def test_progress_counts_files_and_bytes_and_ends_at_the_total(write: Write, place: Path) -> None:
    folder = write(5)
    heard: list[tuple[int, int, int]] = []
    ingest(place, [folder], workers=1, on_progress=lambda *step: heard.append(step))
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert heard[-1] == (5, 5, size)


def test_the_bytes_of_a_file_come_back_as_they_were(write: Write, place: Path) -> None:
    folder = write(1)
    data = (folder / "00001.txt").read_bytes().replace(b"\n", b"\r\n") + b"\r\n\xe9\r\n"
    (folder / "00001.txt").write_bytes(data)
    ingest(place, [folder], workers=1)
    with open_archive(place) as archive:
        (filed,) = archive.find("06ANKARA1")
        (copy,) = archive.store.rows("SELECT id FROM copy")
        assert archive.store.source_of(copy[0]) == data
        assert "é" in filed.telegram.text


def test_two_telegrams_in_one_file_are_kept_apart_with_their_own_text(write: Write, place: Path) -> None:
    folder = write(2)
    joined = b"".join(path.read_bytes() + b"\n\n\n" for path in sorted(folder.iterdir()))
    (folder / "joined.txt").write_bytes(joined)
    for name in ("00001.txt", "00002.txt"):
        (folder / name).unlink()
    report = ingest(place, [folder], workers=1)
    assert report.filed == 2
    with open_archive(place) as archive:
        for number, subject in (("06ANKARA1", "RIVER NAVIGATION"), ("06TOKYO2", "CONSULAR HOURS")):
            (filed,) = archive.find(number)
            text = filed.telegram.text
            assert subject in text
            assert len(text) < len(joined) * 0.6
            (span,) = filed.telegram.spans["/subject"]
            assert text[span[0] : span[1]] == filed.telegram.subject == f"TALKS ABOUT {subject}"
        assert archive.verify() == ()


def test_what_is_no_telegram_is_skipped_with_its_reason_each_time(write: Write, place: Path) -> None:
    folder = write(1)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.bin").write_bytes(bytes(range(256)) * 20)
    (folder / "letter.txt").write_text("Dear aunt, the weather is fine.\n")
    for path in folder.iterdir():
        os.utime(path, (1_000_000_000, 1_000_000_000))
    for _ in range(2):
        report = ingest(place, [folder], workers=1)
        reasons = {Path(one.path).name: one.reason for one in report.skipped}
        assert set(reasons) == {"empty.txt", "picture.bin", "letter.txt"}
        assert reasons["empty.txt"] == "empty"
        assert all(reasons.values())
        assert report.failed == ()


def test_a_file_that_may_not_be_read_fails_and_the_rest_goes_on(write: Write, place: Path) -> None:
    folder = write(2)
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    report = ingest(place, [folder, folder / "absent"], workers=1)
    assert report.filed == 2
    assert [(Path(one.path).name, one.reason) for one in report.failed] == [
        ("absent", "there is no such file"),
        ("gone.txt", "a link to a file that is not there"),
    ]
    assert all(one.remedy for one in report.failed)


def test_the_same_bytes_elsewhere_become_a_further_place_of_the_copy(write: Write, place: Path) -> None:
    ingest(place, [write(1)], workers=1)
    report = ingest(place, [write(1, folder="again")], workers=1)
    assert (report.filed, report.merged) == (0, 1)
    with open_archive(place) as archive:
        (filed,) = archive.find("06ANKARA1")
        assert {Path(copy.path or "").parent.name for copy in filed.copies} == {"telegrams", "again"}
        assert len({copy.id for copy in filed.copies}) == 1


def test_a_copy_with_nearly_the_same_words_joins_its_telegram(write: Write, place: Path) -> None:
    ingest(place, [write(1)], workers=1)
    report = ingest(
        place, [write(1, folder="other", extra="It promised a reply within the week.")], workers=1
    )
    assert (report.filed, report.merged) == (0, 1)
    with open_archive(place) as archive:
        (filed,) = archive.find("06ANKARA1")
        assert len({copy.id for copy in filed.copies}) == 2
        assert archive.stats().telegrams == 1
        assert archive.stats().copies == 2


def test_another_telegram_under_the_same_number_is_kept_and_recorded(write: Write, place: Path) -> None:
    ingest(place, [write(1)], workers=1)
    folder = write(1, folder="other", topic="fishing", subject="FISHERIES")
    other = folder / "00001.txt"
    words = " ".join(f"word{number} other{number} matter{number}" for number in range(80))
    other.write_text(other.read_text().replace("Number 1 of this series", words))
    report = ingest(place, [folder], workers=1)
    assert (report.filed, report.merged) == (1, 0)
    with open_archive(place) as archive:
        assert [filed.key for filed in archive.find("06ANKARA1")] == ["2006ANKARA1", "2006ANKARA1.2"]
        assert [filed.key for filed in archive.find("2006ANKARA1.2")] == ["2006ANKARA1.2"]
        (finding,) = archive.findings()
        assert finding.subject == "2006ANKARA1.2"
        assert "2006ANKARA1" in finding.message


def test_a_table_beside_the_files_states_where_they_come_from(write: Write, place: Path) -> None:
    folder = write(2)
    table = "file,collection,legal_status,source_title\n00001.txt,Invented,public domain,A title\n"
    (folder / "index.csv").write_text(table)
    ingest(place, [folder], workers=1)
    with open_archive(place) as archive:
        (filed,) = archive.find("06ANKARA1")
        assert (filed.copies[0].collection, filed.copies[0].legal_status) == ("Invented", "public domain")
        assert filed.telegram.provenance.facts["source_title"] == "A title"
        (other,) = archive.find("06TOKYO2")
        assert other.copies[0].collection is None


def test_a_changed_file_is_read_again(write: Write, place: Path) -> None:
    folder = write(1)
    ingest(place, [folder], workers=1)
    path = folder / "00001.txt"
    path.write_text(path.read_text().replace("within the week", "within the month"))
    assert ingest(place, [folder], workers=1).merged == 1


def test_a_file_that_breaks_the_reading_process_is_named_and_the_rest_is_filed(
    write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(120)
    poison = folder / "00060.txt"

    read = Worker.read

    def die_of_poison(worker: Worker, batch: list[Task]) -> list[Outcome]:
        if any(task.found.path == str(poison) for task in batch):
            worker.stop()
        return read(worker, batch)

    monkeypatch.setattr(Worker, "read", die_of_poison)
    report = ingest(place, [folder], workers=2)
    assert report.filed == 119
    (failure,) = report.failed
    assert failure.path == str(poison)
    assert "ended without an answer" in failure.reason


def test_an_interrupt_keeps_what_was_filed_and_the_next_run_goes_on(write: Write, place: Path) -> None:
    folder = write(200)

    def interrupt(done: int, total: int, size: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(place, [folder], workers=2, on_progress=interrupt)
    with open_archive(place) as archive:
        kept = archive.stats().telegrams
        assert kept > 0
        assert archive.verify() == ()
    report = ingest(place, [folder], workers=2)
    assert report.filed == 200 - kept


def test_a_full_disk_ends_with_a_message_and_keeps_what_was_filed(
    write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(place, [write(3)], workers=1)
    from reftel.archive.store import database as store

    monkeypatch.setattr("reftel.archive.filing.ingest.COMMIT_SECONDS", 600)  # one transaction
    pages = "max_page_count = 30"
    monkeypatch.setattr(store, "_WRITING", (*store._WRITING, pages))
    with pytest.raises(ArchiveError, match=r"reftel\.sqlite: the disk is full; free some space"):
        ingest(place, [write(200, folder="more", first=100)], workers=1)
    monkeypatch.undo()
    with open_archive(place) as archive:
        assert archive.stats().telegrams == 3
        assert archive.verify() == ()


@pytest.mark.parametrize("at", ["put", "commit"])
def test_a_disk_that_fills_while_the_index_is_written_loses_nothing_that_was_filed(
    at: str, write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(place, [write(3, folder="before", first=900)], workers=1)
    folder = write(20)

    def full(*_: object) -> None:
        with index_errors(place / "index"):
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as filled:
        filled.setattr(f"reftel.archive.index.engine.Index.{at}", full)
        with pytest.raises(ArchiveError, match="index: the disk is full; free some space"):
            ingest(place, [folder], workers=1)
    with open_archive(place) as archive:
        assert archive.verify() == ()
        assert archive.search("ministry").total == archive.stats().telegrams == 23
    assert ingest(place, [folder], workers=1).filed == 0


def test_the_samples_are_all_filed_or_named(samples: Path, place: Path) -> None:
    report = ingest(place, [samples], workers=2)
    files = [path for path in samples.rglob("*") if path.is_file()]
    named = {one.path for one in (*report.skipped, *report.failed)}
    with open_archive(place) as archive:
        filed = {path for (path,) in archive.store.rows("SELECT path FROM file WHERE outcome = 'read'")}
        assert {str(path.absolute()) for path in files} <= filed | named
        assert archive.verify() == ()
    assert report.failed == ()
    again = ingest(place, [samples], workers=2)
    assert (again.filed, again.merged) == (0, 0)
    assert again.skipped == report.skipped


def table_of(count: int, path: Path, first: int = 1) -> Path:
    """Telegrams as lines of our own, in one file."""
    lines = []
    for serial in range(first, first + count):
        telegram = parse(invented(serial))
        lines.append(telegram.to_json()[:-1] + b',"source_text":' + json.dumps(telegram.text).encode() + b"}")
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def test_a_large_file_is_streamed_record_by_record_to_several_processes(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "STREAMED", 1000)
    monkeypatch.setattr(feeding, "BATCH_FILES", 7)
    table = table_of(60, tmp_path / "telegrams.jsonl")
    with table.open("ab") as file:
        file.write(b'{"schema": broken\n')
    os.utime(table, (1_000_000_000, 1_000_000_000))
    for filed in (60, 0):
        report = ingest(place, [table], workers=2)
        assert report.filed == filed
        (failure,) = report.failed
        assert (failure.line, failure.path) == (61, f"{table} line 61")
    with open_archive(place) as archive:
        assert archive.stats().telegrams == 60
        assert archive.verify() == ()


def test_an_interrupted_large_file_is_gone_on_with(
    tmp_path: Path, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "STREAMED", 1000)
    monkeypatch.setattr(feeding, "BATCH_FILES", 5)
    monkeypatch.setattr(ingest_module, "COMMIT_FILES", 1)
    table = table_of(60, tmp_path / "telegrams.jsonl")

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(place, [table], workers=1, on_progress=interrupt)
    read: list[Task] = []

    def count(task: Task, packer: Packer) -> list[Outcome]:
        read.append(task)
        return prepare(task, packer)

    monkeypatch.setattr(readers, "prepare", count)
    report = ingest(place, [table], workers=1)
    kept = 60 - report.filed
    assert 0 < kept < 60
    assert report.unchanged == kept
    assert sum(len(task.records or ()) for task in read) == 60 - kept, "what was filed is not read again"
    with open_archive(place) as archive:
        assert archive.stats().telegrams == 60


def test_what_failed_is_read_again_when_asked_for(
    write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(3)
    broken = folder / "00002.txt"

    def fail(task: Task, packer: Packer) -> list[Outcome]:
        if task.found.path == str(broken):
            return [Outcome(task.found, "failed", reason="the disk hiccupped")]
        return prepare(task, packer)

    monkeypatch.setattr(readers, "prepare", fail)
    assert [one.reason for one in ingest(place, [folder], workers=1).failed] == ["the disk hiccupped"]
    monkeypatch.undo()
    report = ingest(place, (), workers=1, retry_failed=True)
    assert (report.filed, report.unchanged, report.failed) == (1, 0, ())
    assert ingest(place, (), workers=1, retry_failed=True).filed == 0


def test_one_damaged_file_in_a_hundred_is_named_and_the_rest_is_filed(write: Write, place: Path) -> None:
    folder = write(200)
    (folder / "00050.txt").write_bytes(os.urandom(5000))
    (folder / "00150.txt").write_bytes(b"")
    report = ingest(place, [folder], workers=2)
    assert report.filed == 198
    assert {Path(one.path).name for one in (*report.skipped, *report.failed)} == {"00050.txt", "00150.txt"}


@pytest.mark.parametrize("year", ["00", "99"])
def test_years_at_the_edges_are_filed_and_found(write: Write, place: Path, year: str) -> None:
    ingest(place, [write(2, yy=year)], workers=1)
    with open_archive(place) as archive:
        assert archive.stats().telegrams == 2
        assert archive.search(f"date:{'20' if year == '00' else '19'}{year}").total == 2


def test_a_number_that_very_many_texts_claim_does_not_stop_the_filing(
    write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settling, "CROWD", 6)
    folder = write(0)
    for version in range(12):
        words = " ".join(f"word{version}x{number}" for number in range(90))
        for copy in range(2):
            (folder / f"{version:02d}-{copy}.txt").write_text(invented(1, extra=f"{words} copy {copy}"))
    report = ingest(place, [folder], workers=1)
    assert (report.filed, report.merged) == (12, 12)
    with open_archive(place) as archive:
        assert len(archive.find("06ANKARA1")) == 12
        assert archive.verify() == ()
