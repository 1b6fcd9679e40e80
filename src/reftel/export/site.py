"""HTML: a site in a folder, which any browser shows from the disk: lists, a page for each telegram, references linked.

A telegram that is cited and not exported has a page too, which says so and by whom it is cited; no link leads nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from reftel.archive import Filed
from reftel.export.aspects import ALL
from reftel.export.format import FolderFormat, Job, in_batches, utf8
from reftel.export.pages import facts_of, render, style
from reftel.export.placing import file_name
from reftel.export.ties import Ties
from reftel.export.wording import date_of

ROWS = 500
"""How many telegrams a list holds, and how many of those that cite one are named."""
_LOST = {
    "source bytes", "address details", "distribution", "release", "transmission", "aliases", "spans", "repairs",
    "diagnostics", "provenance", "facts", "copies", "composition", "corrections", "former names", "sections", "kind",
}  # fmt: skip
_SAID = {
    "held": "This telegram is in the archive and was not exported.",
    "missing": "This telegram is cited, and the archive does not have it.",
}


class Row(NamedTuple):
    """A line of a list: where it leads, under what name, and what else it says."""

    path: str
    name: str
    rest: tuple[str, ...]


def path_of(key: str) -> str:
    """Where the page of a telegram lies; a folder for each year keeps folders small."""
    year = key[:4] if key[:4].isdecimal() and key[:4].isascii() else "other"
    return f"telegrams/{year}/{file_name(key, '.html')}"


class _Site:
    """One site while it is written."""

    def __init__(self, folder: Path, job: Job) -> None:
        self.folder = folder
        self.job = job

    def page(self, path: str, template: str, **facts: object) -> None:
        """Write a page; `link` leads from it to that of another telegram."""
        up = "../" * path.count("/")
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        facts = {"up": up, "link": lambda key: up + path_of(key)} | facts
        place.write_bytes(utf8(render(template, **facts), self.job))

    def telegram(self, filed: Filed) -> Row:
        """Write the page of a telegram; its line in the list."""
        telegram, path = filed.telegram, path_of(filed.key)
        facts = facts_of(telegram, filed.key, None)
        del facts["link"]
        self.page(path, "one.html", title=f"{filed.key}: {telegram.subject or 'no subject'}", **facts)
        sender = telegram.originator.name if telegram.originator else None
        return Row(path, filed.key, (date_of(telegram)[:10], sender or "", telegram.subject or ""))

    def lists(self, name: str, title: str, names: tuple[str, ...], rows: Iterable[Row]) -> None:
        """Write lists of so many rows each, linked with each other; an empty one where there are none."""
        batches = in_batches(rows, ROWS)
        number, here = 1, next(batches, [])
        while True:
            after = next(batches, None)
            facts = {
                "before": _list_name(name, number - 1) if number > 1 else None,
                "after": _list_name(name, number + 1) if after else None,
            }
            self.page(_list_name(name, number), "list.html", title=title, names=names, rows=here, **facts)
            if after is None:
                return
            number, here = number + 1, after

    def absent(self, ties: Ties) -> Iterator[Row]:
        """Write the pages of what is cited and not exported; their lines in the list."""
        for mrn, key in ties.elsewhere():
            self.page(path_of(mrn), "absent.html", title=mrn, key=key, said="", citing=(), more=0)
        for node in ties.others(self.job.archive):
            citing, total = ties.citing(node.key, ROWS)
            facts = {"said": _SAID[node.status], "citing": citing, "more": total - len(citing)}
            self.page(path_of(node.key), "absent.html", title=node.key, key=None, **facts)
            yield Row(path_of(node.key), node.key, (_SAID[node.status], str(total)))


def _list_name(name: str, number: int) -> str:
    return f"{name}.html" if number == 1 else f"{name}-{number}.html"


def _write(telegrams: Iterator[Filed], folder: Path, job: Job) -> None:
    site = _Site(folder, job)
    (folder / "reftel.css").write_text(style(), "utf-8")
    with closing(Ties()) as ties:

        def written() -> Iterator[Row]:
            for filed in telegrams:
                ties.add(filed)
                yield site.telegram(filed)

        site.lists("index", "Telegrams", ("Number", "Date", "From", "Subject"), written())
        ties.added()
        site.lists("missing", "Cited, and not here", ("Number", "", "Cited by"), site.absent(ties))


FORMAT = FolderFormat(
    name="html",
    title="a site in a folder: lists, a page for each telegram, references linked; no script, no network",
    extension=".html",
    carries=ALL - _LOST,
    remarks=(
        "Open `index.html`. What is cited and not exported has a page too, which says whether the archive holds it.",
    ),
    write=_write,
)
