"""The pages and the changes of a message centre."""

from __future__ import annotations

from reftel.web.centre import watching
from reftel.web.centre.watching import WatchPage, watch_page
from reftel.web.desk.entry import DeskEntry

PAGES = (DeskEntry("/watch", watch_page, WatchPage),)
ACTIONS = watching.ACTIONS
