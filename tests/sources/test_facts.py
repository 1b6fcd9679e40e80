"""A table beside the files states facts about them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reftel.sources.facts import Facts, FactsError, read_facts
from reftel.sources.files import Found, Refused
from reftel.sources.walking import find_files


def table(folder: Path, content: bytes) -> Path:
    (folder / "index.csv").write_bytes(content)
    return folder / "index.csv"


def test_collection_and_legal_status_are_told_apart_from_other_facts(tmp_path: Path) -> None:
    content = (
        b'\xef\xbb\xbffile,collection,legal_status,note\r\na.txt,Invented,"public, free",\r\nb.txt,,,seen\r\n'
    )
    assert read_facts(table(tmp_path, content)) == {
        "a.txt": Facts("Invented", "public, free", {}),
        "b.txt": Facts(None, None, {"note": "seen"}),
    }


def test_the_facts_go_with_their_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").write_text("x")
    table(tmp_path, b"file,collection\na.txt,Invented\nabsent.txt,Invented\n")
    stated = {
        Path(item.path).name: item.collection for item in find_files([tmp_path]) if isinstance(item, Found)
    }
    assert stated == {"a.txt": "Invented", "b.txt": None, "index.csv": None}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"file\n\xff\xfe", "not UTF-8"),
        (b"name,collection\na.txt,X\n", "no column named file"),
        (b"", "no column named file"),
        (b'file,note\na.txt,"one"two\n', "damaged"),
    ],
)
def test_a_table_that_cannot_be_used_is_named_and_its_folder_is_read_without_it(
    content: bytes, reason: str, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(FactsError, match=reason):
        read_facts(table(tmp_path, content))
    found = list(find_files([tmp_path]))
    (failure,) = [item for item in found if isinstance(item, Refused)]
    assert (failure.outcome, Path(failure.path).name) == ("failed", "index.csv")
    assert failure.remedy
    assert [Path(item.path).name for item in found if isinstance(item, Found)] == ["a.txt", "index.csv"]


def test_the_samples_tables_are_read(samples: Path) -> None:
    facts = read_facts(samples / "nara" / "index.csv")
    files = {path.name for path in (samples / "nara").iterdir()} - {
        "index.csv",
        "document-numbers-tehran.txt",
    }
    assert files <= set(facts)
    assert all(facts[name].legal_status for name in files)
