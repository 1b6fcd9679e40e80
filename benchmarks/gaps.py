"""How well gaps and volumes are found: scored on invented traffic of which a known share was taken away.

    python benchmarks/gaps.py [COUNT] [SEED] [SHARE]

Invented telegrams are made (`reftel synthesize --remove`) and filed; the true records beside them say which numbers
were given and have no file. Prints: how many were removed; of those how many lie in a gap of their post's serials
(recall: one after the last that is held leaves no gap), and how many serials in gaps were removed, or are there only
as texts that state no number (precision); the same for removed telegrams that others refer to and the list of wanted
ones, and how many of their true days lie within the days implied; how many of the continuity numbers of the removed
are gaps between those of their addressee, and how many such gaps are numbers of telegrams that were sent and whose
copies are not there or print no number; the error of the volume implied for each post and month against the true one,
and how often the truth lies between least and most; the time of `gaps` for the largest post.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from reftel.archive import Archive, open_archive
from reftel.archive.filing.ingest import ingest
from reftel.archive.index.documents import addressee_name
from reftel.cli.main import main as reftel
from reftel.model.telegram import Addressee

YEARS = "2005-2006"
DIGITS, LETTERS = "0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_NUMBER = re.compile(r"([0-9]{4})([A-Z]+)([0-9]+)\Z")


Truth = dict[str, dict[str, Any]]


def share(part: int, whole: int) -> str:
    """A share with what it was counted from."""
    return f"{part / whole:.4f} ({part} of {whole})" if whole else "none to score"


def score_serials(archive: Archive, removed: set[str], nameless: set[str]) -> None:
    """Gaps in serials against what was removed; `nameless` are there only as texts that state no number."""
    found = {
        f"{year.year}{year.post}{serial}"
        for year in archive.gaps(None, 0).years
        for run in year.runs
        for serial in range(run.first, run.last + 1)
    }
    ends = {f"{year.year}{year.post}": year.last for year in archive.gaps(None, 0).years}
    inner = {
        mrn for mrn in removed if int(mrn.lstrip(DIGITS).lstrip(LETTERS)) < ends.get(mrn.rstrip(DIGITS), 0)
    }
    print(f"serial gaps, recall     {share(len(found & removed), len(removed))}")
    print(f"  with one held later   {share(len(found & inner), len(inner))}")
    print(f"serial gaps, precision  {share(len(found & (removed | nameless)), len(found))}")


def score_wanted(archive: Archive, removed: set[str], nameless: set[str], truth: Truth) -> None:
    """The wanted list against the removed telegrams that others cite."""
    cited = {mrn for one in truth.values() if not one["removed"] for mrn in one["references"]}
    wanted = {one.mrn: one for one in archive.gaps(None, 1_000_000).wanted}
    sought = cited & removed
    found = sought & set(wanted)
    absent = removed | nameless | (cited - set(truth))
    print(f"wanted, recall          {share(len(found), len(sought))}")
    print(f"wanted, precision       {share(len(set(wanted) & absent), len(wanted))}")
    days = [(str(truth[mrn]["dtg"])[:10], wanted[mrn]) for mrn in found if truth[mrn]["dtg"]]
    within = sum((one.after or "0") <= day <= (one.before or "9") for day, one in days)
    print(f"wanted, day as implied  {share(within, len(days))}")


def score_counts(archive: Archive, truth: Truth) -> None:
    """Gaps in the continuity numbers of each addressee against those of the telegrams that were removed."""
    terms = archive.compiler().searcher.terms_with_prefix("continuity", "")
    held = {term for term, _ in terms}
    ends: dict[str, list[str]] = {}
    for term in sorted(held):
        ends.setdefault(term[:-7], []).append(term)
    sent = {term: bool(one["removed"]) for one in truth.values() for term in counted(one)}
    found = {
        f"{count.post}>{count.addressee}>{number:06}"
        for post in {term.partition(">")[0] for term in held}
        for count in archive.gaps(post, 0).counts
        for first, last in count.runs
        for number in range(first, last + 1)
    }
    removed = {term for term, gone in sent.items() if gone} - held
    inner = {
        term for term in removed if term[:-7] in ends and ends[term[:-7]][0] < term < ends[term[:-7]][-1]
    }
    print(f"continuity, recall      {share(len(found & removed), len(removed))}")
    print(f"  between two held      {share(len(found & inner), len(inner))}")
    print(f"continuity, precision   {share(len(found & (set(sent) - held)), len(found))}")


def counted(one: dict[str, Any]) -> Iterator[str]:
    """The continuity numbers that a telegram was sent with, as the index writes them."""
    post = (one["originator"] or {}).get("post")
    for addressee in (*one["action"], *one["info"]):
        if post and addressee.get("continuity_number"):
            name = addressee_name(Addressee(name=addressee["name"]))
            yield f"{post}>{name}>{addressee['continuity_number']:06}"


def score_volume(archive: Archive, truth: Truth) -> None:
    """The volume implied for each post and month against what was sent."""
    sent: Counter[tuple[str, str]] = Counter()
    for mrn, one in truth.items():
        found = _NUMBER.match(mrn)
        if found and one["dtg"]:
            sent[found[2], str(one["dtg"])[:7]] += 1
    errors, inside, bounded, implied, true = [], 0, 0, 0.0, 0
    for month in archive.coverage():
        real = sent[month.post, month.month]
        errors.append(abs(month.implied - real))
        implied, true = implied + month.implied, true + real
        if month.most is not None:
            bounded += 1
            inside += month.least <= real <= month.most
    print(
        f"volume, all in all      {implied:.0f} implied, {true} sent ({100 * (implied - true) / max(1, true):+.2f} %)"
    )
    print(
        f"volume, post and month  off by {median(errors or [0]):.1f} (median), {max(errors or [0]):.1f} at most"
    )
    print(f"volume, truth in bounds {share(inside, bounded)}")


def main(count: int, seed: int, part: float) -> None:
    """Make, file, score."""
    with tempfile.TemporaryDirectory() as name:
        corpus, place = Path(name, "corpus"), Path(name, "archive")
        asked = [
            "synthesize",
            "--count",
            str(count),
            "--seed",
            str(seed),
            "--remove",
            str(part),
            "--out",
            str(corpus),
        ]
        reftel(asked, standalone_mode=False)
        ingest(place, [corpus / "telegrams"])
        lines = (corpus / "truth.jsonl").read_text("utf-8").splitlines()
        truth = {one["mrn"]: one for one in map(json.loads, lines) if _NUMBER.match(one["mrn"] or "")}
        removed = {mrn for mrn, one in truth.items() if one["removed"]}
        nameless = {
            mrn for mrn, one in truth.items() if all(file["layout"] == "text" for file in one["files"])
        }
        print(f"telegrams               {len(truth)} of {YEARS}, {len(removed)} removed, seed {seed}")
        with open_archive(place) as archive:
            score_serials(archive, removed, nameless)
            score_wanted(archive, removed, nameless, truth)
            score_counts(archive, truth)
            score_volume(archive, truth)
            largest = archive.stats().by_post[0]
            began = time.perf_counter()
            archive.gaps(largest.value)
            took = 1000 * (time.perf_counter() - began)
            print(f"gaps of {largest.value:15} {took:.0f} ms ({largest.count} telegrams)")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    main(
        int(arguments[0]) if arguments else 20_000,
        int(arguments[1]) if len(arguments) > 1 else 1,
        float(arguments[2]) if len(arguments) > 2 else 0.1,
    )
