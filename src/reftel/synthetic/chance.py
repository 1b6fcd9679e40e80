"""Telegrams made by chance: as many as wanted, the same for the same seed, each with its true record.

The posts, addresses, routing indicators and TAGS are real, everything that the telegrams say is not. Days and
numbers rise, so that references lead to telegrams that exist, except for some that are meant to lead nowhere.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from reftel.synthetic.acp127 import Ledgers
from reftel.synthetic.entry import Entry, spaced
from reftel.synthetic.layouts import written
from reftel.synthetic.truth import truth
from reftel.vocabulary import posts, tags

_SLOT = re.compile(r"\{([a-z]+)\}")
_REMEMBERED = 300  # telegrams that a later one may refer to
_SUBJECTS = ("PREL", "PGOV", "ECON", "ETRD", "EAGR", "EFIS", "EWWT", "SENV", "SCUL", "TPHY", "EAIR", "EFIN")


class Era(NamedTuple):
    """When a layout was in use, how often it is drawn, and the levels of its time with their weights."""

    layout: str
    first_day: datetime
    days: int
    weight: int
    levels: dict[str, int]


ERAS = (
    Era(
        "aad",
        datetime(1973, 7, 2, tzinfo=UTC),
        1940,
        3,
        {"UNCLASSIFIED": 5, "LIMITED OFFICIAL USE": 3, "CONFIDENTIAL": 4, "SECRET": 1},
    ),
    Era(
        "acp127",
        datetime(2003, 10, 1, tzinfo=UTC),
        2300,
        5,
        {"UNCLASSIFIED": 5, "CONFIDENTIAL": 5, "SECRET": 1},
    ),
    Era("smart", datetime(2010, 7, 1, tzinfo=UTC), 1400, 2, {"UNCLASSIFIED": 4, "CONFIDENTIAL": 1}),
)


class _World:
    """What the telegrams so far have used up: numbers of each post and year, and what may be referred to."""

    def __init__(self) -> None:
        self.serials: dict[tuple[str, int], int] = {}
        self.sent: dict[str, deque[Entry]] = {era.layout: deque(maxlen=_REMEMBERED) for era in ERAS}
        self.ledgers = Ledgers()


def synthesize(count: int, seed: int) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """`count` telegrams as (file name, bytes, true record). The same `count` and `seed` give the same telegrams."""
    chance = random.Random(seed)  # noqa: S311 - chance for prose, not for secrets
    world = _World()
    for index in range(count):
        era = chance.choices(ERAS, [era.weight for era in ERAS])[0]
        entry = _entry(chance, world, era, index / count)
        world.sent[era.layout].append(entry)
        yield f"{index:07d}-{entry.mrn}.txt", written(entry, world.ledgers), truth(entry)


def _entry(chance: random.Random, world: _World, era: Era, done: float) -> Entry:
    sent = era.first_day + timedelta(days=int(era.days * done), minutes=chance.randrange(1440))
    sender = chance.choice(("STATE", *_posts(era.layout)))
    level = chance.choices(list(era.levels), list(era.levels.values()))[0]
    blocks = _blocks(chance, level if era.layout != "aad" else "")
    drafters = ("EUR/CE", "EB/TRA", "OES/ENP") if sender == "STATE" else ("POL", "ECON", "CONS")
    return Entry(
        sender=sender,
        serial=_serial(chance, world, sender, sent),
        sent=sent,
        action=_addressees(chance, era.layout, sender),
        info=tuple(
            chance.sample([post for post in _posts(era.layout) if post != sender], chance.randrange(5))
        ),
        level=level,
        captions=_captions(chance, era.layout, level),
        tags=_tags(chance, sender, sent),
        subject=_told(chance, "subject")[:90].strip().upper(),
        refs=_references(chance, world, era.layout, sent.year),
        text="\n\n".join(blocks),
        sign=chance.choice(_phrases()["signer"]),
        order=""
        if era.layout != "smart" or level == "UNCLASSIFIED"
        else f"13526 DECL: {sent.year + 10}/{sent:%m/%d}",
        classified_by=_classifier(chance) if era.layout == "acp127" and level != "UNCLASSIFIED" else "",
        reasons="1.4 (b) and (d)" if era.layout == "acp127" and level != "UNCLASSIFIED" else "",
        drafted=f"{chance.choice(drafters)}:{chance.choice(_phrases()['surname']).upper()}",
        approved=f"{'EUR' if sender == 'STATE' else 'DCM'}:{chance.choice(_phrases()['surname']).upper()}",
        sections=max(1, sum(map(len, blocks)) // 3000) if era.layout != "smart" else 1,
        attributes=era.layout == "aad" and chance.random() < 0.4,
        layout=era.layout,
    )


@cache
def _phrases() -> dict[str, list[str]]:
    return tomllib.loads(files("reftel.synthetic").joinpath("phrases.toml").read_text(encoding="utf-8"))


@cache
def _posts(layout: str) -> tuple[str, ...]:
    """Embassies of the time: those seen in the 1970s, or those with a routing indicator of the 2000s."""
    embassies = [post for post in posts.all_posts() if post.kind == "embassy" and post.plain_address]
    if layout == "aad":
        return tuple(post.name for post in embassies if post.seen_in_1970s)
    return tuple(post.name for post in embassies if post.routing_indicators and post.until is None)


def _told(chance: random.Random, kind: str) -> str:
    return _filled(chance, chance.choice(_phrases()[kind]))


def _filled(chance: random.Random, phrase: str) -> str:
    """A phrase with its slots filled, slots in the fillings too, and a capital at its head."""
    while "{" in phrase:
        phrase = _SLOT.sub(lambda slot: _filling(chance, slot[1]), phrase)
    return phrase[0].upper() + phrase[1:]


def _filling(chance: random.Random, slot: str) -> str:
    return str(chance.randrange(3, 400)) if slot == "number" else chance.choice(_phrases()[slot])


def _blocks(chance: random.Random, level: str) -> list[str]:
    """Numbered paragraphs; with marks where a level is given, the first one at that level."""
    marks = {"UNCLASSIFIED": ["U", "SBU"], "CONFIDENTIAL": ["C", "C", "SBU", "U"], "SECRET": ["S", "C", "U"]}
    blocks: list[str] = []
    for number in range(1, chance.randrange(4, 16)):
        middle = [
            _filled(chance, phrase) for phrase in chance.sample(_phrases()["middle"], chance.randrange(1, 7))
        ]
        text = " ".join([_told(chance, "opening"), *middle, _told(chance, "closing")])
        mark = chance.choice(marks[level]) if number > 1 and level else next(iter(marks.get(level, [])), "")
        blocks.append(f"{number}. ({mark}) {text}" if mark else f"{number}. {text}")
    blocks[0] = f"{_marked(blocks[0])}SUMMARY: {blocks[0][len(_marked(blocks[0])) :]} END SUMMARY."
    return blocks


def _marked(block: str) -> str:
    """The number and portion mark that a block begins with."""
    match = re.match(r"[0-9]+\. (?:\([A-Z]+\) )?", block)
    return match[0] if match else ""


def _serial(chance: random.Random, world: _World, sender: str, sent: datetime) -> int:
    """The sender's next number of the year; the first one met is as high as its year is far gone."""
    a_day = 700 if sender == "STATE" else 12
    series = world.serials.setdefault((sender, sent.year), sent.timetuple().tm_yday * a_day)
    world.serials[sender, sent.year] = series + chance.randrange(1, a_day)
    return world.serials[sender, sent.year]


