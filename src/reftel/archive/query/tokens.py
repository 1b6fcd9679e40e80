"""The first step of reading a query: what was typed in pieces, each with its place."""

from __future__ import annotations

import re
from typing import NamedTuple

from reftel.model.telegram import Noun


class Doubt(Noun, frozen=True):
    """A part of a query that was read otherwise than typed: why, and `[start, end)` code points of what was typed."""

    message: str
    start: int
    end: int

    def __str__(self) -> str:
        return self.message


class Token(NamedTuple):
    """One piece. `kind`: open, close, minus, field, pattern, phrase or word; `glued`: no blank stands before it."""

    kind: str
    text: str
    glued: bool
    start: int
    end: int
    slop: int = 0


_TOKEN = re.compile(
    r"""(?P<space>\s+)|(?P<open>\()|(?P<close>\))|(?P<minus>-)(?=[^\s)])|(?P<field>[A-Za-z]+):"""
    r"""|(?<=:)/(?P<pattern>(?:[^/\\\n]|\\.){1,200})/(?=[\s)]|\Z)"""
    r"""|"(?P<phrase>[^"]*)(?P<end>"?)(?:~(?P<slop>[0-9]{1,2}))?|(?P<word>[^\s()"]+)"""
)
_QUOTES = str.maketrans("“”„«»", '"' * 5)


def tokens(text: str, doubts: list[Doubt]) -> list[Token]:
    """The pieces of a query; a quotation mark that is not closed is told."""
    found: list[Token] = []
    glued = False
    for match in _TOKEN.finditer(text.translate(_QUOTES)):
        kind = match.lastgroup or ""
        slop = int(match["slop"] or 0)
        if kind in {"end", "slop"}:
            kind = "phrase"
            if not match["end"]:
                doubts.append(
                    Doubt("a quotation mark is not closed; the phrase was read to the end", *match.span())
                )
        if kind != "space":
            found.append(Token(kind, match[kind], glued, *match.span(), slop))
        glued = kind != "space"
    return found
