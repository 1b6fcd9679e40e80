"""The network of five posts under a seeded storm: what was sent is where it belongs, once, whatever befell it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.exchange.network.faults import table
from tests.exchange.network.lines import NATS_SERVER
from tests.exchange.network.storm import Storm

TELEGRAMS = int(os.environ.get("REFTEL_NETWORK_TELEGRAMS", "60"))
KILLS = int(os.environ.get("REFTEL_NETWORK_KILLS", "1"))


@pytest.mark.slow
def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path, seed: int = 1) -> None:
    """Each process is killed in the midst of its work, every fault of the table befalls the lines; then every
    invariant holds."""
    outcome = Storm(tmp_path, TELEGRAMS, KILLS, seed, print, large=1_300_000).run()
    assert outcome.came_to_rest
    assert all(kills >= KILLS for kills in outcome.kills.values())
    assert set(outcome.statuses) == {0}
    assert outcome.violations == []
    due = {(one.name, one.where) for one in table() if one.name != "cluster" or NATS_SERVER}
    assert due - outcome.injected.keys() == set()
