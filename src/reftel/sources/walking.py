"""Folders: which files there are below the named paths, and what is stated about them beside them."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from reftel.sources import bags
from reftel.sources.facts import FACTS_FILE, Facts, FactsError, read_facts
from reftel.sources.files import Found, Refused, shown, unreadable, with_facts


class _Walk:
    """One walk over folders. It remembers the folders above, so that a symbolic link cannot lead in a circle."""

    def __init__(self) -> None:
        self.seen: set[tuple[int, int]] = set()

    def enter(self, path: Path) -> Iterator[Found | Refused]:
        """The file at `path`, or all files below it in the order of their names."""
        try:
            facts = path.stat()
        except OSError as error:
            yield unreadable(path, error)
            return
        if stat.S_ISDIR(facts.st_mode):
            yield from self._folder(path, (facts.st_dev, facts.st_ino))
        elif stat.S_ISREG(facts.st_mode):
            name = shown(path)
            raw = None if name == str(path) else os.fsencode(path)
            yield Found(name, facts.st_size, facts.st_mtime_ns, raw=raw)
        else:
            yield Refused(shown(path), "skipped", "no regular file (a device, a pipe or a socket)")

    def _folder(self, path: Path, identity: tuple[int, int]) -> Iterator[Found | Refused]:
        if identity in self.seen:
            reason = "a folder that was read already, by a link or by being named twice"
            yield Refused(shown(path), "skipped", reason)
            return
        self.seen.add(identity)
        try:
            names = sorted(os.listdir(path))  # noqa: PTH208 - names only, sorted without paths
        except OSError as error:
            yield unreadable(path, error)
            return
        if "reftel.sqlite" in names:
            yield Refused(shown(path), "skipped", "an archive of Reftel, not telegrams to file")
            return
        if bags.is_bag(names):
            yield from bags.files_of(path)
            return
        yield from self._children(path, names)

    def _children(self, path: Path, names: list[str]) -> Iterator[Found | Refused]:
        facts: dict[str, Facts] = {}
        if FACTS_FILE in names:
            try:
                facts = read_facts(path / FACTS_FILE)
            except FactsError as error:
                yield Refused(shown(path / FACTS_FILE), "failed", str(error), error.remedy)
        for name in names:
            for item in self.enter(path / name):
                stated = facts.get(name) if isinstance(item, Found) else None
                yield with_facts(item, stated) if stated and isinstance(item, Found) else item


def find_files(paths: Iterable[Path | str]) -> Iterator[Found | Refused]:
    """Every file at or below `paths`, streaming, sorted within each folder; what is no file comes as Refused.

    Symbolic links are followed; no folder is read twice. Hidden files are read like others.
    """
    walk = _Walk()
    for path in paths:
        yield from walk.enter(Path(os.path.abspath(path)))  # noqa: PTH100 - links are kept as named
