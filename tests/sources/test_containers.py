"""Archives are read member by member, inside one another, never to disk; what is wrong with one is named."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.packing import Files, tarred, zipped, zst

from reftel.sources import allowance, containers, opening
from reftel.sources.allowance import Allowance, TooMuch
from reftel.sources.files import Found, Refused
from reftel.sources.opening import records, records_of
from reftel.sources.record import Place, Record

TEXT = b"UNCLAS LIMA 000862\n\nSUBJECT: PORT CHARGES\n\n1. THE MINISTER SAID YES.\n"
FILES: Files = {"2006/05/06LIMA862.txt": TEXT, "2006/06LIMA863.txt": TEXT.replace(b"862", b"863")}
PACKERS: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zst,
}


def given_of(data: bytes, name: str = "a", size: int | None = None) -> list[Record | Refused]:
    return list(records_of(io.BytesIO(data), Place(name, size=len(data) if size is None else size)))


def texts(given: list[Record | Refused]) -> dict[str, bytes]:
    return {item.path: item.data for item in given if isinstance(item, Record)}


def said(given: list[Record | Refused]) -> dict[str, tuple[str, str]]:
    assert all(item.remedy for item in given if isinstance(item, Refused) and item.outcome == "failed")
    return {item.path: (item.outcome, item.reason) for item in given if isinstance(item, Refused)}


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_an_archive_gives_its_members_by_their_names(pack: Callable[[Files], bytes]) -> None:
    assert texts(given_of(pack(FILES), "year.zip")) == {
        f"year.zip!/{name}": data for name, data in FILES.items()
    }


@pytest.mark.parametrize("form", PACKERS)
def test_a_packed_text_is_the_text_of_that_name_without_its_ending(form: str) -> None:
    packed = PACKERS[form](TEXT)
    assert texts(given_of(packed, f"06LIMA862.txt.{form}")) == {f"06LIMA862.txt.{form}!/06LIMA862.txt": TEXT}


@pytest.mark.parametrize("form", PACKERS)
def test_frames_that_were_joined_are_read_to_the_last(form: str) -> None:
    long = TEXT * 3000
    packed = PACKERS[form](long) + PACKERS[form](TEXT)
    assert list(texts(given_of(packed)).values()) == [long + TEXT]


def test_a_table_of_facts_in_an_archive_speaks_of_the_files_of_its_folder() -> None:
    table = b"file,collection,note\n06LIMA862.txt,Mine,seen\n"
    files = {
        "a/06LIMA862.txt": TEXT,
        "a/index.csv": table,
        "b/06LIMA862.txt": TEXT,
        "c/index.csv": b"name\nx\n",
    }
    given = given_of(zipped(files))
    stated = {item.path: (item.collection, item.facts) for item in given if isinstance(item, Record)}
    assert stated == {"a!/a/06LIMA862.txt": ("Mine", {"note": "seen"}), "a!/b/06LIMA862.txt": (None, {})}
    reasons = {(item.path, item.outcome) for item in given if isinstance(item, Refused)}
    assert ("a!/c/index.csv", "failed") in reasons


def test_archives_inside_archives_are_read_however_they_are_named() -> None:
    inner = PACKERS["gz"](tarred({"b.txt": TEXT}))
    data = zipped({"inner.dat": inner, "deep/more": PACKERS["zst"](zipped({"c.txt": TEXT}))})
    assert list(texts(given_of(data, "a"))) == ["a!/inner.dat!/inner!/b.txt", "a!/deep/more!/more!/c.txt"]


def test_a_tgz_is_a_tar_inside() -> None:
    assert list(texts(given_of(PACKERS["gz"](tarred({"b.txt": TEXT})), "year.tgz"))) == [
        "year.tgz!/year.tar!/b.txt"
    ]


def test_too_deep_is_refused_and_what_stands_beside_it_is_read() -> None:
    nested = TEXT
    for _ in range(opening.DEPTH):
        nested = zipped({"a": nested})
    given = given_of(zipped({"deep": nested, "b.txt": TEXT}))
    assert list(texts(given)) == ["a!/b.txt"]
    assert [reason for _, reason in said(given).values()] == ["lies inside 6 archives"]


@pytest.mark.parametrize(
    "name", ["../up.txt", "a/../../up.txt", "/etc/up.txt", "\\\\host\\up.txt", "C:\\up.txt"]
)
@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_a_name_that_leads_out_of_the_archive_is_refused_and_the_rest_goes_on(
    name: str, pack: Callable[[Files], bytes]
) -> None:
    given = given_of(pack({name: TEXT, "b.txt": TEXT}))
    assert list(texts(given)) == ["a!/b.txt"]
    assert list(said(given).values()) == [("failed", "a member whose name leads out of the archive")]


def test_links_and_devices_in_an_archive_are_skipped() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind in (("s", tarfile.SYMTYPE), ("h", tarfile.LNKTYPE), ("d", tarfile.CHRTYPE)):
            entry = tarfile.TarInfo(name)
            entry.type, entry.linkname = kind, "/etc/passwd"
            archive.addfile(entry)
    assert said(given_of(out.getvalue())) == {
        "a!/s": ("skipped", "a link, not a file"),
        "a!/h": ("skipped", "a link, not a file"),
        "a!/d": ("skipped", "a device or a pipe, not a file"),
    }
    link = zipfile.ZipInfo("s")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(link, "/etc/passwd")
    assert said(given_of(out.getvalue())) == {"a!/s": ("skipped", "a link, not a file")}


def test_control_characters_in_a_name_are_written_out() -> None:
    assert list(texts(given_of(tarred({"a\x1b[2Jb.txt": TEXT})))) == ["a!/a\\x1b[2Jb.txt"]


def test_an_encrypted_member_is_named_and_the_rest_goes_on() -> None:
    data = bytearray(zipped({"secret.txt": TEXT, "b.txt": TEXT}))
    data[6] |= 1  # the flag of encryption in the member's own header, and in the table at the end
    data[data.index(b"PK\x01\x02") + 8] |= 1
    given = given_of(bytes(data))
    assert said(given) == {"a!/secret.txt": ("failed", "encrypted")}
    assert list(texts(given)) == ["a!/b.txt"]


def test_a_member_packed_by_an_unknown_method_is_named() -> None:
    data = bytearray(zipped({"new.txt": TEXT, "b.txt": TEXT}))
    data[data.index(b"PK\x01\x02") + 10] = 95
    data[8] = 95
    given = given_of(bytes(data))
    assert list(texts(given)) == ["a!/b.txt"]
    assert said(given)["a!/new.txt"][1].startswith("cannot be unpacked")


def test_a_damaged_member_is_named_and_the_rest_goes_on() -> None:
    data = bytearray(zipped({"bad.txt": TEXT, "b.txt": TEXT}, zipfile.ZIP_STORED))
    data[data.index(b"MINISTER")] ^= 1
    given = given_of(bytes(data))
    assert list(texts(given)) == ["a!/b.txt"]
    assert said(given)["a!/bad.txt"] == ("failed", "cannot be unpacked: Bad CRC-32 for file 'bad.txt'")


def test_office_documents_are_no_archives_of_telegrams() -> None:
    data = zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"})
    assert said(given_of(data)) == {"a": ("skipped", "an office document, no text")}


def test_what_stands_before_the_damage_of_a_tar_is_read() -> None:
    packed = PACKERS["gz"](tarred({"a.txt": TEXT, "b.txt": bytes(range(256)) * 4000, "c.txt": TEXT}))
    given = given_of(packed[: len(packed) * 2 // 3], "y.tgz")
    assert list(texts(given)) == ["y.tgz!/y.tar!/a.txt"]
    assert said(given)["y.tgz!/y.tar!/b.txt"] == ("failed", "cannot be unpacked: it is cut off")
    assert "y.tgz!/y.tar" in said(given)


def test_a_header_that_is_none_is_not_taken_for_the_end_of_the_archive() -> None:
    data = bytearray(tarred({"a.txt": TEXT, "b.txt": TEXT}))
    data[1024:1030] = b"broken"
    given = given_of(bytes(data))
    assert list(texts(given)) == ["a!/a.txt"]
    assert said(given) == {"a": ("failed", "cannot be unpacked: bad checksum")}


@pytest.mark.parametrize("form", PACKERS)
def test_a_bomb_is_refused_before_it_fills_the_memory(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "FLOOR", 1 << 20)
    data = PACKERS[form](bytes(20 << 20))
    given = given_of(PACKERS[form](data))
    assert not texts(given)
    assert said(given)["a"][1].endswith("a decompression bomb")


def test_a_bomb_made_of_many_archives_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "FLOOR", 1 << 20)
    inner = zipped({str(n): bytes(100_000) for n in range(10)})
    for _ in range(3):
        inner = zipped({str(n): inner for n in range(10)})
    assert said(given_of(inner))["a"][1].endswith("a decompression bomb")


def test_a_member_is_not_a_bomb_because_its_archive_is_large() -> None:
    spent = Allowance(10 << 20)
    for _ in range(150):
        spent.charge(10 << 20)
    with pytest.raises(TooMuch):
        spent.charge(600 << 20)


def test_an_inner_zip_that_would_have_to_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(containers, "INNER_ZIP", 100_000)
    inner = zipped({"a.txt": bytes(range(256)) * 1000}, zipfile.ZIP_STORED)
    given = given_of(zipped({"in.zip": inner, "b.txt": TEXT}, zipfile.ZIP_STORED))
    assert list(texts(given)) == ["a!/b.txt"]
    assert "unpack the outer one" in said(given)["a!/in.zip"][1]


def test_an_archive_on_disk_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "year.zip"
    path.write_bytes(zipped(FILES))
    found = Found(str(path), path.stat().st_size, 0, collection="Invented", facts={"note": "seen"})
    assert [item.collection for item in records(found) if isinstance(item, Record)] == [
        "Invented",
        "Invented",
    ]
    assert list(tmp_path.iterdir()) == [path]


PACKED = [zipped(FILES), tarred(FILES), *(pack(tarred(FILES)) for pack in PACKERS.values())]


@settings(max_examples=150)
@given(st.sampled_from(PACKED), st.data())
def test_no_damage_to_an_archive_raises(data: bytes, draw: st.DataObject) -> None:
    changed = bytearray(data)
    for _ in range(draw.draw(st.integers(1, 4))):
        changed[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    cut = draw.draw(st.integers(0, len(data)))
    for item in given_of(bytes(changed[:cut]), "x"):
        assert item.path.startswith("x")
        if isinstance(item, Refused):
            assert "reader failed" not in item.reason, item.reason
