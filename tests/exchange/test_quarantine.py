"""What comes from strangers is put aside, and bounded."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.exchange.conftest import Maker
from tests.exchange.messages import message
from tests.exchange.posts import Clock, circuit, hand_over, make

from reftel.exchange.keeping import journal
from reftel.exchange.post.place import Place
from reftel.exchange.receiving.taking import take_in
from reftel.exchange.seam import Incoming
from reftel.exchange.watch.standing import alarms


def told(place: Place) -> str:
    return "\n".join(one.text for one in alarms(place.book))


def test_a_station_that_may_not_come_this_way_is_put_aside_as_a_stranger(post: Maker) -> None:
    place = post("TUNIS", circuit("TUF", "RUEHFT", "R") + 'origins = ["RUEHL"]\n')
    assert hand_over(place, "TUF", message("RUEHTU")).fate == "taken"
    assert hand_over(place, "TUF", message("RUEHTU", sender="RUEHC", serial=2)).fate == "quarantined"
    assert "RUEHC may not come by this circuit" in told(place)
    assert place.book.one("SELECT count(*) FROM message") == (1,)


def letters_of_strangers(place: Place, *sizes: int) -> None:
    for size in sizes:
        with place.book.transaction():
            one = Incoming(circuit="TUF", raw=b"A" * size, text="A", stranger=True)
            assert take_in(place.book, place.config, one).fate == "quarantined"


@pytest.mark.parametrize(
    ("bound", "sizes", "kept"),
    [
        ("quarantine_messages = 3", (1, 2, 3, 4, 5), [3, 4, 5]),
        ("quarantine_bytes = 1000", (400, 500, 300, 200), [500, 300, 200]),
        ("quarantine_bytes = 1000", (400, 5000), [5000]),
    ],
)
def test_strangers_do_not_fill_the_disk(
    tmp_path: Path, clock: Clock, bound: str, sizes: tuple[int, ...], kept: list[int]
) -> None:
    place = make(tmp_path, "TUNIS", circuit("TUF", "RUEHFT", "R"), clock=clock)
    place.book.close()
    text = (tmp_path / "post.toml").read_text().replace("[post]", f"[post]\n{bound}", 1)
    (tmp_path / "post.toml").write_text(text)
    with Place(tmp_path, clock=clock) as place:
        letters_of_strangers(place, *sizes)
        rows = place.book.rows("SELECT length(raw) FROM inbound WHERE fate = 'quarantined' ORDER BY id")
        assert [size for (size,) in rows] == kept
        assert "the quarantine is full" in told(place)
        entries = place.book.one("SELECT count(*) FROM journal")
        alarmed = place.book.one("SELECT count(*) FROM alarm")
        letters_of_strangers(place, *[max(kept)] * 20)
        assert place.book.one("SELECT count(*) FROM journal") == entries  # nor do they fill these
        assert place.book.one("SELECT count(*) FROM alarm") == alarmed
        clock.now += 3600
        letters_of_strangers(place, max(kept))
        assert place.book.one("SELECT count(*) FROM alarm")[0] == alarmed[0] + 1
        assert journal.broken(place.book) is None
