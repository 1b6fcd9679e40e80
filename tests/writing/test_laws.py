"""Laws of writing: what is written reads back as it was, and nothing that a format cannot say goes unnamed."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from reftel import parse, parse_all, write
from reftel.model.dtg import iso
from reftel.model.mrn import Mrn
from reftel.model.telegram import (
    Addressee,
    Classification,
    Declassification,
    Officer,
    Originator,
    Paragraph,
    Passing,
    Reference,
    Telegram,
)
from reftel.vocabulary import executive_orders, posts, tags

NUMBERED = [one for one in posts.all_posts() if one.numbers_telegrams and one.routing_indicators]
PLACES = [
    one
    for one in NUMBERED
    if posts.named(one.plain_address) == one and not one.until and one.kind == "embassy"
]
SUBJECT_CODES = ["PREL", "PGOV", "ECON", "ETRD", "EFIN", "SENV", "MARR", "PHUM", "KDEM", "BEXP"]
COUNTRY_CODES = ["FR", "TS", "IN", "TI", "BR", "XA"]
LEVELS = {"UNCLASSIFIED": "U", "LIMITED OFFICIAL USE": "LOU", "CONFIDENTIAL": "C", "SECRET": "S"}
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
NAMES = ["MARLOWE", "HALE", "O'HALE", "WINTERS", "DE WINTERS"]


def test_the_vocabulary_of_the_laws_is_known() -> None:
    assert len(PLACES) > 100
    assert all(tags.find(code) for code in SUBJECT_CODES + COUNTRY_CODES)


words = st.lists(st.sampled_from(WORDS + TRAPS), min_size=4, max_size=30)
sentences = st.tuples(words, st.booleans()).map(
    lambda drawn: f"The {' '.join(drawn[0])}.".upper() if drawn[1] else f"The {' '.join(drawn[0])}."
)
phrases = st.lists(st.sampled_from(WORDS), min_size=2, max_size=16).map(lambda words: " ".join(words).upper())
moments = st.datetimes(datetime(1973, 4, 1), datetime(2009, 12, 30), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)


@st.composite
def addressees(draw: st.DrawFn, most: int) -> tuple[Addressee, ...]:
    found = draw(st.lists(st.sampled_from(PLACES), max_size=most, unique=True))
    words = st.sampled_from([None, "IMMEDIATE", "PRIORITY", "NIACT IMMEDIATE", "FLASH"])
    numbers = st.one_of(st.none(), st.integers(1, 9999))
    return tuple(
        Addressee(post.plain_address, post.routing_indicators[0], draw(words), draw(numbers))
        for post in found
    )


@st.composite
def references(draw: st.DrawFn, sent: datetime) -> tuple[Reference, ...]:
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
    marks = ["U", LEVELS[level]] if level != "LIMITED OFFICIAL USE" else [None]
    found = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        text = " ".join(draw(st.lists(sentences, min_size=1, max_size=12)))
        role = "summary" if number == 1 and draw(st.booleans()) else None
        heading = draw(st.one_of(st.none(), phrases.filter(lambda words: len(words) < 60)))
        text = f"SUMMARY: {text} END SUMMARY." if role else text
        found.append(Paragraph(number, draw(st.sampled_from(marks)), role, heading, None, text, 0, 0))
    return tuple(found)


def _order(sent: datetime, *, classified: bool) -> Declassification:
    order = executive_orders.in_force(sent.date())
    assert order is not None
    instructions = {
        "11652": "GDS",
        "12065": "RDS-3 11/15/98",
        "12356": "DECL: OADR",
        "12958": "DECL: 05/10/2016",
    }
    return Declassification(order.number, instructions[order.number] if classified else "N/A")


@st.composite
def telegrams(draw: st.DrawFn) -> Telegram:
    sent = draw(moments)
    post = draw(st.sampled_from(PLACES))
    level = draw(st.sampled_from(list(LEVELS)))
    classified = level in {"CONFIDENTIAL", "SECRET"}
    people = draw(st.lists(st.sampled_from(["DOE, JANE Q", "HALE, JOHN"]), max_size=1))
    codes = draw(st.lists(st.sampled_from(SUBJECT_CODES), min_size=1, max_size=8, unique=True))
    places = draw(st.lists(st.sampled_from(COUNTRY_CODES), max_size=4, unique=True))
    action = draw(addressees(4).filter(bool))
    return Telegram(
        mrn=str(Mrn(sent.year, post.name, draw(st.integers(1, 99_999)))),
        dtg=iso(sent),
        originator=Originator(post.routing_indicators[0], post.plain_address, post.name),
        action=action,
        info=draw(addressees(30)),
        classification=Classification(level, ("NOFORN",) if classified and draw(st.booleans()) else ()),
        captions=tuple(
            draw(st.lists(st.sampled_from(["EXDIS", "STADIS", "SIPDIS", "ROGER CHANNEL"]), unique=True))
        ),
        passing=draw(
            st.sampled_from([(), (Passing("STATE", ("EUR/WE", "S/CT"), "STATE FOR EUR/WE, S/CT"),)])
        ),
        declassification=_order(sent, classified=classified),
        tags=(*codes, *people, *places),
        subject=draw(phrases),
        references=draw(references(sent)),
        classified_by=Officer("Jane Q. Marlowe", "Ambassador", "Jane Q. Marlowe, Ambassador")
        if classified
        else None,
        reasons=draw(st.sampled_from([("1.5(b)", "1.5(d)"), ("1.5(b)",)])) if classified else (),
        paragraphs=draw(paragraphs(level)),
        signature=draw(st.sampled_from(NAMES)),
    )


@settings(max_examples=150, deadline=None)
@given(telegrams())
def test_a_telegram_that_is_written_for_the_wire_reads_back_as_it_was(telegram: Telegram) -> None:
    written = write(telegram, "acp127us")
    again = parse(written.data)
    assert written.left_out == ()
    assert (again.mrn, again.dtg, again.originator) == (telegram.mrn, telegram.dtg, telegram.originator)
    assert (again.action, again.info) == (telegram.action, telegram.info)
    assert again.classification == telegram.classification
    assert (again.captions, again.passing, again.tags) == (telegram.captions, telegram.passing, telegram.tags)
    assert (again.subject, again.references) == (telegram.subject, telegram.references)
    assert (again.classified_by, again.reasons) == (telegram.classified_by, telegram.reasons)
    assert [_said(one) for one in again.paragraphs] == [_said(one) for one in telegram.paragraphs]
    assert again.signature == telegram.signature


@settings(max_examples=75, deadline=None)
@given(telegrams())
def test_a_telegram_that_is_written_plain_keeps_its_words_and_names_its_heading_as_left_out(
    telegram: Telegram,
) -> None:
    written = write(telegram, "plain")
    again = parse(written.data)
    assert {one.split(":")[0] for one in written.left_out} <= {"/dtg", "/originator", "/action", "/info"}
    assert [_said(one) for one in again.paragraphs] == [_said(one) for one in telegram.paragraphs]
    assert [one.text for one in again.references] == [one.text for one in telegram.references]


@settings(max_examples=75, deadline=None)
@given(telegrams())
def test_every_section_has_at_most_five_pages_of_twenty_lines_and_no_line_of_text_is_longer_than_69(
    telegram: Telegram,
) -> None:
    data = write(telegram, "acp127us").data.decode("ascii")
    transmissions = data.split("NNNN\n")[:-1]
    assert len(transmissions) == parse(data).sections.of
    for transmission in transmissions:
        lines = transmission.splitlines()
        first = next(at for at, line in enumerate(lines) if line == "BT")
        addresses = next(at for at, line in enumerate(lines) if line.startswith("FM ")) - 1
        text = lines[first : lines.index("BT", first + 1)]
        assert max(map(len, text)) <= 69
        pages = "\n".join(lines[addresses : lines.index("BT", first + 1) + 1]).split("\n\nPAGE ")
        assert all(len(page.splitlines()) <= 20 + 2 for page in pages)
        assert len(pages) <= 5 + 1 + (first - addresses) // 20


@settings(max_examples=50, deadline=None)
@given(telegrams())
def test_writing_twice_gives_the_same_bytes(telegram: Telegram) -> None:
    once = write(telegram, "acp127us").data
    assert write(parse(once), "acp127us").data == once
    assert write(parse(once), "source").data == once
    assert len(list(parse_all(once))) == 1


def _said(paragraph: Paragraph) -> tuple[object, ...]:
    return paragraph.number, paragraph.marking, paragraph.role, paragraph.heading, paragraph.text
