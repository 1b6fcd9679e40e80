"""The pages and the changes of a message centre."""

from __future__ import annotations

from reftel.web.centre import changing, watching
from reftel.web.centre.leaving import ReleasePage, release_page
from reftel.web.centre.listing import DraftsPage, NewPage, drafts_page, new_page
from reftel.web.centre.sheet import DifferencePage, DraftPage, difference_page, draft_page
from reftel.web.centre.watching import WatchPage, watch_page
from reftel.web.desk.entry import DeskEntry

PAGES = (
    DeskEntry("/watch", watch_page, WatchPage),
    DeskEntry(
        "/drafts",
        drafts_page,
        DraftsPage,
        {"before": "the number of the draft before which others were released"},
    ),
    DeskEntry("/drafts/new", new_page, NewPage, {"template": "the name of a template"}),
    DeskEntry(
        "/drafts/{draft:str}",
        draft_page,
        DraftPage,
        {"version": "an earlier version, in place of the newest"},
    ),
    DeskEntry(
        "/drafts/{draft:str}/difference",
        difference_page,
        DifferencePage,
        {"from": "the earlier version", "to": "the later version"},
    ),
    DeskEntry("/drafts/{draft:str}/release", release_page, ReleasePage),
)
ACTIONS = (*watching.ACTIONS, *changing.ACTIONS)
ROUTES = (changing.check,)
