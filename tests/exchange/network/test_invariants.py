"""The invariant checker sees what is planted: a network at rest, spoilt in one place."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.exchange.network.five_posts import FivePosts
from tests.exchange.network.invariants import violations
from tests.exchange.network.lines import ENDS, INDICATORS, LINES
from tests.exchange.posts import Network, file_all, up

from reftel.exchange.keeping.book import NAME, Book
from reftel.exchange.post.place import Place


@pytest.fixture(scope="module")
def at_rest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Twelve telegrams, carried and filed."""
    folder = tmp_path_factory.mktemp("network")
    network = FivePosts(folder)
    places = {name: Place(folder / name) for name in INDICATORS}
    for place in places.values():
        for circuit in place.config.circuits:
            up(place, circuit)
    draw = random.Random(7)
    for serial in range(1, 5):
        for name in ENDS:
            network.originate(places[name], serial, draw)
    Network(
        (places[line.one.post], line.one.circuit, places[line.other.post], line.other.circuit)
        for line in LINES
    ).carry()
    file_all(*places.values())
    network.stop()
    for place in places.values():
        place.book.close()
    yield folder


def test_a_network_at_rest_violates_nothing(at_rest: Path) -> None:
    assert violations(at_rest) == []


@pytest.mark.parametrize(
    ("post", "spoil", "words"),
    [
        ("TUNIS", "DELETE FROM delivery WHERE message = (SELECT min(message) FROM delivery)", "lost 1 of the telegram"),
        (
            "TUNIS",
            "INSERT INTO delivery SELECT message, 'AMEMBASSY ROME', role, precedence, number, at FROM delivery LIMIT 1",
            "twice",
        ),
        ("FRANKFURT", "UPDATE transmission SET state = 'waiting' WHERE id = 1", "1 transmissions are waiting"),
        ("FRANKFURT", "UPDATE transmission SET state = 'held' WHERE id = 2", "1 transmissions are held"),
        ("TUNIS", "UPDATE message SET state = 'doubtful' WHERE id = 2", "1 messages are still subject to correction"),
        ("STATE", "DELETE FROM attempt WHERE number = 2", "number 003 follows 001"),
        (
            "STATE",
            "UPDATE attempt SET transmission = (SELECT max(id) + 1 - attempt.transmission FROM transmission)",
            "was sent behind",
        ),
        ("BONN", "DROP TRIGGER journal_is_not_altered; UPDATE journal SET event = 'x' WHERE seq = 3", "was altered"),
        ("BONN", "DROP TRIGGER journal_is_not_cut; DELETE FROM journal WHERE seq = 3", "entry 3 of the journal is"),
        ("ROME", "UPDATE message SET archived = 0 WHERE id = 1", "1 messages are not filed"),
    ],
)  # fmt: skip
def test_a_planted_violation_is_seen(
    at_rest: Path, tmp_path: Path, post: str, spoil: str, words: str
) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(at_rest, folder)
    book = Book(folder / post / NAME)
    for statement in spoil.split("; "):
        book.put(statement)
    book.close()
    found = violations(folder, archives="archive" in spoil)
    assert found and all(one.startswith(f"{post}: ") for one in found)
    assert any(words in one for one in found), found


def test_a_copy_missing_in_an_archive_is_seen(at_rest: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(at_rest, folder)
    shutil.rmtree(folder / "ROME" / "archive")
    assert "ROME: there is no archive" in violations(folder)


def test_what_was_put_into_a_line_and_was_taken_in_is_seen(at_rest: Path, tmp_path: Path) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(at_rest, folder)
    (folder / "injected.json").write_text('["FORGED 00007"]')
    assert violations(folder) == []
    book = Book(folder / "ROME" / NAME)
    (came,) = book.one("SELECT min(id) FROM message WHERE circuit IS NOT NULL")
    book.put("UPDATE message SET text = text || 'FORGED 00007' WHERE id = ?", came)
    book.close()
    assert f"ROME: message {came} is FORGED 00007" in violations(folder)


def test_a_telegram_for_nobody_that_lies_at_no_service_position_is_seen(
    at_rest: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "spoilt"
    shutil.copytree(at_rest, folder)
    with (folder / "sent.jsonl").open("a") as sent:
        sent.write('{"words": "00ff", "from": "ROME", "to": [], "nobody": ["RUEHZZ"]}\n')
    assert violations(folder) == ["lost 1 of 00ff for RUE, which is for nobody"]
