"""The pages and the changes of a desk."""

from __future__ import annotations

from reftel.web.desk import bringing, correcting, keeping, listing, marking
from reftel.web.desk.bringing import BringPage, FailedPage, RunPage, bring_page, failed_page, run_page
from reftel.web.desk.correcting import CorrectPage, correct_page
from reftel.web.desk.entry import DeskEntry
from reftel.web.desk.keeping import (
    HistoryPage,
    KeptPage,
    SearchesPage,
    history_page,
    kept_page,
    searches_page,
)
from reftel.web.desk.listing import CitationsPage, ListPage, ListsPage, citations_page, list_page, lists_page

_NAME = {"name": "the name of the list"}
PAGES = (
    DeskEntry("/kept", kept_page, KeptPage),
    DeskEntry("/lists", lists_page, ListsPage),
    DeskEntry(
        "/list",
        list_page,
        ListPage,
        {
            **_NAME,
            "form": "archives, frus or chicago",
            "first": "the place of the first telegram shown, from 1",
        },
    ),
    DeskEntry(
        "/list/citations", citations_page, CitationsPage, {**_NAME, "form": "archives, frus or chicago"}
    ),
    DeskEntry("/history", history_page, HistoryPage, {"before": "the moment before which pages were read"}),
    DeskEntry("/searches", searches_page, SearchesPage),
    DeskEntry("/ingest", bring_page, BringPage),
    DeskEntry("/ingest/{run:str}", run_page, RunPage),
    DeskEntry(
        "/ingest/{run:str}/file",
        failed_page,
        FailedPage,
        {"path": "the file as the report names it", "line": "the line around which it is shown"},
    ),
    DeskEntry("/telegram/{key:str}/correct", correct_page, CorrectPage, {"field": "the field to correct"}),
)
ACTIONS = (*bringing.ACTIONS, *marking.ACTIONS, *listing.ACTIONS, *keeping.ACTIONS, *correcting.ACTIONS)
