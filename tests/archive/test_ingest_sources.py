"""Everything that a historian may have in one folder: what can be read is filed, what cannot is named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from tests.archive.conftest import invented
from tests.sources.packing import tarred, zipped
from tests.sources.pdfs import encrypted, pdf

from reftel.archive import open_archive
from reftel.archive.filing.ingest import ingest
from reftel.sources import allowance

INDEX = """Document Number,Draft Date,From,Subject,Withdrawal Reason
1975LIMA01862,04 MAR 1975,LIMA,FISHING TALKS,SECURITY
1975LIMA01863,04 MAR 1975
1975LIMA01864,05 MAR 1975,LIMA,MORE FISHING TALKS,PRIVACY
"""
LAUGHS = """<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<r><e><documentNumber>1975LIMA1</documentNumber>&b;</e></r>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "everything"
    place.mkdir()
    texts = {f"2006/{n}.txt": invented(n).encode() for n in range(1, 4)}
    (place / "plain.txt").write_text(invented(4))
    (place / "year.zip").write_bytes(
        zipped({**texts, "../out.txt": invented(5).encode(), "scan.pdf": pdf([[]])})
    )
    (place / "year.tgz").write_bytes(gzip.compress(tarred({"6.txt": invented(6).encode()})))
    (place / "cut.tgz").write_bytes(gzip.compress(tarred({"7.txt": invented(7).encode()}))[:-40])
    (place / "bomb.gz").write_bytes(gzip.compress(bytes(3 << 20)))
    (place / "cards.csv").write_text(INDEX)
    (place / "release.pdf").write_bytes(pdf([invented(8).splitlines()]))
    (place / "locked.pdf").write_bytes(encrypted(pdf([["TEXT"]]), "secret"))
    (place / "laughs.xml").write_text(LAUGHS)
    return place


FAILED = {
    "bomb.gz": "decompression bomb",
    "cards.csv row 2": "2 fields and not 5",
    "cut.tgz!/cut.tar": "cut off",
    "laughs.xml": "entities are not read",
    "locked.pdf": "encrypted",
    "year.zip!/../out.txt": "leads out of the archive",
    "year.zip!/scan.pdf": "without a text layer",
}


def test_a_folder_of_everything(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allowance, "FLOOR", 1 << 20)
    report = ingest(tmp_path / "archive", [folder], workers=1)
    failed = {one.path.removeprefix(f"{folder.absolute()}/"): one for one in report.failed}
    for path, reason in FAILED.items():
        assert reason in failed[path].reason, path
        assert failed[path].remedy, path
    assert failed["cards.csv row 2"].line == 3
    with open_archive(tmp_path / "archive") as archive:
        mrns = {mrn for (mrn,) in archive.store.rows("SELECT mrn FROM telegram")}
        assert {"1975LIMA1862", "1975LIMA1864"} <= mrns
        assert len([mrn for mrn in mrns if mrn and mrn.startswith("2006")]) >= 6
        assert archive.verify() == ()
    again = ingest(tmp_path / "archive", [folder], workers=1)
    assert (again.filed, again.merged) == (0, 0)
