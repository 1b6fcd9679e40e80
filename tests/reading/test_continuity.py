"""Gaps in the running numbers from one sender to one addressee, over the messages of one text."""

from __future__ import annotations

import pytest

from reftel.check import check
from reftel.reading import parse_all

MESSAGE = """\
VZCZCQUO{channel:04d}
RR RVGAMF
DE RVOBQU #{serial:04d} 1831440
ZNR UUUUU ZZH
R 021432Z JUL 26
FM {sender}
TO RVGAMF/MINFOR GARNET {number:04d}
BT
UNCLAS QUENBY {serial:06d}
1. THE LAMP WILL BE CHANGED.
BT
#{serial:04d}
{end}
"""


def gaps(*numbers: int, senders: tuple[str, ...] = ("GARLEG QUENBY",), end: str = "NNNN") -> list[list[str]]:
    """What is told of missing numbers, message by message."""
    text = "".join(
        MESSAGE.format(
            channel=at + 1, serial=at + 61, sender=senders[at % len(senders)], number=number, end=end
        )
        for at, number in enumerate(numbers)
    )
    telegrams = list(parse_all(text))
    assert len(telegrams) == len(numbers)
    found = [[one for one in check(telegram, "draft") if one.code == "T0708"] for telegram in telegrams]
    assert all(
        text[one.start : one.end] == f"{n:04d}"
        for n, some in zip(numbers, found, strict=True)
        for one in some
    )
    return [[one.message.partition(" from")[0] for one in some] for some in found]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((1204, 1205, 1206), [[], [], []]),
        ((1204, 1206), [[], ["number 1205"]]),
        ((1204, 1208, 1209), [[], ["numbers 1205 to 1207"], []]),
        ((9998, 9999, 1, 3), [[], [], [], ["number 0002"]]),
        ((1204, 1204, 1205), [[], [], []]),
        ((1204, 1206, 1205, 1207), [[], ["number 1205"], [], []]),
        ((1204, 8000), [[], []]),
    ],
    ids=["none", "one", "three", "new cycle", "sections share one", "late, not missing", "another count"],
)
def test_a_gap_is_told_where_it_shows(numbers: tuple[int, ...], told: list[list[str]]) -> None:
    assert gaps(*numbers) == told


def test_each_sender_counts_for_itself() -> None:
    assert gaps(1204, 88, 1205, 89, senders=("GARLEG QUENBY", "GARLEG SALTMERE")) == [[], [], [], []]


def test_a_selection_of_copies_without_their_ends_is_not_judged() -> None:
    assert gaps(1204, 1208, end="") == [[], []]
