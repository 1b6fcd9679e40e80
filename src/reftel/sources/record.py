"""What a source gives: records, each with its own bytes, the words taken out of them, and what it states."""

from __future__ import annotations

import msgspec

from reftel.model.decided import Decided
from reftel.model.stated import Stated
from reftel.model.telegram import Telegram

Facts = dict[str, str]


class Record(msgspec.Struct, array_like=True, frozen=True):
    """One record of a collection: usually one telegram; a plain text may hold several.

    `path` can be printed: the file, then `!/member` of an archive and ` row 12` or `#d72` where a record is a part.
    `data` are the record's own bytes, which are kept and whose hash is the copy's name. `text` are the telegram's
    words where `data` are not themselves the text (a page, a row, a mail, a PDF), and empty where the record has none;
    None: `data` are decoded. `facts`: what the container states and `stated` does not hold, as printed. `line`: where
    in its file the record begins, from 1; 0 where that says nothing. `telegram`: it was read before, and
    `text` is its source text, if that is known; then `offset` says where in its file the bytes stood, `extracted`
    whether the text was taken out of them, and `decided` what people decided about it.
    """

    path: str
    data: bytes
    text: str | None = None
    collection: str | None = None
    legal_status: str | None = None
    facts: Facts = {}
    stated: Stated | None = None
    line: int = 0
    telegram: Telegram | None = None
    offset: int = 0
    extracted: bool = True
    decided: Decided = Decided()


class Place(msgspec.Struct, frozen=True):
    """Where a stream of bytes stands, for those who read records out of it.

    `path` can be printed. `size` in bytes, or None where it is not known beforehand. `collection`, `legal_status` and
    `facts`: what a table beside the file states; it outranks what a source would say by itself.
    """

    path: str
    size: int | None = None
    collection: str | None = None
    legal_status: str | None = None
    facts: Facts = {}

    @property
    def name(self) -> str:
        """The last part of the path: the name of the file or of the member."""
        return self.path.replace("\\", "/").rsplit("/", 1)[-1]

    def member(self, name: str, size: int | None = None) -> Place:
        """The place of a member of the archive that stands here."""
        return msgspec.structs.replace(self, path=f"{self.path}!/{name}", size=size)

    def record(
        self,
        data: bytes,
        text: str | None = None,
        *,
        at: str = "",
        line: int = 0,
        collection: str | None = None,
        legal_status: str | None = None,
        facts: Facts | None = None,
        stated: Stated | None = None,
        telegram: Telegram | None = None,
        extracted: bool = True,
        decided: Decided = Decided(),  # noqa: B008 - a frozen value
    ) -> Record:
        """A record that stands here; `at` tells it from the others of its file (` row 12`, `#d72`)."""
        return Record(
            self.path + at,
            data,
            text,
            self.collection or collection,
            self.legal_status or legal_status,
            {**(facts or {}), **self.facts},
            stated,
            line,
            telegram,
            extracted=extracted,
            decided=decided,
        )
