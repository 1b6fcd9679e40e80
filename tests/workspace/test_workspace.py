"""What a reader keeps beside an archive: it lasts, it moves with its telegrams, and it tells nothing that is hidden."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.archive import Archive, ArchiveError, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.tiers import Viewer
from reftel.model.telegram import Telegram
from reftel.workspace import Workspace, history, lists, marks, searches, text
from reftel.workspace.passages import passage_of, place_of
from reftel.workspace.records import Note, Visit
from reftel.workspace.seen import notes_seen, told_of

ANKARA, LIMA, OSLO = "2006ANKARA12", "2006LIMA7", "2006OSLO3"


def fill(workspace: Workspace, archive: Archive) -> None:
    """Something of every kind, about each of the three telegrams."""
    lists.make(workspace, "Häfen & mole", "what the harbour says")
    for key in (ANKARA, LIMA, OSLO):
        (filed,) = archive.find(key)
        names = marks.names_of(filed)
        marks.star(workspace, names)
        marks.tag(workspace, names, "to ask")
        marks.note(workspace, filed, "the whole of it")
        marks.note(workspace, filed, "who is he?", "The harbour master")
        lists.add(workspace, "Häfen & mole", names)
        history.visit(workspace, "telegram", key)
    history.visit(workspace, "search", "ferry")
    history.choose(workspace, "keys", False)
    searches.save(workspace, "lights", "light", 2)


def keys_of(workspace: Workspace, name: str) -> list[str]:
    return [entry.key for entry in lists.entries(workspace, name)]


def test_what_is_kept_is_there_at_the_next_opening(place: Path, archive: Archive) -> None:
    with Workspace(place) as workspace:
        fill(workspace, archive)
    with Workspace(place) as workspace:
        found = marks.marks_of(workspace, [LIMA])
    assert found.star
    assert found.tags == ("to ask",)
    assert found.lists == ("Häfen & mole",)
    assert {(note.text, note.words) for note in found.notes} == {
        ("the whole of it", ""),
        ("who is he?", "The harbour master"),
    }


def test_readers_keep_their_own(place: Path, workspace: Workspace) -> None:
    marks.star(workspace, [LIMA])
    with Workspace(place, "guest") as guest:
        assert not marks.marks_of(guest, [LIMA]).star
        marks.star(guest, [LIMA], on=False)
    assert marks.marks_of(workspace, [LIMA]).star


def test_a_telegram_is_known_by_each_key_that_leads_to_it(place: Path, workspace: Workspace) -> None:
    marks.star(workspace, [ANKARA])
    marks.tag(workspace, [ANKARA], "ferries")
    lists.make(workspace, "one")
    lists.add(workspace, "one", [ANKARA])
    with open_archive(place, writable=True) as writer:
        key, _ = writer.correct(ANKARA, "mrn", "2006ANKARA13", reason="the sheet says 13", who="tester")
    with open_archive(place) as archive:
        (filed,) = archive.find(ANKARA)
        assert (key, filed.key) == ("2006ANKARA13", "2006ANKARA13")
        names = marks.names_of(filed)
        assert marks.marks_of(workspace, names).tags == ("ferries",)
        assert not lists.add(workspace, "one", names)
        ((_, hit),) = told_of(archive, lists.entries(workspace, "one"))
        assert hit is not None
        assert hit.key == "2006ANKARA13"
        marks.star(workspace, names, on=False)
        assert not marks.marks_of(workspace, names).star


def test_an_export_comes_back_the_same(place: Path, archive: Archive, tmp_path: Path) -> None:
    with Workspace(place) as workspace:
        fill(workspace, archive)
        exported = list(text.lines(workspace, archive))
    other = tmp_path / "other"
    other.mkdir()
    with Workspace(other) as workspace:
        brought = text.bring(workspace, archive, "export", exported)
        assert brought == text.Brought(len(exported) - 1)
        assert list(text.lines(workspace, archive)) == exported
        assert text.bring(workspace, archive, "export", exported).kept == brought.kept
        assert list(text.lines(workspace, archive)) == exported


def test_a_line_that_is_no_record_is_named_and_the_others_are_kept(
    workspace: Workspace, archive: Archive
) -> None:
    star = '{"kind":"star","who":"local","key":"2006LIMA7","at":"2026-01-01T00:00:00Z"}'
    given_lines = ['{"kind":"workspace","format":1}', "nonsense", '{"kind":"star"}', "", star]
    brought = text.bring(workspace, archive, "my.jsonl", given_lines)
    assert brought.kept == 1
    assert [(one.path, one.line) for one in brought.failed] == [("my.jsonl", 2), ("my.jsonl", 3)]
    assert marks.marks_of(workspace, [LIMA]).star


@given(st.text(), st.text(min_size=1).filter(lambda text: bool(text.strip())))
@settings(max_examples=20)
def test_any_words_survive_the_export(word: str, written: str) -> None:
    note = Note("local", "1", LIMA, written, "2026", "2026", "sha256:0", 1, 2, word)
    encodable = msgspec.json.decode(msgspec.json.encode(note), type=Note)
    assert encodable == note


def test_lists_keep_the_readers_order(workspace: Workspace) -> None:
    lists.make(workspace, "harbours")
    for key in ("A", "B", "C", "D"):
        assert lists.add(workspace, "harbours", [key])
    assert not lists.add(workspace, "harbours", ["E", "B"])
    lists.move(workspace, "harbours", "D", 1)
    lists.move(workspace, "harbours", "A", 99)
    assert keys_of(workspace, "harbours") == ["D", "B", "C", "A"]
    lists.move(workspace, "harbours", "A", 1, among={"A", "B"})
    assert keys_of(workspace, "harbours") == ["D", "A", "B", "C"]
    lists.move(workspace, "harbours", "A", 9)
    lists.take_out(workspace, "harbours", ["B"])
    assert [entry.place for entry in lists.entries(workspace, "harbours")] == [1, 2, 3]
    lists.describe(workspace, "harbours", "moles", "the moles")
    assert keys_of(workspace, "moles") == ["D", "C", "A"]
    lists.drop(workspace, "moles")
    with pytest.raises(ArchiveError, match="no reading list"):
        lists.entries(workspace, "moles")


@pytest.mark.parametrize("name", ["", "  ", "x" * 200])
def test_a_list_needs_a_name_that_can_be_read(workspace: Workspace, name: str) -> None:
    with pytest.raises(ArchiveError, match="1 to 120 letters"):
        lists.make(workspace, name)


def test_a_passage_is_found_across_lines_and_pages(archive: Archive) -> None:
    telegram = archive.find(LIMA)[0].telegram
    start, end = passage_of(telegram, "the second ferry and of the light")
    assert telegram.text[start:end] == "the second ferry\nand of the light"
    start, end = passage_of(telegram, "whether the Department would help.")
    assert telegram.text[start:end].startswith("whether the Department\n\nLIMA 00000007")
    assert telegram.text[start:end].endswith("would help.")
    for words in ("no such words", "THE SECOND FERRY", "   "):
        with pytest.raises(ArchiveError, match="do not stand so"):
            passage_of(telegram, words)


def test_of_equal_words_the_nearest_are_meant(archive: Archive) -> None:
    telegram = archive.find(LIMA)[0].telegram
    first, second = (telegram.text.index(words) for words in ("light on the mole.", "light on the mole is"))
    assert passage_of(telegram, "light on the mole", first).start == first
    assert passage_of(telegram, "light on the mole", second).start == second


def test_a_passage_is_found_again_where_the_text_has_moved(archive: Archive, workspace: Workspace) -> None:
    (filed,) = archive.find(LIMA)
    note = marks.note(workspace, filed, "which ferry?", "second ferry and")
    moved = "A LINE MORE\r\n" + filed.telegram.text.replace("ferry\nand", "ferry \r\n and")
    found = place_of(Telegram(id="sha256:9").with_text(moved), note)
    assert found is not None
    assert moved[found.start : found.end] == "second ferry \r\n and"
    assert place_of(Telegram(id="sha256:9").with_text("other words"), note) is None


def test_of_a_hidden_telegram_nothing_is_told(archive: Archive, workspace: Workspace) -> None:
    fill(workspace, archive)
    seen = archive.seen_by(Viewer("CONFIDENTIAL"))
    for kind in (Visit, Note):
        told = told_of(seen, workspace.all(kind))
        assert OSLO not in str(told)
        assert LIMA in str(told)
    exported = "".join(text.lines(workspace, seen))
    assert OSLO not in exported
    assert '"seen":2' not in exported
    lowest = archive.seen_by(Viewer("UNCLASSIFIED"))
    (partly,) = lowest.find(LIMA)
    notes = notes_seen(lowest.viewer, partly, marks.marks_of(workspace, [LIMA]).notes)
    assert [note.text for note in notes] == ["the whole of it"]
    assert "harbour master" not in "".join(line for line in text.lines(workspace, lowest) if "LIMA" in line)


def test_a_telegram_that_is_gone_is_named_to_the_owner(place: Path, archive: Archive) -> None:
    with Workspace(place) as workspace:
        fill(workspace, archive)
        command = [
            sys.executable,
            "-m",
            "reftel",
            "remove",
            LIMA,
            "--archive",
            str(place),
            "--reason",
            "withdrawn",
        ]
        subprocess.run(command, check=True, timeout=60)
        with open_archive(place) as after:
            told = told_of(after, lists.entries(workspace, "Häfen & mole"))
        assert [hit is None for _, hit in told] == [False, True, False]
        assert [note.words for note in marks.marks_of(workspace, [LIMA]).notes] == ["", ""]


def test_saved_searches_of_the_first_form_are_kept(place: Path) -> None:
    with sqlite3.connect(place / "workspace.sqlite") as old:
        old.execute("CREATE TABLE search (name TEXT PRIMARY KEY, query TEXT, seen INTEGER, saved_at TEXT)")
        old.execute("INSERT INTO search VALUES ('ferries', 'ferry', 3, '2026-01-01T00:00:00Z')")
    old.close()
    with Workspace(place) as workspace:
        assert [(one.who, one.name, one.seen) for one in searches.saved(workspace)] == [
            ("local", "ferries", 3)
        ]


def test_readers_keep_on_while_another_process_files(
    place: Path, tmp_path: Path, workspace: Workspace
) -> None:
    with open_archive(place, writable=True):
        marks.star(workspace, [LIMA])
        history.visit(workspace, "telegram", LIMA)
    (tmp_path / "new.txt").write_text("1. (U) A light is on.\n", "utf-8")
    searches.save(workspace, "lights", "light", 3)
    with Workspace(place) as other:
        other.execute("BEGIN IMMEDIATE")
        ingest(place, [tmp_path / "new.txt"], workers=1)
        other.execute("ROLLBACK")
    assert marks.marks_of(workspace, [LIMA]).star


def test_history_is_the_newest_first_and_can_be_switched_off(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for second, (page, what) in enumerate([("telegram", LIMA), ("telegram", LIMA), ("search", "ferry")]):
        monkeypatch.setattr(history, "now", lambda second=second: f"2026-01-01T00:00:0{second}Z")
        history.visit(workspace, page, what)
    assert [one.what for one in history.visits(workspace, 10)] == ["ferry", LIMA]
    history.visit(workspace, "telegram", OSLO)  # in the same second as the search
    assert {one.what for one in history.visits(workspace, 1)} == {"ferry", OSLO}
    assert [one.what for one in history.visits(workspace, 1, "2026-01-01T00:00:02Z")] == [LIMA]
    workspace.execute("DELETE FROM visit WHERE what = ?", OSLO)
    history.choose(workspace, "history", False)
    history.visit(workspace, "telegram", OSLO)
    assert len(history.visits(workspace, 10)) == 2
    history.forget(workspace)
    assert history.visits(workspace, 10) == ()


def test_history_keeps_the_newest_only(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_VISITS", 3)
    for second in range(6):
        monkeypatch.setattr(history, "now", lambda second=second: f"2026-01-01T00:00:0{second}Z")
        history.visit(workspace, "telegram", str(second))
    assert [one.what for one in history.visits(workspace, 10)] == ["5", "4", "3"]


def test_where_nothing_may_be_written_reading_goes_on_and_changes_are_refused(place: Path) -> None:
    with Workspace(place) as workspace:
        marks.star(workspace, [LIMA])
    file = place / "workspace.sqlite"
    file.chmod(stat.S_IREAD)
    place.chmod(stat.S_IREAD | stat.S_IEXEC)
    try:
        with Workspace(place) as workspace:
            assert marks.marks_of(workspace, [LIMA]).star
            try:
                marks.star(workspace, [OSLO])
            except ArchiveError as error:
                assert "cannot be written" in str(error)
    finally:
        place.chmod(stat.S_IRWXU)
        file.chmod(stat.S_IREAD | stat.S_IWRITE)
