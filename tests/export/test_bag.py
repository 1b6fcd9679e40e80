"""A bag is one that others check too, and comes back as the archive that it was made of, to the last date."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import bagit
import pytest
from tests.export.conftest import HERE

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.tiers import Viewer
from reftel.export import export, found
from reftel.synthetic.demo import demo

SPECIMENS = HERE.parent / "sources" / "specimens"
WEEK_AGO = "2026-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive with a past: collections, copies in several places, decisions, corrections, removals, former keys."""
    base = tmp_path_factory.mktemp("old")
    texts = base / "texts"
    texts.mkdir()
    data = [one for _, one in demo()][:14]
    for at, one in enumerate(data):
        (texts / f"{at}.txt").write_bytes(one)
    (texts / "again.txt").write_bytes(data[0])
    (texts / "other line ends.txt").write_bytes(data[1].replace(b"\n", b"\r\n"))
    (texts / "index.csv").write_text(
        "file,collection,legal_status,box\n0.txt,Invented files,public domain,17\n"
    )
    place = base / "archive"
    ingest(place, [texts, SPECIMENS], workers=1)
    with open_archive(place, writable=True) as archive:
        keys = [key for (key,) in archive.store.rows("SELECT key FROM telegram ORDER BY id")]
        key, copy = archive.store.rows(
            "SELECT key, hex(sha256) FROM telegram JOIN copy ON copy.telegram = telegram.id GROUP BY key"
            " HAVING count(*) > 1"
        )[0]
        archive.split(key, copy[:12], "another text", "archivist")
        archive.merge(keys[3:5], "one instruction", "archivist")
        archive.correct(keys[5], "subject", "FERRIES", "misread", "reader")
        archive.correct(keys[6], "mrn", "2006ANKARA4711", "so the log", "reader")
        archive.remove(keys[7], "asked for by the owner", "archivist")
        archive.store.execute("UPDATE place SET filed_at = ?", WEEK_AGO)
        archive.store.execute("UPDATE alias SET since = ?", WEEK_AGO)
        archive.store.execute("UPDATE reading SET reader = '0.0.9' WHERE copy % 3 = 0")
    yield place


def made(archive: Path, out: Path, query: str = "", viewer: Viewer | None = None) -> Path:
    with open_archive(archive) as opened:
        seen = opened.seen_by(viewer) if viewer else opened
        export(seen, found(seen, query), "bagit", out)
    return out


def all_of(place: Path) -> dict[str, Any]:
    """Everything that an archive keeps, by names that do not depend on its row numbers."""
    with open_archive(place) as archive:
        rows = archive.store.rows
        copies = rows(
            "SELECT id, sha256, reader, mrn, occasion, rank, length FROM copy JOIN reading ON copy = id"
        )
        return {
            "copies": {
                sha256: (archive.store.source_of(copy), archive.store.record_of(copy), *facts)
                for copy, sha256, *facts in copies
            },
            "places": set(
                rows(
                    "SELECT sha256, path, offset, collection, legal_status, facts, filed_at FROM place"
                    " JOIN copy ON copy.id = copy JOIN origin ON origin.id = origin"
                )
            ),
            "telegrams": set(
                rows("SELECT key, mrn, sha256 FROM telegram JOIN copy ON copy.telegram = telegram.id")
            ),
            "names": set(rows("SELECT name, key, sha256, since FROM alias")),
            "decisions": set(rows("SELECT * FROM decision")),
            "corrections": set(rows("SELECT sha256, field, value, at, who, reason FROM correction")),
            "removals": set(rows("SELECT * FROM tombstone")),
            "bands": set(rows("SELECT value, sha256 FROM band JOIN copy ON copy.id = copy")),
            "verified": archive.verify(quick=True),
        }


