"""The network of five posts under a seeded storm: what was sent is where it belongs, once, whatever died meanwhile."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from tests.exchange.network.five_posts import ENDS, INDICATORS, FivePosts
from tests.exchange.network.invariants import violations

from reftel.exchange.post.place import Place

TELEGRAMS = int(os.environ.get("REFTEL_NETWORK_TELEGRAMS", "150"))
KILLS = int(os.environ.get("REFTEL_NETWORK_KILLS", "2"))


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1])
def test_nothing_is_lost_and_nothing_comes_twice(tmp_path: Path, seed: int) -> None:
    """Each process is killed several times in the midst of its work; at the end every invariant holds."""
    draw = random.Random(seed)
    network = FivePosts(tmp_path)
    network.start()
    places = [Place(tmp_path / name) for name in ENDS]
    victims = [name for name in INDICATORS for _ in range(KILLS)]
    draw.shuffle(victims)
    strikes = dict(zip(sorted(draw.sample(range(TELEGRAMS), len(victims))), victims, strict=True))
    try:
        for number in range(TELEGRAMS):
            network.originate(places[number % len(places)], 1 + number // len(places), draw)
            if number in strikes:
                network.strike(strikes[number])
        assert network.at_rest(240 + TELEGRAMS / 10), f"{network.remaining()} things still to be done"
    finally:
        for place in places:
            place.book.close()
        statuses = network.stop()
    assert network.kills == dict.fromkeys(INDICATORS, KILLS)
    assert statuses == [0] * len(INDICATORS)
    assert violations(tmp_path) == []
