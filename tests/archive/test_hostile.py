"""Hostile queries: never an error, always in bounded time and memory, and nothing hidden is told."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Iterable

import msgspec
import pytest
from tests.archive.hostile import query

from reftel.archive import Archive
from reftel.archive.query.language import parse_query
from reftel.archive.tiers import Viewer

FEW = 100
MANY = int(os.environ.get("REFTEL_QUERIES", "1000"))  # some fifteen a second
SECONDS = 30.0  # of the processor: no speed is asserted, but that no query hangs
MEGABYTES = 300


def ask(archive: Archive, seeds: Iterable[int]) -> None:
    seen = archive.seen_by(Viewer("UNCLASSIFIED"))
    visible = {hit.key for hit in seen.search("", limit=200).hits}
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for seed in seeds:
        typed = query(seed)
        began = time.process_time()
        understood = parse_query(typed)
        again = parse_query(understood.text)
        assert (again.tree, again.doubts) == (understood.tree, ()), seed
        found = archive.search(typed, limit=3)
        shown = seen.search(typed, limit=100)
        took = time.process_time() - began
        assert all(0 <= doubt.start <= doubt.end <= len(typed) for doubt in understood.doubts), seed
        assert {hit.key for hit in shown.hits} <= visible, seed
        assert shown.total == len(shown.hits) <= found.total or "-" in understood.text, seed
        assert msgspec.json.encode(found), seed
        assert took < SECONDS, (seed, took)
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEGABYTES


def test_hostile_queries_are_answered(demo: Archive) -> None:
    ask(demo, range(FEW))


@pytest.mark.slow
def test_many_hostile_queries_are_answered(demo: Archive) -> None:
    ask(demo, range(FEW, FEW + MANY))


def test_a_word_that_is_to_be_near_itself_counts_once(demo: Archive) -> None:
    repeated = '"' + "the " * 1000 + '"~50'
    assert demo.search(repeated).total == demo.search("the").total > 0
