"""What nobody wrote by hand takes no longer than what people wrote: marks without end, lines without words."""

from __future__ import annotations

import io

import pytest

from reftel.sources.opening import records_of
from reftel.sources.record import Place

MANY = 40_000  # in time that grows as their square, each of these would take minutes
TEI = b'<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1936v99"><div type="document" xml:id="d1"><note'
TELEGRAM = TEI + b' type="source" rend="inline">Telegram</note><head>The Minister to the Secretary</head>'
LINES = {
    "a volume of empty paragraphs": TELEGRAM + b"<p/>" * MANY + b"</div></TEI>",
    "a volume of empty cells": TELEGRAM + b"<row>" + b"<cell/>" * MANY + b"</row></div></TEI>",
    "a volume of labels": TELEGRAM + b"<label/>" * MANY + b"</div></TEI>",
    "a heading of nothing but to": TEI
    + b"/><head>"
    + b"Telegram From A to " * 9000
    + b"B</head></div></TEI>",
    "a cablegram of empty lines": b"---\ntitle: Cablegram to Lima\nvol_id: 1\n---\n" + b"\n " * MANY + b"x",
    "a title of cablegrams": b"---\nvol_id: 1\ntitle: " + b"cablegram from to " * 900 + b"\n---\nx",
    "a mail of quotation marks": b"Message-ID: <a>\nMIME-Version: 1.0\n\n" + b">" * MANY,
    "a mailbox of separators": b"From a 2001\nX:\n" + b"From " * MANY,
    "objects inside objects": b'{"doc_id": "a", "corpus": "b", "body": ' + b"[{" * MANY,
    "a string of backslashes": b'[{"doc_id": "a", "corpus": "b", "body": "' + b"\\" * MANY,
    "a table of commas": b"doc_id,corpus,authored,body\n" + b'1975LIMA01862,cfpf,"' + b"\n1975LIMA" * MANY,
    "a table of quotation marks": b'"1","5/10/2006 10:39","06LIMA862","' + b'"' * MANY,
}


@pytest.mark.parametrize("name", LINES)
def test_it_is_over_soon(name: str) -> None:
    assert list(records_of(io.BytesIO(LINES[name]), Place("a")))
