"""Marks inside lines that are not the telegram's: link marks, paragraph signs, control characters, misread letters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from reftel.model.strand import Cut
from reftel.reading.decode import Decoded, control_runs
from reftel.reading.landmarks import BANNER
from reftel.reading.mojibake import misread_runs
from reftel.text.plain import AtLines

INLINE_BANNER = re.compile(rf"(?<![ ])[ ]*+{BANNER}(?:\s*{BANNER}){{0,3}}[ ]*")
_IN_ORDER = re.compile(
    r"(?:\s*(?:(?:Sheryl|Margaret) P\.? (?:Walter|Grafeld)\s+)?Declassified/Released US Department of State"
    r" EO Systematic Review \d{1,2} [A-Za-z]{3} \d{4}){1,4}\s*\Z"
)
_LINK = re.compile(r"\[(?P<word>[^\[\]\n]{1,60})\](?P<target>\((?:#|/|https?:)[^()\s]{0,300}\))")
_PILCROW = AtLines(r"[ ]{0,200}+(?P<sign>¶[ ]?)")
_ANCHOR = re.compile(r"<(?:a\s[^<>\n]{0,300}|/a|br[ ]?/?|/?pre|/?code|/?p)>", re.IGNORECASE)

Found = Iterator[tuple[Cut, str]]
"""Cuts in order, each with the code of its quirk, or none."""


def _banners(decoded: Decoded, start: int, end: int) -> Found:
    """Q26, Q27: release banners in the middle of a line, perhaps broken by its end."""
    if decoded.plain.find("Declassified", start, end) >= 0:
        for match in INLINE_BANNER.finditer(decoded.plain, start, end):
            yield Cut(match.start(), match.end(), " "), "" if _IN_ORDER.match(match[0]) else "Q27"


def _links(decoded: Decoded, start: int, end: int) -> Found:
    """Q9: what a web page's links leave in plain text; the visible letters stay."""
    plain = decoded.plain
    if plain.find("[", start, end) >= 0 and plain.find("](", start, end) >= 0:
        for match in _LINK.finditer(plain, start, end):
            yield Cut(match.start(), match.start("word")), ""
            yield Cut(match.end("word"), match.end()), "Q9"
    if plain.find("<", start, end) >= 0 and (
        plain.find("</", start, end) >= 0 or plain.find("<br", start, end) >= 0
    ):
        for match in _ANCHOR.finditer(plain, start, end):
            yield Cut(match.start(), match.end()), "Q9"


def _pilcrows(decoded: Decoded, start: int, end: int) -> Found:
    """The paragraph sign that a publisher put before numbers at the begin of lines."""
    if decoded.plain.find("¶", start, end) >= 0:
        for match in _PILCROW.finditer(decoded.plain, start, end):
            yield Cut(*match.span("sign")), ""


def _controls(decoded: Decoded, start: int, end: int) -> Found:
    """Q6: control characters go, the word goes on. Q3: so do byte order marks, and no-width spaces."""
    if decoded.controls:
        for match in control_runs(decoded.plain[start:end]):
            yield Cut(start + match.start(), start + match.end()), "Q6"
    if decoded.plain.isascii():
        return
    for letter, code in (("\ufeff", "Q3"), ("\u200b", "")):
        at = decoded.plain.find(letter, start, end)
        while at >= 0:
            yield Cut(at, at + 1), code
            at = decoded.plain.find(letter, at + 1, end)


def _misread(decoded: Decoded, start: int, end: int) -> Found:
    """Q1: UTF-8 that was read as Windows-1252 and saved again."""
    for at, stop, instead in misread_runs(decoded.plain, start, end):
        begins_line = at == start or decoded.plain[at - 1] == "\n"
        yield Cut(at, stop, instead.removeprefix("¶") if begins_line else instead), "Q1"


FINDERS: tuple[Callable[[Decoded, int, int], Found], ...] = (_banners, _links, _pilcrows, _controls, _misread)
