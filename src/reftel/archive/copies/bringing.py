"""What people decided about a copy goes with it from archive to archive: corrections, merging, splitting, names."""

from __future__ import annotations

from reftel.archive.copies import corrections
from reftel.archive.results import Filed
from reftel.archive.store.database import Store, now
from reftel.archive.tiers import Viewer
from reftel.model.decided import Correction, Decided, Decision


def decided_of(identity: str, filed: Filed, store: Store, viewer: Viewer) -> Decided:
    """What was decided about a copy of a telegram; to whom may not see all, nothing tells of copies of others."""
    own = bytes.fromhex(identity.removeprefix("sha256:"))
    sql = "SELECT field, value, who, at, reason FROM correction WHERE sha256 = ? ORDER BY id"
    made = tuple(Correction(*row) for row in store.rows(sql, own))
    key = (filed.key,) if filed.telegram.mrn not in {None, filed.key} else ()
    return Decided(made, decisions_of(own, store) if viewer.sees_all else (), (*key, *filed.former))


def decisions_of(own: bytes, store: Store) -> tuple[Decision, ...]:
    """What was decided about a copy and others: merged with them, split from them."""
    sql = "SELECT one, other, together, who, at, reason FROM decision WHERE one = ?1 OR other = ?1"
    return tuple(
        Decision(f"sha256:{(other if one == own else one).hex()}", bool(together), *facts)
        for one, other, together, *facts in store.rows(sql, own)
    )


def bring(store: Store, sha256: bytes, decided: Decided) -> bool:
    """Keep what comes with a copy, within a transaction; whether the copy must be settled again."""
    new = [one for one in decided.corrections if not _has(store, sha256, one)]
    for one in new:
        corrections.record(store, [sha256], one)
    for decision in decided.decisions:
        pair = sorted((sha256, bytes.fromhex(decision.other.removeprefix("sha256:"))))
        sql = (
            "INSERT OR IGNORE INTO decision (one, other, together, at, who, reason) VALUES (?, ?, ?, ?, ?, ?)"
        )
        facts = (decision.together, decision.at, decision.who, decision.reason)
        store.execute(sql, *pair, *facts)
    if new:
        ((copy,),) = store.rows("SELECT id FROM copy WHERE sha256 = ?", sha256)
        corrections.renumber(store, copy)
    return bool(new or decided.decisions or decided.names)


def _has(store: Store, sha256: bytes, one: Correction) -> bool:
    sql = "SELECT 1 FROM correction WHERE sha256 = ? AND field = ? AND value = ? AND at = ? AND who = ?"
    return store.one(sql, sha256, one.field, one.value, one.at, one.who) is not None


def lead_names(store: Store, copy: int, names: tuple[str, ...]) -> None:
    """Let names that no telegram has lead to that of a copy."""
    ((key, sha256),) = store.rows(
        "SELECT key, sha256 FROM copy JOIN telegram ON telegram.id = copy.telegram WHERE copy.id = ?", copy
    )
    sql = (
        "INSERT OR IGNORE INTO alias (name, key, sha256, since) SELECT ?1, ?2, ?3, ?4"
        " WHERE NOT EXISTS (SELECT 1 FROM telegram WHERE key = ?1)"
    )
    for name in names:
        store.execute(sql, name, key, sha256, now())
