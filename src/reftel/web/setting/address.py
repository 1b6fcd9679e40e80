"""The address of a search page with everything that was chosen on it, so that a link is a citation."""

from __future__ import annotations

import re
from typing import NamedTuple, Self
from urllib.parse import quote

from reftel.web.view import Asked
from reftel.web.words import post_url, tag_url

SORTS = {"relevance": "best first", "-date": "newest first", "date": "oldest first", "post": "by post"}
VIEWS = {"list": "list", "table": "table", "timeline": "timeline"}
COLUMNS = {
    "date": "Date",
    "number": "Number",
    "subject": "Subject",
    "from": "From",
    "to": "To",
    "class": "Classification",
    "captions": "Captions",
    "layout": "Layout",
}
USUAL = ("date", "number", "subject", "from", "to", "class")
FARTHEST = 10**9
_DATE = re.compile(r'(?<!\S)date:(?:"[^"]*"|[^\s()"]+)(?!\S)')
_ABOUT = {"post": post_url, "tag": tag_url}
_TERM = re.compile(r'(?<!\S)-?[a-z]+:(?:"[^"]*"|[^\s()"]+)(?!\S)')


class Address(NamedTuple):
    """A query with its order, page, view and columns. What goes without saying is left out of the address."""

    query: str = ""
    sort: str = "relevance"
    page: int = 1
    view: str = "list"
    columns: tuple[str, ...] = USUAL

    @classmethod
    def asked(cls, asked: Asked) -> Self:
        """The address that was asked for; what it names wrongly is as usual."""
        sort, view = asked.get("sort"), asked.get("view")
        columns = tuple(name for name in COLUMNS if name in asked.all("col")) or USUAL
        view = view if view in VIEWS else "list"
        usual = "date" if view == "timeline" else "relevance"
        return cls(
            asked.get("q"),
            sort if sort in SORTS else usual,
            asked_number(asked.get("page")),
            view,
            columns,
        )

    @property
    def url(self) -> str:
        """The address itself."""
        made = f"/search?q={quote(self.query, safe=':')}"
        if self.sort != ("date" if self.view == "timeline" else "relevance"):
            made += f"&sort={quote(self.sort)}"
        if self.view != "list":
            made += f"&view={self.view}"
        if self.columns != USUAL:
            made += "".join(f"&col={name}" for name in self.columns)
        return made + (f"&page={self.page}" if self.page > 1 else "")

    def first(self, query: str) -> str:
        """The address of the first page of another query, set alike."""
        return self._replace(query=" ".join(query.split()), page=1).url

    def adding(self, term: str) -> str:
        """The address of the query narrowed by a term."""
        return self.first(f"{self.query} {term}")

    def taking(self, term: str) -> str:
        """The address of the query without a term."""
        return self.first(without(self.query, term))

    def dated(self, date: str) -> str:
        """The address of the query narrowed to a date, in the place of the date that it names now."""
        return self.first(f"{self.undated} date:{date}")

    @property
    def undated(self) -> str:
        """The query without the date that it names."""
        return " ".join(_DATE.sub(" ", self.query).split())

    @property
    def terms(self) -> tuple[str, ...]:
        """The `field:value` terms that stand in the query by themselves."""
        return tuple(dict.fromkeys(_TERM.findall(self.query)))

    @property
    def about(self) -> tuple[tuple[str, str], ...]:
        """The posts and TAGS codes that the query names by themselves, with the addresses of their pages."""
        named = (term.partition(":") for term in self.terms)
        values = ((field, value.strip('"')) for field, _, value in named)
        return tuple((value, _ABOUT[field](value)) for field, value in values if field in _ABOUT)

    def has(self, term: str) -> bool:
        """Whether the query names a term by itself."""
        return re.search(rf"(?<!\S){re.escape(term)}(?!\S)", self.query) is not None


def asked_number(text: str) -> int:
    """The number that an address asks for, FARTHEST at most; 1 for anything else than a positive number."""
    if not (text.isascii() and text.isdigit()):
        return 1
    return max(int(text), 1) if len(text) < 10 else FARTHEST


def without(query: str, taken: str) -> str:
    """The query without a term that was added to it."""
    return " ".join(re.sub(rf"(?<!\S){re.escape(taken)}(?!\S)", " ", query, count=1).split())
