"""Under which keys a viewer finds telegrams.

Several texts of one number have keys with a suffix (`2006ANKARA1.2`), which would tell a viewer who may not see all of
them that there are others. Such a viewer finds the first that they may see under the number, any other under the first
digits of its hash.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter

from reftel.archive.copies.identity import hash_key
from reftel.archive.copies.whole import telegrams_of
from reftel.archive.index.documents import number_forms
from reftel.archive.store.database import Store
from reftel.archive.tiers import OWNER, Viewer, may_see

_HASH = re.compile(r"(?:sha256:)?([0-9a-f]{8,64})", re.IGNORECASE)
_SUFFIXED = re.compile(r".*[0-9]\.[0-9]+")
_WHOLE = re.compile(r"[0-9]{4}[A-Z]+[1-9][0-9]*")
_NAMED = (
    "SELECT id FROM telegram WHERE {} = ?1 UNION SELECT telegram.id FROM alias"
    " JOIN telegram ON telegram.key = alias.key WHERE name = ?1 ORDER BY 1"
)
_BY_NAME = (
    "SELECT mrn, id FROM telegram WHERE mrn IN ({})",
    "SELECT name, telegram.id FROM alias JOIN telegram ON telegram.key = alias.key WHERE name IN ({})",
    "SELECT key, id FROM telegram WHERE key IN ({})",
)


def keys_of(store: Store, rows: Sequence[int], viewer: Viewer) -> dict[int, str]:
    """The key of each of these rows for a viewer, who may see them; rows of telegrams taken out are left out."""
    found = store.among("SELECT id, key, mrn FROM telegram WHERE id IN ({})", rows)
    if viewer.sees_all:
        return {row: key for row, key, _ in found}
    keys = {row: mrn or key for row, key, mrn in found}
    shared = "SELECT mrn FROM telegram WHERE mrn IN ({}) GROUP BY mrn HAVING count(*) > 1"
    several = {mrn for (mrn,) in store.among(shared, sorted({mrn for _, _, mrn in found if mrn}))}
    for mrn in several:
        keys |= {row: key for row, key in _keys_of_number(store, mrn, viewer).items() if row in keys}
    return keys


def _keys_of_number(store: Store, mrn: str, viewer: Viewer) -> dict[int, str]:
    sql = "SELECT telegram.id, sha256 FROM telegram JOIN copy ON copy.id = copy WHERE telegram.mrn = ? ORDER BY 1"
    hashes = dict(store.rows(sql, mrn))
    shown = telegrams_of(store, list(hashes))
    seen = [row for row in hashes if row in shown and may_see(viewer, shown[row])]
    return {row: hash_key(hashes[row]) if at else mrn for at, row in enumerate(seen)}


def rows_named(store: Store, text: str, viewer: Viewer = OWNER) -> list[int]:
    """The rows of the telegrams that a key, a number in any printed form or a hash prefix names."""
    named = text.strip().encode("utf-8", "replace").decode()
    forms = number_forms(named)
    steps: list[tuple[str, tuple[object, ...]]] = []
    if not viewer.sees_all and _SUFFIXED.fullmatch(named):
        return []
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


def _hash_bounds(digits: str) -> tuple[bytes, bytes]:
    return bytes.fromhex(digits.ljust(64, "0")), bytes.fromhex(digits.ljust(64, "f"))


def rows_of_names(store: Store, names: Iterable[str], viewer: Viewer) -> dict[str, list[int]]:
    """The rows that each of many names leads to; whole numbers, as most are, are looked up together."""
    wanted = list(dict.fromkeys(names))
    whole = [name for name in wanted if _WHOLE.fullmatch(name)]
    pairs = sorted({pair for sql in _BY_NAME for pair in store.among(sql, whole)})
    found = {name: [row for _, row in group] for name, group in groupby(pairs, key=itemgetter(0))}
    rest = {name: rows_named(store, name, viewer) for name in wanted if not _WHOLE.fullmatch(name)}
    return {name: found.get(name) or rest.get(name, []) for name in wanted}
