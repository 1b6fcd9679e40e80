"""Copies side by side: what each says, and where its words differ from those that are shown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rapidfuzz.distance import Indel

from reftel.archive.copies.identity import body_of
from reftel.archive.copies.merged import COMPARED
from reftel.archive.results import Change, Comparison, CopyView, Filed
from reftel.archive.store.database import Store
from reftel.archive.tiers import OWNER, Viewer, shown_to
from reftel.model.telegram import Telegram

MOST_WORDS = 20_000
_SIGNS = re.compile(r"[\W_]+")


def compared(filed: Filed, store: Store, viewer: Viewer = OWNER) -> Comparison:
    """The copies of a telegram that the viewer sees whole, each compared with the words that are shown."""
    shown = words_shown(filed.telegram)
    views = (_view(copy, identity, filed, shown) for identity, copy in copies_seen(filed, store, viewer))
    return Comparison(filed.key, tuple(views), filed.differences, filed.corrections, filed.former)


def copies_seen(filed: Filed, store: Store, viewer: Viewer) -> Iterator[tuple[str, Telegram]]:
    """The copies of a telegram that the viewer sees whole, each under its hash."""
    for identity in dict.fromkeys(copy.id for copy in filed.copies):
        found = store.one(
            "SELECT id FROM copy WHERE sha256 = ?", bytes.fromhex(identity.removeprefix("sha256:"))
        )
        copy = store.telegram_of(found[0]) if found else None
        if copy is not None and shown_to(viewer, copy) is copy:
            yield identity, copy


def words_shown(telegram: Telegram) -> list[str]:
    """The words of a telegram that copies are compared in: those of subject and paragraphs, MOST_WORDS at most."""
    return body_of(telegram).split()[:MOST_WORDS]


def _view(copy: Telegram, identity: str, filed: Filed, shown: list[str]) -> CopyView:
    changes, first, last = changes_between(shown, words_shown(copy))
    said = {compared.name: value for compared in COMPARED if (value := compared.said(copy))}
    return CopyView(
        id=identity,
        places=tuple(one for one in filed.copies if one.id == identity),
        kind=copy.kind,
        layout=copy.layout,
        completeness=copy.completeness,
        sections=copy.sections,
        said=said,
        shown=any(part.copy == identity for part in filed.parts),
        covers=(first, last),
        words=len(shown),
        changes=changes,
    )


def changes_between(shown: list[str], own: list[str]) -> tuple[tuple[Change, ...], int, int]:
    """Where `own` differs from `shown`, in order, and from which to which word of `shown` it reaches.

    Case and signs make no difference. A copy may begin late and break off early: what it leaves out there is not
    counted, unless it has other words in that place.
    """
    steps = list(Indel.opcodes([key_of_word(word) for word in shown], [key_of_word(word) for word in own]))
    if own and steps and steps[0].tag == "delete" and steps[1].tag == "equal":
        del steps[0]
    if own and steps and steps[-1].tag == "delete" and steps[-2].tag == "equal":
        del steps[-1]
    changes: list[Change] = []
    for step in steps:
        if step.tag != "equal":
            there = " ".join(shown[step.src_start : step.src_end])
            here = " ".join(own[step.dest_start : step.dest_end])
            changes[-1:] = _joined(changes[-1:], Change(step.src_start, step.src_end, there, here))
    return tuple(changes), steps[0].src_start if steps else 0, steps[-1].src_end if steps else 0


def key_of_word(word: str) -> str:
    """What words are compared by."""
    return _SIGNS.sub("", word).lower() or word


def _joined(before: list[Change], change: Change) -> list[Change]:
    """A word put in beside one left out is one change."""
    if before and before[0].end == change.start:
        one = before[0]
        return [
            Change(
                one.start,
                change.end,
                " ".join(filter(None, (one.shown, change.shown))),
                " ".join(filter(None, (one.own, change.own))),
            )
        ]
    return [*before, change]