def test_others_find_the_bag_valid(old: Path, tmp_path: Path) -> None:
    bag = bagit.Bag(str(made(old, tmp_path / "bag")))
    assert bag.validate()
    assert bag.info["Restrictions"].startswith("none")
    assert bag.info["Bag-Software-Agent"].startswith("Reftel")


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bag_makes_the_same_archive_again(old: Path, tmp_path: Path, workers: int) -> None:
    bag = made(old, tmp_path / "bag")
    report = ingest(tmp_path / "again", [bag], workers=workers)
    assert (report.skipped, report.failed) == ((), ())
    before, after = all_of(old), all_of(tmp_path / "again")
    assert after["verified"] == ()
    for name in before:
        assert after[name] == before[name], name
    again = ingest(tmp_path / "again", [bag], workers=1)
    assert (again.filed, again.merged) == (0, 0)
    assert all_of(tmp_path / "again") == after
    second = made(tmp_path / "again", tmp_path / "second")
    for path in sorted((bag / "data").iterdir()):
        lines = (second / "data" / path.name).read_text().splitlines()
        assert sorted(lines) == sorted(path.read_text().splitlines())


def test_what_was_removed_is_not_filed_from_elsewhere_after_a_bag(old: Path, tmp_path: Path) -> None:
    ingest(tmp_path / "again", [made(old, tmp_path / "bag")], workers=1)
    report = ingest(tmp_path / "again", [old.parent / "texts"], workers=1)
    assert report.filed == 0
    assert any("removed" in one.reason for one in report.skipped)


def test_a_damaged_file_of_a_bag_is_named_and_the_rest_comes_back(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reftel.export.bagit.TELEGRAMS", 5)
    bag = made(old, tmp_path / "bag")
    damaged = bag / "data" / "telegrams-00002.jsonl"
    damaged.write_bytes(damaged.read_bytes().replace(b"UNCLAS", b"SECRET", 1))
    lost = bag / "data" / "telegrams-00003.jsonl"
    lost.unlink()
    report = ingest(tmp_path / "again", [bag], workers=1)
    assert {Path(one.path).name for one in report.failed} == {damaged.name, lost.name}
    with open_archive(tmp_path / "again") as again, open_archive(old) as before:
        assert 0 < again.stats().telegrams < before.stats().telegrams
        assert again.verify(quick=True) == ()


def test_a_damaged_history_changes_nothing_and_is_named(old: Path, tmp_path: Path) -> None:
    bag = made(old, tmp_path / "bag")
    history = bag / "data" / "history.jsonl"
    history.write_bytes(history.read_bytes() + b'{"event":"removal"}\n')
    report = ingest(tmp_path / "again", [bag], workers=1)
    assert [Path(one.path).name for one in report.failed] == ["history.jsonl"]
    with open_archive(tmp_path / "again") as again:
        assert again.store.rows("SELECT * FROM tombstone") == []
        assert again.verify(quick=True) == ()


def test_a_bag_for_a_viewer_holds_nothing_that_they_may_not_see(old: Path, tmp_path: Path) -> None:
    viewer = Viewer("UNCLASSIFIED")
    bag = made(old, tmp_path / "bag", viewer=viewer)
    ingest(tmp_path / "again", [bag], workers=1)
    with open_archive(old) as whole, open_archive(tmp_path / "again") as again:
        seen = {hit.key for hit in whole.seen_by(viewer).search("", limit=1000).hits}
        assert {hit.key for hit in again.search("", limit=1000).hits} == seen
        assert again.store.rows("SELECT * FROM tombstone") == []
        assert again.stats().telegrams < whole.stats().telegrams
    assert "up to UNCLASSIFIED" in (bag / "bag-info.txt").read_text()


def test_the_commands_make_and_take_a_bag(old: Path, tmp_path: Path) -> None:
    def reftel(*words: str | Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "reftel", *map(str, words)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    bag = tmp_path / "bag"
    assert reftel("export", "", "--to", "bagit", "--out", bag, "--archive", old).returncode == 0
    moved = tmp_path / "elsewhere"
    shutil.move(bag, moved)
    done = reftel("ingest", moved, "--archive", tmp_path / "again")
    assert done.returncode == 0, done.stderr
    assert reftel("verify", "--archive", tmp_path / "again").returncode == 0