def _addressees(chance: random.Random, layout: str, sender: str) -> tuple[str, ...]:
    known = [post for post in _posts(layout) if post != sender]
    names = chance.sample(known, chance.randrange(1, 4)) if sender == "STATE" else ["STATE"]
    word = chance.choices(("", " PRIORITY", " IMMEDIATE"), (6, 3, 1))[0]
    return tuple(f"{name}{word}" for name in names)


def _captions(chance: random.Random, layout: str, level: str) -> tuple[str, ...]:
    if layout == "aad":
        return ("LIMDIS",) if level in {"CONFIDENTIAL", "SECRET"} and chance.random() < 0.2 else ()
    found = [] if level != "UNCLASSIFIED" or chance.random() < 0.4 else ["SENSITIVE"]
    return tuple([*found, "SIPDIS"] if layout == "acp127" and chance.random() < 0.7 else found)


def _tags(chance: random.Random, sender: str, sent: datetime) -> tuple[str, ...]:
    post = posts.find(sender)
    day = sent.date()
    country = [code for code in _codes_of(post.iso3166 or "" if post else "") if tags.meaning(code, day)]
    return (*chance.sample(_SUBJECTS, chance.randrange(1, 5)), *country[:1])


@cache
def _codes_of(country: str) -> tuple[str, ...]:
    """The two-letter TAGS that have meant a country, by its ISO code."""
    return tuple(
        code
        for code in tags.country_codes()
        if country and any(tag.place == country for tag in tags.find(code))
    )


def _references(chance: random.Random, world: _World, layout: str, year: int) -> tuple[str, ...]:
    pool = world.sent[layout]
    found: list[str] = []
    for _ in range(chance.choices((0, 1, 2, 3), (3, 4, 2, 1))[0]):
        if pool and chance.random() < 0.8:
            earlier = chance.choice(pool)
            prefix = "" if earlier.sent.year == year else f"{earlier.sent:%y} "
            found.append(f"{prefix}{spaced(earlier.sender)} {earlier.serial}")
        else:
            found.append(f"{(year - 1) % 100:02d} STATE {chance.randrange(100_000, 280_000)}")
    return tuple(dict.fromkeys(found))


def _classifier(chance: random.Random) -> str:
    words = _phrases()
    position = chance.choice(
        ("Ambassador", "Deputy Chief of Mission", "Political Counselor", "Economic Counselor")
    )
    return f"{chance.choice(words['given'])} {chance.choice(words['surname'])}, {position}"
