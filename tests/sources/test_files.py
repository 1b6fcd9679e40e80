"""Folders and files as sources: what is found, in which order, and what is refused with which reason."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from reftel.sources.files import LIMIT, Found, Refused, read_bytes, refuse_content
from reftel.sources.walking import find_files

XML = '<?xml version="1.0"?>'
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs links, pipes and permissions of POSIX")


def names(paths: list[Path], root: Path) -> list[str]:
    return [
        Path(item.path).relative_to(root).as_posix() for item in find_files(paths) if isinstance(item, Found)
    ]


def refusals(path: Path) -> dict[str, tuple[str, str]]:
    found = find_files([path])
    return {Path(item.path).name: (item.outcome, item.reason) for item in found if isinstance(item, Refused)}


def refused(path: Path) -> tuple[str, str]:
    found = Found(str(path), path.stat().st_size, 0)
    with pytest.raises(Refused) as refusal:
        refuse_content(found, read_bytes(found))
    return refusal.value.outcome, refusal.value.reason


def test_files_come_recursively_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.txt", "c/d/e.txt", ".hidden"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert names([tmp_path], tmp_path) == [".hidden", "a/y.txt", "a/z.txt", "b.txt", "c/d/e.txt"]
    assert names([tmp_path / "b.txt", tmp_path / "a"], tmp_path) == ["b.txt", "a/y.txt", "a/z.txt"]


def test_a_found_file_tells_its_size_and_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"12345")
    os.utime(tmp_path / "a.txt", ns=(5, 7))
    assert list(find_files([tmp_path / "a.txt"])) == [Found(str(tmp_path / "a.txt"), 5, 7)]


@POSIX
def test_links_that_lead_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.txt").write_text("x")
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    assert names([tmp_path], tmp_path) == ["a/one.txt"]
    said = refusals(tmp_path)
    assert said["up"] == ("skipped", "a folder that was read already, by a link or by being named twice")
    assert said["self"][0] == "failed"


@POSIX
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert refusals(tmp_path) == {"pipe": ("skipped", "no regular file (a device, a pipe or a socket)")}


@POSIX
def test_what_may_not_be_read_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text("x")
    listdir = os.listdir

    def guarded(path: Path) -> list[str]:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", guarded)
    assert names([tmp_path], tmp_path) == ["open.txt"]
    assert refusals(tmp_path) == {"closed": ("failed", "may not be read")}


def test_an_archive_is_not_read_as_a_source(tmp_path: Path) -> None:
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "reftel.sqlite").write_bytes(b"")
    assert refusals(tmp_path) == {"archive": ("skipped", "an archive of Reftel, not telegrams to file")}


def test_a_name_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refusals(tmp_path / "nothing") == {"nothing": ("failed", "there is no such file")}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("README.md", "About these files", "a description, no telegram"),
        ("README", "About these files", "a description, no telegram"),
        ("list.csv", "a,b\n1,2\n", "a table, no telegram"),
        ("index.csv", "file\n", "a table of facts about the files beside it"),
        ("empty.txt", "", "empty"),
        ("blank.txt", " \r\n\t\n", "empty"),
        ("volume.xml", f"{XML}<TEI xmlns='http://www.tei-c.org/ns/1.0'/>", "a TEI document of no known series"),
        ("other.xml", f"{XML}<svg/>", "an XML document, no telegram"),
        ("numbers.txt", "\n".join(f"1973TEHRAN{n:05d}" for n in range(40)), "a list of message numbers, no telegram"),
    ],
)  # fmt: skip
def test_what_is_known_to_be_no_telegram_is_skipped(
    name: str, content: str, reason: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    assert refused(tmp_path / name) == ("skipped", reason)


def test_a_text_with_some_numbers_in_it_is_not_taken_for_a_list(tmp_path: Path) -> None:
    path = tmp_path / "telegram.txt"
    path.write_text("SUBJECT: SERIES\n" + "1973TEHRAN00001\n" * 12 + "1. THE ABOVE WERE SENT.\n" * 12)
    refuse_content(Found(str(path), path.stat().st_size, 0), path.read_bytes())


def test_a_file_beyond_the_limit_is_not_even_opened(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        read_bytes(Found(str(tmp_path / "not there"), LIMIT + 1, 0))
    assert refusal.value.outcome == "failed"
    assert refusal.value.reason.startswith("larger than 64 MB")
    assert "split it" in refusal.value.remedy
