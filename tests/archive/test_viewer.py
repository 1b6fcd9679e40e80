"""Viewers: every answer for one is the answer of an archive that holds only what they may see."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.archive import ArchiveError, open_archive
from reftel.archive.filing.batches import Filer
from reftel.archive.filing.entries import Entry, Outcome
from reftel.archive.filing.ingest import ingest
from reftel.archive.index.documents import document_of
from reftel.archive.index.follow import catch_up
from reftel.archive.index.prepared import prepared
from reftel.archive.results import Hit
from reftel.archive.tiers import Viewer, may_see, shown_to
from reftel.archive.view import View
from reftel.model.telegram import Telegram
from reftel.reading import parse
from reftel.sources.files import Found

Write = Callable[..., Path]
WORDS = ("ferry", "mast", "harbour", "lamp", "grain", "pilot")
PAGED = ("", "ferry lamp", "ferry OR grain")
POLICIES = ("TOP SECRET", "CONFIDENTIAL", "UNCLASSIFIED")
MATTERS = (*WORDS, "MASTS NO. 4", "MASTS NO. 5")
LEVELS = ("UNCLAS", "LIMITED OFFICIAL USE", "C O N F I D E N T I A L", "S E C R E T", "T O P S E C R E T", "")
MARKS = ("(U) ", "(SBU) ", "(C) ", "(C//NF) ", "(S) ", "(TS) ", "(ZZ) ", "")
CAPTIONS = ("SIPDIS", "NODIS", "EXDIS", "")
MANY = int(os.environ.get("REFTEL_EXAMPLES", "12"))  # archives that the slow test makes, two seconds each

VIEWERS = [
    Viewer(level, allowed)
    for level in ("UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET")
    for allowed in ((), ("NOFORN",), ("NODIS", "EXDIS"))
]
CROSSED = (("post", "year"), ("post", "addressee"), ("tag", "signer"), ("office", "post"))
QUERIES = (
    "", *WORDS, "ferry lamp", "ferry OR grain", "-mast", '"the lamp"', "fer*", "ferri~", "subject:ferry",
    "summary:lamp", "para:pilot", "comment:mast", "class:s", "mark:C", "mark:NOFORN", "caption:nodis", "has:summary",
    "has:repair", "is:whole", "ref:06STATE5", "cites:06STATE5", "06STATE5", "signer:holloway", "office:EUR",
    "finding:Q107", "from:ankara -pilot", "date:2006-05", "to:berlin",
)  # fmt: skip
TEXT = """FM AMEMBASSY {post}
TO RUEHC/SECSTATE WASHDC PRIORITY {serial:04d}
INFO RUEHRL/AMEMBASSY BERLIN 0001
BT
{level} {post} {serial:06d}

{caption}

STATE FOR EUR/ACE

E.O. 12958: DECL: 05/10/2016
TAGS: PREL, TI
SUBJECT: {subject}

REF: STATE {ref}

{paragraphs}

