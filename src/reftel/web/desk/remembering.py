"""The history: which pages a reader has opened."""

from __future__ import annotations

import logging

from reftel.archive import ArchiveError
from reftel.web.answering import Browser
from reftel.web.desk.visit import visit
from reftel.web.pages.search import SearchPage
from reftel.web.pages.telegram import TelegramPage
from reftel.web.view import View
from reftel.workspace import history

log = logging.getLogger(__name__)
_OWN = ("same-origin", "none")


def remember(request: Browser, view: View) -> None:
    """Note a telegram or a search that a person opened; where that cannot be noted, reading goes on."""
    here, noted = visit(), _noted(view)
    headers = request.headers
    other = headers.get("sec-fetch-site", "none") not in _OWN or "sec-purpose" in headers
    if here is None or noted is None or other or request.method != "GET":
        return
    if "text/html" not in headers.get("accept", ""):
        return
    try:
        history.visit(here.desk.workspace, *noted)
    except ArchiveError as error:
        log.warning("a visit was not noted: %s", error)


def _noted(view: View) -> tuple[str, str] | None:
    if isinstance(view, TelegramPage):
        return "telegram", view.filed.key
    return ("search", view.query) if isinstance(view, SearchPage) and view.query.strip() else None
