"""Finds and reads the settings of `reftel check`: the nearest above a file, and the note beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from reftel.check.settings import Choice, Settings, SettingsError, Suppression, read_settings

OWN, SHARED = ".reftel.toml", "pyproject.toml"
BESIDE = ".reftel.toml"  # behind the whole name of a file: `06TUNIS1118.txt.reftel.toml`


class Shelf:
    """The settings met in one run, so that each folder is looked into once."""

    def __init__(self, profile: str | None, select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
        self._said = (profile, select, ignore)
        self._known: dict[Path, tuple[Path, Settings]] = {}

    def choice(self, path: Path | None) -> Choice:
        """What is wanted of a file; None is standard input, which has the settings of the working folder.

        Raises `SettingsError`.
        """
        where = (path or Path("-")).absolute()
        folder, settings = self._nearest(where.parent)
        choice = settings.choice(where.relative_to(folder).as_posix(), *self._said)
        return choice._replace(suppressions=(*choice.suppressions, *(_beside(where) if path else ())))

    def unmet(self, paths: Iterable[str], met: Collection[Suppression]) -> Iterator[Suppression]:
        """The suppressions of folders that met no finding, of folders that were checked as a whole only."""
        whole = [Path(path).absolute() for path in paths if path != "-" and Path(path).is_dir()]
        for folder, settings in dict(self._known.values()).items():
            if any(folder.is_relative_to(one) for one in whole):
                yield from (one for one in settings.suppressions() if one not in met)

    def _nearest(self, folder: Path) -> tuple[Path, Settings]:
        """The settings of a folder or of the nearest one above that has some, and that folder."""
        if folder not in self._known:
            own = _settings_in(folder)
            top = folder == folder.parent
            self._known[folder] = (folder, own or Settings()) if own or top else self._nearest(folder.parent)
        return self._known[folder]


def _settings_in(folder: Path) -> Settings | None:
    for name, keys in ((OWN, ("check",)), (SHARED, ("tool", "reftel", "check"))):
        table = _table(folder / name, keys)
        if table is not None:
            return read_settings(table, _shown(folder / name))
    return None


def _table(path: Path, keys: tuple[str, ...]) -> dict[str, Any] | None:
    """A table of a TOML file; None where there is no such file or table."""
    try:
        if not path.is_file():
            return None
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{_shown(path)}: {error}") from error
    for key in keys:
        table = table.get(key) if isinstance(table, dict) else None
    return table if isinstance(table, dict) else None


def _beside(path: Path) -> tuple[Suppression, ...]:
    """The suppressions in the note beside a file."""
    note = path.with_name(path.name + BESIDE)
    table = _table(note, ())
    if table is None:
        return ()
    place = _shown(note)
    if set(table) - {"suppress"}:
        raise SettingsError(f"{place}: a note beside a telegram has only [[suppress]] entries")
    return tuple(one._replace(files="") for one in read_settings(table, place).suppressions())


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
