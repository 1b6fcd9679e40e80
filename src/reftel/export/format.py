"""What makes a format: how it writes telegrams, and what of them it carries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

import msgspec

from reftel.archive import Archive, Filed
from reftel.export.aspects import ALL, ASPECTS, Aspect, count
from reftel.model.telegram import Noun

T = TypeVar("T")
Tell = Callable[[int], None]


class ExportError(Exception):
    """An export that cannot be made. The message says why and what to do."""


class Options(Noun, frozen=True):
    """What single formats can be told.

    `as_is` (csv): leave values that a spreadsheet would run as formulas as they are. `font` (pdf): the TrueType font to
    set the text in.
    """

    as_is: bool = False
    font: Path | None = None


class Counted(Noun, frozen=True):
    """What a format could not carry, or carries otherwise: what, how many values, and of how many telegrams."""

    what: str
    count: int
    telegrams: int


class Exported(Noun, frozen=True):
    """What an export did: the format, how many telegrams, what it left out of them or changed, what failed by name."""

    format: str
    telegrams: int
    left_out: tuple[Counted, ...] = ()
    changed: tuple[Counted, ...] = ()
    failed: tuple[str, ...] = ()


class Job:
    """An export under way: the archive as its viewer sees it, the options, and what could not be carried so far."""

    def __init__(self, archive: Archive, form: Format, options: Options) -> None:
        self.archive = archive
        self.form = form
        self.options = options
        self.telegrams = 0
        self.failed: list[str] = []
        self._left_out: dict[str, list[int]] = {}
        self._changed: dict[str, list[int]] = {}

    def passing(self, telegrams: Iterator[Filed], told: Tell, most: int | None) -> Iterator[Filed]:
        """The telegrams on their way to the writer; what it will lose of each is counted."""
        for filed in telegrams:
            if self.telegrams == most:
                raise ExportError(f"more than {most:,} telegrams are too many for this format; ask for fewer")
            self.telegrams += 1
            for aspect in self.form.loses:
                self._count(self._left_out, aspect.title, count(aspect, filed))
            yield filed
            told(self.telegrams)

    def changed(self, what: str, values: int = 1) -> None:
        """Note that so many values of the telegram at hand are written otherwise than they are, and how."""
        self._count(self._changed, what, values)

    def _count(self, counts: dict[str, list[int]], what: str, values: int) -> None:
        if values:
            counted = counts.setdefault(what, [0, 0, 0])
            counted[0] += values
            counted[1] += counted[2] != self.telegrams
            counted[2] = self.telegrams

    def exported(self, unknown: Iterable[str]) -> Exported:
        """What was done; `unknown` are names that no telegram has."""
        failed = (*(f"{name}: no such telegram" for name in unknown), *self.failed)
        return Exported(self.form.name, self.telegrams, _told(self._left_out), _told(self._changed), failed)


def _told(counts: dict[str, list[int]]) -> tuple[Counted, ...]:
    return tuple(Counted(what, values, of) for what, (values, of, _) in counts.items())


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One format: a module of this room, entered in `registry.py`. It is a `StreamFormat` or a `FolderFormat`.

    `title` is what it is, in one line; `extension` that of its files. `carries` names the aspects of a telegram that it
    holds (`aspects.ASPECTS`); all others are lost, and counted. `remarks` are sentences for people who choose it.
    `needs` is the extra of the package that brings its library. It can hold `most` telegrams. `binary`: it is not fit
    for a terminal.
    """

    name: str
    title: str
    extension: str
    carries: frozenset[str]
    remarks: tuple[str, ...] = ()
    needs: str | None = None
    most: int | None = None
    binary: bool = False

    def __post_init__(self) -> None:
        assert self.carries <= ALL, self.carries - ALL

    @property
    def loses(self) -> tuple[Aspect, ...]:
        """What of a telegram it cannot carry."""
        return tuple(aspect for aspect in ASPECTS if aspect.name not in self.carries)


class StreamFormat(Format, frozen=True, kw_only=True):
    """A format of one file. `write(telegrams, out, job)` writes them as they come."""

    write: Callable[[Iterator[Filed], BinaryIO, Job], None]


class FolderFormat(Format, frozen=True, kw_only=True):
    """A format of many files. `write(telegrams, folder, job)` fills a new folder, which takes its place when whole."""

    write: Callable[[Iterator[Filed], Path, Job], None]


def utf8(text: str, job: Job) -> bytes:
    r"""The text as UTF-8; halves of characters, which cannot be encoded, are written as `\udc80` and noted."""
    try:
        return text.encode()
    except UnicodeEncodeError:
        data = text.encode("utf-8", "backslashreplace")
        job.changed(
            "halves of characters, written as \\udc80",
            len(text) - len(text.encode("utf-8", "ignore").decode()),
        )
        return data


def in_batches(values: Iterable[T], most: int) -> Iterator[list[T]]:
    """The values, so many at a time."""
    rest = iter(values)
    return iter(lambda: list(islice(rest, most)), [])
