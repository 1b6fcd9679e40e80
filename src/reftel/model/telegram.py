"""The nouns. `Telegram` is the public contract: `reftel parse --json` prints it, `reftel schema` its schema.

All values are frozen. Absent facts are None or empty, never guessed silently; what was inferred says so.
Names are the field's own (ACP 127; 5 FAH-2; the Department's TAGS handbook of 1974).
"""

from __future__ import annotations

from typing import Any, ClassVar

import msgspec

from reftel.model.noun import Noun
from reftel.model.reference import Mention, Reference
from reftel.model.strand import Span
from reftel.model.transmission import Pilot, Positions, Signal, Transmission

__all__ = [
    "SCHEMA", "Addressee", "Block", "Classification", "Copies", "Declassification", "Diagnostic",
    "Mention", "Noun", "Officer", "Original", "Originator", "Paragraph", "Passing", "Pilot", "Positions",
    "Precedences", "Provenance", "Reference", "Release", "Repair", "Sections", "Signal", "Telegram",
    "Transmission",
]  # fmt: skip

SCHEMA = 1


class Repair(Noun, frozen=True):
    """A place whose letters were read as something else: quirk code, span, letters found, reading."""

    code: str
    start: int
    end: int
    found: str
    read: str


class Diagnostic(Noun, frozen=True):
    """What is wrong, or worth knowing, and where. `line` and `column` count from 1; 0 means no place."""

    code: str
    severity: str
    message: str
    line: int = 0
    column: int = 0
    start: int = 0
    end: int = 0
    suggestion: str | None = None


class Precedences(Noun, frozen=True):
    """Highest precedence for action and for information addressees, as words (`IMMEDIATE`)."""

    action: str | None = None
    info: str | None = None


class Originator(Noun, frozen=True):
    """Who sent it: format line 6. `post` is the canonical post name, e.g. `DUSHANBE`."""

    routing_indicator: str | None = None
    name: str | None = None
    post: str | None = None


class Addressee(Noun, frozen=True):
    """One addressee, format lines 7 and 8. `precedence` is null where no word stands.

    `zen`: ZEN stands in the place of the indicator, the addressee is served by other means (ACP 127(G) para 206).
    """

    name: str
    routing_indicator: str | None = None
    precedence: str | None = None
    continuity_number: int | None = None
    collective: bool = False
    zen: bool = False


class Original(Noun, frozen=True):
    """The heading with which a readdressed telegram was sent before (ACP 127(G) paras 501-504): lines 5 to 9."""

    dtg: str | None = None
    precedence: Precedences = Precedences()
    originator: Originator | None = None
    action: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    exempt: tuple[Addressee, ...] = ()


class Classification(Noun, frozen=True):
    """Level in its full word (`CONFIDENTIAL`, `UNCLASSIFIED`) and caveats (`NOFORN`, `EFTO`, `SBU`)."""

    level: str | None = None
    caveats: tuple[str, ...] = ()


class Sections(Noun, frozen=True):
    """How many sections the telegram was sent in, and which of them this text holds."""

    of: int = 1
    present: tuple[int, ...] = (1,)


class Passing(Noun, frozen=True):
    """One passing or attention line: the addressee that is asked, the offices, persons or agencies named."""

    addressee: str | None
    offices: tuple[str, ...] = ()
    text: str = ""


class Declassification(Noun, frozen=True):
    """The executive order line. `on` is an ISO date; `exemptions` are codes such as `X1`, `25X1`."""

    order: str | None = None
    instruction: str | None = None
    on: str | None = None
    exemptions: tuple[str, ...] = ()


class Officer(Noun, frozen=True):
    """A person named by the head of the telegram: name without titles, position, the words as they stand."""

    name: str | None
    position: str | None = None
    text: str = ""
    office: str | None = None


class Copies(Noun, frozen=True):
    """One entry of the 1970s distribution block: office, number of copies, role (origin, action, info)."""

    office: str
    copies: int | None
    role: str


class Release(Noun, frozen=True):
    """What the stamps of a released copy say. `on` is an ISO date."""

    stamps: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = ()
    exemptions: tuple[str, ...] = ()
    on: str | None = None


class Block(Noun, frozen=True):
    """A stretch of a paragraph that words such as `NOTE:` and `END NOTE.` fence off, in source offsets."""

    role: str
    start: int
    end: int


