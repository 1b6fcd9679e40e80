"""Telegrams of every era, as they may be, for the laws of writing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st

from reftel.model.dtg import iso
from reftel.model.mrn import Mrn
from reftel.model.telegram import (
    Addressee,
    Classification,
    Copies,
    Declassification,
    Officer,
    Originator,
    Paragraph,
    Passing,
    Reference,
    Release,
    Telegram,
    Transmission,
)
from reftel.vocabulary import executive_orders, posts
from reftel.wire.address_names import is_collective

PLACES = [
    one
    for one in posts.all_posts()
    if one.numbers_telegrams
    and one.routing_indicators
    and posts.named(one.plain_address) == one
    and not one.until
    and one.kind == "embassy"
]
SUBJECT_CODES = ["PREL", "PGOV", "ECON", "ETRD", "EFIN", "SENV", "MARR", "PHUM", "KDEM", "BEXP"]
COUNTRY_CODES = ["FR", "TS", "IN", "TI", "BR", "XA"]
LEVELS = {"UNCLASSIFIED": "U", "LIMITED OFFICIAL USE": "LOU", "CONFIDENTIAL": "C", "SECRET": "S"}
LETTERS = {
    "UNCLASSIFIED": "UUUUU",
    "LIMITED OFFICIAL USE": "UUUUU",
    "CONFIDENTIAL": "CCCCC",
    "SECRET": "SSSSS",
}
PLAIN = (
    "the board harbor tariff ministry minister said that it would wait for new talks on fish and grain in May with"
    " some care which both sides regard as useful although nobody has seen a draft of it so far"
)
WORDS = PLAIN.split()
# What could be taken for something else at the beginning of a line.
STRANGE = (
    'U.S. $5 (GNP) 1990 3 12.5 TO FM INFO Secret SECRET A/S -- percent; Tunis: "quoted" SBU (B) No. page REF tags A. 2)'
    " END section of BT"
)
TRAPS = STRANGE.split()
ORDERS = {
    "11652": [
        Declassification("11652", "GDS"),
        Declassification("11652", "XGDS-2"),
        Declassification("11652", "ADS DECLAS 6/1/80", "1980-06-01"),
    ],
    "12065": [Declassification("12065", "RDS-3 11/15/98 (MARLOWE, JANE Q.) OR-M", "1998-11-15")],
    "12356": [Declassification("12356", "DECL: OADR")],
    "12958": [
        Declassification("12958", "DECL: 05/10/2016", "2016-05-10"),
        Declassification("12958", "DECL: X1, X5", None, ("X1", "X5")),
    ],
    "13526": [Declassification("13526", "DECL: 05/10/2036", "2036-05-10")],
}
PASSING = [
    Passing("STATE", ("EUR/WE", "S/CT"), "STATE FOR EUR/WE, S/CT"),
    Passing("STATE", ("NEA/MAG", "JHALE"), "STATE FOR NEA/MAG (JHALE)"),
]
CAPTIONS = ["EXDIS", "STADIS", "SIPDIS", "ROGER CHANNEL"]
COLLECTIVES = ["ALL DIPLOMATIC AND CONSULAR POSTS", "CIS COLLECTIVE", "AIG 4207"]

words = st.lists(st.sampled_from(WORDS + TRAPS), min_size=4, max_size=30)
sentences = st.tuples(words, st.booleans()).map(
    lambda drawn: f"The {' '.join(drawn[0])}.".upper() if drawn[1] else f"The {' '.join(drawn[0])}."
)
phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=16).map(lambda words: " ".join(words).upper())
moments = st.datetimes(datetime(1973, 4, 1), datetime(2023, 12, 30), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
items = st.lists(sentences, min_size=2, max_size=4).map(
    lambda found: "\n".join(f"-- {one[:90].rstrip(' .;:')}." for one in found)
)
tables = st.lists(st.integers(100, 99_999), min_size=2, max_size=5).map(
    lambda figures: "\n".join(f"     LAMPS {at}        {figure}" for at, figure in enumerate(figures))
)


@st.composite
def addressees(draw: st.DrawFn, most: int, *, collective: bool = False) -> tuple[Addressee, ...]:
    found = draw(st.lists(st.sampled_from(PLACES), max_size=most, unique=True))
    levels = st.sampled_from([None, "IMMEDIATE", "PRIORITY", "NIACT IMMEDIATE", "FLASH"])
    numbers = st.one_of(st.none(), st.integers(1, 9999))
    single = [
        Addressee(post.plain_address, post.routing_indicators[0], draw(levels), draw(numbers))
        for post in found
    ]
    names = draw(st.lists(st.sampled_from(COLLECTIVES), max_size=1)) if collective else []
    return (*single, *(Addressee(name, None, None, None, is_collective(name)) for name in names))


@st.composite
def references(draw: st.DrawFn, sent: datetime) -> tuple[Reference, ...]:
    """Telegrams of this and earlier years, with NOTAL or without; the last one may be no telegram."""
    found: list[Reference] = []
    count = draw(st.integers(0, 5))
    for at in range(count):
        post, serial = draw(st.sampled_from(PLACES)), draw(st.integers(100, 60_000))
        back = draw(st.sampled_from([0, 0, 1, 3]))
        notal = draw(st.booleans())
        year = f"{(sent.year - back) % 100:02d} " if back else ""
        text = f"{year}{post.spaced} {serial}{' (NOTAL)' if notal else ''}"
        number = str(Mrn(sent.year - back, post.name, serial))
        label = chr(ord("A") + at) if count > 1 else None
        found.append(Reference(label, "telegram", number, text, year_inferred=not back, notal=notal))
    return tuple(found)


@st.composite
def paragraphs(draw: st.DrawFn, level: str) -> tuple[Paragraph, ...]:
    """Numbered, with marks and caveats, headings, a summary, lists and tables."""
    own = LEVELS[level]
    marks = ["U", own, f"{own}//NF"] if own in {"C", "S"} else ["U", None] if own == "U" else [None]
    found = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        text = " ".join(draw(st.lists(sentences, min_size=1, max_size=12)))
        role = "summary" if number == 1 and draw(st.booleans()) else None
        heading = draw(st.one_of(st.none(), phrases.filter(lambda words: len(words) < 60)))
        text = f"SUMMARY: {text} END SUMMARY." if role else text
        below = "" if role else draw(st.sampled_from(["", "", "items", "table"]))
        text += f"\n{draw(items)}" if below == "items" else f"\n{draw(tables)}" if below == "table" else ""
        found.append(Paragraph(number, draw(st.sampled_from(marks)), role, heading, None, text, 0, 0))
    return tuple(found)


@st.composite
def transmissions(
    draw: st.DrawFn, sent: datetime, level: str, station: str, called: tuple[str, ...]
) -> Transmission:
    letters = LETTERS[level]
    return Transmission(
        "acp127us",
        draw(st.sampled_from([None, "VZCZCTUN0417", "VZCZCXRO9482"])),
        None,
        called,
        station,
        draw(st.integers(1, 9999)),
        None,
        iso(sent + timedelta(minutes=draw(st.integers(0, 600)))),
        "ZNR" if letters == "UUUUU" else "ZNY",
        letters,
        draw(st.sampled_from([(), ("ZZH",), ("ZZH", "ZFD")])),
    )


officers = st.sampled_from(
    [
        Officer("JDOE", None, "NEA/MAG:JDOE", "NEA/MAG"),
        Officer("PHALE", None, "EUR/WE:PHALE", "EUR/WE"),
        Officer("RMARLOWE", None, "S/S-O:RMARLOWE", "S/S-O"),
    ]
)
offices = st.sampled_from(["OCT", "ISO", "SS", "INR", "NSC", "EUR", "ARA"])
copies = st.lists(offices, min_size=1, max_size=7, unique=True)


@st.composite
def distributions(draw: st.DrawFn) -> tuple[Copies, ...]:
    role = draw(st.sampled_from(["origin", "action"]))
    first, *others = draw(copies)
    count = st.integers(0, 40)
    return (Copies(first, draw(count), role), *(Copies(one, draw(count), "info") for one in others))


@st.composite
def _telegrams(draw: st.DrawFn) -> Telegram:
    sent = draw(moments)
    post = draw(st.sampled_from(PLACES))
    level = draw(st.sampled_from(list(LEVELS)))
    classified = level in {"CONFIDENTIAL", "SECRET"}
    order = executive_orders.in_force(sent.date())
    assert order is not None
    unclassified = Declassification(order.number, "N/A")
    people = draw(st.lists(st.sampled_from(["DOE, JANE Q", "HALE, JOHN"]), max_size=1))
    codes = draw(st.lists(st.sampled_from(SUBJECT_CODES), min_size=1, max_size=8, unique=True))
    places = draw(st.lists(st.sampled_from(COUNTRY_CODES), max_size=4, unique=True))
    action = draw(addressees(4).filter(bool))
    info = draw(addressees(12, collective=True))
    exempt = draw(st.sampled_from([(), (Addressee("AMEMBASSY LISBON", "RUEHLI"),)]))
    called = tuple(dict.fromkeys(one.routing_indicator for one in (*action, *info) if one.routing_indicator))
    station = post.routing_indicators[0]
    seventies = sent.year < 1980
    return Telegram(
        mrn=str(Mrn(sent.year, post.name, draw(st.integers(1, 99_999)))),
        dtg=iso(sent),
        transmission=draw(st.one_of(st.none(), transmissions(sent, level, station, called))),
        originator=Originator(station, post.plain_address, post.name),
        action=action,
        info=info,
        exempt=exempt if any(one.collective for one in info) else (),
        classification=Classification(level, ("NOFORN",) if classified and draw(st.booleans()) else ()),
        captions=tuple(draw(st.lists(st.sampled_from(CAPTIONS), unique=True))),
        passing=tuple(draw(st.lists(st.sampled_from(PASSING), max_size=1))),
        declassification=draw(st.sampled_from(ORDERS[order.number] if classified else [unclassified])),
        tags=(*codes, *people, *places),
        subject=draw(phrases),
        subject_marking=draw(st.sampled_from([None, "U"])) if sent.year >= 1979 else None,
        references=draw(references(sent)),
        classified_by=Officer("Jane Q. Marlowe", "Ambassador", "Jane Q. Marlowe, Ambassador")
        if classified and order.number in {"12958", "13526"}
        else None,
        reasons=draw(st.sampled_from([("1.5(b)", "1.5(d)"), ("1.4(b)",)]))
        if classified and order.number in {"12958", "13526"}
        else (),
        drafted_by=tuple(draw(st.lists(officers, max_size=1))) if seventies else (),
        approved_by=tuple(draw(st.lists(officers, max_size=1))) if seventies else (),
        cleared_by=tuple(draw(st.lists(officers, max_size=2, unique=True))) if seventies else (),
        distribution=draw(distributions()) if seventies else (),
        release=draw(
            st.sampled_from([None, Release(("RELEASED IN FULL",), ("F-2016-00001",), ("B6",), "2016-07-31")])
        ),
        paragraphs=draw(paragraphs(level)),
        signature=draw(st.sampled_from(["MARLOWE", "HALE", "O'HALE", "WINTERS", "DE WINTERS"])),
    )


TELEGRAMS = _telegrams()


@pytest.fixture(scope="session")
def telegrams() -> st.SearchStrategy[Telegram]:
    """Telegrams made by chance: all eras, all fields."""
    return TELEGRAMS
