"""What the archive answers: frozen values, the same for the web, the command line and programs."""

from __future__ import annotations

import msgspec

from reftel.archive.query.tokens import Doubt
from reftel.model.decided import Correction
from reftel.model.telegram import Noun, Sections, Telegram


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
    of `snippet`, in order, none overlapping another; `marks` are the portion marks of the paragraphs that it is
    cut from. `score` is comparable within one answer only.
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
    marks: tuple[str, ...] = ()


class Results(Noun, frozen=True):
    """The answer to a search: one page of hits, how many there are in all, and how the query was read.

    `understood` is the query as it was read, in the query language; `doubts` tell of the parts that were read otherwise
    than typed, with their places; `notes` say what values were found to mean. `facets` maps a facet's name (post,
    year, tag, class, caption, precedence, addressee, office, source, signer, layout) to its values, most frequent
    first; each value can be typed as `name:value`. `cursor` asks for the page after this one; None on the last.
    `uncounted`: how many of what was found the facets leave out because counting took too long; it goes on when asked
    again.
    """

    total: int
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[Count, ...]] = msgspec.field(default_factory=dict)
    understood: str = ""
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    cursor: str | None = None
    uncounted: int = 0


class CopyFacts(Noun, frozen=True):
    """One copy of a telegram: hash of its bytes, where it came from, its legal status, when it was filed."""

    id: str
    path: str | None = None
    collection: str | None = None
    legal_status: str | None = None
    filed_at: str | None = None
    length: int = 0


class Stretch(Noun, frozen=True):
    """The stretch `[start, end)` of a telegram's text that comes from the copy of this hash."""

    copy: str
    start: int
    end: int


class Said(Noun, frozen=True):
    """One value of a field, as people read it, and the hashes of the copies that give it."""

    value: str
    copies: tuple[str, ...]


class Difference(Noun, frozen=True):
    """A field about which the copies of a telegram disagree; the saying of the best copy comes first."""

    field: str
    values: tuple[Said, ...]


class Filed(Noun, frozen=True):
    """A telegram of the archive: what its copies say together, with the text that is shown and every copy.

    `parts` says which copy each stretch of the text comes from, `sources` which copy says a field that the text
    does not; `differences` are the fields about which copies disagree; `former` are keys that it had, or that
    were merged into it.
    """

    key: str
    telegram: Telegram
    copies: tuple[CopyFacts, ...] = ()
    parts: tuple[Stretch, ...] = ()
    sources: dict[str, str] = msgspec.field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    corrections: tuple[Correction, ...] = ()
    former: tuple[str, ...] = ()


class Change(Noun, frozen=True):
    """A place where a copy's words differ: words `[start, end)` of the telegram's are `shown`, the copy has `own`."""

    start: int
    end: int
    shown: str
    own: str


class CopyView(Noun, frozen=True):
    """One copy beside the telegram that it is of.

    `said`: its own value of each field that copies are compared in; `shown`: whether its text is part of the one that
    is shown; `covers`: from which to which of the telegram's `words` it reaches; `changes`: where it differs there.
    """

    id: str
    places: tuple[CopyFacts, ...]
    kind: str
    layout: str
    completeness: str
    sections: Sections
    said: dict[str, str]
    shown: bool
    covers: tuple[int, int]
    words: int
    changes: tuple[Change, ...] = ()


class Comparison(Noun, frozen=True):
    """The copies of a telegram side by side; `former` are the keys and numbers that lead to it."""

    key: str
    copies: tuple[CopyView, ...]
    differences: tuple[Difference, ...] = ()
    corrections: tuple[Correction, ...] = ()
    former: tuple[str, ...] = ()


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

    `filed` counts new telegrams, `withheld` those of them of which only a card says that they exist, `merged` further
    copies of telegrams already there, `unchanged` texts that were filed before; `skipped` names what is no telegram,
    `failed` what could not be read.
    """

    filed: int = 0
    merged: int = 0
    withheld: int = 0
    skipped: tuple[Failure, ...] = ()
    failed: tuple[Failure, ...] = ()
    unchanged: int = 0


class Problem(Noun, frozen=True):
    """One thing that `verify` found wrong: the telegram or file it is about, and what is wrong with it."""

    subject: str
    message: str
