"""Corpora of any size: telegrams that behave like traffic, in the files that they are found in, with what is true.

    for telegram in corpus(1_000_000, seed=1, faults=0.05):
        telegram.record    # what is true of it, as in `truth.jsonl`
        telegram.sheets    # its files: path and bytes

The posts, addresses, routing indicators and TAGS are real, everything that the telegrams say is not. They come in the
order of time, one by one; memory does not grow with their number.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from reftel.synthetic.acp127 import Ledgers, Numbers
from reftel.synthetic.drafting import Desk
from reftel.synthetic.shares import years_of
from reftel.synthetic.sheets import Files, Sheet
from reftel.synthetic.traffic import BLOCK, Sending, Traffic
from reftel.synthetic.truth import truth

YEARS = (1973, 2010)
LAYOUTS = ("acp127", "aad", "smart", "form", "bare", "text")


class Made(NamedTuple):
    """One telegram: its true record, and its files, none if it was removed."""

    record: dict[str, Any]
    sheets: tuple[Sheet, ...]


class Asked(NamedTuple):
    """What kind of corpus is asked for, beside its size: see `corpus`."""

    seed: int
    layouts: tuple[str, ...] = ()
    faults: float = 0.0
    remove: float = 0.0


class Block(NamedTuple):
    """Some telegrams that follow one another: what is needed to write them without the others."""

    number: int
    sendings: tuple[Sending, ...]
    numbers: tuple[Numbers, ...]


def corpus(
    count: int,
    seed: int,
    *,
    years: tuple[int, int] | None = None,
    layouts: Sequence[str] = (),
    faults: float = 0.0,
    remove: float = 0.0,
) -> Iterator[Made]:
    """`count` telegrams of `years` (first and last; None: those of the layouts within 1973 to 2010).

    `layouts`: only these of `LAYOUTS`; none: those of each year. `faults`: the share of files with malformations of
    the catalogue. `remove`: the share of telegrams that have no file, so that the search for gaps can be scored. The
    same arguments give the same bytes, everywhere.
    """
    asked = Asked(seed, tuple(layouts), faults, remove)
    for block in blocks(count, seed, years or years_for(layouts)):
        yield from made(block, asked)


def blocks(count: int, seed: int, years: tuple[int, int]) -> Iterator[Block]:
    """The traffic in blocks, in the order of time."""
    traffic, ledgers = iter(Traffic(count, seed, years)), Ledgers()
    for number in range(-(-count // BLOCK)):
        sendings = tuple(islice(traffic, BLOCK))
        numbers = tuple(ledgers.numbers(one.sent.sender, (*one.action, *one.info)) for one in sendings)
        yield Block(number, sendings, numbers)


def made(block: Block, asked: Asked) -> Iterator[Made]:
    """The telegrams of a block, written."""
    desk = Desk(asked.seed, block.number)
    files = Files(asked.seed, block.number, asked.layouts, asked.faults)
    chance = random.Random(f"{asked.seed} removed {block.number}")  # noqa: S311 - chance for prose, not for secrets
    told = zip(block.sendings, block.numbers, strict=True)
    for index, (sending, numbers) in enumerate(told, block.number * BLOCK):
        entry = desk.entry(sending)
        removed = chance.random() < asked.remove
        sheets = files.sheets(index, entry, numbers)
        record = truth(entry, numbers) | _part(sending)
        del record["layout"]  # each file has its own
        record |= {
            "withheld": sheets[0].layout == "card",
            "removed": removed,
            "files": [] if removed else [sheet.told() for sheet in sheets],
        }
        yield Made(record, () if removed else sheets)


def _part(sending: Sending) -> dict[str, Any]:
    """The part that a telegram has in the traffic, by message reference numbers."""
    return {
        "references": [one.mrn for one in sending.cites],
        "answers": sending.answers.mrn if sending.answers else None,
        "campaign": sending.campaign.mrn if sending.campaign else None,
        "instructs": sending.instructs,
        "thread": sending.sent.thread,
    }


def years_for(layouts: Sequence[str]) -> tuple[int, int]:
    """The years in which the layouts were in use, within the usual ones where that leaves any."""
    if not layouts:
        return YEARS
    spans = [years_of(layout) for layout in layouts]
    first, last = min(span[0] for span in spans), max(span[1] for span in spans)
    if first <= YEARS[1] and last >= YEARS[0]:
        return max(first, YEARS[0]), min(last, YEARS[1])
    return first, last
