"""Which findings are wanted, and how grave they are: the settings of a folder and the suppressions of a file.

Settings stand in the table `[check]` of a `.reftel.toml`, or `[tool.reftel.check]` of a `pyproject.toml`. A telegram is
never altered to silence a rule: what is to be passed over is named beside it, with its line and the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

import msgspec

from reftel.check.run import PROFILES, Found
from reftel.vocabulary import codes

SEVERITIES = ("error", "warning", "note", "off")
_COMMENT = re.compile(
    r"#[ \t]*reftel:[ \t]*ignore[ \t]+(?P<codes>[A-Za-z]\d*(?:[ \t]*,[ \t]*[A-Za-z]\d+)*)(?P<reason>[^\n]*)"
)


class SettingsError(ValueError):
    """Settings that cannot be used, in words for the person who wrote them."""


class Suppression(NamedTuple):
    """Findings to pass over. `first`, `last`: lines counted from 1, 0 for the whole file. `place`: where it stands.

    `files`: the pattern of the files that it is meant for, where it stands in the settings of a folder.
    """

    codes: tuple[str, ...]
    reason: str
    first: int = 0
    last: int = 0
    place: str = ""
    files: str = ""

    @property
    def for_one_file(self) -> bool:
        """Whether one file alone tells that there is nothing to suppress any more."""
        return not any(sign in self.files for sign in "*?[")

    def covers(self, found: Found) -> bool:
        """Whether it is meant for this finding."""
        here = not self.first or self.first <= found.diagnostic.line <= self.last
        return here and found.diagnostic.code.startswith(self.codes)


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[suppress]]`. `file` is a pattern below the folder of the settings; a note beside a file has none."""

    code: str | list[str]
    reason: str
    line: int = 0
    file: str = "*"


class _Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    profile: str | None = None
    select: list[str] = []
    ignore: list[str] = []
    severity: dict[str, str] = {}
    per_path_ignores: dict[str, list[str]] = {}
    suppress: list[_Entry] = []


class Choice(NamedTuple):
    """What is wanted of one file: codes that begin with one of `select` and with none of `ignore`."""

    stated_profile: str | None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: tuple[tuple[str, str], ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    @property
    def profile(self) -> str:
        """The profile for a telegram."""
        return self.stated_profile or "archive"

    @property
    def profile_of_draft(self) -> str:
        """The profile for a draft."""
        return self.stated_profile or "draft"

    def takes(self, code: str) -> bool:
        """Whether findings of this code are wanted."""
        return (not self.select or code.startswith(self.select)) and not code.startswith(
            self.ignore or ("-",)
        )


class Sifted(NamedTuple):
    """The findings that are left, how many were passed over, and the suppressions that passed over some and none."""

    found: tuple[tuple[Found, ...], ...]
    suppressed: int
    used: tuple[Suppression, ...]
    unused: tuple[Suppression, ...]


class Settings(NamedTuple):
    """The settings of a folder. `place` is the file in which they stand, as it is shown."""

    table: _Table = _Table()
    place: str = ""

    def choice(
        self, path: str, profile: str | None, select: tuple[str, ...], ignore: tuple[str, ...]
    ) -> Choice:
        """What is wanted of the file at `path`, counted from the folder of the settings.

        What the command line says goes before: its profile and its selection replace those of the settings, what it
        ignores is ignored too.
        """
        table = self.table
        here = (
            code
            for pattern, listed in table.per_path_ignores.items()
            if _fits(path, pattern)
            for code in listed
        )
        return Choice(
            profile or table.profile,
            select or tuple(table.select),
            (*ignore, *table.ignore, *here),
            tuple(table.severity.items()),
            tuple(one for one in self.suppressions() if _fits(path, one.files)),
        )

    def suppressions(self) -> Iterator[Suppression]:
        """Every suppression of the folder, whatever files it is meant for."""
        return (_suppression(entry, self.place) for entry in self.table.suppress)


def _fits(path: str, pattern: str) -> bool:
    """Whether a path is of a pattern: `damaged.txt` and `1979/*` at any depth, `**` for any folders."""
    plain = pattern.replace("**/", "*")
    return any(fnmatchcase(path, form) for form in (plain, f"*/{plain}"))


def _suppression(entry: _Entry, place: str) -> Suppression:
    listed = [entry.code] if isinstance(entry.code, str) else entry.code
    return Suppression(tuple(listed), entry.reason, entry.line, entry.line, place, entry.file)


def read_settings(table: dict[str, Any], place: str) -> Settings:
    """The settings in a table of TOML. Raises `SettingsError` for an entry, code, profile or severity that is none."""
    try:
        read = msgspec.convert(table, _Table)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{place}: {error}") from error
    if read.profile is not None and read.profile not in PROFILES:
        raise SettingsError(f"{place}: there is no profile {read.profile}, only {' and '.join(PROFILES)}")
    for code, severity in read.severity.items():
        if severity not in SEVERITIES:
            raise SettingsError(f"{place}: {code} = {severity!r}: write one of {', '.join(SEVERITIES)}")
    for code in _codes_named(read):
        if not any(known.startswith(code) for known in codes.all_codes()):
            raise SettingsError(f"{place}: no code begins with {code}")
    return Settings(read, place)


def _codes_named(table: _Table) -> Iterator[str]:
    yield from (*table.select, *table.ignore, *table.severity)
    for listed in table.per_path_ignores.values():
        yield from listed
    for entry in table.suppress:
        yield from [entry.code] if isinstance(entry.code, str) else entry.code


def comments(front: str, place: str) -> Iterator[Suppression]:
    """The suppressions that stand as comments in the entries of a draft.

    `# reftel: ignore S0804 why` behind an entry holds for its line; alone on a line for the next one; above the line
    of hyphens for all the text below.
    """
    lines = front.split("\n")
    for at, line in enumerate(lines, 1):
        match = _COMMENT.search(line)
        if not match:
            continue
        wanted = tuple(code.strip().upper() for code in match["codes"].split(","))
        alone = not line[: match.start()].strip()
        first = at + alone
        below = alone and at < len(lines) and lines[at].strip() == "---"
        last = 10**9 if below else first
        yield Suppression(wanted, match["reason"].strip(), first, last, f"{place}:{at}")


def sift(each: Iterable[tuple[Found, ...]], choice: Choice) -> Sifted:
    """The findings of the telegrams of one file that are wanted, with the severity that the settings give them."""
    left: list[tuple[Found, ...]] = []
    used: set[int] = set()
    suppressed = 0
    for telegram in each:
        kept: list[Found] = []
        for found in telegram:
            by = [at for at, one in enumerate(choice.suppressions) if one.covers(found)]
            used.update(by)
            graded = _graded(found, choice) if choice.takes(found.diagnostic.code) else None
            suppressed += bool(by and graded)
            kept.extend([graded] if graded and not by else [])
        left.append(tuple(kept))
    met = tuple(one for at, one in enumerate(choice.suppressions) if at in used)
    unused = tuple(one for at, one in enumerate(choice.suppressions) if at not in used)
    return Sifted(tuple(left), suppressed, met, unused)


def _graded(found: Found, choice: Choice) -> Found | None:
    """The finding with the severity of the longest beginning of its code that the settings name; None if off."""
    code = found.diagnostic.code
    named = [(len(start), severity) for start, severity in choice.severity if code.startswith(start)]
    severity = max(named)[1] if named else found.diagnostic.severity
    if severity == "off":
        return None
    return found._replace(diagnostic=msgspec.structs.replace(found.diagnostic, severity=severity))
