"""The copies of a telegram as they are kept, each at each place where it was found, to be taken away whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from reftel.archive.copies.bringing import decided_of
from reftel.archive.results import Filed
from reftel.archive.store.database import Store
from reftel.archive.tiers import OWNER, Viewer, shown_to
from reftel.model.decided import Decided
from reftel.model.stated import Stated
from reftel.model.telegram import Provenance, Telegram
from reftel.sources.jsonl import FoundAt

_PLACES = (
    "SELECT copy.id, collection, path, offset, length, legal_status, facts FROM copy JOIN place ON place.copy = copy.id"
    " JOIN origin ON origin.id = place.origin WHERE sha256 = ? ORDER BY filed_at, path, offset"
)


class Kept(NamedTuple):
    """A copy where it was found: what it reads as, its bytes, and what its record stated beside them.

    `data` is None of a copy of which the viewer sees a part only, which is `telegram`. `extracted`: its text was taken
    out of these bytes. `decided` is given once.
    """

    telegram: Telegram
    data: bytes | None = None
    stated: Stated | None = None
    extracted: bool = False
    decided: Decided = Decided()


def kept(filed: Filed, store: Store, viewer: Viewer = OWNER) -> Iterator[Kept]:
    """The copies of a telegram as a viewer sees them; of one that is seen in part only that part, once."""
    if not filed.copies:
        yield Kept(filed.telegram)
    for identity in dict.fromkeys(copy.id for copy in filed.copies):
        decided = decided_of(identity, filed, store, viewer)
        for one in _places(bytes.fromhex(identity.removeprefix("sha256:")), store, viewer):
            yield one if one.data is None else one._replace(decided=decided)
            decided = Decided()


def found_at(store: Store, sha256: bytes) -> tuple[Provenance, tuple[FoundAt, ...]]:
    """What stands around a copy's own text, and the places where it was found with what was stated there."""
    places = store.rows(_PLACES, sha256)
    facts = store.telegram_of(places[0][0]).provenance.facts
    found = tuple(
        FoundAt(path, offset, collection, legal_status, msgspec.json.decode(stated, type=dict[str, str]))
        for _, collection, path, offset, _, legal_status, stated in places
    )
    return Provenance(facts=facts), found


def text_as_found(filed: Filed, store: Store, viewer: Viewer = OWNER) -> bytes | None:
    """The bytes of the text that is shown, in its copy; None where it is made of several, or not all may be seen."""
    if len(filed.parts) != 1:
        return None
    found = store.one(
        "SELECT id FROM copy WHERE sha256 = ?", bytes.fromhex(filed.parts[0].copy.removeprefix("sha256:"))
    )
    copy = store.telegram_of(found[0], spans=False) if found else None
    return copy.source if copy is not None and shown_to(viewer, copy) is copy else None


def _places(sha256: bytes, store: Store, viewer: Viewer) -> Iterator[Kept]:
    places = store.rows(_PLACES, sha256)
    if not places:  # taken out a moment ago
        return
    copy = store.telegram_of(places[0][0])
    shown = shown_to(viewer, copy)
    if shown is not None and shown is not copy:
        yield Kept(shown)
    if shown is not copy:
        return
    data, record = store.record_of(places[0][0])
    for _, collection, path, offset, length, legal_status, facts in places:
        stated = msgspec.json.decode(facts, type=dict[str, str]) | copy.provenance.facts
        at = Provenance(collection, path, offset, length, sha256.hex(), legal_status, stated)
        yield Kept(copy.replace(provenance=at), data, record.stated, record.extracted)
