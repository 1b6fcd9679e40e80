"""From the store's rows to what answers hold: hits, filed telegrams, the facts of copies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from reftel.archive.addresses import keys_of, rows_named
from reftel.archive.copies.corrections import corrections_of
from reftel.archive.copies.whole import merged_of, telegrams_of
from reftel.archive.index.documents import post_of, whole_text
from reftel.archive.query.snippet import Snippet, snippet_of
from reftel.archive.results import CopyFacts, Filed, Hit
from reftel.archive.store.database import Store
from reftel.archive.tiers import OWNER, Viewer, shown_to
from reftel.model.telegram import Provenance, Telegram

Places = Callable[[str], list[tuple[int, int, str]]]


def body_text(telegram: Telegram) -> str:
    """What a snippet is cut from: the paragraphs, or the whole text of a telegram without any."""
    body = "\n".join(paragraph.text for paragraph in telegram.paragraphs)
    return body or whole_text(telegram)


def hit_of(key: str, telegram: Telegram, score: float, lights: Places) -> Hit:
    """The hit that stands for a telegram, with the stretch of it that shows the words looked for."""
    snippet = snippet_of(body_text(telegram), lights)
    return Hit(
        key=key,
        mrn=telegram.mrn,
        id=telegram.id,
        dtg=telegram.dtg,
        subject=telegram.subject,
        score=score,
        snippet=snippet.text,
        highlights=snippet.highlights,
        sender=telegram.originator.name if telegram.originator else None,
        recipients=tuple(addressee.name for addressee in telegram.action),
        level=telegram.classification.level,
        captions=telegram.captions,
        post=post_of(telegram),
        layout=telegram.layout,
        marks=tuple(dict.fromkeys(_marks(telegram, snippet))),
    )


def _marks(telegram: Telegram, snippet: Snippet) -> Iterator[str]:
    """The portion marks of the paragraphs that a snippet runs over."""
    at, end = 0, snippet.begin + len(snippet.text)
    for paragraph in telegram.paragraphs:
        if at >= end:
            return
        size = len(" ".join(paragraph.text.split()))
        if paragraph.marking and at + size > snippet.begin:
            yield paragraph.marking
        at += size + 1 if size else 0


def hit_of_row(store: Store, row: int, score: float, lights: Places, viewer: Viewer = OWNER) -> Hit | None:
    """The hit for a store row; None where the telegram was taken out a moment ago."""
    return next(iter(hits_of(store, ((row, score),), lights, viewer)), None)


def hits_of(
    store: Store, found: Sequence[tuple[int, float]], lights: Places, viewer: Viewer = OWNER
) -> tuple[Hit, ...]:
    """The hits for rows with their scores, in that order, without those of telegrams taken out a moment ago."""
    rows = [row for row, _ in found]
    telegrams, keys = telegrams_of(store, rows), keys_of(store, rows, viewer)
    shown = ((row, score, shown_to(viewer, telegrams[row])) for row, score in found if row in telegrams)
    return tuple(hit_of(keys[row], seen, score, lights) for row, score, seen in shown if seen and row in keys)


def hits_named(store: Store, names: Iterable[str], viewer: Viewer) -> dict[str, Hit]:
    """The telegram that each key or number leads to, the first of several that the viewer sees."""
    rows = {name: _rows_named(store, name, viewer) for name in names}
    wanted = {row for some in rows.values() for row in some}
    hits = {row: hit_of_row(store, row, 0.0, lambda _text: [], viewer) for row in wanted}
    seen = {name: [hit for row in some if (hit := hits[row])] for name, some in rows.items()}
    return {name: found[0] for name, found in seen.items() if found}


def _rows_named(store: Store, name: str, viewer: Viewer) -> list[int]:
    exact = store.one("SELECT id FROM telegram WHERE key = ?", name) if viewer.sees_all else None
    return [int(exact[0])] if exact else rows_named(store, name, viewer)


def copies_of(store: Store, row: int) -> tuple[CopyFacts, ...]:
    """Every place where a copy of the telegram was found, in the order of filing."""
    rows = store.rows(
        "SELECT sha256, path, collection, legal_status, filed_at, length FROM copy"
        " JOIN place ON place.copy = copy.id JOIN origin ON origin.id = place.origin"
        " WHERE copy.telegram = ? ORDER BY copy.id, filed_at, path",
        row,
    )
    return tuple(CopyFacts(f"sha256:{sha256.hex()}", *facts) for sha256, *facts in rows)


def former_names(store: Store, key: str) -> tuple[str, ...]:
    """The keys and numbers that lead to the telegram of a key."""
    return tuple(name for (name,) in store.rows("SELECT name FROM alias WHERE key = ? ORDER BY name", key))


def _provenance(store: Store, identity: str, facts: dict[str, str]) -> Provenance:
    found = store.one(
        "SELECT collection, path, offset, length, sha256, legal_status, facts FROM copy"
        " JOIN place ON place.copy = copy.id JOIN origin ON origin.id = place.origin"
        " WHERE sha256 = ? ORDER BY filed_at, path LIMIT 1",
        bytes.fromhex(identity.removeprefix("sha256:")),
    )
    if found is None:
        return Provenance(facts=facts)
    collection, path, offset, length, sha256, legal_status, stated = found
    facts = msgspec.json.decode(stated, type=dict[str, str]) | facts
    return Provenance(collection, path, offset, length, sha256.hex(), legal_status, facts)


def filed_of(store: Store, row: int, viewer: Viewer = OWNER, *, checked: bool = True) -> Filed | None:
    """The telegram of a row as its copies say it together, with the facts of all copies; `checked` by today's rules.

    Of a telegram that the viewer sees in part only that part is given, unchecked.
    """
    merged = merged_of(store, row)
    shown = shown_to(viewer, merged.telegram) if merged else None
    key = keys_of(store, (row,), viewer).get(row) if shown else None
    if merged is None or shown is None or key is None:
        return None
    telegram = merged.telegram
    if shown is not telegram:
        return Filed(key, shown)
    whole = telegram.replace(provenance=_provenance(store, telegram.id, telegram.provenance.facts))
    if checked:
        from reftel.check import check

        whole = whole.replace(diagnostics=check(whole, "archive"))
    return Filed(
        key,
        whole,
        copies_of(store, row),
        parts=merged.parts,
        sources=merged.sources,
        differences=merged.differences,
        corrections=corrections_of(store, row),
        former=former_names(store, key),
    )
