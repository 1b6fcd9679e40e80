"""Ten times the telegrams take no more memory: they pass, and are not gathered."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.export.conftest import HOSTILE

from reftel.archive import Archive, Filed
from reftel.export import FORMATS, Taking, export

STREAMED = [name for name, form in FORMATS.items() if form.most is None and name not in {"bagit", "jsonl"}]


def _many(one: Filed, times: int) -> Iterator[Filed]:
    for serial in range(times):
        yield Filed(f"2006ANKARA{serial + 1}", one.telegram, one.copies, one.parts)


def _peak(archive: Archive, name: str, one: Filed, times: int, out: Path) -> int:
    tracemalloc.start()
    try:
        export(archive, Taking(_many(one, times), times), name, out)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.slow
@pytest.mark.parametrize("name", STREAMED)
def test_memory_does_not_grow_with_the_number_of_telegrams(
    name: str, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reftel.export.parquet.ROWS", 20)
    monkeypatch.setattr("reftel.export.site.ROWS", 20)
    (one,) = archive.find(HOSTILE, checked=False)
    _peak(
        archive, name, one, 240, tmp_path / "warm"
    )  # imports, caches, and what the interpreter keeps for later
    few, many = (_peak(archive, name, one, times, tmp_path / f"{times}") for times in (24, 240))
    assert many < 1.5 * few + 150_000  # the files themselves would be more