class Paragraph(Noun, frozen=True):
    """A paragraph. `marking` is the portion mark without brackets; `start`, `end` enclose it in the source.

    `role`: summary, comment, note, action request, text, introduction, background, ... or null; the closed
    list is `reftel.vocabulary.block_words.roles`. `blocks`: what the fencing words enclose of this paragraph, which may
    be all of it (a summary) or a note in its middle; a block that runs over several is listed in each.
    """

    number: int | None
    marking: str | None
    role: str | None
    heading: str | None
    section: int | None
    text: str
    start: int
    end: int
    blocks: tuple[Block, ...] = ()


class Provenance(msgspec.Struct, frozen=True):
    """Where the bytes came from. `offset` and `length` count bytes of the file or container member."""

    collection: str | None = None
    path: str | None = None
    offset: int = 0
    length: int = 0
    sha256: str = ""
    legal_status: str | None = None
    facts: dict[str, str] = {}


class Telegram(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One telegram as read from one copy. See the module docstring; spans lead to the source's letters.

    Two keys of `spans` name no value: `/cuts` are page lines, feet, stamps and repeated heads, which are no part of the
    text; `/provenance/facts` are the records that an archive printed around the telegram.
    """

    schema: int = SCHEMA
    mrn: str | None = None
    mrn_inferred: bool = False
    id: str = ""
    aliases: tuple[str, ...] = ()
    kind: str = "telegram"
    layout: str = "bare"
    dtg: str | None = None
    dtg_precision: str | None = None
    precedence: Precedences = Precedences()
    transmission: Transmission | None = None
    originator: Originator | None = None
    action: tuple[Addressee, ...] = ()
    info: tuple[Addressee, ...] = ()
    exempt: tuple[Addressee, ...] = ()
    originals: tuple[Original, ...] = ()
    classification: Classification = Classification()
    sections: Sections = Sections()
    captions: tuple[str, ...] = ()
    passing: tuple[Passing, ...] = ()
    declassification: Declassification | None = None
    tags: tuple[str, ...] = ()
    subject: str | None = None
    subject_marking: str | None = None
    references: tuple[Reference, ...] = ()
    mentions: tuple[Mention, ...] = ()
    classified_by: Officer | None = None
    reasons: tuple[str, ...] = ()
    drafted_by: tuple[Officer, ...] = ()
    cleared_by: tuple[Officer, ...] = ()
    approved_by: tuple[Officer, ...] = ()
    distribution: tuple[Copies, ...] = ()
    release: Release | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    signature: str | None = None
    completeness: str = "whole"
    spans: dict[str, tuple[Span, ...]] = {}
    repairs: tuple[Repair, ...] = ()
    provenance: Provenance = Provenance()
    diagnostics: tuple[Diagnostic, ...] = ()

    _SOURCE: ClassVar[str] = "source_text"
    _BYTES: ClassVar[str] = "source_bytes"
    _ABOUT_THE_COPY: ClassVar[frozenset[str]] = frozenset({"diagnostics", "id", "provenance"})

    @property
    def text(self) -> str:
        """The decoded source text that all spans count in; empty for a telegram not read from one."""
        return str(self.__dict__.get(self._SOURCE, ""))

    def with_text(self, text: str) -> Telegram:
        """The same telegram, carrying its decoded source text (which is not part of the JSON)."""
        self.__dict__[self._SOURCE] = text
        return self

    @property
    def source(self) -> bytes | None:
        """The bytes that it was read from; None for one not read from any, or changed since."""
        kept: tuple[bytes, int, int] | None = self.__dict__.get(self._BYTES)
        return kept[0][kept[1] : kept[2]] if kept else None

    def with_source(self, data: bytes, start: int = 0, end: int | None = None) -> Telegram:
        """The same telegram, carrying the bytes `data[start:end]` that it was read from."""
        self.__dict__[self._BYTES] = (data, start, len(data) if end is None else end)
        return self

    def replace(self, **changes: Any) -> Telegram:
        """A copy with some fields changed and the source text kept.

        The source's bytes are kept as long as only what is said about the copy changes, not what the telegram says.
        """
        changed = msgspec.structs.replace(self, **changes).with_text(self.text)
        kept = self.__dict__.get(self._BYTES)
        if kept and self._ABOUT_THE_COPY.issuperset(changes):
            changed.__dict__[self._BYTES] = kept
        return changed

    def to_json(self) -> bytes:
        """The telegram as JSON, one object, UTF-8."""
        return msgspec.json.encode(self)

    @classmethod
    def from_json(cls, data: bytes | str) -> Telegram:
        """The telegram of a JSON object that `to_json` wrote."""
        return msgspec.json.decode(data, type=cls)
