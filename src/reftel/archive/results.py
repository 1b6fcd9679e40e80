"""What the archive answers: frozen values, the same for the web, the command line and programs."""

from __future__ import annotations

import msgspec

from reftel.archive.tokens import Doubt
from reftel.model.telegram import Noun, Telegram


class ArchiveError(Exception):
    """Something the archive cannot do. The message names the file and what to do about it."""


class Interrupted(KeyboardInterrupt):
    """An ingest was interrupted after it had filed `filed` telegrams; they are kept."""

    def __init__(self, filed: int) -> None:
        super().__init__(f"{filed} filed")
        self.filed = filed


class Count(Noun, frozen=True):
    """One value of a facet or a statistic: the value as queries take it, how many, a label for people."""

    value: str
    count: int
    label: str = ""


class Hit(Noun, frozen=True):
    """One telegram found. `key` addresses it in URLs: its MRN, or the first hex digits of its hash.

    `dtg` is ISO 8601 in UTC, as exact as the telegram says; `highlights` are `[start, end)` code points
    of `snippet`, in order, none overlapping another. `score` is comparable within one answer only.
    """

    key: str
    mrn: str | None
    id: str
    dtg: str | None
    subject: str | None
    score: float = 0.0
    snippet: str = ""
    highlights: tuple[tuple[int, int], ...] = ()
    sender: str | None = None
    recipients: tuple[str, ...] = ()
    level: str | None = None
    captions: tuple[str, ...] = ()
    post: str | None = None
    layout: str = "bare"


class Results(Noun, frozen=True):
    """The answer to a search: one page of hits, how many there are in all, and how the query was read.

    `understood` is the query as it was read, in the query language; `doubts` tell of the parts that were read otherwise
    than typed, with their places; `notes` say what values were found to mean. `facets` maps a facet's name (post,
    year, tag, class, caption, precedence, addressee, office, source, signer, layout) to its values, most frequent
    first; each value can be typed as `name:value`. `cursor` asks for the page after this one; None on the last.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[Count, ...]] = msgspec.field(default_factory=dict)
    understood: str = ""
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    cursor: str | None = None


class CopyFacts(Noun, frozen=True):
    """One copy of a telegram: hash of its bytes, where it came from, its legal status, when it was filed."""

    id: str
    path: str | None = None
    collection: str | None = None
    legal_status: str | None = None
    filed_at: str | None = None
    length: int = 0


class Filed(Noun, frozen=True):
    """A telegram of the archive with its source text, and every copy that was filed under its key."""

    key: str
    telegram: Telegram
    copies: tuple[CopyFacts, ...] = ()


class Removed(Noun, frozen=True):
    """A tombstone: the key that a removed telegram had, who removed it, when (ISO 8601) and why."""

    key: str
    who: str
    at: str
    reason: str


class Stats(Noun, frozen=True):
    """What the archive holds, counted. Years and months read `2006` and `2006-05`.

    A telegram without a date is in neither. `first` and `last` are the earliest and latest date-time group.
    """

    telegrams: int = 0
    copies: int = 0
    by_year: tuple[Count, ...] = ()
    by_month: tuple[Count, ...] = ()
    by_post: tuple[Count, ...] = ()
    by_tag: tuple[Count, ...] = ()
    by_level: tuple[Count, ...] = ()
    by_precedence: tuple[Count, ...] = ()
    by_layout: tuple[Count, ...] = ()
    first: str | None = None
    last: str | None = None


class Failure(Noun, frozen=True):
    """One file that gave no telegram: where, why, and what to do about it. `line` 0 means the whole file."""

    path: str
    line: int = 0
    reason: str = ""
    remedy: str = ""


class Report(Noun, frozen=True):
    """What an ingest did, counted and named.

    `filed` counts new telegrams, `merged` further copies of telegrams already there, `unchanged` texts that
    were filed before; `skipped` names what is no telegram, `failed` what could not be read.
    """

    filed: int = 0
    merged: int = 0
    skipped: tuple[Failure, ...] = ()
    failed: tuple[Failure, ...] = ()
    unchanged: int = 0


class Problem(Noun, frozen=True):
    """One thing that `verify` found wrong: the telegram or file it is about, and what is wrong with it."""

    subject: str
    message: str
