"""Every invented specimen of a collection, filed by the command, is found in the archive as its table says."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

SPECIMENS = Path(__file__).parents[1] / "sources" / "specimens"


def _reftel(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "reftel", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _expected() -> tuple[int, int]:
    """How many records hold a telegram, and how many fail."""
    tables = [tomllib.loads(path.read_text("utf-8")) for path in SPECIMENS.glob("*.toml")]
    records = [record for table in tables for record in table.get("record", ())]
    refused = [one for table in tables for one in table.get("refused", ())]
    return sum(not one.get("none") for one in records), sum(one["outcome"] == "failed" for one in refused)


def test_a_folder_of_all_collections_is_filed_and_verified(tmp_path: Path) -> None:
    archive = tmp_path / "archive"
    ingest = _reftel("ingest", SPECIMENS, "--archive", archive, "--json")
    counted = json.loads(ingest.stdout.splitlines()[-1])
    telegrams, failed = _expected()
    assert counted["filed"] + counted["merged"] == telegrams
    assert counted["failed"] == failed
    assert ingest.returncode == 1, "broken rows are named, and the exit status says so"
    assert _reftel("verify", "--archive", archive).returncode == 0
    shown = json.loads(_reftel("show", "1976LIMA7", "--archive", archive, "--json").stdout.splitlines()[0])
    assert shown["kind"] == "stub"
    assert shown["provenance"]["collection"] == "FOIArchive"
