"""A small archive of invented telegrams that answers like the real one, and the reading room over it."""

from __future__ import annotations

import hashlib
import shutil
import socket
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient

from reftel.archive.filing.ingest import ingest
from reftel.archive.missing.neighbours import Neighbours, Side
from reftel.archive.query.tokens import Doubt
from reftel.archive.results import CopyFacts, Count, Filed, Hit, Results, Stats
from reftel.model.strand import Span
from reftel.model.telegram import (
    Addressee,
    Block,
    Classification,
    Declassification,
    Diagnostic,
    Officer,
    Originator,
    Paragraph,
    Passing,
    Precedences,
    Reference,
    Repair,
    Sections,
    Telegram,
    Transmission,
)
from reftel.synthetic import write_demo
from reftel.web.app import application
from reftel.web.guard import Guard

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]
FERRY = (Path(__file__).parent / "telegrams" / "ferry.txt").read_text(encoding="utf-8")


class Places:
    """Finds letters in a source text, each search from where the one before ended."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.spans: dict[str, tuple[Span, ...]] = {}

    def mark(self, pointer: str, letters: str) -> None:
        start = self.text.index(letters, self.at)
        self.at = start + len(letters)
        self.spans[pointer] = (Span(start, self.at),)


def _paragraphs(places: Places) -> tuple[Paragraph, ...]:
    text, made = places.text, []
    starts = [text.index(f"\n{number}. ") + 1 for number in (1, 2, 3, 4)]
    ends = [text.index("END SUMMARY.") + 12, *starts[2:], text.index("HOLLAND")]
    roles = ("summary", None, None, "comment")
    headings = (None, "THE MINISTER ON FERRIES", None, "COMMENT")
    for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
        body = text[start:end].rstrip()
        spans = [Span(start, start + len(body))]
        page = body.find("TBILISI 00000431")
        if page >= 0:
            cut = body.index("\n", page) + 2
            spans = [Span(start, start + page), Span(start + cut, start + len(body))]
            body = body[:page].rstrip() + "\n" + body[cut:]
        number, mark = body.split(" ", 2)[:2]
        note = text.find("(NOTE:", start, end)
        inner = (Block("note", note, text.index("END NOTE.)", note) + 10),) if note >= 0 else ()
        places.spans[f"/paragraphs/{at}"] = tuple(spans)
        said, section = body.split(" ", 2)[2], 1 if at < 2 else 2
        level = mark.strip("()")
        made.append(
            Paragraph(int(number[:-1]), level, roles[at], headings[at], section, said, start, end, inner)
        )
    return tuple(made)


def ferry() -> Telegram:
    """A telegram in two sections with a reference that is held and one that is not, a repair and a remark."""
    places = Places(FERRY)
    places.mark("/originator", "AMEMBASSY TBILISI")
    places.mark("/action/0", "RUEHC/SECSTATE WASHDC IMMEDIATE 1204")
    places.mark("/info/0", "RUEHAK/AMEMBASSY ANKARA PRIORITY 0311")
    info = [Addressee("AMEMBASSY ANKARA", "RUEHAK", "PRIORITY", 311)]
    for name in ("BAKU", "YEREVAN", "MOSCOW", "KYIV", "SOFIA", "BUCHAREST", "ATHENS", "LONDON", "PARIS"):
        places.mark(f"/info/{len(info)}", f"AMEMBASSY {name}")
        info.append(Addressee(f"AMEMBASSY {name}", None, "PRIORITY"))
    places.mark("/classification/level", "C O N F I D E N T I A L")
    places.mark("/captions/0", "SIPDIS")
    places.mark("/passing/0", "STATE FOR EUR/CARC")
    places.mark("/declassification", "E.O. 12958: DECL: 03/14/2016")
    for at, tag in enumerate(("PREL", "EWWT", "GG")):
        places.mark(f"/tags/{at}", tag)
    places.mark("/subject", "FERRY LINE: MINISTER ASKS FOR A SECOND SHIP")
    places.mark("/references/0", "STATE 30112")
    places.mark("/references/1", "ANKARA 977")
    places.mark("/classified_by", "Ambassador Ada Holland")
    places.mark("/reasons/0", "1.4 (b)")
    paragraphs = _paragraphs(places)
    damaged, dtg = FERRY.index("SBU)"), FERRY.index("141215Z MAR 06")
    places.mark("/signature", "HOLLAND")
    places.spans["/dtg"] = (Span(dtg, dtg + 14),)
    return Telegram(
        mrn="2006TBILISI431",
        id=f"sha256:{hashlib.sha256(FERRY.encode()).hexdigest()}",
        layout="acp127",
        dtg="2006-03-14T12:15:00Z",
        dtg_precision="minute",
        precedence=Precedences("IMMEDIATE", "PRIORITY"),
        transmission=Transmission("acp127us", "VZCZCXYZ0001", "OO", ("RUEHC",), "RUEHSI", 431),
        originator=Originator("RUEHSI", "AMEMBASSY TBILISI", "TBILISI"),
        action=(Addressee("SECSTATE WASHDC", "RUEHC", "IMMEDIATE", 1204),),
        info=tuple(info),
        classification=Classification("CONFIDENTIAL", ("NOFORN",)),
        sections=Sections(2, (1, 2)),
        captions=("SIPDIS",),
        passing=(Passing("STATE", ("EUR/CARC",), "STATE FOR EUR/CARC"),),
        declassification=Declassification("12958", "DECL: 03/14/2016", "2016-03-14"),
        tags=("PREL", "EWWT", "GG"),
        subject="FERRY LINE: MINISTER ASKS FOR A SECOND SHIP",
        references=(
            Reference("A", "telegram", "2006STATE30112", "STATE 30112", year_inferred=True),
            Reference("B", "telegram", "2005ANKARA977", "05 ANKARA 977", notal=True),
        ),
        classified_by=Officer("Ada Holland", "Ambassador", "Ambassador Ada Holland"),
        reasons=("1.4(b)",),
        paragraphs=paragraphs,
        signature="HOLLAND",
        spans=places.spans,
        repairs=(Repair("Q107", damaged, damaged + 4, "SBU)", "(SBU)"),),
        diagnostics=(
            Diagnostic(
                "S1106", "note", "the mark has no opening bracket", 30, 4, damaged, damaged + 4, "(SBU)"
            ),
        ),
    ).with_text(FERRY)


COPY = CopyFacts("sha256:1", "box/ferry.txt", "Invented", "invented for tests", "2026-01-01T00:00:00Z", 1234)
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>\u202edlrow"


def hostile() -> Telegram:
    """A telegram that has markup, a NUL and a right-to-left override wherever words can stand."""
    text = f"SUBJECT: {HOSTILE}\r\n\r\n1. {HOSTILE} \x00 end \ud800"
    subject = text.index(HOSTILE)
    start = text.index("1. ")
    return Telegram(
        id="sha256:" + "ab" * 32,
        subject=HOSTILE,
        subject_marking=HOSTILE,
        originator=Originator(HOSTILE, HOSTILE, HOSTILE),
        action=(Addressee(HOSTILE, HOSTILE, HOSTILE),),
        classification=Classification(HOSTILE, (HOSTILE,)),
        captions=(HOSTILE,),
        tags=(HOSTILE,),
        references=(Reference(HOSTILE, "other", HOSTILE, HOSTILE, title=HOSTILE),),
        classified_by=Officer(HOSTILE, HOSTILE, HOSTILE),
        reasons=(HOSTILE,),
        signature=HOSTILE,
        completeness=HOSTILE,
        paragraphs=(Paragraph(1, HOSTILE, HOSTILE, HOSTILE, 1, text[start:], start, len(text)),),
        spans={"/subject": (Span(subject, subject + len(HOSTILE)),)},
        diagnostics=(Diagnostic("T0001", HOSTILE, HOSTILE, 1, 1, 0, 3, HOSTILE),),
    ).with_text(text)


def long() -> Telegram:
    """A telegram of 700 paragraphs, of which each stretch of fifty has the numbers 1 to 50."""
    lines = [f"{at % 50 + 1}. Paragraph {at}." for at in range(700)]
    text = "\n".join(lines)
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    paragraphs = (
        Paragraph(
            at % 50 + 1, None, None, None, 1, line.partition(" ")[2], starts[at], starts[at] + len(line)
        )
        for at, line in enumerate(lines)
    )
    spans: dict[str, tuple[Span, ...]]
    spans = {f"/paragraphs/{at}": (Span(starts[at], starts[at + 1] - 1),) for at in range(700)}
    return Telegram(mrn="2006OSLO7", id="sha256:07", paragraphs=tuple(paragraphs), spans=spans).with_text(
        text
    )


def _hit(telegram: Telegram, key: str) -> Hit:
    snippet = telegram.paragraphs[0].text[:200] if telegram.paragraphs else ""
    return Hit(
        key,
        telegram.mrn,
        telegram.id,
        telegram.dtg,
        telegram.subject,
        1.0,
        snippet,
        ((4, 12),),
        telegram.originator.name if telegram.originator else None,
        tuple(one.name for one in telegram.action),
        telegram.classification.level,
        telegram.captions,
    )


class Small:
    """An archive of two telegrams; its answers to searches are as many of the first as `total` says."""

    def __init__(self, total: int = 95) -> None:
        self.total = total
        digest = "ab" * 6
        self.filed = {
            "2006TBILISI431": (Filed("2006TBILISI431", ferry(), (COPY,)),),
            "2006STATE30112": (Filed("2006STATE30112", ferry().replace(mrn="2006STATE30112")),),
            "1974ROME5": (Filed("1974ROME5", ferry()), Filed("1974ROME5", hostile())),
            "2006OSLO7": (Filed("2006OSLO7", long()),),
            digest: (
                Filed(digest, hostile(), (CopyFacts("sha256:00", HOSTILE, HOSTILE, HOSTILE, HOSTILE, 1),)),
            ),
        }

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, sort: str = "relevance", facets: bool = False
    ) -> Results:
        total = 0 if "nothing" in query else self.total
        found = [self.filed["2006TBILISI431"][0], self.filed["ab" * 6][0]]
        ones = (found[at % 2] for at in range(offset, min(offset + limit, total)))
        hits = tuple(_hit(one.telegram, one.key) for one in ones)
        counts = {
            "post": (Count("TBILISI", 60), Count("STATE", 35)),
            "class": (Count("CONFIDENTIAL", 50), Count("LIMITED OFFICIAL USE", 45)),
            "tag": tuple(Count(f"T{at:03}", 95 - at, HOSTILE) for at in range(12)),
        }
        message = "“colour:red” names no field; it was searched as words."
        at = query.find("colour:")
        doubts = (Doubt(message, at, at + len("colour:red")),) if at >= 0 else ()
        return Results(total, hits, counts if facets and total else {}, query, doubts)

    def counted(self, query: str, *, hurried: bool = False) -> dict[str, tuple[Count, ...]]:
        return self.search(query, facets=True).facets

    def find(self, id_text: str) -> tuple[Filed, ...]:
        return self.filed.get(id_text, ())

    def cited_by(self, mrn: str) -> tuple[Hit, ...]:
        cites = {"2005ANKARA977", "2006STATE30112", "2006TBILISI431"}
        return (_hit(ferry(), "2006TBILISI431"),) if mrn in cites else ()

    def holds(self, mrns: Iterable[str]) -> frozenset[str]:
        return frozenset(mrn for mrn in mrns if mrn in self.filed)

    def neighbours(self, number: str) -> Neighbours | None:
        held = _hit(hostile(), "ab" * 6)
        return Neighbours(Side(held, 5, ("2006TBILISI430", "2006TBILISI429")), Side())

    def stats(self) -> Stats:
        if not self.total:
            return Stats()
        months = tuple(Count(f"2006-{month:02}", month * month % 17 + 1) for month in (1, 2, 3, 5, 6, 9, 12))
        by_year = (Count("2006", sum(count.count for count in months)),)
        return Stats(
            sum(count.count for count in months),
            self.total + 3,
            by_year,
            months,
            (Count("TBILISI", 60, "Tbilisi"), Count("STATE", 35, "Department of State")),
            (Count("PREL", 70, "External political relations"), Count(HOSTILE, 3, HOSTILE)),
            (Count("CONFIDENTIAL", 50), Count("UNCLASSIFIED", 45), Count("LIMITED OFFICIAL USE", 2)),
            first="2006-01-02T00:00:00Z",
            last="2006-12-30T00:00:00Z",
        )


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the invented telegrams."""
    folder = tmp_path_factory.mktemp("invented")
    write_demo(folder)
    return folder


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, invented: Path) -> Path:
    """An archive of the invented telegrams."""
    made = tmp_path_factory.mktemp("demo") / "archive"
    ingest(made, [invented])
    return made


