"""Each export is opened by a reader that is not ours."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import networkx
import polars
import pyarrow.parquet
import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from tests.export.conftest import HOSTILE, Export

from reftel.archive import Archive
from reftel.model.telegram import Telegram

BAD = "[U+FFFE]"


def test_a_table_has_a_row_for_each_telegram(archive: Archive, exported: Export) -> None:
    path, done = exported("csv")
    with path.open(newline="", encoding="utf-8") as file:
        rows = {row["key"]: row for row in csv.DictReader(file)}
    assert len(rows) == done.telegrams == archive.search("").total
    row = rows[HOSTILE]
    assert row["from"] == "AMEMBASSY ANKARA"
    assert row["tags"] == "PREL; TU; HALE, ANNA"
    assert row["level"] == "CONFIDENTIAL"
    assert row["signature"] == "HOLLOWAY-PRICE"
    assert row["text"].startswith("1. (C) SUMMARY: The bell  rang \ufffe <b>twice</b> & {once}.")
    assert "Пароход, 船, 🚢" in row["text"]


def test_no_cell_is_run_as_a_formula_unless_that_is_asked_for(exported: Export) -> None:
    path, done = exported("csv", HOSTILE)
    assert "'=SUM(A1) <script>" in path.read_text("utf-8")
    assert [one.count for one in done.changed] == [1]
    path.unlink()
    path, done = exported("csv", HOSTILE, as_is=True)
    assert "'=SUM(A1)" not in path.read_text("utf-8")
    assert "=SUM(A1)" in path.read_text("utf-8")
    assert done.changed == ()


def test_plain_text_is_what_was_found(archive: Archive, exported: Export) -> None:
    path, _ = exported("txt")
    text = path.read_bytes().decode()
    for hit in archive.search("", limit=100).hits:
        (filed,) = archive.find(hit.key)
        assert filed.telegram.text.strip("\r\n") in text


def _bibtex(path: Path) -> list[dict[str, str]]:
    library = parse_string(path.read_text("utf-8"))
    assert library.failed_blocks == []
    return [
        {"ID": one.key, **{name: field.value for name, field in one.fields_dict.items()}}
        for one in library.entries
    ]


@pytest.mark.parametrize("query", ["", HOSTILE, "nowhere-to-be-found"])
def test_every_bibliography_has_the_same_entries(query: str, exported: Export) -> None:
    ris = rispy.loads(exported("ris", query)[0].read_text("utf-8"))
    bibtex = _bibtex(exported("bibtex", query)[0])
    csl = json.loads(exported("csl-json", query)[0].read_bytes())
    assert [one["id"] for one in ris] == [one["ID"] for one in bibtex] == [one["id"] for one in csl]
    assert len(csl) == {"": 21, HOSTILE: 1}.get(query, 0)


def test_an_entry_says_who_wrote_to_whom_what_and_when(exported: Export) -> None:
    (ris,) = rispy.loads(exported("ris", HOSTILE)[0].read_text("utf-8"))
    (bibtex,) = _bibtex(exported("bibtex", HOSTILE)[0])
    (csl,) = json.loads(exported("csl-json", HOSTILE)[0].read_bytes())
    assert ris["authors"] == ["Embassy in Ankara"]
    assert bibtex["author"] == "{Embassy in Ankara}"
    assert csl["author"] == [{"literal": "Embassy in Ankara"}]
    assert csl["recipient"] == [{"literal": "Department of State"}]
    assert (ris["year"], ris["date"]) == ("2006", "2006/05/10")
    assert (bibtex["year"], bibtex["month"], bibtex["day"]) == ("2006", "may", "10")
    assert csl["issued"] == {"date-parts": [[2006, 5, 10]]}
    assert ris["keywords"] == ["PREL", "TU", "HALE, ANNA"]
    assert bibtex["keywords"] == "PREL, TU, {HALE, ANNA}"
    title = '=SUM(A1) <script>alert("x")</script> 100% \\{of} "it" & ]]> #1'
    assert ris["title"] == csl["title"] == title
    assert r"100\% {\textbackslash}{\textbraceleft}of{\textbraceright}" in bibtex["title"]
    assert BAD in ris["abstract"]


def test_letters_that_a_format_cannot_hold_are_named_and_counted(exported: Export) -> None:
    _, done = exported("ris", HOSTILE)
    assert [(one.what, one.count) for one in done.changed] == [
        ("letters that this format cannot hold, written as [U+0007]", 1)
    ]


def test_parquet_is_read_with_lists_as_lists_and_the_record_beside_them(
    archive: Archive, exported: Export
) -> None:
    path, done = exported("parquet")
    for table in (pyarrow.parquet.read_table(path).to_pylist(), polars.read_parquet(path).to_dicts()):
        rows = {row["key"]: row for row in table}
        assert len(rows) == done.telegrams
        (filed,) = archive.find(HOSTILE, checked=False)
        assert rows[HOSTILE]["tags"] == ["PREL", "TU", "HALE, ANNA"]
        assert Telegram.from_json(rows[HOSTILE]["record"]) == filed.telegram
        assert rows[HOSTILE]["source_text"] == filed.telegram.text


def _graph(name: str, path: Path) -> networkx.Graph[str]:
    return networkx.read_graphml(path) if name == "graphml" else networkx.read_gexf(path, version="1.3")


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_graph_ties_telegrams_to_what_they_cite_be_it_there_or_not(
    name: str, archive: Archive, exported: Export
) -> None:
    path, done = exported(name)
    graph = _graph(name, path)
    status = {key: facts["status"] for key, facts in graph.nodes(data=True)}
    assert sum(1 for one in status.values() if one == "exported") == done.telegrams
    assert graph.has_edge("1975REYKJAVIK447", "1975STATE52218")
    for key, one in status.items():
        assert (one == "exported") == bool(archive.find(key)), key
    assert graph.nodes[HOSTILE]["subject"].startswith("=SUM(A1) <script>")
    assert {cited for citing, cited in graph.edges if citing == HOSTILE} == {
        "2006STATE31044",
        "2006ANKARA612",
    }
    assert status["2006STATE31044"] == "missing"


@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_what_is_cited_and_held_but_not_exported_says_so(name: str, exported: Export) -> None:
    graph = _graph(name, exported(name, "mrn:1975REYKJAVIK447")[0])
    assert {key: facts["status"] for key, facts in graph.nodes(data=True)} == {
        "1975REYKJAVIK447": "exported",
        "1975STATE52218": "held",
        "1975REYKJAVIK402": "held",
    }
