"""From the store's rows to what answers hold: hits, filed telegrams, the facts of copies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import msgspec

from reftel.archive.copies.corrections import corrections_of
from reftel.archive.copies.whole import merged_of
from reftel.archive.index.documents import number_forms, post_of, whole_text
from reftel.archive.query.snippet import snippet_of
from reftel.archive.results import CopyFacts, Filed, Hit
from reftel.archive.store.database import Store
from reftel.archive.tiers import OWNER, Viewer, shown_to
from reftel.model.telegram import Provenance, Telegram

Places = Callable[[str], list[tuple[int, int, str]]]
_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})", re.IGNORECASE)
_NAMED = (
    "SELECT id FROM telegram WHERE {} = ?1 UNION SELECT telegram.id FROM alias"
    " JOIN telegram ON telegram.key = alias.key WHERE name = ?1 ORDER BY 1"
)


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
    )


def hit_of_row(store: Store, row: int, score: float, lights: Places, viewer: Viewer = OWNER) -> Hit | None:
    """The hit for a store row; None where the telegram was taken out a moment ago."""
    found = store.one("SELECT key FROM telegram WHERE id = ?", row)
    merged = merged_of(store, row, spans=False) if found else None
    telegram = shown_to(viewer, merged.telegram) if merged else None
    return hit_of(found[0], telegram, score, lights) if found and telegram else None


def _hash_bounds(digits: str) -> tuple[bytes, bytes]:
    return bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))


def rows_named(store: Store, text: str) -> list[int]:
    """The rows of the telegrams that a key, a number in any printed form or a hash prefix names."""
    named = text.strip()
    forms = number_forms(named)
    steps: list[tuple[str, tuple[object, ...]]] = []
    if len(forms) == 2:
        steps.append((_NAMED.format("mrn"), (forms[0],)))
    steps.append((_NAMED.format("key"), (named,)))
    if len(forms) == 1:
        steps.append(("SELECT id FROM telegram WHERE number = ? ORDER BY mrn, id", (forms[0],)))
    digits = _HASH.fullmatch(named)
    if digits:
        sql = "SELECT DISTINCT telegram FROM copy WHERE sha256 BETWEEN ? AND ? ORDER BY telegram"
        steps.append((sql, _hash_bounds(digits[1].lower())))
    found = (store.rows(sql, *values) for sql, values in steps)
    return [row for (row,) in next((rows for rows in found if rows), [])]


def hits_named(store: Store, names: Iterable[str], viewer: Viewer) -> dict[str, Hit]:
    """The telegram that each key or number leads to, the first of several; of those that the viewer sees."""
    rows = {name: _row_named(store, name) for name in names}
    hits = {row: hit_of_row(store, row, 0.0, lambda _text: [], viewer) for row in set(rows.values()) if row}
    found = ((name, hits.get(row)) for name, row in rows.items())
    return {name: hit for name, hit in found if hit is not None}


def _row_named(store: Store, name: str) -> int:
    exact = store.one("SELECT id FROM telegram WHERE key = ?", name)
    return int(exact[0]) if exact else next(iter(rows_named(store, name)), 0)


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
    found = store.one("SELECT key FROM telegram WHERE id = ?", row)
    merged = merged_of(store, row) if found else None
    if found is None or merged is None:
        return None
    telegram = merged.telegram
    shown = shown_to(viewer, telegram)
    if shown is None:
        return None
    if shown is not telegram:
        return Filed(found[0], shown)
    whole = telegram.replace(provenance=_provenance(store, telegram.id, telegram.provenance.facts))
    if checked:
        from reftel.check import check

        whole = whole.replace(diagnostics=check(whole, "archive"))
    return Filed(
        found[0],
        whole,
        copies_of(store, row),
        parts=merged.parts,
        sources=merged.sources,
        differences=merged.differences,
        corrections=corrections_of(store, row),
        former=former_names(store, found[0]),
    )
