"""Figures that took long to work out outlast the program, for the owner alone, until the archive changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from reftel.archive import Archive, open_archive, view
from reftel.archive.figures import lasting
from reftel.archive.filing.ingest import ingest
from reftel.archive.missing.coverage import coverage
from reftel.archive.missing.gaps import Gaps, gaps
from reftel.archive.tiers import Viewer

Write = Callable[..., Path]


class Work:
    """The working out of gaps and of coverage, counted."""

    def __init__(self) -> None:
        self.done = 0

    def counted(self, work: Callable[..., object]) -> Callable[..., object]:
        def counting(*asked: object) -> object:
            self.done += 1
            return work(*asked)

        return counting


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """Every figure counts as one that took long; how many were worked out."""
    counter = Work()
    monkeypatch.setattr(lasting, "LONG", -1.0)
    monkeypatch.setattr(view, "gaps", counter.counted(gaps))
    monkeypatch.setattr(view, "coverage", counter.counted(coverage))
    return counter


@pytest.fixture
def filed(write: Write, place: Path) -> Path:
    ingest(place, [write(8), write(1, folder="high", first=31, level="S E C R E T", ref=5)], workers=1)
    return place


def _asked(folder: Path, viewer: Viewer | None = None) -> tuple[Gaps, object]:
    with open_archive(folder) as archive:
        asked = archive if viewer is None else archive.seen_by(viewer)
        return asked.gaps(), asked.coverage()


def test_what_was_worked_out_once_is_there_for_the_next_who_opens_the_archive(
    filed: Path, work: Work
) -> None:
    first = _asked(filed)
    assert work.done == 2
    assert _asked(filed) == first
    assert work.done == 2


def test_what_is_filed_since_is_counted(filed: Path, work: Work, write: Write) -> None:
    before, _ = _asked(filed)
    ingest(filed, [write(6, folder="more", first=20)], workers=1)
    after, _ = _asked(filed)
    assert sum(one.held for one in after.years) > sum(one.held for one in before.years)
    assert work.done == 4


def test_a_restricted_viewer_is_told_nothing_that_was_kept_and_leaves_nothing(
    filed: Path, work: Work
) -> None:
    viewer = Viewer("UNCLASSIFIED")
    alone = _asked(filed, viewer)
    assert not (filed / "index" / view.FIGURES).exists()
    assert _asked(filed) != alone
    assert _asked(filed, viewer) == alone
    assert work.done == 6


@pytest.mark.parametrize("content", [b"", b"\xc1", b"\x92\xa1x\x00"])
def test_a_damaged_file_costs_time_and_nothing_else(filed: Path, work: Work, content: bytes) -> None:
    first = _asked(filed)
    for path in (filed / "index" / view.FIGURES).iterdir():
        path.write_bytes(content)
    assert _asked(filed) == first
    assert work.done == 4


def test_of_very_many_figures_the_eldest_go(
    archive: Archive, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lasting, "MOST", 3)
    for most in range(1, 8):
        archive.gaps("ankara", most)
    assert len(list((archive.folder / "index" / view.FIGURES).iterdir())) == 3
    assert work.done == 7
