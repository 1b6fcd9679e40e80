"""Reading lists: the page of all, the page of one with its citations, and what is done to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import quote

from reftel.archive import Archive, ArchiveError
from reftel.archive.links.cite import Citation, cited
from reftel.archive.results import Hit
from reftel.model.counting import counted
from reftel.model.noun import Noun
from reftel.web.desk.acting import Acting, Action, Done
from reftel.web.desk.forms import local
from reftel.web.desk.marking import the_telegram
from reftel.web.desk.taking_away import formats
from reftel.web.setting.address import asked_number
from reftel.web.view import Asked, Fault, Missing, View
from reftel.workspace import Workspace, lists, marks
from reftel.workspace.records import ReadingList
from reftel.workspace.seen import some_told, told_of

MOST_SHOWN = 100
FORMS = {"archives": "National Archives", "frus": "Foreign Relations series", "chicago": "Chicago"}


class Listed(Noun, frozen=True):
    """A telegram in a list: the key that it was put there under, what it is, how it is cited in each form."""

    key: str
    hit: Hit | None
    citations: tuple[Citation, ...] = ()


class Summary(Noun, frozen=True):
    """A reading list and how many of its telegrams there are to be seen."""

    name: str
    about: str
    held: int


class ListsPage(View, frozen=True):
    """The reader's lists."""

    template: ClassVar[str] = "lists.html"

    lists: tuple[Summary, ...]

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The addresses of the lists."""
        return {"address": list_url}


class ListPage(View, frozen=True):
    """Some telegrams of a list in its order, from the one at place `first` on, of `held` in all."""

    template: ClassVar[str] = "list.html"

    list: ReadingList
    entries: tuple[Listed, ...]
    first: int
    held: int

    def shown(self, asked: Asked) -> Mapping[str, Any]:
        """The form of citation that is shown."""
        form = asked.get("form", "archives")
        return {
            "form": form if form in FORMS else "archives",
            "forms": FORMS,
            "formats": formats(),
            "address": list_url,
            "most": MOST_SHOWN,
        }


class CitationsPage(View, frozen=True):
    """The citations of a list, one a line, to be taken away."""

    media: ClassVar[str] = "text/plain"

    list: str
    form: str
    citations: tuple[str, ...]

    def body(self, asked: Asked) -> bytes:
        """The lines themselves."""
        return "".join(f"{line}\n" for line in self.citations).encode("utf-8", "replace")


def list_url(name: str, form: str = "", page: str = "/list") -> str:
    """The address of a list, or of its citations."""
    return f"{page}?name={quote(name, safe='')}" + (f"&form={form}" if form else "")


def lists_page(archive: Archive, workspace: Workspace, _asked: Asked) -> View:
    """The reader's lists by name."""
    found = lists.lists(workspace)
    held = {one.name: some_told(archive, lists.entries(workspace, one.name))[1] for one in found}
    return ListsPage(tuple(Summary(one.name, one.about, held[one.name]) for one in found))


def list_page(archive: Archive, workspace: Workspace, asked: Asked) -> View:
    """The list that the address names, a hundred telegrams of it."""
    found = _the_list(workspace, asked.get("name"))
    first = asked_number(asked.get("first"))
    told, held = some_told(archive, lists.entries(workspace, found.name), first - 1, MOST_SHOWN)
    shown = tuple(Listed(entry.key, hit, _citations(archive, hit)) for entry, hit in told)
    return ListPage(found, shown, first, held)


def _the_list(workspace: Workspace, name: str) -> ReadingList:
    found = next((one for one in lists.lists(workspace) if one.name == name), None)
    if found is None:
        message = f"{name}: there is no reading list of this name"
        raise Fault(404, "no_such_list", message, Missing("No such list", message))
    return found


def citations_page(archive: Archive, workspace: Workspace, asked: Asked) -> View:
    """The citations of the whole list that the address names, in the form that it names."""
    found, form = _the_list(workspace, asked.get("name")), asked.get("form", "archives")
    told = told_of(archive, lists.entries(workspace, found.name))
    lines = (one.text for _, hit in told for one in _citations(archive, hit) if one.form == form)
    return CitationsPage(found.name, form, tuple(lines))


def _citations(archive: Archive, hit: Hit | None) -> tuple[Citation, ...]:
    found = archive.find(hit.key, checked=False) if hit else ()
    return cited(found[0].telegram) if found else ()


def _add(acting: Acting) -> Done:
    filed = the_telegram(acting.archive, acting.key)
    name = acting.form.get("new").strip() or acting.form.get("list")
    if name not in {one.name for one in lists.lists(acting.workspace)}:
        name = lists.make(acting.workspace, name).name
    new = lists.add(acting.workspace, name, marks.names_of(filed))
    return Done(f"{filed.key} is {'' if new else 'already '}in the list “{name}”.")


def _make(acting: Acting) -> Done:
    made = lists.make(acting.workspace, acting.form.get("name"), acting.form.get("about"))
    return Done(f"The list “{made.name}” is begun.", list_url(made.name))


def _describe(acting: Acting) -> Done:
    form = acting.form
    made = lists.describe(acting.workspace, form.get("list"), form.get("name"), form.get("about"))
    return Done("The list is described anew.", list_url(made.name))


def _drop(acting: Acting) -> Done:
    name = acting.form.get("list")
    if acting.form.get("sure") != "1":
        raise ArchiveError(f"{name}: tick the box to say that the list may go")
    lists.drop(acting.workspace, name)
    return Done(f"The list “{name}” is gone; its telegrams stay in the archive.", "/lists")


def _move(acting: Acting) -> Done:
    form, archive = acting.form, acting.archive
    name, key = form.get("list"), form.get("key")
    place = form.number("place") + {"up": -1, "down": 1}.get(form.get("way"), 0)
    seen = None
    if not archive.viewer.sees_all:
        seen = {entry.key for entry, _ in told_of(archive, lists.entries(acting.workspace, name))}
    lists.move(acting.workspace, name, key, place, seen)
    return Done(f"{key} is moved.", f"{local(form.get('back'), list_url(name))}#{quote(key)}")


def _take_out(acting: Acting) -> Done:
    name, key = acting.form.get("list"), acting.form.get("key")
    lists.take_out(acting.workspace, name, [key])
    left = some_told(acting.archive, lists.entries(acting.workspace, name))[1]
    return Done(f"{key} is out of the list; {counted(left, 'telegram')} left.", list_url(name))


ACTIONS = (
    Action("/telegram/{key:str}/list", _add, "/telegram/{key}"),
    Action("/lists/make", _make, "/lists"),
    Action("/lists/describe", _describe, "/lists"),
    Action("/lists/drop", _drop, "/lists"),
    Action("/lists/move", _move, "/lists"),
    Action("/lists/take-out", _take_out, "/lists"),
)