HOLLOWAY
BT
#{serial:04d}
"""


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    made = []
    for number in range(1, draw(st.integers(2, 5))):
        mark, words = (
            draw(st.sampled_from(MARKS)),
            draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)),
        )
        opening, end = draw(
            st.sampled_from([("", ""), ("SUMMARY: ", " END SUMMARY."), ("COMMENT: ", " END COMMENT.")])
        )
        made.append(f"{number}. {mark}{opening}It is said that the {' '.join(words)} is well.{end}")
    return "\n\n".join(made)


@st.composite
def telegrams(draw: st.DrawFn) -> list[Telegram]:
    made = []
    for serial in range(1, draw(st.integers(2, 7))):
        text = f"O {draw(st.integers(1, 28)):02d}1039Z MAY 06\n" + TEXT.format(
            post=("ANKARA", "TOKYO")[serial % 2],
            serial=serial,
            level=draw(st.sampled_from(LEVELS)),
            caption=draw(st.sampled_from(CAPTIONS)),
            subject=f"{draw(st.sampled_from(MARKS))}TALKS ABOUT {draw(st.sampled_from(MATTERS)).upper()}",
            ref=draw(st.integers(4, 6)),
            paragraphs=draw(paragraphs()),
        )
        made.append(parse(text.encode()))
    return made


def filed(place: Path, telegrams: list[Telegram], policy: str = "TOP SECRET") -> None:
    """An archive that holds these telegrams just as they are, whatever their text would be read as."""
    with open_archive(place, writable=True) as archive:
        archive.lay_down(policy, "the archivist")
        filer = Filer(archive.store)
        packer = archive.store.packer(*filer.dictionaries)
        with archive.store.transaction():
            for telegram in telegrams:
                data = telegram.text.encode()
                entry = Entry(
                    path=telegram.id,
                    collection=None,
                    legal_status=None,
                    facts={},
                    sha256=hashlib.sha256(telegram.id.encode()).digest(),
                    mrn=telegram.mrn,
                    occasion=None,
                    bands=(),
                    withheld=False,
                    rank=0,
                    offset=0,
                    length=len(data),
                    source=packer.pack_source(data),
                    record=packer.pack_record(telegram, data),
                    document=prepared(document_of(telegram)),
                )
                filer.file([Outcome(Found(telegram.id, 1, 1), "read", (entry,))])
        archive.index = catch_up(archive.store, archive.index.folder, archive.index)


def _answers(archive: View) -> list[object]:
    made: list[object] = []
    for query in QUERIES:
        for sort in ("relevance", "date", "post"):
            results = archive.search(query, sort=sort, facets=True)
            hits = [_plain(hit) for hit in results.hits]
            made.append((query, sort, results.total, hits, results.facets, results.uncounted))
            made += _pages(archive, query, sort)
    made += [(mrn, [_plain(hit) for hit in archive.cited_by(mrn)]) for mrn in ("2006STATE4", "2006STATE5")]
    numbers = [f"2006{post}{serial}" for post in ("ANKARA", "TOKYO") for serial in range(8)]
    made += [archive.holds(numbers), archive.stats(), [archive.thread(number) for number in numbers]]
    made += [archive.gaps(post) for post in (None, "ANKARA", "TOKYO")] + [archive.coverage()]
    made += [archive.answers(number) for number in numbers if archive.find(number)]
    made += [_around(archive, number) for number in numbers] + [archive.delays("")]
    made += [archive.crossed("", rows, columns) for rows, columns in CROSSED]
    made += [[(one.key, _record(one.telegram)) for one in archive.find(number)] for number in numbers]
    return made


def _around(archive: View, number: str) -> list[object]:
    """The neighbours of a number."""
    found = archive.neighbours(number)
    sides = (found.before, found.after) if found else ()
    return [(side.held and _plain(side.held), side.missing, side.named) for side in sides]


def _pages(archive: View, query: str, sort: str) -> list[object]:
    """What is told page by page, cursors too; few queries, because it takes long."""
    made: list[object] = []
    cursor = None
    while query in PAGED and (made == [] or cursor is not None):
        results = archive.search(query, sort=sort, limit=2, cursor=cursor)
        cursor = results.cursor
        made.append((results.total, [hit.key for hit in results.hits], cursor))
    return made


def _plain(hit: Hit) -> Hit:
    return Hit(
        hit.key,
        hit.mrn,
        "",
        hit.dtg,
        hit.subject,
        hit.score,
        hit.snippet,
        hit.highlights,
        level=hit.level,
        marks=hit.marks,
    )


def _record(telegram: Telegram) -> bytes:
    return (
        telegram.replace(id="", provenance=Telegram().provenance, diagnostics=()).to_json()
        + telegram.text.encode()
    )


def _compare(telegrams: list[Telegram], viewer: Viewer, policy: str) -> None:
    viewer = viewer.under(policy)
    shown = [seen for telegram in telegrams if (seen := shown_to(viewer, telegram)) is not None]
    with TemporaryDirectory() as folder:
        filed(Path(folder, "all"), telegrams, policy)
        filed(Path(folder, "seen"), shown, policy)
        with open_archive(Path(folder, "all")) as full, open_archive(Path(folder, "seen")) as only:
            for answer, expected in zip(
                _answers(full.seen_by(viewer)), _answers(only.seen_by(viewer)), strict=True
            ):
                assert answer == expected


@settings(deadline=None, max_examples=4)
@given(telegrams(), st.sampled_from(VIEWERS), st.sampled_from(POLICIES))
def test_what_a_viewer_is_answered_is_all_that_an_archive_of_what_they_may_see_would_answer(
    telegrams: list[Telegram], viewer: Viewer, policy: str
) -> None:
    _compare(telegrams, viewer, policy)


@pytest.mark.slow
@settings(deadline=None, max_examples=MANY)
@given(telegrams(), st.sampled_from(VIEWERS), st.sampled_from(POLICIES))
def test_many_archives_keep_what_is_hidden(telegrams: list[Telegram], viewer: Viewer, policy: str) -> None:
    _compare(telegrams, viewer, policy)


@settings(deadline=None, max_examples=50)
@given(telegrams(), st.sampled_from(VIEWERS), st.sampled_from(POLICIES))
def test_what_was_hidden_once_stays_hidden_and_nothing_more(
    telegrams: list[Telegram], viewer: Viewer, policy: str
) -> None:
    viewer = viewer.under(policy)
    for telegram in telegrams:
        seen = shown_to(viewer, telegram)
        assert (seen is not None) == may_see(viewer, telegram)
        assert seen is None or shown_to(viewer, seen) == seen
        assert shown_to(Viewer(), telegram) is telegram


def test_a_secret_telegram_shows_its_unclassified_paragraph_and_no_more(tmp_path: Path) -> None:
    body = "1. (U) The ferry is well.\n\n2. (S) The mast is not."
    facts = {"post": "ANKARA", "serial": 7, "level": "S E C R E T", "caption": "SIPDIS", "ref": 5}
    text = "O 101039Z MAY 06\n" + TEXT.format(subject="TALKS", paragraphs=body, **facts)
    filed(tmp_path, [parse(text.encode())])
    with open_archive(tmp_path) as archive:
        seen = archive.seen_by(Viewer("UNCLASSIFIED"))
        (hit,) = seen.search("ferry").hits
        assert (hit.mrn, hit.subject, hit.snippet) == ("2006ANKARA7", None, "The ferry is well.")
        assert [seen.search(query).total for query in ("mast", "talks", "holloway", "ref:STATE5")] == [
            0,
            0,
            0,
            0,
        ]
        (shown,) = seen.find("06ANKARA7")
        assert "mast" not in shown.telegram.text
        assert archive.search("mast").total == 1


def test_a_telegram_without_a_classification_counts_as_the_archive_lays_down(tmp_path: Path) -> None:
    facts = {"post": "ANKARA", "serial": 7, "level": "", "caption": "", "ref": 5, "subject": "TALKS"}
    text = "O 101039Z MAY 06\n" + TEXT.format(paragraphs="1. The ferry is well.", **facts)
    filed(tmp_path, [parse(text.encode())])
    with open_archive(tmp_path, writable=True) as archive:
        seen = archive.seen_by(Viewer("CONFIDENTIAL"))
        key = archive.search("ferry").hits[0].key
        assert (seen.search("ferry").total, seen.find(key)) == (0, ())
        assert archive.lay_down("c", "the archivist").unstated == "CONFIDENTIAL"
        assert seen.search("ferry").total == len(seen.find(key)) == 1
        assert archive.seen_by(Viewer("UNCLASSIFIED")).search("ferry").total == 0
        with pytest.raises(ArchiveError, match="is no level"):
            archive.lay_down("elephant", "the archivist")
    with open_archive(tmp_path) as again:
        assert again.policy.unstated == "CONFIDENTIAL"


def test_a_key_does_not_tell_a_viewer_of_hidden_texts_of_the_same_number(write: Write, place: Path) -> None:
    (secret,) = write(1, level="S E C R E T").iterdir()
    secret.write_text(secret.read_text("utf-8").replace("(U)", "(S)"), "utf-8")
    ingest(place, [secret], workers=1)
    told = "A wholly other matter was spoken of by other people in another town on another day."
    ingest(
        place, [write(1, folder="b", first=1, topic="masts", extra=told, ref=5, subject="MASTS")], workers=1
    )
    third = "Once more something else, which nobody had written down before and nobody asked for."
    ingest(
        place, [write(1, folder="c", first=1, topic="lamps", extra=third, ref=6, subject="LAMPS")], workers=1
    )
    with open_archive(place) as archive:
        keys = {hit.key for hit in archive.search("post:ankara", sort="date").hits}
        assert keys == {"2006ANKARA1", "2006ANKARA1.2", "2006ANKARA1.3"}
        seen = archive.seen_by(Viewer("UNCLASSIFIED"))
        told_keys = [hit.key for hit in seen.search("post:ankara subject:(masts OR lamps)", sort="date").hits]
        assert told_keys[0] == "2006ANKARA1"
        assert all("." not in key for key in told_keys)
        assert [[one.key for one in seen.find(key)] for key in told_keys][1] == [told_keys[1]]
        assert seen.find("2006ANKARA1.2") == seen.find("2006ANKARA1.3") == ()
        assert {one.key for one in seen.find("06ANKARA1") if one.telegram.subject} == set(told_keys)
        assert all("." not in key for one in seen.gaps().wanted for key in one.by)
