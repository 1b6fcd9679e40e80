"""How well an archive puts the copies and the sections of invented telegrams together, against what is true.

    python benchmarks/merging.py [--count N] [--seed S] [--faults RATE] [--years A-B] [--misses]

Files a corpus in an archive and asks it which files it took for copies of one telegram. Every two files of a telegram
are a pair. Prints precision (of the pairs that the archive made, the share that is true) and recall (of the true pairs,
the share that the archive made): for all, for copies, for those among them without a number, and for sections that came
in files of their own; and the share of such telegrams that are shown with all sections, or by a whole copy.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.synthetic.laid_down import lay_down

Pairs = set[tuple[str, str]]
Held = dict[str, tuple[list[str], tuple[int, ...], bool]]
_PAGE = 500


def pairs(groups: Iterable[list[str]]) -> Pairs:
    """Every two paths that stand in one group."""
    return {pair for paths in groups for pair in combinations(sorted(paths), 2)}


def keys(archive: Archive) -> Iterator[str]:
    """The key of every telegram that the archive holds."""
    cursor: str | None = None
    while True:
        found = archive.search("", limit=_PAGE, cursor=cursor)
        yield from (hit.key for hit in found.hits)
        cursor = found.cursor
        if cursor is None:
            return


def held(archive: Archive, folder: Path) -> Held:
    """For each telegram the files of its copies, below `folder`, the sections it is shown with, and if it is whole."""
    found: Held = {}
    for key in keys(archive):
        for filed in archive.find(key):
            if filed.key == key:
                paths = [Path(copy.path).relative_to(folder).as_posix() for copy in filed.copies if copy.path]
                shown = filed.telegram
                found[key] = paths, shown.sections.present, shown.completeness == "whole"
    return found


def share(part: int, whole: int) -> str:
    """A share in per cent, with what it is a share of."""
    return f"{part / whole:.3%} of {whole}" if whole else "none"


def report(truth: list[dict[str, Any]], archive: Held, misses: bool) -> None:
    """Print the scores, and the pairs that are wrong where that is asked."""
    files = {one["path"]: one for record in truth for one in record["files"]}
    true = pairs([one["path"] for one in record["files"]] for record in truth)
    made = pairs(paths for paths, _, _ in archive.values())
    apart = {pair for pair in true if all(files[path]["section"] for path in pair)}
    unnumbered = {pair for pair in true if any(files[path]["layout"] == "text" for path in pair)}
    for name, wanted in (
        ("pairs", true),
        ("of copies", true - apart - unnumbered),
        ("of texts without number", unnumbered),
        ("of sections", apart),
    ):
        print(f"{name:<25}recall {share(len(made & wanted), len(wanted))}")
    print(f"{'pairs':<25}precision {share(len(made & true), len(made))}")
    shown = {path: one for paths, *one in archive.values() for path in paths}
    sent = [record for record in truth if any(one["section"] for one in record["files"])]
    complete = [one for one in sent if _complete(one["sections"]["of"], shown, one["files"])]
    print(f"{'sections assembled':<25}{share(len(complete), len(sent))}")
    for kind, wrong in (("not made", true - made), ("not true", made - true)) if misses else ():
        for pair in sorted(wrong):
            print(
                kind,
                *(
                    (path, files[path]["layout"], files[path]["section"], files[path]["faults"])
                    for path in pair
                ),
            )


def _complete(sections: int, shown: dict[str, list[Any]], sent: list[dict[str, Any]]) -> bool:
    """Whether a telegram sent in so many sections is shown with all of them, or by a copy that is whole."""
    present, whole = shown.get(sent[0]["path"], ((), False))
    return whole or len(present) == sections


def main() -> None:
    """Write the corpus, file it, and print the scores."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--faults", type=float, default=0.05)
    parser.add_argument("--years", type=lambda text: tuple(map(int, text.split("-"))), default=None)
    parser.add_argument("--misses", action="store_true", help="print each pair that is wrong")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        base = Path(name).resolve()
        lay_down(base, asked.count, asked.seed, faults=asked.faults, years=asked.years)
        telegrams = base / "telegrams"
        filed = ingest(base / "archive", [telegrams])
        truth = [msgspec.json.decode(line) for line in (base / "truth.jsonl").read_bytes().splitlines()]
        with open_archive(base / "archive") as archive:
            print(
                f"{asked.count} telegrams, {asked.faults:.0%} of files with faults: filed {filed.filed},",
                end=" ",
            )
            print(f"merged {filed.merged}, skipped {len(filed.skipped)}, failed {len(filed.failed)}")
            report(truth, held(archive, telegrams), asked.misses)


if __name__ == "__main__":
    main()
