"""What the reader has kept and read: stars, tags and notes on one page, the history, the saved searches, choices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from reftel.archive import Archive, ArchiveError
from reftel.archive.results import Hit
from reftel.model.noun import Noun
from reftel.web.desk.acting import Acting, Action, Done
from reftel.web.setting.cards import cards
from reftel.web.view import Asked, View
from reftel.web.words import search_url
from reftel.workspace import Workspace, history, searches
from reftel.workspace.records import Note, Saved, Star, Tag, Visit
from reftel.workspace.seen import as_told, may_be_told, some_told, told_of

MOST_VISITS, MOST_NEW, MOST_KEPT = 100, 50, 200
CHOICES = {"keys": "The keyboard", "history": "The history"}


class Starred(Noun, frozen=True):
    """A star and its telegram; None where that is no longer in the archive."""

    star: Star
    hit: Hit | None


class Tagged(Noun, frozen=True):
    """One of the reader's tags, and the telegrams that have it."""

    word: str
    telegrams: tuple[Hit, ...]


class Remark(Noun, frozen=True):
    """A note and its telegram."""

    note: Note
    hit: Hit | None


class KeptPage(View, frozen=True):
    """The newest stars, tags and notes; `held` counts all of them, each star, tag and note for itself."""

    template: ClassVar[str] = "kept.html"

    stars: tuple[Starred, ...]
    tags: tuple[Tagged, ...]
    notes: tuple[Remark, ...]
    held: dict[str, int]


class Read(Noun, frozen=True):
    """A page that was read, and the telegram if it was one."""

    visit: Visit
    hit: Hit | None


class HistoryPage(View, frozen=True):
    """What was read, the newest first; `before` asks for what was read earlier."""

    template: ClassVar[str] = "history.html"

    visits: tuple[Read, ...]
    on: bool
    before: str | None = None


class News(Noun, frozen=True):
    """A saved search and what was filed since the reader last said that they had seen it."""

    search: Saved
    new: tuple[Hit, ...]
    more: bool


class SearchesPage(View, frozen=True):
    """The saved searches, and what is new in each."""

    template: ClassVar[str] = "searches.html"

    searches: tuple[News, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The new telegrams as cards."""
        return {"cards": cards}


def kept_page(archive: Archive, workspace: Workspace, _asked: Asked) -> View:
    """What the reader has put to telegrams, the newest of each kind."""
    newest = "ORDER BY at DESC, key"
    notes = (note for note in workspace.all(Note, newest) if may_be_told(archive, note))
    stars, starred = some_told(archive, workspace.all(Star, newest), 0, MOST_KEPT)
    tags, tagged = some_told(archive, workspace.all(Tag, newest), 0, MOST_KEPT)
    remarks, noted = some_told(archive, notes, 0, MOST_KEPT)
    words: dict[str, list[Hit]] = {}
    for tag, hit in sorted(tags, key=lambda told: told[0].word):
        words.setdefault(tag.word, []).extend((hit,) if hit else ())
    return KeptPage(
        tuple(Starred(*told) for told in stars),
        tuple(Tagged(word, tuple(hits)) for word, hits in words.items()),
        tuple(Remark(*told) for told in remarks),
        {"stars": starred, "tags": tagged, "notes": noted},
    )


def history_page(archive: Archive, workspace: Workspace, asked: Asked) -> View:
    """The last pages read, some at a time: as many as may be told, so that nothing tells of the others."""
    most = MOST_VISITS if archive.viewer.sees_all else history.MOST_VISITS
    told = told_of(archive, history.visits(workspace, most, asked.get("before", "9999")))
    before = told[MOST_VISITS - 1][0].at if len(told) >= MOST_VISITS else None
    shown = tuple(Read(*one) for one in told if before is None or one[0].at >= before)
    return HistoryPage(shown, history.chosen(workspace, "history"), before)


def searches_page(archive: Archive, workspace: Workspace, _asked: Asked) -> View:
    """What is new in each saved search; nothing is noted as seen by looking."""
    found = searches.news(workspace, archive, MOST_NEW + 1, keep=True)
    return SearchesPage(
        tuple(News(as_told(archive, one), new[:MOST_NEW], len(new) > MOST_NEW) for one, new in found)
    )


def _save(acting: Acting) -> Done:
    query, name = acting.form.get("query"), acting.form.get("name") or acting.form.get("query")
    searches.save(acting.workspace, name, query, acting.archive.store.highest("telegram"))
    return Done("The search is saved; what is filed from now on will be new in it.", search_url(query))


def _forget_search(acting: Acting) -> Done:
    searches.forget(acting.workspace, acting.form.get("name"))
    return Done("The saved search is gone.")


def _seen(acting: Acting) -> Done:
    searches.told(acting.workspace, acting.form.get("name"), acting.archive.store.highest("telegram"))
    return Done("Noted: you have seen what was new.")


def _forget_history(acting: Acting) -> Done:
    history.forget(acting.workspace)
    return Done("The history is empty.")


def _choose(acting: Acting) -> Done:
    name, on = acting.form.get("name"), acting.form.get("on") == "1"
    if name not in CHOICES:
        raise ArchiveError(f"{name}: is nothing that can be switched")
    history.choose(acting.workspace, name, on)
    return Done(f"{CHOICES[name]} is {'on' if on else 'off'}.")


ACTIONS = (
    Action("/searches/save", _save, "/searches"),
    Action("/searches/forget", _forget_search, "/searches"),
    Action("/searches/seen", _seen, "/searches"),
    Action("/history/forget", _forget_history, "/history"),
    Action("/choices", _choose, "/history"),
)
