"""How corpora are scored and long runs drawn: pairs of files, thinned rows, a page that opens."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.ingest_page import thinned, write_page
from benchmarks.merging import Held, pairs, report
from benchmarks.stages import steps
from benchmarks.watching import Row, Watch

ROWS = [Row(float(second), 40 * second, 100.0 + second % 7, 0.01 * second) for second in range(1000)]


def test_every_two_files_of_a_group_are_a_pair() -> None:
    assert pairs([["c", "a", "b"], ["d"], []]) == {("a", "b"), ("a", "c"), ("b", "c")}


def test_scores_count_pairs_that_were_made_and_that_are_true(capsys: pytest.CaptureFixture[str]) -> None:
    def sheet(path: str, section: int = 0) -> dict[str, object]:
        return {"path": path, "layout": "aad", "section": section, "of": 2 if section else 1, "faults": []}

    truth = [
        {"sections": {"of": 1}, "files": [sheet("a"), sheet("b")]},
        {"sections": {"of": 2}, "files": [sheet("c", 1), sheet("d", 2)]},
        {"sections": {"of": 1}, "files": [sheet("e")]},
    ]
    held: Held = {
        "one": (["a", "b", "e"], (1,), True),
        "two": (["c"], (1,), False),
        "three": (["d"], (2,), False),
    }
    report(truth, held, misses=False)
    printed = capsys.readouterr().out
    assert re.search(r"pairs +recall 50.000% of 2", printed)
    assert re.search(r"of copies +recall 100.000% of 1", printed)
    assert re.search(r"of sections +recall 0.000% of 1", printed)
    assert re.search(r"pairs +precision 33.333% of 3", printed)
    assert re.search(r"sections assembled +0.000% of 1", printed)
    report(truth, held | {"two": (["c", "d"], (1, 2), False)}, misses=False)
    assert re.search(r"sections assembled +100.000% of 1", capsys.readouterr().out)


def test_thinned_rows_keep_the_end_and_the_highest_memory() -> None:
    few = thinned(ROWS)
    assert len(few) <= 120
    assert few[-1][:2] == ROWS[-1][:2]
    assert max(row.memory for row in few) == max(row.memory for row in ROWS)


def test_the_page_holds_the_figures_the_rows_and_a_plot(tmp_path: Path) -> None:
    figures, steps = [("filed and searchable", "7 files a second")], [("read", "862 us a file, 50.0%")]
    write_page(tmp_path, "30 --runs 1", figures, steps, ROWS)
    page = (tmp_path / "filing.md").read_text("utf-8")
    assert "| filed and searchable | 7 files a second |" in page
    assert "| read | 862 us a file, 50.0% |" in page
    with (tmp_path / "filing.csv").open(encoding="utf-8", newline="") as file:
        assert [int(row["done"]) for row in csv.DictReader(file)] == [row.done for row in thinned(ROWS)]
    drawing = ElementTree.parse(tmp_path / "filing.svg").getroot()
    assert len(drawing.findall(".//{http://www.w3.org/2000/svg}polyline")) == 3


def test_a_watch_sees_what_is_done_and_that_memory_is_held() -> None:
    with Watch() as watch:
        watch.progress(3, 10, 4096)
    assert watch.rows[-1].done == 3
    assert watch.rows[-1].memory > 1


def test_the_steps_of_filing_are_measured_to_the_last() -> None:
    taken = dict(steps(8, 1))
    assert next(iter(taken)) == "find files"
    assert taken["all"].endswith("100.0%")
