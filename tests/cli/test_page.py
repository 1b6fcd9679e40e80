"""A telegram as `reftel parse` sets it for a person: nothing that was read stays out of sight."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

PAGE = tomllib.loads((Path(__file__).parent / "page.toml").read_text(encoding="utf-8"))


def shown(text: str, *options: str) -> str:
    """What the command prints, blanks folded."""
    command = [sys.executable, "-m", "reftel", "parse", "-", *options]
    environment = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200"}
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=True, env=environment)
    return "\n".join(" ".join(line.split()) for line in done.stdout.decode().splitlines())


@pytest.mark.parametrize("case", PAGE["case"], ids=[case["name"] for case in PAGE["case"]])
def test_what_was_read_is_shown(case: dict[str, str]) -> None:
    lines = shown(case["text"], *case.get("options", "").split()).splitlines()
    for line in case["shows"].strip().splitlines():
        assert any(line in one for one in lines), (line, lines)
    for line in case.get("hides", "").strip().splitlines():
        assert not any(line in one for one in lines), (line, lines)
