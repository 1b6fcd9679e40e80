"""The folder of a post: `post.toml`, its book `post.sqlite`, its archive."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Self

from reftel.archive import open_archive
from reftel.exchange.keeping import journal, numbers
from reftel.exchange.keeping.book import NAME as BOOK
from reftel.exchange.keeping.book import Book
from reftel.exchange.post import config_file
from reftel.exchange.post.config import Config, PostError
from reftel.exchange.post.config_file import read_config
from reftel.vocabulary import posts

_CONFIGURATION = "configuration"


class Place:
    """An opened post; use it in a `with` block. Commands and the running post may have it open at the same time."""

    def __init__(self, folder: Path, *, clock: Callable[[], float] = time.time) -> None:
        self.folder = folder
        self.config: Config = read_config(folder / config_file.NAME)
        self.book = Book(folder / BOOK, clock=clock)
        self._note_configuration()
        self._know_circuits()

    @property
    def archive(self) -> Path:
        """The folder of the archive in which its telegrams are filed."""
        return self.folder / self.config.post.archive

    def _note_configuration(self) -> None:
        """Put into the journal which `post.toml` holds from now on: its rules, people and directory (R-44, R-64)."""
        digest = hashlib.sha256((self.folder / config_file.NAME).read_bytes()).hexdigest()
        mark = int(digest[:15], 16)  # sixty bits, which SQLite keeps as a number
        if numbers.last(self.book, _CONFIGURATION) == mark:
            return
        with self.book.transaction():
            numbers.set_last(self.book, _CONFIGURATION, mark)
            journal.enter(self.book, _CONFIGURATION, config_file.NAME, "read anew", sha256=digest)

    def _know_circuits(self) -> None:
        known = {name for (name,) in self.book.rows("SELECT name FROM circuit")}
        if new := self.config.circuits.keys() - known:
            with self.book.transaction():
                for name in sorted(new):
                    self.book.put("INSERT INTO circuit (name) VALUES (?) ON CONFLICT DO NOTHING", name)
                    journal.enter(self.book, "configuration", name, "circuit entered")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.book.close()

    def make_archive(self) -> None:
        """Make an empty archive where nothing has been filed yet."""
        if not self.archive.exists():
            with open_archive(self.archive, writable=True):
                pass


def post_of(archive: Path) -> Path | None:
    """The folder of the post whose archive stands in it; None for an archive that is no post's."""
    folder = archive.resolve().parent
    if not (folder / config_file.NAME).is_file() or not (folder / BOOK).is_file():
        return None
    named = folder / read_config(folder / config_file.NAME).post.archive
    return folder if named.resolve() == archive.resolve() else None


def init(folder: Path, name: str) -> Path:
    """Make a post in a folder that has none; the path of its configuration, ready to be filled in."""
    path = folder / config_file.NAME
    if path.exists():
        raise PostError(f"{path}: there is a post here already; edit it, or name another folder")
    known = posts.find(name)
    if known is None or not known.routing_indicators:
        raise PostError(f"{name}: no list knows a post of this name with a routing indicator; write TUNIS")
    template = files("reftel.exchange.post").joinpath("template.toml").read_text("utf-8")
    filled = template.replace("@NAME@", known.name).replace("@INDICATOR@", known.routing_indicators[0])
    filled = filled.replace("@ADDRESS@", known.plain_address)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(filled, encoding="utf-8")
    except OSError as error:
        raise PostError(f"{folder}: cannot be written: {error.strerror}; name another folder") from error
    Book(folder / BOOK, make=True).close()
    with Place(folder) as place, place.book.transaction():
        journal.enter(place.book, "configuration", known.name, "post made")
    return path