@pytest.fixture(scope="session")
def two_copies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of one telegram in two copies, of which the second has other words and another TAGS line."""
    folder = tmp_path_factory.mktemp("copies")
    (folder / "first.txt").write_text(FERRY, encoding="utf-8")
    other = FERRY.replace("three yards", "four yards").replace("TAGS: PREL, EWWT, GG", "TAGS: PREL, EWWT")
    (folder / "second.txt").write_text(other, encoding="utf-8")
    ingest(folder / "archive", [folder / "first.txt", folder / "second.txt"])
    return folder / "archive"


@contextmanager
def lending(archive: Small) -> Iterator[Any]:
    yield archive


@pytest.fixture(scope="module")
def room() -> Guard:
    """The reading room over the small archive."""
    return application(lambda: lending(Small()))


@pytest.fixture
def client_of() -> Callable[[Small], TestClient[Any]]:
    """Makes a client of the reading room over an archive."""
    return lambda archive: TestClient(application(lambda: lending(archive)), base_url="http://127.0.0.1:8390")


@pytest.fixture
def small() -> Small:
    """The small archive itself, for tests that file something more."""
    return Small()


@pytest.fixture
def client(client_of: Callable[[Small], TestClient[Any]]) -> TestClient[Any]:
    """A client of the reading room over the small archive."""
    return client_of(Small())


@pytest.fixture
def empty(client_of: Callable[[Small], TestClient[Any]]) -> TestClient[Any]:
    """A client of the reading room over an archive that holds nothing."""
    return client_of(Small(0))


@pytest.fixture
def hostile_words() -> str:
    """The markup that the hostile telegram has everywhere."""
    return HOSTILE


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium, without a window; one for all tests."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as running:
        launched = running.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(room: Any) -> Iterator[str]:
    """The address of the `room` of a module of tests."""
    import uvicorn

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(room, log_level="warning", access_log=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def reader(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens a page as a reader with some screen, scheme and habits; complaints of any of them fail the test."""
    contexts, complaints = [], []

    def opened(path: str, width: int = 1280, **habits: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 900}, **habits)
        context.set_default_timeout(60_000)  # a busy machine is no fault of the page
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda sent: None if sent.url.startswith(address) else complaints.append(sent.url))
        page.goto(address + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
