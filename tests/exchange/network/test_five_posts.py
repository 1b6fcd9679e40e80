"""The network of five posts under a seeded storm: what was sent is where it belongs, once, whatever died meanwhile."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from tests.exchange.network.faulty_lines import FaultyLines
from tests.exchange.network.five_posts import ENDS, INDICATORS, FivePosts, Settings, plain_wire, tcp
from tests.exchange.network.invariants import violations

from reftel.exchange.post.place import Place

TELEGRAMS = int(os.environ.get("REFTEL_NETWORK_TELEGRAMS", "60"))
KILLS = int(os.environ.get("REFTEL_NETWORK_KILLS", "1"))


@pytest.mark.slow
@pytest.mark.parametrize(("settings", "longest"), [(plain_wire, 0), (tcp, 30_000)], ids=["plain", "tcp"])
def test_nothing_is_lost_and_nothing_comes_twice(
    tmp_path: Path, settings: Settings, longest: int, seed: int = 1
) -> None:
    """Each process is killed in the midst of its work, and lines break; then every invariant holds."""
    draw = random.Random(seed)
    lines = FaultyLines(seed, longest)
    network = FivePosts(tmp_path, settings, lines.through if longest else lambda port: port)
    network.start()
    places = [Place(tmp_path / name) for name in ENDS]
    victims = [name for name in INDICATORS for _ in range(KILLS)]
    draw.shuffle(victims)
    strikes = dict(zip(sorted(draw.sample(range(TELEGRAMS), len(victims))), victims, strict=True))
    try:
        assert network.begun()
        for number in range(TELEGRAMS):
            network.originate(places[number % len(places)], 1 + number // len(places), draw)
            if number in strikes:
                network.strike(strikes[number])
        assert network.at_rest(), f"{network.remaining()} things still to be done"
    finally:
        for place in places:
            place.book.close()
        statuses = network.stop()
        lines.close()
    assert bool(lines.breaks) is bool(longest)
    assert network.kills == dict.fromkeys(INDICATORS, KILLS)
    assert statuses == [0] * len(INDICATORS)
    assert violations(tmp_path) == []
