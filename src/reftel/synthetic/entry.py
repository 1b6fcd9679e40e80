"""One invented telegram as its author writes it down, before any layout: an entry of a story file."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files

import msgspec

from reftel.vocabulary import posts


class Entry(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """A telegram to write. Posts by canonical name; `action` and `info` may end in a precedence word.

    `text` holds the paragraphs as they are drafted, numbered and marked, with blank lines between; `damage` names the
    quirks to put in; `sections` is how many sections it goes out in. `attributes`: with the archive's block.
    """

    sender: str
    serial: int
    sent: datetime
    action: tuple[str, ...]
    level: str
    tags: tuple[str, ...]
    subject: str
    text: str
    sign: str
    info: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    passing: tuple[str, ...] = ()
    order: str = ""
    refs: tuple[str, ...] = ()
    classified_by: str = ""
    reasons: str = ""
    drafted: str = ""
    approved: str = ""
    cleared: tuple[str, ...] = ()
    sections: int = 1
    damage: tuple[str, ...] = ()
    attributes: bool = False
    layout: str = "acp127"

    @property
    def mrn(self) -> str:
        """The canonical message reference number."""
        return f"{self.sent.year}{self.sender}{self.serial}"


def spaced(post: str) -> str:
    """The post's name as the first line prints it, with blanks."""
    found = posts.find(post)
    return found.spaced if found else post


def plain_address(post: str) -> str:
    """The plain language address of a post; any other address as it is."""
    found = posts.find(post)
    return found.plain_address if found else post


@lru_cache(4096)
def split_precedence(addressee: str) -> tuple[str, str]:
    """An addressee of an entry, parted into post or address and precedence word."""
    for word in ("NIACT IMMEDIATE", "IMMEDIATE", "PRIORITY", "FLASH"):
        if addressee.endswith(f" {word}"):
            return addressee.removesuffix(f" {word}"), word
    return addressee, ""


def story(data: str) -> tuple[Entry, ...]:
    """The entries of a story file (TOML). A layout given at the top holds for every entry without its own."""
    content = tomllib.loads(data)
    default = {"layout": content.get("layout", "acp127")}
    entries = [msgspec.convert({**default, **one}, Entry) for one in content["telegram"]]
    return tuple(msgspec.structs.replace(one, sent=one.sent.astimezone(UTC)) for one in entries)


def stories() -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Each story that comes with the package: its name and its telegrams."""
    for file in sorted(files("reftel.synthetic").joinpath("stories").iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield file.name.removesuffix(".toml"), story(file.read_text(encoding="utf-8"))
