"""Writes a corpus to disk: `telegrams/` with a thousand telegrams to a folder, and `truth.jsonl`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from reftel.synthetic.corpus import corpus


def lay_down(folder: Path, **asked: Any) -> tuple[int, int, int]:
    """Write the corpus that is asked for, as `corpus` takes it. Gives how many telegrams, files, and bytes of files."""
    telegrams, files, size = 0, 0, 0
    made: set[str] = set()
    encode = msgspec.json.Encoder().encode
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "truth.jsonl").open("wb") as truths:
        for telegram in corpus(**asked):
            for sheet in telegram.sheets:
                shard = sheet.path.partition("/")[0]
                if shard not in made:
                    (folder / "telegrams" / shard).mkdir(parents=True, exist_ok=True)
                    made = {shard}
                size += _write(f"{folder}/telegrams/{sheet.path}", sheet.data)
            truths.write(encode(telegram.record) + b"\n")
            telegrams, files = telegrams + 1, files + len(telegram.sheets)
    return telegrams, files, size


def _write(path: str, data: bytes) -> int:
    with open(path, "wb", buffering=0) as file:  # noqa: PTH123 - a Path for each file takes longer than the file
        return file.write(data)
