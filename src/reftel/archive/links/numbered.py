"""Telegrams of one post whose subjects are the same but for a number: `STATUS REPORT NO. 11`, `STATUS REPORT NO. 12`.

The number is what people count by; the order is that of their days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reftel.archive.addresses import keys_of, rows_named
from reftel.archive.copies.whole import telegrams_of
from reftel.archive.index.documents import subject_series
from reftel.archive.query.search import Wanted, find
from reftel.archive.query.tree import Field, Word
from reftel.archive.tiers import shown_to
from reftel.model.telegram import Noun, Telegram
from reftel.text.subject import numbered

if TYPE_CHECKING:
    from reftel.archive.view import View

MOST = 1000  # of one series, the earliest
AROUND = 10  # shown on either side


class Sibling(Noun, frozen=True):
    """A telegram whose subject is that of another but for its `number`."""

    number: int
    key: str
    mrn: str | None
    dtg: str | None
    subject: str


def siblings(archive: View, key: str, telegram: Telegram) -> tuple[Sibling, ...]:
    """The telegrams before and after this one under its numbered subject, by date, and itself; none for any other."""
    series = subject_series(telegram)
    if series is None:
        return ()
    compiler = archive.compiler()
    page = find(archive.index, compiler, Field("subject_series", Word(series)), Wanted(MOST, 0, "date"))
    rows = [row for row, _ in page.rows]
    own = next((rows.index(row) for row in rows_named(archive.store, key, compiler.viewer) if row in rows), 0)
    near = rows[max(0, own - AROUND) : own + AROUND + 1]
    read, keys = telegrams_of(archive.store, near), keys_of(archive.store, near, compiler.viewer)
    shown = ((keys[row], shown_to(compiler.viewer, read[row])) for row in near if row in read and row in keys)
    found = (_sibling(name, one) for name, one in shown if one)
    return tuple(one for one in found if one)


def _sibling(key: str, telegram: Telegram) -> Sibling | None:
    counted = numbered(telegram.subject or "")
    if not counted:
        return None
    return Sibling(counted.number, key, telegram.mrn, telegram.dtg, telegram.subject or "")
