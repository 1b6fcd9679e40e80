"""Opening an archive: what is wrong with the folder is said with its remedy; what can be mended is mended."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import tantivy

from reftel.archive import ArchiveError, open_archive
from reftel.archive.errors import index_errors
from reftel.archive.filing.ingest import ingest
from reftel.archive.store.migrate import scripts

Write = Callable[..., Path]


def test_a_folder_without_an_archive_is_not_opened_for_reading(place: Path) -> None:
    with pytest.raises(ArchiveError, match=r"there is no archive here; `reftel ingest PATH --archive"):
        open_archive(place)
    assert not place.exists()


def test_a_file_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for writable in (False, True):
        with pytest.raises(ArchiveError, match=r"file: is a file; an archive is a folder"):
            open_archive(tmp_path / "file", writable=writable)


def test_no_archive_is_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_text("x")
    with pytest.raises(ArchiveError, match="holds other files and no archive"):
        open_archive(tmp_path, writable=True)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.odt"]


def test_a_second_writer_is_told_who_writes_and_readers_are_not_hindered(place: Path) -> None:
    with open_archive(place, writable=True):
        with pytest.raises(
            ArchiveError, match=r"is being written by process \d+ on .*; wait until it is done"
        ):
            open_archive(place, writable=True)
        with open_archive(place) as reader:
            assert reader.stats().telegrams == 0
    with open_archive(place, writable=True):
        pass


def test_a_second_writer_in_another_process_is_refused(place: Path) -> None:
    program = "import sys; from reftel.archive import open_archive; open_archive(sys.argv[1], writable=True)"
    with open_archive(place, writable=True):
        command = (sys.executable, "-c", program, str(place))
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "is being written by process" in done.stderr


def test_a_reader_sees_what_a_writer_files_meanwhile(write: Write, place: Path) -> None:
    ingest(place, [write(2)], workers=1)
    with open_archive(place) as reader:
        assert reader.search("ministry").total == 2
        ingest(place, [write(3, folder="more", first=50)], workers=1)
        assert reader.search("ministry").total == 5
        assert reader.stats().telegrams == 5


def test_an_archive_of_a_newer_version_is_left_alone(place: Path) -> None:
    open_archive(place, writable=True).close()
    with sqlite3.connect(place / "reftel.sqlite") as connection:
        connection.execute("PRAGMA user_version = 999")
    connection.close()
    for writable in (False, True):
        with pytest.raises(ArchiveError, match=r"written by a newer Reftel \(version 999; .*upgrade Reftel"):
            open_archive(place, writable=writable)


def test_a_store_that_is_no_database_is_named(place: Path) -> None:
    place.mkdir()
    (place / "reftel.sqlite").write_bytes(b"no database at all " * 100)
    with pytest.raises(ArchiveError, match=r"reftel\.sqlite: is damaged .*restore it from a backup"):
        open_archive(place)


def test_another_programs_database_is_left_alone(place: Path) -> None:
    place.mkdir()
    with sqlite3.connect(place / "reftel.sqlite") as connection:
        connection.execute("PRAGMA user_version = 1")
        connection.execute("CREATE TABLE diary (day TEXT)")
    connection.close()
    with pytest.raises(ArchiveError, match="is no Reftel archive"):
        open_archive(place, writable=True)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "the folder is gone": shutil.rmtree,
    "the pointer is gone": lambda index: (index / "current.json").unlink(),
    "the pointer is no JSON": lambda index: (index / "current.json").write_text("{"),
    "the pointer is of another kind": lambda index: (index / "current.json").write_text("[]"),
    "the pointer names nothing": lambda index: rename_folder(index, "g-none"),
    "the engine's list is damaged": lambda index: next(index.glob("g-*/meta.json")).write_text("{}"),
    "columns are damaged": lambda index: spoil(index, "*.fast"),
    "a segment is gone": lambda index: next(index.glob("g-*/*.term")).unlink(),
    "the fields are of another format": lambda index: set_format(index, -1),
}


def spoil(index: Path, pattern: str) -> None:
    for path in index.glob(f"g-*/{pattern}"):
        length = path.stat().st_size
        path.unlink()  # not overwritten: the engine may still have the old file mapped
        path.write_bytes(b"Z" * length)


def rename_folder(index: Path, name: str) -> None:
    pointer = json.loads((index / "current.json").read_text())
    (index / "current.json").write_text(json.dumps(pointer | {"folder": name}))


def set_format(index: Path, number: int) -> None:
    pointer = json.loads((index / "current.json").read_text())
    (index / "current.json").write_text(json.dumps(pointer | {"format": number}))


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("writable", [False, True])
def test_a_damaged_index_is_built_anew_without_being_asked(
    damage: str, writable: bool, write: Write, place: Path
) -> None:
    ingest(place, [write(6)], workers=1)
    DAMAGES[damage](place / "index")
    with open_archive(place, writable=writable) as archive:
        assert archive.search("ministry").total == 6
        assert archive.verify() == ()


def test_a_file_in_the_place_of_the_index_is_named(write: Write, place: Path) -> None:
    ingest(place, [write(1)], workers=1)
    shutil.rmtree(place / "index")
    (place / "index").write_text("x")
    with pytest.raises(ArchiveError, match=r"index: is a file where the index folder belongs; move it away"):
        open_archive(place)


def test_a_panic_of_the_engine_is_said_with_its_remedy(place: Path) -> None:
    with open_archive(place, writable=True) as archive:
        schema = archive.index.schema
        said = pytest.raises(ArchiveError, match=r"index cannot be used .*`reftel reindex` builds it anew")
        with said, index_errors(place / "index"):
            tantivy.Query.phrase_query(schema, "text", ["one word is no phrase to the engine"])


def test_an_index_from_another_past_of_the_store_is_not_trusted(
    write: Write, place: Path, tmp_path: Path
) -> None:
    ingest(place, [write(3)], workers=1)
    with open_archive(place) as archive:
        archive.backup(tmp_path / "copy")
    ingest(place, [write(2, folder="more", first=50)], workers=1)
    shutil.copy(tmp_path / "copy" / "reftel.sqlite", place / "reftel.sqlite")
    ingest(place, [write(4, folder="others", first=70)], workers=1)
    with open_archive(place) as archive:
        assert archive.stats().telegrams == 7
        assert archive.verify() == ()


UNDONE = {
    1: ("ALTER TABLE place DROP COLUMN facts", "DROP TABLE finding"),
    2: tuple(f"DROP TABLE {table}" for table in ("reading", "band", "alias", "decision", "correction")),
    3: ("DROP INDEX file_within", "ALTER TABLE file DROP COLUMN within"),
    4: (
        *(f"DROP TABLE {table}" for table in ("numbered_band", "recent_band", "band_due")),
        "CREATE INDEX band_copy ON band (copy)",
    ),
}


def make_version(version: int, place: Path) -> None:
    """Turn a present archive into what that version of the store left on disk."""
    with sqlite3.connect(place / "reftel.sqlite") as connection:
        for later in range(len(UNDONE), version - 1, -1):
            for statement in UNDONE[later]:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()


@pytest.mark.parametrize("version", UNDONE)
@pytest.mark.parametrize("writable", [False, True])
def test_an_archive_of_an_older_version_is_migrated_after_a_backup(
    version: int, writable: bool, write: Write, place: Path
) -> None:
    ingest(place, [write(5)], workers=1)
    make_version(version, place)
    with open_archive(place, writable=writable) as archive:
        assert archive.verify() == ()
        assert archive.search("ministry").total == 5
        assert archive.findings() == ()
        assert archive.store.one("PRAGMA user_version") == (len(scripts()),)
        (note,) = archive.store.rows("SELECT detail FROM audit WHERE action = 'migrate'")
        assert note[0].startswith(f"from version {version} to {len(scripts())}")
    with sqlite3.connect(place / f"reftel.sqlite.v{version}-backup") as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("SELECT count(*) FROM copy").fetchone() == (5,)
    connection.close()
    assert ingest(place, [write(5)], workers=1).filed == 0
    again = ingest(place, [write(5, folder="other", extra="It promised a reply within the week.")], workers=1)
    assert (again.filed, again.merged) == (0, 5)


def test_the_first_version_of_the_store_is_the_one_that_was_in_use() -> None:
    connection = sqlite3.connect(":memory:")
    connection.executescript(scripts()[0])
    columns = [row[1] for row in connection.execute("PRAGMA table_info(place)")]
    connection.close()
    assert columns == ["copy", "path", "offset", "origin", "filed_at"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs symbolic links")
def test_one_who_may_only_read_searches_the_index_that_is_there(
    write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(place, [write(2)], workers=1)
    for lock in place.rglob("*lock"):
        lock.unlink()
    before = sorted((place / "index").rglob("*"))
    monkeypatch.setattr("os.access", lambda _path, _mode: False)
    with open_archive(place) as reader:
        assert reader.search("ministry").total == 2
        assert sorted((place / "index").rglob("*")) == before


@pytest.mark.skipif(sys.platform == "win32", reason="needs permission bits")
def test_the_index_is_as_readable_as_its_folder(write: Write, place: Path) -> None:
    ingest(place, [write(2)], workers=1)
    (generation,) = (place / "index").glob("g-*")
    for name in ("meta.json", ".managed.json"):
        assert (generation / name).stat().st_mode & 0o666 == generation.stat().st_mode & 0o666


def test_a_lock_that_cannot_be_taken_for_another_reason_names_nobody(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_archive(place, writable=True).close()
    (place / "lock").write_text("process 4711 on elsewhere")

    def refuse(*_: object) -> bool:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("reftel.archive.store.lock._take", refuse)
    with pytest.raises(ArchiveError, match="lock: cannot be written") as raised:
        open_archive(place, writable=True)
    assert "4711" not in str(raised.value)


def test_a_released_lock_names_nobody(place: Path) -> None:
    open_archive(place, writable=True).close()
    assert (place / "lock").read_text("utf-8") == ""


def test_no_archive_is_made_for_paths_that_are_not_there(tmp_path: Path, place: Path) -> None:
    with pytest.raises(ArchiveError, match="nope: there is no such file; check the name"):
        ingest(place, [tmp_path / "nope"])
    assert not place.exists()
