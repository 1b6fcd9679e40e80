"""What people decided comes back with our own lines, and each text keeps its key."""

from __future__ import annotations

from pathlib import Path

from tests.archive.conftest import invented

from reftel.archive import Archive, Filed, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.export import export, found

OTHER = "The lamp of the harbour was lit by the pilot, who had waited for the grain ship since the morning."


def _file(place: Path, name: str, text: str) -> None:
    source = place / "telegrams"
    source.mkdir(exist_ok=True)
    (source / name).write_text(text, "utf-8")
    ingest(place / "archive", [source / name], workers=1)


def _told(archive: Archive, name: str) -> list[object]:
    filed: tuple[Filed, ...] = archive.find(name)
    copies = [sorted({copy.id for copy in one.copies}) for one in filed]
    return [
        (one.key, one.telegram.subject, one.corrections, one.former, ids)
        for one, ids in zip(filed, copies, strict=True)
    ]


def test_merging_splitting_correcting_and_keys_come_back(tmp_path: Path) -> None:
    later, earlier = invented(3), invented(3, dom=1, subject="THE LAMP", topic=OTHER, extra=OTHER * 3)
    _file(tmp_path, "a.txt", later)
    _file(
        tmp_path, "b.txt", earlier
    )  # of an earlier day: it would be the first of the number, were it filed first
    for serial in (6, 9):
        _file(tmp_path, f"{serial}.txt", invented(serial))
    with open_archive(tmp_path / "archive", writable=True) as archive:
        keys = sorted(hit.key for hit in archive.search("").hits)
        assert len(keys) == 4
        archive.merge(["2006DUSHANBE6", "2006DUSHANBE9"], "one instruction", "archivist")
        archive.correct(
            "2006DUSHANBE3", "subject", "GRAIN AND ITS PRICE", "as printed in the register", "archivist"
        )
    with open_archive(tmp_path / "archive") as archive:
        export(archive, found(archive, ""), "jsonl", tmp_path / "all.jsonl")
        before = [_told(archive, key) for key in keys]
        shown = sorted(hit.key for hit in archive.search("").hits)
    ingest(tmp_path / "again", [tmp_path / "all.jsonl"], workers=1)
    with open_archive(tmp_path / "again") as again:
        assert [_told(again, key) for key in keys] == before
        assert sorted(hit.key for hit in again.search("").hits) == shown
        assert [hit.key for hit in again.search('subject:"its price"').hits] == ["2006DUSHANBE3"]


def test_a_correction_that_does_not_fit_costs_its_line_and_is_named(tmp_path: Path) -> None:
    _file(tmp_path, "a.txt", invented(3))
    with open_archive(tmp_path / "archive", writable=True) as archive:
        archive.correct("2006DUSHANBE3", "subject", "GRAIN", "as printed", "archivist")
    with open_archive(tmp_path / "archive") as archive:
        export(archive, found(archive, ""), "jsonl", tmp_path / "all.jsonl")
    lines = (tmp_path / "all.jsonl").read_text("utf-8")
    (tmp_path / "bad.jsonl").write_text(lines.replace('"field":"subject"', '"field":"spans"'), "utf-8")
    report = ingest(tmp_path / "again", [tmp_path / "bad.jsonl"], workers=1)
    assert report.filed == 0
    (failure,) = report.failed
    assert "a correction of spans that does not fit" in failure.reason
