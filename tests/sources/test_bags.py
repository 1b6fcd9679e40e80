"""Bags: what their manifest names is read as it was packed; what is damaged is named file by file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest

from reftel.sources.files import Found, Refused
from reftel.sources.opening import records
from reftel.sources.record import Record
from reftel.sources.walking import find_files

TEXT = "UNCLAS LIMA {:06d}\n\nSUBJECT: PORT CHARGES\n\n1. THE MINISTER SAID YES.\n\nMARLOWE\n"


def given(folder: Path) -> list[Record | Refused]:
    found = find_files([folder])
    return [one for item in found for one in (records(item) if isinstance(item, Found) else [item])]


@pytest.fixture(params=["md5", "sha256", "sha512"])
def bag(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A bag of three texts, made by the bag maker of the Library of Congress."""
    folder = tmp_path / "bag"
    (folder / "1975").mkdir(parents=True)
    for serial, name in enumerate(("a.txt", "1975/b.txt", "50% off.txt"), 1):
        (folder / name).write_text(TEXT.format(serial))
    bagit.make_bag(str(folder), {"Source-Organization": "An invented archive"}, checksums=[request.param])
    return folder


def test_what_the_manifest_names_is_read(bag: Path) -> None:
    texts = [record.data.decode() for record in given(bag) if isinstance(record, Record)]
    assert sorted(texts) == [TEXT.format(serial) for serial in (1, 2, 3)]
    assert len(given(bag)) == 3


def damaged(bag: Path) -> None:
    path = bag / "data" / "a.txt"
    path.write_text(path.read_text().replace("YES", "NO"))


def lost(bag: Path) -> None:
    (bag / "data" / "a.txt").unlink()


def led_out(bag: Path) -> None:
    (bag / "data" / "a.txt").unlink()
    outside = bag.parent / "outside.txt"
    outside.write_text(TEXT.format(1))
    (bag / "data" / "a.txt").symlink_to(outside)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (damaged, "differs from the"),
        (lost, "is named in the manifest of its bag, and is not there"),
        (led_out, "lies outside of it"),
    ],
)
def test_a_file_that_is_not_as_it_was_packed_is_refused_and_the_rest_is_read(
    bag: Path, change: Callable[[Path], None], reason: str
) -> None:
    change(bag)
    read = given(bag)
    (refused,) = [one for one in read if isinstance(one, Refused)]
    assert refused.path == str(bag / "data" / "a.txt")
    assert refused.outcome == "failed"
    assert reason in refused.reason
    assert len(read) == 3


def test_a_file_that_no_manifest_names_is_not_read(bag: Path) -> None:
    (bag / "data" / "late.txt").write_text(TEXT.format(4))
    (refused,) = [one for one in given(bag) if isinstance(one, Refused)]
    assert refused.path.endswith("late.txt")
    assert "not named in the manifest" in refused.reason


@pytest.mark.parametrize(
    "name",
    ["../outside.txt", "data/../../outside.txt", "/etc/passwd", "bag-info.txt", "data\\a.txt", "data/\0"],
)
def test_a_name_that_leads_out_of_the_payload_is_refused_unopened(bag: Path, name: str) -> None:
    (bag.parent / "outside.txt").write_text(TEXT.format(5))
    (manifest,) = bag.glob("manifest-*.txt")
    digits = len(manifest.read_text().split()[0])
    with manifest.open("a") as file:
        file.write(f"{'0' * digits}  {name}\n")
    refused = [one.reason for one in given(bag) if isinstance(one, Refused)]
    assert refused == [
        "differs from the manifest of its bag",  # the manifest itself, as the tag manifest says
        "a line of the manifest that names no file of the payload",
    ]
    assert sum(isinstance(one, Record) for one in given(bag)) == 3


def test_a_bag_without_a_manifest_or_of_an_unknown_version_says_so(bag: Path) -> None:
    shutil.copytree(bag, bag.parent / "other")
    (manifest,) = bag.glob("manifest-*.txt")
    manifest.unlink()
    (bag.parent / "other" / "bagit.txt").write_text(
        "BagIt-Version: 7.0\nTag-File-Character-Encoding: UTF-8\n"
    )
    for folder in (bag, bag.parent / "other"):
        (refused,) = given(folder)
        assert isinstance(refused, Refused)
        assert "no known version" in refused.reason
