"""Reading again from the bytes that are kept: the proof of what was read, and the way to read it better."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.archive.conftest import invented

from reftel.archive import Report, open_archive
from reftel.archive.copies.rereading import older
from reftel.archive.filing.ingest import ingest
from reftel.archive.filing.noted import READER
from reftel.archive.filing.watching import watch

Write = Callable[..., Path]


def spoil(place: Path, reader: str) -> None:
    """Let the record of the first copy say something else than its text, as if this version had read it so."""
    with open_archive(place, writable=True) as archive:
        packer = archive.store.packer(
            archive.store.source_dictionary()[0], archive.store.record_dictionary()[0]
        )
        wrong = archive.store.telegram_of(1).replace(subject="MISREAD")
        record = packer.pack_record(wrong, archive.store.source_of(1))
        archive.store.execute("UPDATE copy SET record = ? WHERE id = 1", record)
        archive.store.execute("UPDATE reading SET reader = ? WHERE copy = 1", reader)


def test_every_record_is_made_again_from_its_text(write: Write, place: Path) -> None:
    folder = write(4)
    joined = "\n\n".join(invented(serial) for serial in (50, 51, 52))
    (folder / "three.txt").write_text(joined)
    ingest(place, [folder], workers=1)
    with open_archive(place) as archive:
        assert archive.stats().copies == 7
        assert archive.verify() == ()


@pytest.mark.slow
def test_the_samples_are_made_again_from_their_texts(samples: Path, place: Path) -> None:
    ingest(place, [samples], workers=1)
    with open_archive(place) as archive:
        assert archive.verify() == ()


def test_a_record_that_its_text_does_not_give_is_named(write: Write, place: Path) -> None:
    ingest(place, [write(3)], workers=1)
    spoil(place, READER)
    with open_archive(place) as archive:
        (problem,) = archive.verify()
        assert problem.message == "cannot be read again as it was: subject"
        assert archive.verify(quick=True) == ()


def test_what_an_older_version_read_is_said_and_read_again(write: Write, place: Path) -> None:
    ingest(place, [write(3)], workers=1)
    spoil(place, "0.0.9")
    with open_archive(place, writable=True) as archive:
        archive.correct("06ANKARA1", "signature", "ROE", "seen on film", "an archivist")
        (problem,) = archive.verify()
        assert problem.message == "version 0.0.9 read them otherwise than today's; run `reftel reparse`"
        assert archive.reparse("0.0.9").read == 0
        done = archive.reparse("0.0.10")
        assert (done.read, done.changed, done.left) == (1, 1, [])
        (found,) = archive.find("06ANKARA1")
        assert found.telegram.subject == "TALKS ABOUT RIVER NAVIGATION"
        assert found.telegram.signature == "ROE", "a correction outlives every reading"
        assert archive.search("subject:river").total == 1
        assert archive.verify() == ()


def test_several_processes_read_again_what_one_would(
    write: Write, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest(place, [write(4)], workers=1)
    spoil(place, "0.0.9")
    monkeypatch.setattr("reftel.archive.copies.rereading.BATCH", 1)
    heard: list[tuple[int, int]] = []
    with open_archive(place, writable=True) as archive:
        archive.store.execute("UPDATE reading SET reader = '0.0.9'")
        done = archive.reparse(None, lambda *step: heard.append(step), workers=2)
        assert (done.read, done.changed, done.left) == (4, 1, [])
        assert heard == [(1, 4), (2, 4), (3, 4), (4, 4)]
        assert archive.verify() == ()
        assert archive.search("subject:river").total == 1


@pytest.mark.parametrize(
    ("one", "other", "first"), [("0.9.2", "0.10", True), ("1.0", "1.0", False), ("0", "0.1.0", True)]
)
def test_versions_are_compared_by_their_figures(one: str, other: str, first: bool) -> None:
    assert older(one, other) is first


def test_a_folder_is_watched_and_a_file_that_still_grows_is_left_until_it_settles(
    write: Write, place: Path
) -> None:
    folder = write(2)
    heard: list[Report] = []
    looks = iter(range(6))

    def wait() -> bool:
        look = next(looks)
        growing = folder / "growing.txt"
        if look == 1:
            growing.write_text(invented(77)[:300])
        if look == 2:
            growing.write_text(invented(77))
        return look < 5

    watch(place, folder, heard.append, wait)
    assert [(report.filed, report.merged) for report in heard] == [(2, 0), (1, 0)]


def test_the_command_files_what_arrives(write: Write, place: Path) -> None:
    folder = write(2)
    command = (
        sys.executable,
        "-m",
        "reftel",
        "watch",
        str(folder),
        "--archive",
        str(place),
        "--every",
        "0.1",
        "--json",
    )
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["filed"] == 2
        (folder / "new.txt").write_text(invented(99))
        assert json.loads(process.stdout.readline())["filed"] == 1
        process.terminate()


def test_a_backup_that_is_made_while_others_file_is_whole(write: Write, place: Path, tmp_path: Path) -> None:
    ingest(place, [write(5, folder="before", first=900)], workers=1)
    command = (sys.executable, "-m", "reftel", "ingest", str(write(80)), "--archive", str(place))
    counts: list[int] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            target = tmp_path / f"copy{len(counts)}"
            with open_archive(place) as archive:
                archive.backup(target)
            with open_archive(target) as copy:
                assert copy.verify(quick=True) == ()
                counts.append(copy.stats().telegrams)
    assert counts == sorted(counts)
    assert counts[0] >= 5
