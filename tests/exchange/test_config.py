"""`post.toml`: each mistake is told with its line and what to write instead."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from tests.exchange.posts import circuit, make

from reftel.exchange.keeping import journal
from reftel.exchange.post.config import PostError
from reftel.exchange.post.config_file import read_config
from reftel.exchange.post.place import Place, init

GOOD = """[post]
name = "TUNIS"
duty_office = "EXEC"

[[office]]
symbol = "EXEC"

[[circuit]]
name = "TUF"
kind = "tcp"
far = "RUEHFT"
routes = ["R"]

[[person]]
name = "hale"
office = "EXEC"
roles = ["releaser"]

[[distribution]]
name = "trade"
tags = ["ETRD"]
action = "EXEC"
"""


@pytest.mark.parametrize(
    ("wrong", "right", "line", "words"),
    [
        ("TUNUS", "TUNIS", 2, "no list knows the post TUNUS"),
        ('duty_office = "EXE"', 'duty_office = "EXEC"', 3, "there is no .*office.* EXE"),
        ('name = "TU"', 'name = "TUF"', 9, "write three letters"),
        ('far = "FRANKFURT"', 'far = "RUEHFT"', 11, "is no routing indicator"),
        ('routs = ["R"]', 'routes = ["R"]', 12, "there is no entry routs"),
        ("routes = 5", 'routes = ["R"]', 12, "expected"),
        ('name = "hale"\noffice = "POL"', 'name = "hale"\noffice = "EXEC"', 16, "there is no .*office.* POL"),
        ('roles = ["boss"]', 'roles = ["releaser"]', 17, "there is no role boss: write one of drafter"),
        (
            'duty_office = "EXEC"\ntwo_persons = ["flash"]',
            'duty_office = "EXEC"',
            4,
            "'flash': write one of FLASH",
        ),
        ('tags = ["ETRD"]\nprecedences = ["NIACT"]', 'tags = ["ETRD"]', 22, "write one of FLASH"),
        ('action = "POL"', 'action = "EXEC"', 22, "there is no .*office.* POL"),
        ("symbol = EXEC", 'symbol = "EXEC"', 6, "write it as TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line(
    tmp_path: Path, wrong: str, right: str, line: int, words: str
) -> None:
    path = tmp_path / "post.toml"
    path.write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(PostError, match=words) as told:
        read_config(path)
    assert f"{path} line {line}:" in str(told.value)


def test_two_circuits_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "post.toml"
    more = '[[circuit]]\nname = "TUF"\nkind = "tcp"\nfar = "RUEHC"\n'
    path.write_text(GOOD + more, encoding="utf-8")
    with pytest.raises(PostError, match="two circuits are named TUF"):
        read_config(path)


def test_a_post_without_a_configuration(tmp_path: Path) -> None:
    with pytest.raises(PostError, match="`reftel post init DIR` makes one"):
        Place(tmp_path)


def test_a_new_post_can_be_opened_as_it_is(tmp_path: Path) -> None:
    init(tmp_path / "tunis", "Tunis")
    with Place(tmp_path / "tunis") as place:
        assert place.config.post.routing_indicators == ("RUEHTU",)
        assert place.config.plain_address == "AMEMBASSY TUNIS"
    with pytest.raises(PostError, match="there is a post here already"):
        init(tmp_path / "tunis", "Tunis")


def test_a_changed_configuration_stands_in_the_journal(tmp_path: Path) -> None:
    """R-44, R-64: which rules, people and directory held when."""
    make(tmp_path, "TUNIS", circuit("TUF", "RUEHFT", "R")).book.close()
    path = tmp_path / "post.toml"
    texts = [path.read_bytes(), path.read_bytes() + b'\n[directory]\n"PORT OF SFAX" = "RUEHTU"\n']
    for text in (texts[0], texts[1], texts[1], texts[0]):
        path.write_bytes(text)
        Place(tmp_path).book.close()
    with Place(tmp_path) as place:
        told = [
            one.parameters for one in journal.entries(place.book, "post.toml") if one.event == "read anew"
        ]
        assert journal.broken(place.book) is None
    expected = [hashlib.sha256(text).hexdigest() for text in (texts[0], texts[1], texts[0])]
    assert told == [f'{{"sha256":"{digest}"}}' for digest in expected]
