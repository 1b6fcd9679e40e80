"""The pages: an address, what works out its data, and the names that its query may have, each with its meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from reftel.archive import Archive
from reftel.web.pages.complete import CompletePage, complete_page
from reftel.web.pages.copies import CopiesPage, copies_page
from reftel.web.pages.first import FirstPage, first_page
from reftel.web.pages.gaps import CoveragePage, GapsPage, coverage_page, gaps_page
from reftel.web.pages.overview import OverviewPage, overview_page
from reftel.web.pages.search import SearchPage, search_page
from reftel.web.pages.subjects import PostPage, TagPage, post_page, tag_page
from reftel.web.pages.taken import TakenPage, taken_page
from reftel.web.pages.telegram import SourcePage, TelegramPage, source_page, telegram_page
from reftel.web.pages.thread import AnswersPage, ThreadPage, answers_page, thread_page
from reftel.web.view import Asked, View


class Entry(NamedTuple):
    """One page. `makes` is the type of its data; `make` may give another view instead, or a `Fault`."""

    path: str
    make: Callable[[Archive, Asked], View]
    makes: type[View]
    query: Mapping[str, str] = {}


PAGES = (
    Entry("/", first_page, FirstPage),
    Entry(
        "/search",
        search_page,
        SearchPage,
        {
            "q": "the query",
            "sort": "relevance, -date (newest first), date or post",
            "view": "list, table or timeline",
            "col": "a column of the table; may be given again",
            "page": "the number of the page, from 1",
            "cursor": "the cursor that the page before gave, instead of a number",
            "limit": "how many telegrams a page has, 100 at most",
        },
    ),
    Entry("/complete", complete_page, CompletePage, {"q": "the query as far as it is typed"}),
    Entry(
        "/telegram/{key:str}",
        telegram_page,
        TelegramPage,
        {
            "lit": "JSON Pointer of the field whose letters are lit",
            "line": "a line of the source instead, from 1: the field with the fewest letters on it is lit",
            "part": "the part of a long text, from 1",
        },
    ),
    Entry("/telegram/{key:str}/source", source_page, SourcePage),
    Entry(
        "/telegram/{key:str}/export",
        taken_page,
        TakenPage,
        {"to": "a format of `reftel export` that is one file"},
    ),
    Entry(
        "/telegram/{key:str}/copies",
        copies_page,
        CopiesPage,
        {
            "left": "the number of the copy at the left, from 1",
            "right": "the number of the copy beside it",
            "part": "the part of long copies, from 1",
        },
    ),
    Entry("/thread/{key:str}", thread_page, ThreadPage),
    Entry("/answers/{key:str}", answers_page, AnswersPage),
    Entry(
        "/overview",
        overview_page,
        OverviewPage,
        {"year": "the year that is shown by month; the one with most telegrams without it"},
    ),
    Entry("/gaps", gaps_page, GapsPage, {"post": "a post in any form; all without it"}),
    Entry("/coverage", coverage_page, CoveragePage, {"post": "a post in any form; all without it"}),
    Entry("/post/{name:str}", post_page, PostPage),
    Entry("/tag/{code:str}", tag_page, TagPage),
)
