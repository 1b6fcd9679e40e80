"""`docs/exports.md`: the formats, what each carries and loses, made from the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reftel.export.aspects import ASPECTS
from reftel.export.format import FolderFormat, Format
from reftel.export.placing import MARK
from reftel.export.registry import FORMATS

_HEAD = f"""# Exports

`reftel export QUERY --to FORMAT --out PLACE` takes away all that a query finds, to the last telegram; `""` is
everything, and `--ids FILE` takes those that a file names. Telegrams come by date, or as `--sort` says.

    reftel export 'post:dushanbe date:2006' --to csv --out dushanbe.csv
    reftel export 'thread:06STATE31044' --to txt > thread.txt
    reftel export 'tag:EWWT' --to ris > shipping.ris

What is written is what the viewer of the archive may see, and nothing else tells of the rest. A file takes its place
when it is whole; nothing is replaced without `--force`, and of folders only those that an export made (`{MARK}`
at their top says so, and what was exported). After an export, standard error and `--report FILE` say what was left
out of how many telegrams, and what had to be written otherwise. The exit status is 1 if a telegram that was named is
not there or could not be written.
"""
_BEFORE_ASPECTS = """## What is carried

The aspects of a telegram, and the formats that hold each. What stands beside a telegram in the archive (copies,
corrections, which copy says what) is listed too.
"""


def page() -> str:
    """The page of exports."""
    return "\n".join((_HEAD, *_formats(), "", _BEFORE_ASPECTS, *_aspects())) + "\n"


def _formats() -> Iterator[str]:
    yield "## Formats\n"
    yield "| Format | File | What it is | Needs |"
    yield "| --- | --- | --- | --- |"
    for form in FORMATS.values():
        yield f"| `{form.name}` | {_place(form)} | {form.title} | {f'`reftel[{form.needs}]`' if form.needs else ''} |"
    yield ""
    for form in FORMATS.values():
        if form.remarks:
            yield f"- `{form.name}`: {' '.join(form.remarks)}"


def _place(form: Format) -> str:
    return "a folder" if isinstance(form, FolderFormat) else f"`{form.extension}`"


def _aspects() -> Iterator[str]:
    yield "| Aspect | What it is | Carried by |"
    yield "| --- | --- | --- |"
    for aspect in ASPECTS:
        holding = [f"`{form.name}`" for form in FORMATS.values() if aspect.name in form.carries]
        carried = "all" if len(holding) == len(FORMATS) else ", ".join(holding) or "none"
        yield f"| {aspect.name} | {aspect.title} | {carried} |"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
