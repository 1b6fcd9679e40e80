"""From Python: frames, and a notebook in which telegrams show themselves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.export.conftest import HOSTILE

import reftel
from reftel.archive import Archive
from reftel.export.cards import filed_card, results_card, telegram_card

NOTEBOOK = Path(__file__).parents[2] / "docs" / "examples" / "archive.ipynb"
RUN = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shown = []
for cell in json.load(open(sys.argv[1], encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        result = shell.run_cell(cell["source"])
        result.raise_error()
        if result.result is not None:
            shown.append(shell.display_formatter.format(result.result)[0])
print("\\n" + json.dumps(shown))
"""


def test_all_that_a_query_finds_is_a_frame(archive: Archive) -> None:
    polars, pandas = reftel.to_polars(archive, "fisheries"), reftel.to_pandas(archive, "fisheries")
    total = archive.search("fisheries").total
    assert (polars.height, len(pandas)) == (total, total)
    assert polars["mrn"].to_list() == list(pandas["mrn"])
    row = reftel.to_polars(archive, f"mrn:{HOSTILE}").row(0, named=True)
    assert row["tags"] == ["PREL", "TU", "HALE, ANNA"]
    assert reftel.to_polars(archive, "nowhere-to-be-found").columns == polars.columns
    assert reftel.to_polars(archive, "", most=3).height == 3


def test_what_a_notebook_shows_is_escaped(archive: Archive) -> None:
    (filed,) = archive.find(HOSTILE)
    for card in (
        filed_card(filed),
        telegram_card(filed.telegram),
        results_card(archive.search(f"mrn:{HOSTILE}")),
    ):
        assert "=SUM(A1) &lt;script&gt;" in card
        assert "<script" not in card


@pytest.mark.slow
def test_the_example_notebook_runs_and_telegrams_show_themselves() -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(NOTEBOOK)],
        env=os.environ | {"IPYTHONDIR": os.devnull, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    shown = json.loads(done.stdout.decode().splitlines()[-1])
    html = [one["text/html"] for one in shown if "text/html" in one]
    assert any("found; understood as" in one for one in html)
    assert any("HE UNROLLED SHEET NINE" in one for one in html)
    assert any("dataframe" in one for one in html)


def test_a_missing_library_says_what_to_install(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(reftel.export.ExportError, match=r"pip install 'reftel\[frames\]'"):
        reftel.to_polars(archive)
