"""What is made to be read: TEI, a site in Chromium, a document to print."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import unquote

import msgspec
import pytest
from lxml import etree
from playwright.sync_api import Dialog, sync_playwright
from pypdf import PdfReader
from tests.export.conftest import HERE, HOSTILE, Export
from tests.web.conftest import CHROMIUM, FLAGS

from reftel.archive import Archive
from reftel.export import FORMATS, ExportError, Options, export, found, named

TEI = {"t": "http://www.tei-c.org/ns/1.0"}
ID = "{http://www.w3.org/XML/1998/namespace}id"
NAMED = "[U+FFFE]"


@pytest.mark.parametrize("query", ["", "nowhere-to-be-found"])
def test_a_corpus_in_tei_is_valid(query: str, exported: Export) -> None:
    path, done = exported("tei", query)
    tree = etree.parse(path)
    schema = etree.RelaxNG(etree.parse(HERE / "tei.rng"))
    assert schema.validate(tree), schema.error_log
    assert len(tree.findall("t:TEI", TEI)) == max(1, done.telegrams)


def test_a_telegram_in_tei_says_who_wrote_to_whom_and_cites(exported: Export) -> None:
    path, done = exported("tei", f"mrn:{HOSTILE}")
    (telegram,) = etree.parse(path).findall("t:TEI", TEI)
    assert telegram.get(ID) == f"T{HOSTILE}"
    assert (
        telegram.xpath("string(.//t:correspAction[@type='sent']/t:orgName)", namespaces=TEI)
        == "AMEMBASSY ANKARA"
    )
    assert telegram.xpath("string(.//t:date/@when)", namespaces=TEI) == "2006-05-10T10:39:00Z"
    assert telegram.xpath(".//t:ref/@target", namespaces=TEI) == ["#T2006STATE31044", "#T2006ANKARA612"]
    first = str(telegram.xpath("string(.//t:body/t:p[@n='1'])", namespaces=TEI))
    assert first.startswith(f"C SUMMARY: The bell  rang {NAMED} <b>twice</b> & {{once}}.")
    assert telegram.xpath("string(.//t:p[@n='1']/@ana)", namespaces=TEI) == "#Tsummary"
    assert [one.count for one in done.changed] == [1]


def test_no_link_of_a_site_leads_nowhere(exported: Export) -> None:
    folder, done = exported("html")
    pages = list(folder.rglob("*.html"))
    assert len(pages) > done.telegrams
    for page in pages:
        for href in re.findall(r'href="([^"]+)"', page.read_text("utf-8")):
            assert (page.parent / unquote(href)).is_file(), f"{page.name}: {href}"


def test_lists_go_on_in_further_pages(exported: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reftel.export.site.ROWS", 8)
    folder, done = exported("html")
    rows, page = 0, "index.html"
    while page:
        text = (folder / page).read_text("utf-8")
        rows += text.count("<tr><td>")
        following = re.search(r'rel="next" href="([^"]+)"', text)
        page = following[1] if following else ""
    assert rows == done.telegrams


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
def test_a_site_is_read_in_a_browser_and_runs_nothing(exported: Export) -> None:
    folder, _ = exported("html")
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS).new_page()
        said: list[str] = []

        def heard(dialog: Dialog) -> None:
            said.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", heard)
        page.goto((folder / "index.html").as_uri())
        page.get_by_role("link", name="1975REYKJAVIK447").click()
        page.get_by_role("link", name="1975STATE52218").click()
        assert "SONAR CHARTS" in page.inner_text("main")
        page.get_by_role("link", name="All telegrams").click()
        page.get_by_role("link", name=HOSTILE).click()
        assert '<script>alert("x")</script>' in page.inner_text("h1")
        page.get_by_role("link", name="2006STATE31044").click()
        assert "the archive does not have it" in page.inner_text("main")
        assert said == []


def test_a_document_has_the_words_a_bookmark_for_each_and_the_marking_on_each_page(
    archive: Archive, exported: Export
) -> None:
    path, done = exported("pdf")
    document = PdfReader(path)
    assert len(document.outline) == done.telegrams
    text = " ".join(page.extract_text() for page in document.pages)
    assert "HE UNROLLED SHEET NINE" in " ".join(text.split())
    for page in document.pages:
        above, below = page.extract_text().split("\n")[:2]
        assert above == below
        assert above.strip()


def test_letters_that_a_font_lacks_are_named_unless_another_font_has_them(
    archive: Archive, tmp_path: Path
) -> None:
    for font, expected in ((None, "[U+041F]"), (_font(), "Пароход")):
        out = io.BytesIO()
        done = export(archive, named(archive, [HOSTILE]), "pdf", out, options=Options(font=font))
        text = PdfReader(out).pages[0].extract_text()
        assert expected in text
        assert [one.what.split(",")[0] for one in done.changed] == ["letters that the font lacks"]


def _font() -> Path:
    place = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
    if not place.is_file():
        pytest.skip("DejaVu Sans is not installed")
    return place


def test_a_document_of_too_many_telegrams_is_refused_and_leaves_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORMATS, "pdf", msgspec.structs.replace(FORMATS["pdf"], most=3))
    with pytest.raises(ExportError, match="more than 3 telegrams"):
        export(archive, found(archive, ""), "pdf", tmp_path / "out.pdf")
    assert list(tmp_path.iterdir()) == []
