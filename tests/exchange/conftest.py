"""Posts for the tests of the message centre."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.exchange.posts import Clock, circuit, make

from reftel.exchange.post.place import Place

Maker = Callable[..., Place]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post(tmp_path: Path, clock: Clock) -> Iterator[Maker]:
    """Makes posts that are closed when the test is over."""
    made: list[Place] = []

    def maker(name: str, *circuits: str, more: str = "") -> Place:
        made.append(make(tmp_path / name, name, *circuits, more=more, clock=clock))
        return made[-1]

    yield maker
    for place in made:
        place.book.close()


@pytest.fixture
def relay(post: Maker) -> Place:
    """A relay at Frankfurt: Tunis and Rome on circuits of their own, Washington over two."""
    return post(
        "FRANKFURT",
        circuit("FTU", "RUEHTU", "RUEHTU"),
        circuit("FRO", "RUEHRO", "RUEHRO", level="UNCLASSIFIED"),
        circuit("FWA", "RUEHC", "RUEHC"),
        circuit("FWB", "RUEHC", "RUEHC", order=2),
    )
