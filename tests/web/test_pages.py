"""What the pages say, over a small archive."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from litestar.testing import TestClient

from reftel.archive.results import ArchiveError, Filed, Stats
from reftel.model.telegram import Paragraph, Telegram
from reftel.web.app import application
from reftel.web.templating import STATIC, environment, render
from reftel.web.view import encoded

EVERY = (
    "/",
    "/search?q=ferry",
    "/search?q=nothing",
    "/telegram/2006TBILISI431",
    "/telegram/1974ROME5",
    "/telegram/2006OSLO7",
    "/telegram/x",
)


class Elements(HTMLParser):
    """The elements of a page with their attributes, in order, and whether they nest as they should."""

    VOID = frozenset({"meta", "link", "input", "br", "rect", "line"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.mark.parametrize("path", EVERY)
def test_pages_nest_and_ids_are_unique(client: TestClient[Any], path: str) -> None:
    elements = Elements(client.get(path).text)
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert elements.open == []
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", EVERY)
def test_what_describes_an_element_is_on_the_page(client: TestClient[Any], path: str) -> None:
    elements = Elements(client.get(path).text)
    ids = {attributes.get("id") for _, attributes in elements.found}
    for _, attributes in elements.found:
        for name in ("aria-describedby", "aria-labelledby", "for"):
            if name in attributes:
                assert attributes[name] in ids


@pytest.mark.parametrize("path", EVERY)
def test_pages_load_nothing_but_their_own_files_and_style_nothing_inline(
    client: TestClient[Any], path: str
) -> None:
    elements = Elements(client.get(path).text)
    assert [attributes["src"] for attributes in elements.all("script")] == ["/static/reftel.js"]
    assert {attributes["href"] for attributes in elements.all("link")} == {
        "/static/reftel.css",
        "/static/mark.svg",
    }
    for tag, attributes in elements.found:
        assert tag not in {"style", "img", "iframe"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)


@pytest.mark.parametrize("path", ["/", "/search?q=x", "/telegram/1974ROME5", "/telegram/" + "ab" * 6])
def test_markup_in_a_telegram_stays_text(client: TestClient[Any], path: str, hostile_words: str) -> None:
    text = client.get(path).text
    assert hostile_words not in text
    assert "<img" not in text
    assert text.count("<script") == 1
    assert "&lt;script&gt;alert(1)" in text


def test_markup_in_a_query_stays_text(client: TestClient[Any], hostile_words: str) -> None:
    for path in ("/search", "/telegram/2006TBILISI431"):
        text = client.get(path, params={"q": hostile_words, "lit": hostile_words, "sort": hostile_words}).text
        assert text.count("<script") == 1
        assert "<img" not in text


def test_a_template_cannot_forget_to_escape() -> None:
    assert environment().from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"


def test_static_files_are_the_listed_ones_only(client: TestClient[Any]) -> None:
    for name, media in STATIC.items():
        answer = client.get(f"/static/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media)
    for name in ("../app.py", "..%2fapp.py", "%2e%2e/guard.py", "app.py", "base.html"):
        assert client.get(f"/static/{name}").status_code == 404


def test_the_first_page_counts_and_leads_on(client: TestClient[Any]) -> None:
    text = client.get("/").text
    assert "in 98 copies" in text
    assert "2 January 2006" in text
    assert 'href="/search?q=date:2006-05"' in text
    assert text.count('<th scope="row"><a href="/search?q=date:') == 7
    assert 'href="/search?q=class:%22LIMITED%20OFFICIAL%20USE%22"' in text


def test_an_empty_archive_says_what_to_do(empty: TestClient[Any]) -> None:
    text = empty.get("/").text
    assert "reftel ingest" in text
    assert "<svg" not in text


def test_pages_of_hits_go_to_the_last(client: TestClient[Any]) -> None:
    first, last = client.get("/search?q=ferry").text, client.get("/search?q=ferry&page=5").text
    assert "95 telegrams" in first
    assert "1 to 20 here" in first
    assert 'rel="next" href="/search?q=ferry&amp;page=2"' in first
    assert 'rel="prev"' not in first
    assert "81 to 95 here" in last
    assert last.count("<article") == 15
    assert 'rel="next"' not in last


@pytest.mark.parametrize(
    ("asked", "given"), [("99", 5), ("0", 1), ("-3", 1), ("x", 1), ("²", 1), ("9" * 30, 5)]
)
def test_a_page_that_is_not_there_gives_one_that_is(client: TestClient[Any], asked: str, given: int) -> None:
    text = client.get("/search", params={"q": "ferry", "page": asked}).text
    assert f'<span aria-current="page">{given}</span>' in text
    assert ("There is no page" in text) == (given == 5)


def test_a_page_after_the_last_is_named_and_the_first_is_a_step_away(client: TestClient[Any]) -> None:
    text = client.get("/search?q=ferry&page=99999").text
    assert "There is no page 99,999; this is the last one, page 5." in text
    assert '<a href="/search?q=ferry">Go to the first</a>' in text
    assert "81 to 95 here" in text
    assert "There is no page" not in client.get("/search?q=nothing&page=7").text
    assert "There is no page" not in client.get("/search?q=ferry&page=5").text


def test_a_facet_adds_its_term_and_takes_it_out_again(client: TestClient[Any]) -> None:
    text = client.get("/search", params={"q": "ferry post:TBILISI"}).text
    assert (
        'href="/search?q=ferry"  aria-current' in text or 'href="/search?q=ferry" aria-current="true"' in text
    )
    assert 'href="/search?q=ferry%20post:TBILISI%20post:STATE"' in text
    assert 'href="/search?q=ferry%20post:TBILISI%20class:%22LIMITED%20OFFICIAL%20USE%22"' in text


def test_the_order_is_kept_from_page_to_page(client: TestClient[Any]) -> None:
    text = client.get("/search?q=ferry&sort=-date&page=2").text
    assert 'href="/search?q=ferry&amp;sort=-date&amp;page=3"' in text


def test_an_answer_says_how_the_query_was_understood(client: TestClient[Any]) -> None:
    text = client.get("/search", params={"q": "ferry date:2006-05"}).text
    assert "with “ferry”, in May 2006" in text


def test_nothing_found_shows_what_can_be_typed(client: TestClient[Any]) -> None:
    text = client.get("/search?q=nothing").text
    assert "Nothing found" in text
    for typed in ("post:TBILISI", "tag:PREL", "date:2006", "class:CONFIDENTIAL", "2006TBILISI431", "ferry"):
        assert f">{typed}</a></dt>" in text, typed


def test_an_empty_archive_gives_no_examples(empty: TestClient[Any]) -> None:
    for path in ("/", "/search?q=ferry"):
        assert "<dt>" not in empty.get(path).text


def test_a_telegram_is_decoded(client: TestClient[Any]) -> None:
    text = client.get("/telegram/2006TBILISI431").text
    for words in (
        "14 March 2006, 12:15 UTC",
        "141215Z MAR 06",
        "10 addressees",
        "declassify on 14 March 2016",
    ):
        assert words in text
    assert "routing indicator RUEHAK" in text
    assert text.count("CONFIDENTIAL NOFORN") >= 2


def test_references_say_whether_they_are_held(client: TestClient[Any]) -> None:
    text = client.get("/telegram/2006TBILISI431").text
    assert re.search(
        r'not in this archive.{0,80}</small></span> <a class="go" href="/telegram/2005ANKARA977" title="Who else',
        text,
    )
    assert '<span class="unseen">Who else cites B. 2005ANKARA977</span>' in text
    assert '<a class="go" href="/telegram/2006STATE30112">open' in text


def test_a_telegram_without_a_head_has_no_empty_table(
    client_of: Callable[[Any], TestClient[Any]], small: Any
) -> None:
    bare = Telegram(
        id="sha256:" + "cd" * 32, paragraphs=(Paragraph(None, None, None, None, None, "Words.", 1, 7),)
    )
    small.filed["cd" * 6] = (Filed("cd" * 6, bare.with_text("\fWords.\n")),)
    text = client_of(small).get("/telegram/" + "cd" * 6).text
    assert '<dl class="head">' not in text
    assert '<section class="para role-text bare"' in text
    assert '<div class="line pagebreak" data-at=' in text


def test_a_chosen_field_is_lit_without_script(client: TestClient[Any]) -> None:
    text = client.get("/telegram/2006TBILISI431?lit=/tags/1").text
    assert "TAGS: PREL, <mark>EWWT</mark>, GG" in text
    assert "<q>EWWT</q>" in text


def test_letters_on_both_sides_of_a_page_line_are_lit(client: TestClient[Any]) -> None:
    text = client.get("/telegram/2006TBILISI431?lit=/paragraphs/1").text
    assert "<mark>asked that they be kept out of the press until the</mark>" in text
    assert "<mark>TBILISI 00000431" not in text
    assert "<mark>tariff has been settled" in text


def test_an_unknown_field_lights_nothing(client: TestClient[Any]) -> None:
    for pointer in ("/none/7", "tags/0", "/", "9" * 500):
        text = client.get("/telegram/2006TBILISI431", params={"lit": pointer}).text
        assert "<mark>" not in text.partition('id="source"')[2]


def test_remarks_stand_at_their_place_and_light_their_letters(client: TestClient[Any]) -> None:
    text = client.get("/telegram/2006TBILISI431?lit=/repairs/0").text
    beside = text.partition('id="source"')[2]
    assert "<mark>SBU)</mark> The Minister" in beside
    assert re.search(r"traffic in January.*?Q107.*?up by a third", beside, re.DOTALL)


def test_paragraphs_are_set_with_marks_blocks_tables_and_joints(client: TestClient[Any]) -> None:
    text = client.get("/telegram/2006TBILISI431").text
    assert (
        '<span class="mark">(SBU)</span> <span class="unseen">Paragraph </span><span class="no">2</span>'
        in text
    )
    assert (
        '<span class="inner">(NOTE: The port&#39;s own figures, ref B, are lower. END NOTE.)</span>' in text
    )
    assert 'until the <span class="pagejoint"' in text
    assert '<pre class="pre">   Month      Lorries    Waggons\n' in text
    assert '<p class="item">- the yard at Varna, which is the cheapest; and</p>' in text
    assert "section 2 of 2" in text


def test_a_very_long_telegram_is_read_in_parts(client: TestClient[Any]) -> None:
    seen: list[str] = []
    path = "?part=1"
    for _ in range(3):
        text = client.get(f"/telegram/2006OSLO7{path}").text
        seen += re.findall(r'<p class="p">Paragraph (\d+)\.</p>', text)
        further = re.search(r'rel="next" href="([^"]*)"', text)
        path = further[1] if further else ""
    assert seen == [str(at) for at in range(700)]
    assert path == ""
    assert "Paragraph 699." in client.get("/telegram/2006OSLO7?part=99").text


def test_letters_lit_in_a_later_part_leave_the_reader_there(client: TestClient[Any]) -> None:
    text = client.get("/telegram/2006OSLO7?part=3").text
    assert 'href="?part=3&amp;lit=/paragraphs/650#source"' in text
    lit = client.get("/telegram/2006OSLO7?part=3&lit=/paragraphs/650").text
    assert "<mark>1. Paragraph 650.</mark>" in lit
    assert '<p class="p">Paragraph 650.</p>' in lit


def test_a_number_that_came_twice_gives_a_choice(client: TestClient[Any]) -> None:
    text = client.get("/telegram/1974ROME5").text
    assert "Which one?" in text
    assert f'href="/telegram/{"ab" * 6}"' in text


def test_a_number_that_is_not_here_says_who_refers_to_it(client: TestClient[Any]) -> None:
    answer = client.get("/telegram/05 ANKARA 977")
    assert answer.status_code == 404
    assert "2005ANKARA977 is not in this archive" in answer.text
    assert 'href="/telegram/2006TBILISI431"' in answer.text
    assert 'href="/search?q=post:ANKARA%20year:2005"' in answer.text


def test_an_address_that_leads_nowhere_is_a_page_too(client: TestClient[Any]) -> None:
    answer = client.get("/none/at/all")
    assert answer.status_code == 404
    assert "No such page" in answer.text


def test_the_source_alone_is_plain_text(client: TestClient[Any]) -> None:
    answer = client.get("/telegram/2006TBILISI431/source")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("VZCZCXYZ0001")
    assert client.get(f"/telegram/{'ab' * 6}/source").headers["content-type"].startswith("text/plain")


@contextmanager
def _broken(error: Exception) -> Iterator[Any]:
    raise error
    yield


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (ArchiveError("x/reftel.sqlite: is no archive"), 503, "is no archive"),
        (KeyError("secret"), 500, "fault"),
    ],
)
def test_an_archive_that_fails_gives_a_page(error: Exception, status: int, words: str) -> None:
    app = application(lambda: _broken(error))
    answer = TestClient(app, base_url="http://127.0.0.1:8390").get("/")
    assert answer.status_code == status
    assert words in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_letters_that_cannot_be_sent_do_not_break_a_page() -> None:
    assert b"a?b" in render("missing.html", title="a\ud800b", reason="", suggestions=())
    assert b"a?b" in encoded({"title": "a\ud800b"})


def test_an_archive_is_opened_once_and_again_after_a_failure() -> None:
    opened = []

    @contextmanager
    def opening() -> Iterator[Any]:
        opened.append(1)
        if len(opened) == 1:
            raise ArchiveError("gone")
        yield Answering()

    client = TestClient(application(opening), base_url="http://127.0.0.1:8390")
    assert [client.get("/").status_code for _ in range(3)] == [503, 200, 200]
    assert len(opened) == 2


class Answering:
    """An archive that holds nothing."""

    def stats(self) -> Stats:
        return Stats()
